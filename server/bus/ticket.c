/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/bus/ticket.h"

#include <json-glib/json-glib.h>
#include <sodium.h>
#include <string.h>

#include "protocol/args.h"
#include "protocol/json-check.h"

#define MAC_BYTES crypto_generichash_BYTES
#define PURPOSE   "bellhop session ticket 1"

/* A key of its own, so that the CURVE secret signs nothing. */
static void
derive_key (const char *server_secret, guint8 key[crypto_generichash_KEYBYTES])
{
  crypto_generichash (key,
                      crypto_generichash_KEYBYTES,
                      (const guint8 *) server_secret,
                      strlen (server_secret),
                      (const guint8 *) PURPOSE,
                      strlen (PURPOSE));
}

static void
make_mac (const char *body,
          gsize length,
          const char *server_secret,
          const char *peer_key,
          guint8 mac[MAC_BYTES])
{
  guint8 key[crypto_generichash_KEYBYTES];
  crypto_generichash_state state;

  derive_key (server_secret, key);
  crypto_generichash_init (&state, key, sizeof key, MAC_BYTES);
  crypto_generichash_update (&state, (const guint8 *) peer_key, strlen (peer_key) + 1);
  crypto_generichash_update (&state, (const guint8 *) body, length);
  crypto_generichash_final (&state, mac, MAC_BYTES);
  sodium_memzero (key, sizeof key);
}

static char *
to_json (const BhTicket *ticket)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  json_object_set_string_member (object, "user", ticket->user);
  if (ticket->device != NULL)
    json_object_set_string_member (object, "device", ticket->device);
  if (ticket->profile != NULL)
    json_object_set_string_member (object, "profile", ticket->profile);
  json_object_set_int_member (object, "issued", ticket->issued_us);
  json_object_set_int_member (object, "expires", ticket->expires_us);
  node = json_node_init_object (json_node_alloc (), object);
  return json_to_string (node, FALSE);
}

char *
bh_ticket_seal (const BhTicket *ticket, const char *server_secret, const char *peer_key)
{
  g_autofree char *body = to_json (ticket);
  g_autoptr (GByteArray) sealed = g_byte_array_new ();
  guint8 mac[MAC_BYTES];

  make_mac (body, strlen (body), server_secret, peer_key, mac);
  g_byte_array_append (sealed, mac, sizeof mac);
  g_byte_array_append (sealed, (const guint8 *) body, (guint) strlen (body));
  return g_base64_encode (sealed->data, sealed->len);
}

static gboolean
read_body (const char *body, gsize length, BhTicket *ticket)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  const char *user, *device, *profile;
  JsonObject *object;

  if (!bh_json_check (body, length, 2, NULL) ||
      !json_parser_load_from_data (parser, body, (gssize) length, NULL))
    return FALSE;
  object = json_node_get_object (json_parser_get_root (parser));
  if (!bh_args_string (object, "user", 1, G_MAXINT, &user, NULL) ||
      !bh_args_optional_string (object, "device", 1, G_MAXINT, &device, NULL) ||
      !bh_args_optional_string (object, "profile", 1, G_MAXINT, &profile, NULL) ||
      !bh_args_int (object, "issued", 0, G_MAXINT64, &ticket->issued_us, NULL) ||
      !bh_args_int (object, "expires", 0, G_MAXINT64, &ticket->expires_us, NULL))
    return FALSE;
  ticket->user = g_strdup (user);
  ticket->device = g_strdup (device);
  ticket->profile = g_strdup (profile);
  return TRUE;
}

gboolean
bh_ticket_open (const char *text,
                const char *server_secret,
                const char *peer_key,
                gint64 now_us,
                BhTicket *ticket)
{
  g_autofree guint8 *sealed = NULL;
  guint8 mac[MAC_BYTES];
  gsize size = 0;

  memset (ticket, 0, sizeof *ticket);
  sealed = g_base64_decode (text, &size);
  if (sealed == NULL || size <= MAC_BYTES)
    return FALSE;
  make_mac ((char *) sealed + MAC_BYTES, size - MAC_BYTES, server_secret, peer_key, mac);
  if (sodium_memcmp (mac, sealed, MAC_BYTES) != 0)
    return FALSE;
  if (read_body ((char *) sealed + MAC_BYTES, size - MAC_BYTES, ticket) &&
      ticket->expires_us > now_us)
    return TRUE;
  bh_ticket_clear (ticket);
  return FALSE;
}

void
bh_ticket_clear (BhTicket *ticket)
{
  g_clear_pointer (&ticket->user, g_free);
  g_clear_pointer (&ticket->device, g_free);
  g_clear_pointer (&ticket->profile, g_free);
}

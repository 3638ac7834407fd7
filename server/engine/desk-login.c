/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "protocol/args.h"
#include "server/engine/desk-private.h"

/* Who you are (the database says), which phone you sit at, and whether nobody else does. */

typedef struct {
  BhDesk *desk;
  BhRequest *request;
  char *user;
  char *device; /* as asked for, or NULL */
  char *profile;
  gint64 issued_us;  /* readmission; 0: a login by password */
  gint64 expires_us; /* 0: as configured */
} Login;

static void
login_free (Login *login)
{
  g_free (login->user);
  g_free (login->device);
  g_free (login->profile);
  g_free (login);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Login, login_free)

static const struct {
  const char *word;
  BhRoles role;
} roles[] = {
    {"agent", BH_ROLE_AGENT},
    {"supervisor", BH_ROLE_SUPERVISOR},
    {"admin", BH_ROLE_ADMIN},
    {"integration", BH_ROLE_INTEGRATION},
    {"editor", BH_ROLE_EDITOR},
};

static BhRoles
read_roles (JsonObject *person)
{
  JsonArray *array = json_object_has_member (person, "roles")
                         ? json_object_get_array_member (person, "roles")
                         : NULL;
  BhRoles found = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    for (guint j = 0; j < G_N_ELEMENTS (roles); j++)
      if (g_strcmp0 (json_array_get_string_element (array, i), roles[j].word) == 0)
        found |= roles[j].role;
  return found;
}

static const char *
text_of (JsonObject *object, const char *member)
{
  const char *text = json_object_get_string_member_with_default (object, member, NULL);
  return text != NULL && *text != '\0' ? text : NULL;
}

/* Somebody else's sign-in at @device of @pbx, or NULL. */
static const char *
who_sits_at (BhDesk *desk, const BhEnginePbx *pbx, const char *device, const char *user)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhDeskSession *session = value;
    if (session->pbx == pbx && g_strcmp0 (session->user->device, device) == 0 &&
        !g_str_equal (session->user->user, user))
      return session->user->user;
  }
  return NULL;
}

static void
fail (Login *login, const char *code, const char *message)
{
  bh_request_fail (login->request, code, message, NULL);
}

static JsonObject *
login_result (const BhSessionUser *user, gint64 expires_us)
{
  JsonObject *result = json_object_new ();
  JsonArray *words = json_array_new ();
  char expires[BH_TIME_TEXT_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (user->roles & roles[i].role)
      json_array_add_string_element (words, roles[i].word);
  bh_time_to_text (expires_us, expires);
  json_object_set_string_member (result, "user", user->user);
  json_object_set_array_member (result, "roles", words);
  json_object_set_string_member (result, "expires", expires);
  return result;
}

static void
accept_person (Login *login,
               JsonObject *person,
               BhRoles found,
               const char *device,
               BhEnginePbx *pbx)
{
  BhDesk *desk = login->desk;
  const BhSessionPeer *peer = bh_request_get_peer (login->request);
  const char *profile = login->profile != NULL ? login->profile : text_of (person, "profile");
  BhSessionUser init = {.session = (char *) peer->session,
                        .user = (char *) text_of (person, "name"),
                        .roles = found,
                        .device = (char *) device,
                        .profile = (char *) (device == NULL    ? NULL
                                             : profile != NULL ? profile
                                                               : "manual"),
                        .locale = (char *) peer->locale,
                        .address = (char *) peer->address};
  g_autoptr (BhSessionUser) user = bh_session_user_new (&init);
  BhDeskSeat *seat;
  gint64 expires_us =
      login->expires_us != 0
          ? login->expires_us
          : bh_engine_now (desk->engine) + desk->settings.session_hours * 3600 * G_USEC_PER_SEC;

  g_hash_table_replace (desk->people, g_strdup (user->user), json_object_ref (person));
  seat = g_new (BhDeskSeat, 1);
  *seat = (BhDeskSeat){.pbx = pbx, .returns = login->issued_us != 0};
  g_hash_table_replace (desk->seats, g_strdup (user->session), seat);
  desk->door->funcs->accept (desk->door,
                             login->request,
                             user,
                             expires_us,
                             login_result (user, expires_us));
}

static void
admit (Login *login, JsonObject *person)
{
  BhRoles found = read_roles (person);
  const char *wanted = login->device != NULL ? login->device : text_of (person, "device");
  gboolean at_phone = (found & BH_ROLE_AGENT) != 0 || login->device != NULL;
  const char *name = text_of (person, "name");
  BhEnginePbx *pbx = NULL;
  g_autofree char *device =
      at_phone && wanted != NULL ? bh_desk_find_phone (login->desk, name, wanted, &pbx) : NULL;
  const char *other;

  if (json_object_get_boolean_member_with_default (person, "disabled", FALSE) || found == 0) {
    fail (login, "bad_credentials", "The name or the password is wrong.");
    return;
  }
  if (at_phone && wanted != NULL && device == NULL) {
    fail (login,
          "bad_request",
          "The phone is not written as one. Give its extension, as in 1001, or its device, as in "
          "PJSIP/1001.");
    return;
  }
  if (device == NULL && (found & ~BH_ROLE_AGENT) == 0) {
    fail (login, "bad_request", "An agent sits at a phone. Say which one, as in 1001.");
    return;
  }
  other = device != NULL ? who_sits_at (login->desk, pbx, device, name) : NULL;
  if (other != NULL) {
    g_autofree char *message =
        g_strdup_printf ("%s is signed in at %s. Sit at another phone, or ask them to sign out.",
                         other,
                         device);
    fail (login, "not_possible", message);
    return;
  }
  accept_person (login, person, found, device, pbx);
}

static void
fail_with_error (Login *login, const GError *error)
{
  if (g_error_matches (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_DENIED))
    fail (login, "bad_credentials", "The name or the password is wrong.");
  else if (g_error_matches (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_BUSY))
    fail (login, "busy", "Too many people sign in at once. Try again in a moment.");
  else
    fail (
        login,
        "store_away",
        "The database, which knows the people, is away. Bellhop tries on; try again in a moment.");
}

static void
take_person (Login *login, const char *text, const GError *error)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bh_request_free (login->request); /* the desk is gone */
  else if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    admit (login, json_node_get_object (node));
  else if (error != NULL)
    fail_with_error (login, error);
  else
    fail (login, "bad_credentials", "The name or the password is wrong.");
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Login) login = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_sign_in_finish (BH_DIRECTORY_PORT (source), result, &error);

  take_person (login, text, error);
}

static Login *
login_new (BhDesk *desk, BhRequest *request, const char *user)
{
  Login *login = g_new0 (Login, 1);
  JsonObject *args = bh_request_get_args (request);

  login->desk = desk;
  login->request = request;
  login->user = g_strdup (user);
  login->device = g_strdup (text_of (args, "device"));
  login->profile = g_strdup (text_of (args, "profile"));
  return login;
}

static gboolean
check_args (JsonObject *args, const char **user, const char **password, GError **error)
{
  const char *text;
  BhDeviceProfile profile;

  if (!bh_args_string (args, "user", 1, 64, user, error) ||
      !bh_args_string (args, "password", 1, 1024, password, error) ||
      !bh_args_optional_string (args, "device", 1, 64, &text, error) ||
      !bh_args_optional_string (args, "profile", 1, 16, &text, error))
    return FALSE;
  if (text == NULL || bh_device_profile_from_string (text, &profile))
    return TRUE;
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_ARGUMENT,
               "profile: \"%s\" is not manual, notify or softphone",
               text);
  return FALSE;
}

void
bh_desk_login (gpointer data, BhRequest *request)
{
  BhDesk *desk = data;
  const char *user, *password;
  g_autoptr (GError) error = NULL;

  if (!check_args (bh_request_get_args (request), &user, &password, &error)) {
    bh_request_fail (request, "bad_request", error->message, NULL);
    return;
  }
  bh_directory_port_sign_in_async (desk->settings.directory,
                                   user,
                                   password,
                                   desk->cancel,
                                   on_signed_in,
                                   login_new (desk, request, user));
}

/* ---- back after the server's restart */

/* The password was changed after the ticket was made, or the account is disabled: then no. */
static gboolean
still_may (const Login *login, JsonObject *person)
{
  const char *changed = text_of (person, "password_changed_at");
  g_autoptr (GDateTime) at = changed != NULL ? g_date_time_new_from_iso8601 (changed, NULL) : NULL;

  return at == NULL || g_date_time_to_unix (at) * G_USEC_PER_SEC <= login->issued_us;
}

static void
on_person (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Login) login = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) &&
      !still_may (login, json_node_get_object (node)))
    fail (login, "bad_credentials", "The password was changed. Sign in again.");
  else
    take_person (login, text, error);
}

void
bh_desk_readmit (gpointer data, BhRequest *request, gint64 issued_us, gint64 expires_us)
{
  BhDesk *desk = data;
  JsonObject *args = bh_request_get_args (request);
  const char *user = text_of (args, "user");
  g_autoptr (JsonObject) question = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  Login *login;

  if (user == NULL) {
    bh_request_fail (request, "bad_credentials", "The ticket names nobody. Sign in again.", NULL);
    return;
  }
  login = login_new (desk, request, user);
  login->issued_us = issued_us;
  login->expires_us = expires_us;
  json_object_set_string_member (question, "user", user);
  json_node_set_object (node, question);
  text = json_to_string (node, FALSE);
  bh_directory_port_query_async (desk->settings.directory,
                                 BH_QUERY_USER,
                                 text,
                                 desk->cancel,
                                 on_person,
                                 login);
}

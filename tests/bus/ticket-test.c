/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/bus/ticket.h"

#include <string.h>

#define SECRET "a secret of the server"
#define KEY    "a key of the client"

static char *
seal (void)
{
  BhTicket ticket = {.user = (char *) "王小明",
                     .device = (char *) "PJSIP/1001",
                     .issued_us = 1000,
                     .expires_us = 9000};

  return bh_ticket_seal (&ticket, SECRET, KEY);
}

static void
assert_refused (const char *text, const char *secret, const char *key, gint64 now)
{
  g_auto (BhTicket) ticket;

  g_assert_false (bh_ticket_open (text, secret, key, now, &ticket));
  g_assert_null (ticket.user);
}

static void
test_round (void)
{
  g_autofree char *text = seal ();
  g_auto (BhTicket) ticket;

  g_assert_true (bh_ticket_open (text, SECRET, KEY, 8999, &ticket));
  g_assert_cmpstr (ticket.user, ==, "王小明");
  g_assert_cmpstr (ticket.device, ==, "PJSIP/1001");
  g_assert_null (ticket.profile);
  g_assert_cmpint (ticket.issued_us, ==, 1000);
  g_assert_cmpint (ticket.expires_us, ==, 9000);
}

static void
test_refused (void)
{
  g_autofree char *text = seal ();

  assert_refused (text, SECRET, KEY, 9000);
  assert_refused (text, "another server", KEY, 5000);
  assert_refused (text, SECRET, "another client", 5000);
  assert_refused ("", SECRET, KEY, 5000);
  assert_refused ("AAAA", SECRET, KEY, 5000);
  assert_refused ("not base64 at all: \xff\x01", SECRET, KEY, 5000);
}

static void
test_every_bit_counts (void)
{
  g_autofree char *text = seal ();
  gsize size;
  g_autofree guchar *raw = g_base64_decode (text, &size);

  for (gsize bit = 0; bit < size * 8; bit++) {
    g_autofree char *forged = NULL;
    raw[bit / 8] ^= (guchar) (1 << bit % 8);
    forged = g_base64_encode (raw, size);
    assert_refused (forged, SECRET, KEY, 5000);
    raw[bit / 8] ^= (guchar) (1 << bit % 8);
  }
  for (gsize cut = 0; cut < size; cut++) {
    g_autofree char *shorter = g_base64_encode (raw, cut);
    assert_refused (shorter, SECRET, KEY, 5000);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bus/ticket/round", test_round);
  g_test_add_func ("/bus/ticket/refused", test_refused);
  g_test_add_func ("/bus/ticket/every-bit-counts", test_every_bit_counts);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/tel-link.h"

static const struct {
  const char *link;
  const char *number; /* NULL: refused */
} links[] = {
    {"tel:+49-30-90180", "+493090180"},
    {"TEL:+49%2030%2090180", "+493090180"},
    {"callto:112", "112"},
    {"callto://+4930", "+4930"},
    {"tel:(030)%2090.18/0", "03090180"},
    {"tel:*21%23", "*21#"},
    {"tel:7042;phone-context=+4930;ext=1", "+49307042"},
    {"tel:7042;phone-context=example.com", "7042"},
    {"tel:+1555;phone-context=+49", "+1555"},
    {"tel:+1555?call", "+1555"},
    {"tel:+49-30-901820;ext=45", "+4930901820"},
    {"tel:+49-30-901820;isub=1;ext=45;x=y", "+4930901820"},
    {"tel:030;phone-context=+49", "+49030"}, /* what that is, the server says in words */
    {"tel:030-901820;phone-context=+49", "+49030901820"},
    {"tel:030901820;PHONE-CONTEXT=+49", "+49030901820"},
    {"tel:%2B4930901820", "+4930901820"},
    {"tel:+49%2d30%2D901820%3Bext=45", "+4930901820"},
    {"tel:+49.30.901820", "+4930901820"},
    {"tel://+49 30 901820", "+4930901820"},
    {"callto:+4930901820", "+4930901820"},
    {"callto:030%20901820?call", "030901820"},
    {"CallTo://030901820", "030901820"},
    {"callto:alice", NULL},
    {"callto:alice@example.org", NULL},
    {"tel:alice", NULL},
    {"tel:+49 30 90-FLOWERS", NULL},
    {"tel:sip:+4930901820@example.org", NULL},
    {"tel:+", NULL},
    {"tel:;ext=45", NULL},
    {"tel:?x", NULL},
    {"tel:%", NULL},
    {"tel:%zz", NULL},
    {"tel:+49%0930", NULL},
    {"tel:\u0663\u0660", NULL},
    {"tel:&lt;script&gt;", NULL},
    {"sip:+4930901820", NULL},
    {"telx:12", NULL},
    {" tel:12", NULL},
    {"tel:", NULL},
    {"tel:+", NULL},
    {"tel:12;phone-context=+49x", NULL},
    {"tel:1+2", NULL},
    {"tel:12a", NULL},
    {"tel:12%0d%0aAction: Originate", NULL},
    {"tel:12%00", NULL},
    {"tel:%ff", NULL},
    {"tel:123456789012345678901234567890123", NULL},
    {"http://example.org", NULL},
    {"12", NULL},
    {"", NULL},
    {NULL, NULL},
};

static void
test_links (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (links); i++) {
    g_autofree char *number = bh_tel_link_number (links[i].link);
    g_test_message ("%s", links[i].link != NULL ? links[i].link : "NULL");
    g_assert_cmpstr (number, ==, links[i].number);
  }
}

static void
test_digits (void)
{
  static const struct {
    const char *text;
    guint digits;
  } rows[] = {
      {"+49 (30) 901-8", 8},
      {"＋８６（１３８）００１３　８０００", 13},
      {"٠٣٠ ٩٠", 5},
      {"*21#", 4},
      {"12a", 0},
      {"１２张", 0},
      {"", 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (bh_tel_count_digits (rows[i].text), ==, rows[i].digits);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/tel/links", test_links);
  g_test_add_func ("/model/tel/digits", test_digits);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/phone-number.h"
#include "tests/fuzz/fuzz.h"

/* Whatever a PBX shows is understood as something, and a whole number is the same when read again.
 */
static void
check (const char *text, const char *home)
{
  g_autoptr (BhPhoneNumber) number = bh_phone_number_new (text, home);

  g_assert_nonnull (number->display);
  g_assert_true (g_utf8_validate (number->display, -1, NULL));
  for (const char *at = number->digits; *at != '\0'; at++)
    g_assert_true (g_ascii_isdigit (*at));
  g_assert_true ((number->e164 != NULL) == (number->kind >= BH_NUMBER_FIXED));
  if (number->e164 != NULL) {
    g_autoptr (BhPhoneNumber) again = bh_phone_number_new (number->e164, home);

    g_assert_cmpint (number->e164[0], ==, '+');
    g_assert_cmpuint (strlen (number->e164), <=, 18);
    g_assert_cmpstr (again->e164, ==, number->e164);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check (text, "CN");
  check (text, "DE");
  return 0;
}

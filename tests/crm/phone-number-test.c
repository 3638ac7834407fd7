/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/phone-number.h"

#include <stdio.h>
#include <string.h>

static const struct {
  const char *text, *home, *kind, *e164, *display;
} rows[] = {
    {"13800138000", "CN", "mobile", "+8613800138000", "138 0013 8000"},
    {"+8613800138003", "CN", "mobile", "+8613800138003", "138 0013 8003"},
    {"8613800138003", "CN", "mobile", "+8613800138003", "138 0013 8003"},
    {"008613800138003", "DE", "mobile", "+8613800138003", "+86 138 0013 8003"},
    {"010 6552 9988", "CN", "fixed", "+861065529988", "010 6552 9988"},
    {"030 901820", "DE", "fixed", "+4930901820", "030 901820"},
    {"+49 (30) 901820", "CN", "fixed", "+4930901820", "+49 30 901820"},
    {"+1 212-555-0123", "US", "fixed_or_mobile", "+12125550123", "(212) 555-0123"},
    {"12125550123", "US", "fixed_or_mobile", "+12125550123", "(212) 555-0123"},
    {"8008008000", "US", "toll_free", "+18008008000", "(800) 800-8000"},
    {"sip:+4930901820@10.0.0.1;user=phone", "DE", "fixed", "+4930901820", "030 901820"},
    {"tel:+4930901820", "DE", "fixed", "+4930901820", "030 901820"},
    {"110", "CN", "service", NULL, "110"},
    {"10086", "CN", "service", NULL, "10086"},
    {"95105123", "CN", "service", NULL, "95105123"},
    {"112", "DE", "service", NULL, "112"},
    {"911", "US", "service", NULL, "911"},
    {"1001", "CN", "extension", NULL, "1001"},
    {"65529988", "CN", "partial", NULL, "65529988"},
    {"5550123", "US", "partial", NULL, "5550123"},
    {"", "CN", "withheld", NULL, ""},
    {NULL, "CN", "withheld", NULL, ""},
    {"anonymous", "CN", "withheld", NULL, ""},
    {"Anonymous", "CN", "withheld", NULL, ""},
    {"<unknown>", "CN", "withheld", NULL, ""},
    {"anonymous@anonymous.invalid", "CN", "withheld", NULL, ""},
    {"Restricted", "US", "withheld", NULL, ""},
    {"Zhang San", "CN", "odd", NULL, "Zhang San"},
    {"张三", "CN", "odd", NULL, "张三"},
    {"＋８６１３８００１３８００３", "CN", "mobile", "+8613800138003", "138 0013 8003"},
    {"１３８－００１３　８０００", "CN", "mobile", "+8613800138000", "138 0013 8000"},
    {"（０１０）６５５２９９８８", "CN", "fixed", "+861065529988", "010 6552 9988"},
    {"٠٣٠ ٩٠١٨٢٠", "DE", "fixed", "+4930901820", "030 901820"},
    {"１００１", "CN", "extension", NULL, "1001"},
    {"１１０", "CN", "service", NULL, "110"},
    {"张三１", "CN", "odd", NULL, "张三１"},
    {"1800FLOWERS", "US", "odd", NULL, "1800FLOWERS"},
    {"\xd5\xc5\xc8\xfd", "CN", "odd", NULL, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    {"123456789012345678901234567890", "CN", "odd", NULL, "123456789012345678901234567890"},
    {"++49", "DE", "odd", NULL, "++49"},
    {"138'; DROP TABLE customer", "CN", "odd", NULL, "138'"},
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (BhPhoneNumber) number = bh_phone_number_new (rows[i].text, rows[i].home);
    g_test_message ("%s in %s", rows[i].text, rows[i].home);
    g_assert_cmpstr (bh_number_kind_to_string (number->kind), ==, rows[i].kind);
    g_assert_cmpstr (number->e164, ==, rows[i].e164);
    g_assert_cmpstr (number->display, ==, rows[i].display);
    g_assert_nonnull (number->digits);
  }
}

static void
test_long_and_random (void)
{
  g_autofree char *long_text = g_strnfill (100000, '7');
  g_autoptr (BhPhoneNumber) number = bh_phone_number_new (long_text, "CN");
  g_assert_cmpint (number->kind, ==, BH_NUMBER_ODD);
  g_assert_cmpuint (strlen (number->display), <=, 64);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  for (guint i = 0; i < 5000; i++) {
    char text[24] = "";
    guint length = (guint) g_rand_int_range (random, 0, 23);
    for (guint j = 0; j < length; j++)
      text[j] = (char) g_rand_int_range (random, 1, 256);
    g_autoptr (BhPhoneNumber) any = bh_phone_number_new (text, "DE");
    g_assert_true (g_utf8_validate (any->display, -1, NULL));
  }
}

static void
test_regions (void)
{
  g_assert_true (bh_phone_region_is_known ("CN"));
  g_assert_true (bh_phone_region_is_known ("DE"));
  g_assert_false (bh_phone_region_is_known ("XX"));
  g_assert_false (bh_phone_region_is_known (""));
  g_assert_false (bh_phone_region_is_known (NULL));
}

/* With a file of "REGION<tab>TEXT" lines: prints what each is, for the comparison with another
 * implementation. */
static int
print_all (const char *file)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  if (!g_file_get_contents (file, &text, NULL, &error))
    return 2;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], "\t", 2);
    g_autoptr (BhPhoneNumber) number = bh_phone_number_new (words[1], words[0]);
    printf ("%s\t%s\t%s\n", words[0], words[1], number->e164 != NULL ? number->e164 : "-");
  }
  return 0;
}

static void
test_to_keep (void)
{
  static const struct {
    const char *text, *kept;
  } numbers[] = {
      {"138 0013 8000", "+8613800138000"},
      {"10086", NULL}, /* a service, no subscriber */
      {"nobody", NULL},
      {"7", NULL},
      {"", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *kept = bh_phone_number_to_keep (numbers[i].text, "CN");
    g_assert_cmpstr (kept, ==, numbers[i].kept);
  }
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--print"))
    return print_all (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crm/phone-number/to-keep", test_to_keep);
  g_test_add_func ("/crm/phone-number/rows", test_rows);
  g_test_add_func ("/crm/phone-number/long-and-random", test_long_and_random);
  g_test_add_func ("/crm/phone-number/regions", test_regions);
  return g_test_run ();
}

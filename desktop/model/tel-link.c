/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/tel-link.h"

#include <string.h>

#define MAX_NUMBER 32
/* Half-width forms lie so far below their full-width ones. */
#define FULL_WIDTH        (0xff01 - 0x21)
#define IDEOGRAPHIC_BLANK 0x3000

static const char *
after_scheme (const char *link)
{
  static const char *const schemes[] = {"tel:", "callto:"};

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    gsize length = strlen (schemes[i]);
    if (g_ascii_strncasecmp (link, schemes[i], length) == 0)
      return link + length + strspn (link + length, "/");
  }
  return NULL;
}

/* Only what is meant for the eye may stand between the digits. */
static gboolean
add_digits (GString *number, const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (g_ascii_isdigit (*p) || *p == '*' || *p == '#' || (*p == '+' && number->len == 0))
      g_string_append_c (number, *p);
    else if (strchr ("-.() /", *p) == NULL)
      return FALSE;
  }
  return number->len <= MAX_NUMBER;
}

static gboolean
add_context (GString *number, char **parameters, const char *local)
{
  static const char name[] = "phone-context=";

  for (char **p = parameters; *p != NULL && *local != '+'; p++)
    if (g_ascii_strncasecmp (*p, name, strlen (name)) == 0 && (*p)[strlen (name)] == '+')
      return add_digits (number, *p + strlen (name));
  return TRUE;
}

char *
bh_tel_link_number (const char *link)
{
  const char *rest = link != NULL ? after_scheme (link) : NULL;
  g_autofree char *plain = rest != NULL ? g_uri_unescape_string (rest, NULL) : NULL;
  g_autoptr (GString) number = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;

  if (plain == NULL || !g_utf8_validate (plain, -1, NULL))
    return NULL;
  plain[strcspn (plain, "?")] = '\0';
  parts = g_strsplit (plain, ";", 16);
  if (parts[0] == NULL || !add_context (number, parts + 1, parts[0]) ||
      !add_digits (number, parts[0]) || number->len == 0 || g_str_equal (number->str, "+"))
    return NULL;
  return g_string_free (g_steal_pointer (&number), FALSE);
}

guint
bh_tel_count_digits (const char *text)
{
  guint digits = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (c > FULL_WIDTH + ' ' && c <= FULL_WIDTH + '~')
      c -= FULL_WIDTH;
    if (g_unichar_isdigit (c) || c == '*' || c == '#')
      digits++;
    else if (c != IDEOGRAPHIC_BLANK && (c > '~' || strchr ("+-()/. ", (int) c) == NULL))
      return 0;
  }
  return digits;
}

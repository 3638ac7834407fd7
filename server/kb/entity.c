/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/entity.h"

#include <string.h>

#define LONGEST     16
#define REPLACEMENT 0xfffd

/* In the order of their characters, from U+00A0 on. */
static const char *const latin[] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
    "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
    "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};
#define LATIN_FROM 0xa0

static const struct {
  const char *name;
  gunichar c;
} others[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},      {"apos", '\''},
    {"euro", 0x20ac},  {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026}, {"bull", 0x2022},
    {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201a}, {"ldquo", 0x201c},  {"rdquo", 0x201d},
    {"bdquo", 0x201e}, {"trade", 0x2122}, {"larr", 0x2190},  {"uarr", 0x2191},   {"rarr", 0x2192},
    {"darr", 0x2193},  {"harr", 0x2194},  {"ensp", 0x2002},  {"emsp", 0x2003},   {"thinsp", 0x2009},
    {"minus", 0x2212}, {"le", 0x2264},    {"ge", 0x2265},    {"ne", 0x2260},     {"check", 0x2713}};

static gunichar
by_number (const char *digits)
{
  gboolean hex = *digits == 'x' || *digits == 'X';
  guint64 code = 0;

  if (!g_ascii_string_to_unsigned (digits + hex, hex ? 16 : 10, 1, 0x10ffff, &code, NULL) ||
      !g_unichar_validate ((gunichar) code))
    return REPLACEMENT;
  return (gunichar) code;
}

gunichar
bh_kb_entity (const char *text, gsize length)
{
  g_autofree char *name = NULL;

  if (length < 3 || length > LONGEST || text[0] != '&' || text[length - 1] != ';')
    return 0;
  name = g_strndup (text + 1, length - 2);
  if (*name == '#')
    return by_number (name + 1);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (others[i].name, name))
      return others[i].c;
  for (guint i = 0; i < G_N_ELEMENTS (latin); i++)
    if (g_str_equal (latin[i], name))
      return LATIN_FROM + i;
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-fields.h"

#include <string.h>

void
bh_ami_fields_init (BhAmiFields *self)
{
  memset (self, 0, sizeof *self);
}

void
bh_ami_fields_clear (BhAmiFields *self)
{
  g_clear_pointer (&self->mended, g_ptr_array_unref);
}

void
bh_ami_fields_set_message (BhAmiFields *self, BhAmiMessage *message)
{
  self->message = message;
  if (self->mended != NULL)
    g_ptr_array_set_size (self->mended, 0);
}

/* TRUE if all bytes are ASCII and none is NUL: eight at a time. */
static gboolean
is_plain (const char *value, gsize length)
{
  const guint64 highs = G_GUINT64_CONSTANT (0x8080808080808080);
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  guint64 bad = 0;
  for (; length >= 8; value += 8, length -= 8) {
    guint64 word;
    memcpy (&word, value, 8);
    bad |= (word | ((word - ones) & ~word)) & highs;
  }
  for (; length > 0; value++, length--)
    bad |= (*value <= 0);
  return bad == 0;
}

/* A copy with U+FFFD in place of each wrong byte; it lives as long as the message. */
static char *
mend (BhAmiFields *self, const char *value, gsize length)
{
  GString *mended = g_string_sized_new (length + 16);
  const char *end = value + length;
  const char *wrong = NULL;
  while (!g_utf8_validate_len (value, (gsize) (end - value), &wrong)) {
    g_string_append_len (mended, value, wrong - value);
    g_string_append (mended, "\xEF\xBF\xBD");
    value = wrong + 1;
  }
  g_string_append_len (mended, value, end - value);
  if (self->mended == NULL)
    self->mended = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->mended, mended->str);
  return g_string_free (mended, FALSE);
}

char *
bh_ami_fields_clean (BhAmiFields *self, BhAmiHeader *header)
{
  if (!is_plain (header->value, header->length) &&
      !g_utf8_validate_len (header->value, header->length, NULL)) {
    header->value = mend (self, header->value, header->length);
    header->length = (guint32) strlen (header->value);
  }
  return header->value;
}

static BhAmiHeader *
find (BhAmiFields *self, BhAmiKey key)
{
  BhAmiHeader *header = bh_ami_message_find (self->message, key);
  if (header != NULL)
    bh_ami_fields_clean (self, header);
  return header;
}

static char *
get (BhAmiFields *self, BhAmiKey key)
{
  BhAmiHeader *header = find (self, key);
  return header != NULL ? header->value : NULL;
}

const char *
bh_ami_fields_text (BhAmiFields *self, BhAmiKey key)
{
  return get (self, key);
}

const char *
bh_ami_fields_compose (BhAmiFields *self, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  int length = g_vsnprintf (self->composed, sizeof self->composed, format, values);
  va_end (values);
  return length >= 0 && (gsize) length < sizeof self->composed ? self->composed : NULL;
}

const char *
bh_ami_fields_id (BhAmiFields *self, BhAmiKey key)
{
  const char *value = get (self, key);
  return value == NULL || *value == '\0' || *value == '<' ? NULL : value;
}

static gboolean
is_one_of (const char *value, const char *const *words, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_ascii_strcasecmp (value, words[i]) == 0)
      return TRUE;
  return FALSE;
}

const char *
bh_ami_fields_number (BhAmiFields *self, BhAmiKey key)
{
  static const char *const withheld[] =
      {"<unknown>", "unknown", "anonymous", "restricted", "private", "unavailable", "withheld"};
  const char *value = get (self, key);
  if (value == NULL || g_ascii_isdigit (*value) || *value == '+')
    return value;
  return is_one_of (value, withheld, G_N_ELEMENTS (withheld)) ? "" : value;
}

/* What a letter behind a backslash stands for; control characters become a blank. */
static char
unescape (char c)
{
  return strchr ("abfnrtv", c) != NULL ? ' ' : c;
}

static void
undo_c_escapes (char *text)
{
  char *to = text;
  for (const char *from = text; *from != '\0'; from++) {
    if (*from == '\\' && from[1] != '\0')
      *to++ = unescape (*++from);
    else
      *to++ = *from;
  }
  *to = '\0';
}

/* SIP's quoted pairs (RFC 3261, 25.1), as PJSIP leaves them in a display name. */
static void
undo_quoted_pairs (char *text)
{
  char *to = text;
  for (const char *from = text; *from != '\0'; from++) {
    if (*from == '\\' && (from[1] == '"' || from[1] == '\\'))
      from++;
    *to++ = *from;
  }
  *to = '\0';
}

const char *
bh_ami_fields_name (BhAmiFields *self, BhAmiKey key)
{
  BhAmiHeader *header = find (self, key);
  if (header == NULL)
    return NULL;
  if (strcmp (header->value, "<unknown>") == 0)
    return "";
  if (strchr (header->value, '\\') != NULL) {
    undo_c_escapes (header->value);
    undo_quoted_pairs (header->value);
    header->length = (guint32) strlen (header->value);
  }
  return header->value;
}

/* Channels of Asterisk's own making; what is behind them is not a phone. */
static gboolean
is_internal (const char *channel)
{
  static const char *const kinds[] =
      {"Local/", "CBAnn/", "CBRec/", "Surrogate/", "Announcer/", "Recorder/", "Message/"};
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (channel, kinds[i]))
      return TRUE;
  return FALSE;
}

const char *
bh_ami_fields_device (BhAmiFields *self, BhAmiKey key, gboolean *local_half)
{
  BhAmiHeader *header = find (self, key);
  char *value = header != NULL ? header->value : NULL;
  if (local_half != NULL)
    *local_half = value != NULL && is_internal (value);
  if (value == NULL || *value == '\0' || *value == '<')
    return NULL;
  char *half = strrchr (value, ';');
  if (half != NULL)
    *half = '\0';
  char *dash = strrchr (value, '-');
  if (dash != NULL && dash > value)
    *dash = '\0';
  header->length = (guint32) strlen (value);
  return value;
}

gint64
bh_ami_fields_integer (BhAmiFields *self, BhAmiKey key)
{
  const char *value = bh_ami_message_get (self->message, key);
  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

gint64
bh_ami_fields_clock_ms (BhAmiFields *self, BhAmiKey key)
{
  const char *value = bh_ami_message_get (self->message, key);
  gint64 seconds = 0;
  for (int part = 0; value != NULL && part < 3; part++) {
    char *end = NULL;
    guint64 number = g_ascii_strtoull (value, &end, 10);
    if (end == value || number > 1000000)
      return 0;
    seconds = seconds * 60 + (gint64) number;
    value = *end == ':' ? end + 1 : NULL;
  }
  return seconds * 1000;
}

gint64
bh_ami_fields_timestamp (BhAmiFields *self)
{
  const char *value = bh_ami_message_get (self->message, BH_AMI_KEY_TIMESTAMP);
  if (value == NULL)
    return 0;
  char *point = NULL;
  guint64 seconds = g_ascii_strtoull (value, &point, 10);
  if (point == value || seconds > G_MAXINT32 * G_GUINT64_CONSTANT (1000))
    return 0;
  gint64 micros = 0;
  gint64 unit = 100000;
  if (*point == '.')
    for (const char *digit = point + 1; g_ascii_isdigit (*digit) && unit > 0; digit++, unit /= 10)
      micros += (*digit - '0') * unit;
  return (gint64) seconds * G_USEC_PER_SEC + micros;
}

gboolean
bh_ami_fields_truth (BhAmiFields *self, BhAmiKey key)
{
  static const char *const yes[] = {"1", "yes", "true", "on"};
  const char *value = bh_ami_message_get (self->message, key);
  return value != NULL && is_one_of (value, yes, G_N_ELEMENTS (yes));
}

gboolean
bh_ami_fields_is (BhAmiFields *self, BhAmiKey key, const char *word)
{
  const char *value = bh_ami_message_get (self->message, key);
  return value != NULL && g_ascii_strcasecmp (value, word) == 0;
}

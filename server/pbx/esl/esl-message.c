/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-message.h"

#include "server/pbx/esl/esl-json.h"

#define N_SLOTS (2 * BH_ESL_MAX_HEADERS)
G_STATIC_ASSERT ((N_SLOTS & (N_SLOTS - 1)) == 0);

#define UNDEFINED "_undef_"
#define ARRAY     "ARRAY::"
#define BETWEEN   "|:"

/* What a value still needs when it is asked for. */
typedef enum {
  CODING_NONE, /* its end, and to be valid UTF-8 */
  CODING_URL,
  CODING_ESCAPED, /* a JSON string with backslashes */
  CODING_ARRAY,   /* a JSON array, brackets and all */
  CODING_DONE,
} Coding;

/* ---- an index by name ---- */

/* Names share long beginnings and ends ("variable_", "_uuid"): the middle counts too. */
static inline guint
hash_name (const char *name, gsize length)
{
  guint64 first = 0;
  guint64 last = 0;
  guint64 middle = 0;
  if (length >= 8) {
    memcpy (&first, name, 8);
    memcpy (&last, name + length - 8, 8);
    memcpy (&middle, name + length / 2 - 4, 8);
  } else {
    for (gsize i = 0; i < length; i++)
      first = first << 8 | (guint8) name[i];
  }
  guint64 mixed = (first ^ length) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  mixed = (mixed ^ mixed >> 29 ^ last) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  mixed = (mixed ^ mixed >> 29 ^ middle) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (guint) (mixed >> 40) & (N_SLOTS - 1);
}

static inline gboolean
has_name (const BhEslHeader *header, const char *name, gsize length)
{
  return header->name_length == length && memcmp (header->name, name, length) == 0;
}

/* Half of the slots stay empty, so the search ends. */
static BhEslHeader *
look_up (BhEslMessage *self, const char *name, gsize length, guint16 **free_slot)
{
  guint at = hash_name (name, length);
  for (; self->slots[at] != 0; at = (at + 1) & (N_SLOTS - 1))
    if (has_name (&self->headers[self->slots[at] - 1], name, length))
      return &self->headers[self->slots[at] - 1];
  if (free_slot != NULL)
    *free_slot = &self->slots[at];
  return NULL;
}

static void
add_header (BhEslMessage *self,
            char *name,
            const char *name_end,
            char *value,
            char *end,
            Coding coding)
{
  guint16 *slot = NULL;
  if (self->n_headers == BH_ESL_MAX_HEADERS) {
    self->n_junk++;
    return;
  }
  gsize name_length = (gsize) (name_end - name);
  self->headers[self->n_headers++] = (BhEslHeader){
      .name = name,
      .value = value,
      .name_length = (guint32) name_length,
      .length = (guint32) (end - value),
      .coding = (guint8) coding,
  };
  if (look_up (self, name, name_length, &slot) == NULL)
    *slot = (guint16) self->n_headers;
}

/* ---- lines: outer headers, and the plain format ---- */

static void
take_line (BhEslMessage *self, char *line, char *end)
{
  char *colon = memchr (line, ':', (gsize) (end - line));
  if (colon == NULL) {
    self->n_junk++;
    return;
  }
  char *value = colon + 1;
  if (value < end && *value == ' ')
    value++;
  if (end > value && end[-1] == '\r')
    end--;
  add_header (self,
              line,
              colon,
              value,
              end,
              self->form == BH_ESL_FORM_PLAIN ? CODING_URL : CODING_NONE);
}

/* What follows the empty line is the event's own body; its Content-Length is the last header (a
 * sendevent's own one may stand before it). */
static void
take_inner_body (BhEslMessage *self, char *body)
{
  gsize there = (gsize) (self->end - body);
  for (guint i = self->n_headers; i > 0 && there > 0; i--) {
    const BhEslHeader *header = &self->headers[i - 1];
    if (!has_name (header, "Content-Length", strlen ("Content-Length")))
      continue;
    guint64 length = g_ascii_strtoull (header->value, NULL, 10);
    self->body = body;
    self->body_length = (gsize) MIN (length, there);
    return;
  }
}

static void
split_lines (BhEslMessage *self)
{
  char *line = self->data;
  while (line < self->end) {
    char *lf = memchr (line, '\n', (gsize) (self->end - line));
    char *end = lf != NULL ? lf : self->end;
    if (end == line || (end == line + 1 && *line == '\r')) {
      if (lf != NULL && self->form == BH_ESL_FORM_PLAIN)
        take_inner_body (self, lf + 1);
      return;
    }
    take_line (self, line, end);
    line = end + 1;
  }
}

/* ---- the JSON format: one flat object of strings, and of arrays of strings ---- */

/* Behind a number, true, false or null. */
static char *
skip_word (char *at, const char *end)
{
  char *from = at;
  while (at < end && (g_ascii_isalnum (*at) || *at == '-' || *at == '+' || *at == '.'))
    at++;
  return at > from ? at : NULL;
}

/* Takes the value at @at for the name given; behind it, or NULL. */
static char *
take_value (BhEslMessage *self, char *name, char *name_end, char *at)
{
  gboolean is_escaped = FALSE;
  char *end = NULL;
  if (at >= self->end)
    return NULL;
  if (*at == '"') {
    end = bh_esl_json_find_quote (at + 1, self->end, &is_escaped);
    if (end == NULL)
      return NULL;
    add_header (self, name, name_end, at + 1, end, is_escaped ? CODING_ESCAPED : CODING_NONE);
    return end + 1;
  }
  gboolean is_array = *at == '[';
  end = is_array || *at == '{' ? bh_esl_json_skip_nested (at, self->end)
                               : skip_word (at, self->end);
  if (end == NULL)
    return NULL;
  gboolean is_null = end - at == 4 && memcmp (at, "null", 4) == 0;
  add_header (self, name, name_end, at, is_null ? at : end, is_array ? CODING_ARRAY : CODING_NONE);
  return end;
}

static gsize decode_escapes (char *text, gsize length);

/* Takes one "name": value; behind it, or NULL where it is no JSON. */
static char *
take_member (BhEslMessage *self, char *at)
{
  gboolean is_escaped = FALSE;
  if (at >= self->end || *at != '"')
    return NULL;
  char *name = at + 1;
  char *quote = bh_esl_json_find_quote (name, self->end, &is_escaped);
  if (quote == NULL)
    return NULL;
  char *name_end = is_escaped ? name + decode_escapes (name, (gsize) (quote - name)) : quote;
  at = bh_esl_json_skip_blanks (quote + 1, self->end);
  if (at >= self->end || *at != ':')
    return NULL;
  return take_value (self, name, name_end, bh_esl_json_skip_blanks (at + 1, self->end));
}

static void
split_json (BhEslMessage *self)
{
  char *at = bh_esl_json_skip_blanks (self->data, self->end);
  if (at >= self->end || *at != '{') {
    self->n_junk++;
    return;
  }
  at = bh_esl_json_skip_blanks (at + 1, self->end);
  while (at < self->end && *at != '}') {
    at = take_member (self, at);
    if (at == NULL) {
      self->n_junk++;
      return;
    }
    at = bh_esl_json_skip_blanks (at, self->end);
    if (at < self->end && *at == ',')
      at = bh_esl_json_skip_blanks (at + 1, self->end);
  }
}

static void
split (BhEslMessage *self)
{
  memset (self->slots, 0, sizeof self->slots);
  self->is_split = TRUE;
  if (self->form == BH_ESL_FORM_JSON)
    split_json (self);
  else
    split_lines (self);
}

/* ---- values ---- */

/* A NUL would cut a string short for some and not for others. */
static void
make_sound (char *text, gsize length)
{
  const char *bad = NULL;
  gsize at = 0;
  while (!g_utf8_validate_len (text + at, length - at, &bad)) {
    at = (gsize) (bad - text);
    text[at++] = '?';
  }
}

static gsize
decode_url (char *text, gsize length)
{
  char *mark = memchr (text, '%', length);
  if (mark == NULL)
    return length;
  char *to = mark;
  const char *end = text + length;
  for (const char *from = mark; from < end; from++) {
    int high = from + 2 < end ? g_ascii_xdigit_value (from[1]) : -1;
    int low = from + 2 < end ? g_ascii_xdigit_value (from[2]) : -1;
    if (*from != '%' || high < 0 || low < 0) {
      *to++ = *from;
      continue;
    }
    *to++ = (char) (high << 4 | low);
    from += 2;
  }
  return (gsize) (to - text);
}

/* The four digits of \uXXXX at @at, or -1. */
static int
read_unit (const char *at, const char *end)
{
  int unit = 0;
  if (end - at < 4)
    return -1;
  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (at[i]);
    if (digit < 0)
      return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

/* Writes the character of \uXXXX, or of a pair of them, to *@to; how many bytes behind the u were
 * read. What is none becomes "?". Six bytes become at most three, so that it fits. */
static gsize
decode_unit (const char *at, const char *end, char **to)
{
  int unit = read_unit (at, end);
  if (unit < 0) {
    *(*to)++ = '?';
    return 0;
  }
  gunichar c = (gunichar) unit;
  gsize taken = 4;
  if (unit >= 0xd800 && unit < 0xdc00 && end - at >= 10 && at[4] == '\\' && at[5] == 'u') {
    int second = read_unit (at + 6, end);
    if (second >= 0xdc00 && second < 0xe000) {
      c = 0x10000 + (((gunichar) unit - 0xd800) << 10) + ((gunichar) second - 0xdc00);
      taken = 10;
    }
  }
  if (c == 0 || !g_unichar_validate (c))
    c = '?';
  *to += g_unichar_to_utf8 (c, *to);
  return taken;
}

static gsize
decode_escapes (char *text, gsize length)
{
  static const char from_letters[] = "bfnrt";
  static const char to_letters[] = "\b\f\n\r\t";
  const char *end = text + length;
  char *to = text;
  for (const char *from = text; from < end; from++) {
    if (*from != '\\' || from + 1 == end) {
      *to++ = *from;
      continue;
    }
    from++;
    const char *letter = *from != '\0' ? strchr (from_letters, *from) : NULL;
    if (letter != NULL)
      *to++ = to_letters[letter - from_letters];
    else if (*from == 'u')
      from += decode_unit (from + 1, end, &to);
    else
      *to++ = *from;
  }
  return (gsize) (to - text);
}

/* ["a","b"] becomes a|:b, where it lies. */
static gsize
join_array (char *text, gsize length)
{
  char *end = text + length - 1;
  char *to = text;
  gboolean is_escaped = FALSE;
  char *at = bh_esl_json_skip_blanks (text + 1, end);
  while (at < end) {
    gboolean is_string = *at == '"';
    char *item = is_string ? at + 1 : at;
    char *item_end = is_string ? bh_esl_json_find_quote (item, end, &is_escaped)
                               : memchr (item, ',', end - at);
    if (item_end == NULL)
      item_end = end;
    gsize size = (gsize) (item_end - item);
    if (is_string && is_escaped)
      size = decode_escapes (item, size);
    memmove (to, item, size);
    to += size;
    at = bh_esl_json_skip_blanks (is_string ? MIN (item_end + 1, end) : item_end, end);
    if (at >= end || *at != ',')
      break;
    at = bh_esl_json_skip_blanks (at + 1, end);
    memcpy (to, BETWEEN, strlen (BETWEEN));
    to += strlen (BETWEEN);
  }
  return (gsize) (to - text);
}

static gboolean
begins_with (const BhEslHeader *header, const char *text)
{
  gsize length = strlen (text);
  return header->length >= length && memcmp (header->value, text, length) == 0;
}

static void
decode_plain (BhEslHeader *header)
{
  gsize prefix = strlen (ARRAY);
  header->length = (guint32) decode_url (header->value, header->length);
  if (begins_with (header, ARRAY)) {
    header->value += prefix;
    header->length -= (guint32) prefix;
  } else if (header->length == strlen (UNDEFINED) && begins_with (header, UNDEFINED)) {
    header->length = 0;
  }
}

static BhEslHeader *
decode (BhEslHeader *header)
{
  switch ((Coding) header->coding) {
  case CODING_DONE:
    return header;
  case CODING_URL:
    decode_plain (header);
    break;
  case CODING_ESCAPED:
    header->length = (guint32) decode_escapes (header->value, header->length);
    break;
  case CODING_ARRAY:
    header->length = (guint32) join_array (header->value, header->length);
    break;
  case CODING_NONE:
    break;
  }
  header->value[header->length] = '\0';
  make_sound (header->value, header->length);
  header->coding = CODING_DONE;
  return header;
}

/* ---- asking ---- */

BhEslHeader *
bh_esl_message_find (BhEslMessage *self, const char *name, gsize length)
{
  if (!self->is_split)
    split (self);
  BhEslHeader *header = look_up (self, name, length, NULL);
  return header != NULL ? decode (header) : NULL;
}

BhEslHeader *
bh_esl_message_header (BhEslMessage *self, guint index)
{
  if (!self->is_split)
    split (self);
  if (index >= self->n_headers)
    return NULL;
  BhEslHeader *header = &self->headers[index];
  header->name[header->name_length] = '\0';
  make_sound (header->name, header->name_length);
  return decode (header);
}

static void
set_name (BhEslMessage *self, const char *name, gsize length)
{
  self->name_length = (guint) MIN (length, sizeof self->name - 1);
  memcpy (self->name, name, self->name_length);
  self->name[self->name_length] = '\0';
}

/* FreeSWITCH writes the name first. FALSE: it is not there, or written in another way. */
static gboolean
peek_name (BhEslMessage *self)
{
  static const char plain[] = "Event-Name: ";
  static const char json[] = "{\"Event-Name\":\"";
  gboolean is_json = self->form == BH_ESL_FORM_JSON;
  gsize prefix = is_json ? sizeof json - 1 : sizeof plain - 1;
  gsize there = (gsize) (self->end - self->data);
  if (there <= prefix || memcmp (self->data, is_json ? json : plain, prefix) != 0)
    return FALSE;
  const char *name = self->data + prefix;
  gsize length = 0;
  while (length < MIN (there - prefix, sizeof self->name) &&
         (g_ascii_isalnum (name[length]) || name[length] == '_'))
    length++;
  if (length == MIN (there - prefix, sizeof self->name) || name[length] != (is_json ? '"' : '\n'))
    return FALSE;
  set_name (self, name, length);
  return TRUE;
}

static void
find_name (BhEslMessage *self)
{
  if (!peek_name (self)) {
    BhEslHeader *header = bh_esl_message_find (self, "Event-Name", strlen ("Event-Name"));
    if (header != NULL)
      set_name (self, header->value, header->length);
  }
  if (strcmp (self->name, "CUSTOM") == 0) {
    BhEslHeader *header = bh_esl_message_find (self, "Event-Subclass", strlen ("Event-Subclass"));
    if (header != NULL)
      set_name (self, header->value, header->length);
  }
}

const char *
bh_esl_message_name (BhEslMessage *self, gsize *length)
{
  if (self->name_length == 0 && self->kind == BH_ESL_MESSAGE_EVENT) {
    find_name (self);
    make_sound (self->name, self->name_length);
  }
  if (length != NULL)
    *length = self->name_length;
  return self->name;
}

char *
bh_esl_message_body (BhEslMessage *self, gsize *length)
{
  if (self->kind == BH_ESL_MESSAGE_EVENT && self->form == BH_ESL_FORM_JSON) {
    BhEslHeader *header = bh_esl_message_find (self, "_body", strlen ("_body"));
    if (length != NULL)
      *length = header != NULL ? header->length : 0;
    return header != NULL ? header->value : NULL;
  }
  if (!self->is_split)
    split (self);
  if (self->body != NULL) {
    self->body[self->body_length] = '\0';
    make_sound (self->body, self->body_length);
  }
  if (length != NULL)
    *length = self->body_length;
  return self->body;
}

const char *
bh_esl_message_text (BhEslMessage *self)
{
  const char *text = self->kind == BH_ESL_MESSAGE_REPLY ? bh_esl_message_get (self, "Reply-Text")
                                                        : bh_esl_message_body (self, NULL);
  return text != NULL ? text : "";
}

gboolean
bh_esl_text_is_ok (const char *text)
{
  if (g_str_has_prefix (text, "-ERR no reply"))
    return TRUE;
  return !g_str_has_prefix (text, "-ERR") && !g_str_has_prefix (text, "-USAGE");
}

void
bh_esl_message_set (BhEslMessage *self,
                    BhEslMessageKind kind,
                    BhEslForm form,
                    char *data,
                    char *end)
{
  self->kind = kind;
  self->form = form;
  self->data = data;
  self->end = end;
  self->body = NULL;
  self->body_length = 0;
  self->is_split = FALSE;
  self->n_headers = 0;
  self->n_junk = 0;
  self->name_length = 0;
  self->name[0] = '\0';
}

void
bh_esl_message_set_body (BhEslMessage *self, char *body, gsize length)
{
  self->body = body;
  self->body_length = length;
}

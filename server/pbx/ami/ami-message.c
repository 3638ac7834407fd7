/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-message.h"

#include <string.h>

#include "server/pbx/link/scan.h"

static void
add_header (BhAmiMessage *self, char *line, char *colon, char *end)
{
  if (self->n_headers == BH_AMI_MAX_HEADERS)
    return;
  if (colon == NULL) {
    self->n_junk++;
    return;
  }
  char *value = colon + 1;
  if (value < end && *value == ' ')
    value++;
  *colon = '\0';
  BhAmiKey key = bh_ami_key_find (line, (gsize) (colon - line));
  self->headers[self->n_headers++] = (BhAmiHeader){line, value, (guint32) (end - value), key};
  if (key != BH_AMI_KEY_NONE && self->first[key] == 0)
    self->first[key] = (guint16) self->n_headers;
}

/* Ends the line at LF or CR LF with NUL; gives the end of what counts. */
static inline char *
end_line (char *line, char *lf)
{
  *lf = '\0';
  if (lf > line && lf[-1] == '\r')
    *--lf = '\0';
  return lf;
}

/* One pass over the block: of each line only the first colon and the end count. */
static void
split (BhAmiMessage *self)
{
  char *line = self->rest;
  char *colon = NULL;
  memset (self->first, 0, sizeof self->first);
  if (self->what != NULL)
    add_header (self, self->what, self->name - 2, self->name + self->name_length);
  for (char *chunk = self->rest; chunk < self->end; chunk += 16) {
    guint ends = bh_scan_byte (chunk, '\n');
    for (guint marks = ends | bh_scan_byte (chunk, ':'); marks != 0; marks &= marks - 1) {
      guint bit = (guint) __builtin_ctz (marks);
      char *at = chunk + bit;
      if (at >= self->end)
        break;
      if ((ends >> bit & 1) == 0) {
        colon = colon == NULL ? at : colon;
        continue;
      }
      add_header (self, line, colon, end_line (line, at));
      line = at + 1;
      colon = NULL;
    }
  }
  self->is_split = TRUE;
}

BhAmiHeader *
bh_ami_message_find (BhAmiMessage *self, BhAmiKey key)
{
  if (!self->is_split)
    split (self);
  guint index = self->first[key];
  return index > 0 ? &self->headers[index - 1] : NULL;
}

char *
bh_ami_message_get (BhAmiMessage *self, BhAmiKey key)
{
  BhAmiHeader *header = bh_ami_message_find (self, key);
  return header != NULL ? header->value : NULL;
}

BhAmiHeader *
bh_ami_message_header (BhAmiMessage *self, guint index)
{
  if (!self->is_split)
    split (self);
  return index < self->n_headers ? &self->headers[index] : NULL;
}

static void
reset (BhAmiMessage *self, BhAmiMessageKind kind, char *rest, char *end)
{
  self->kind = kind;
  self->rest = rest;
  self->end = end;
  self->what = NULL;
  self->n_headers = 0;
  self->n_junk = 0;
  self->is_split = FALSE;
}

/* Asterisk always says first what the block is. */
static gboolean
take_first_line (BhAmiMessage *self, char *data, char *end)
{
  static const struct {
    const char *start;
    gsize length;
    BhAmiMessageKind kind;
  } kinds[] = {
      {"Event: ", 7, BH_AMI_MESSAGE_EVENT},
      {"Response: ", 10, BH_AMI_MESSAGE_RESPONSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    gsize length = kinds[i].length;
    if ((gsize) (end - data) <= length || memcmp (data, kinds[i].start, length) != 0)
      continue;
    char *lf = memchr (data + length, '\n', (gsize) (end - data) - length);
    reset (self, kinds[i].kind, lf + 1, end);
    self->what = data;
    self->name = data + length;
    self->name_length = (guint32) (end_line (self->name, lf) - self->name);
    return TRUE;
  }
  return FALSE;
}

/* A block in an odd order is still an event or a response if it says so anywhere. */
static void
take_any_order (BhAmiMessage *self, char *data, char *end)
{
  reset (self, BH_AMI_MESSAGE_OTHER, data, end);
  BhAmiHeader *header = bh_ami_message_find (self, BH_AMI_KEY_EVENT);
  if (header != NULL)
    self->kind = BH_AMI_MESSAGE_EVENT;
  else if ((header = bh_ami_message_find (self, BH_AMI_KEY_RESPONSE)) != NULL)
    self->kind = BH_AMI_MESSAGE_RESPONSE;
  self->name = header != NULL ? header->value : end - 1;
  self->name_length = header != NULL ? header->length : 0;
}

void
bh_ami_message_set_block (BhAmiMessage *self, char *data, char *end)
{
  if (!take_first_line (self, data, end))
    take_any_order (self, data, end);
}

void
bh_ami_message_set_greeting (BhAmiMessage *self, char *line, gsize length)
{
  reset (self, BH_AMI_MESSAGE_GREETING, line, line);
  self->is_split = TRUE;
  memset (self->first, 0, sizeof self->first);
  self->name = line;
  self->name_length = (guint32) length;
}

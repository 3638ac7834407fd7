/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-writer.h"

#include <string.h>

struct _BhAmiWriter {
  GString *bytes;
  guint n_headers;
  GError *error;
};

BhAmiWriter *
bh_ami_writer_new (const char *action, const char *action_id)
{
  BhAmiWriter *self = g_new0 (BhAmiWriter, 1);
  self->bytes = g_string_sized_new (256);
  bh_ami_writer_add (self, "Action", action);
  bh_ami_writer_add (self, "ActionID", action_id);
  return self;
}

void
bh_ami_writer_free (BhAmiWriter *self)
{
  g_string_free (self->bytes, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
is_clean (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == 0x7F)
      return FALSE;
  return TRUE;
}

/* A key is a word: letters, digits and dashes, so that it shows in an error as it is. */
static gboolean
is_key (const char *key)
{
  for (const char *c = key; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-')
      return FALSE;
  return *key != '\0';
}

static const char *
find_fault (BhAmiWriter *self, const char *key, const char *value)
{
  if (!is_key (key))
    return "its name is not a word";
  if (!is_clean (value))
    return "it holds a line end or another control character";
  if (!g_utf8_validate (value, -1, NULL))
    return "it is not valid UTF-8";
  if (strlen (key) + strlen (": ") + strlen (value) > BH_AMI_WRITER_MAX_LINE)
    return "it is too long for a line";
  if (self->n_headers >= BH_AMI_WRITER_MAX_HEADERS)
    return "there are too many headers before it";
  return NULL;
}

void
bh_ami_writer_add (BhAmiWriter *self, const char *key, const char *value)
{
  if (value == NULL || self->error != NULL)
    return;
  const char *fault = find_fault (self, key, value);
  if (fault != NULL) {
    g_set_error (&self->error,
                 BH_AMI_ERROR,
                 BH_AMI_ERROR_VALUE,
                 "%s cannot be sent to the PBX: %s.",
                 is_key (key) ? key : "A header",
                 fault);
    return;
  }
  self->n_headers++;
  g_string_append (self->bytes, key);
  g_string_append (self->bytes, ": ");
  g_string_append (self->bytes, value);
  g_string_append (self->bytes, "\r\n");
}

void
bh_ami_writer_add_integer (BhAmiWriter *self, const char *key, gint64 value)
{
  char text[32];
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  bh_ami_writer_add (self, key, text);
}

GBytes *
bh_ami_writer_finish (BhAmiWriter *self, GError **error)
{
  if (self->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&self->error));
    return NULL;
  }
  g_string_append (self->bytes, "\r\n");
  GString *bytes = g_steal_pointer (&self->bytes);
  self->bytes = g_string_new (NULL);
  return g_string_free_to_bytes (bytes);
}

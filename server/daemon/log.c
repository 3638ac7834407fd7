/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  const char *word;
  GLogLevelFlags level;
} LevelWord;

static const LevelWord level_words[] = {
    {"error", G_LOG_LEVEL_ERROR},
    {"critical", G_LOG_LEVEL_CRITICAL},
    {"warning", G_LOG_LEVEL_WARNING},
    {"message", G_LOG_LEVEL_MESSAGE},
    {"info", G_LOG_LEVEL_INFO},
    {"debug", G_LOG_LEVEL_DEBUG},
};

/* Fields that a terminal sees, in this order, as key=value behind the text. */
static const struct {
  const char *field;
  const char *shown;
} shown_fields[] = {{"PBX", "pbx"}, {"CONTACT", "contact"}, {"AGENT", "agent"}};

static gint least_level = G_LOG_LEVEL_INFO; /* atomic: threads of GLib may log */
static gint to_journal;

static const char *
level_word (GLogLevelFlags level)
{
  for (guint i = 0; i < G_N_ELEMENTS (level_words); i++)
    if (level & level_words[i].level)
      return level_words[i].word;
  return "message";
}

static const char *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (fields[i].length < 0 && strcmp (fields[i].key, key) == 0)
      return fields[i].value;
  return NULL;
}

void
bh_log_format (GLogLevelFlags level,
               const GLogField *fields,
               gsize n_fields,
               gint64 now_us,
               GString *out)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S");
  const char *topic = find_field (fields, n_fields, "TOPIC");
  const char *domain = find_field (fields, n_fields, "GLIB_DOMAIN");
  const char *text = find_field (fields, n_fields, "MESSAGE");

  g_string_append_printf (out,
                          "%s.%03dZ %-8s",
                          stamp,
                          (int) (now_us % G_USEC_PER_SEC / 1000),
                          level_word (level));
  if (topic == NULL && domain != NULL)
    topic = g_str_has_prefix (domain, "bellhop-") ? domain + strlen ("bellhop-") : domain;
  g_string_append_printf (out,
                          "%s: %s",
                          topic != NULL ? topic : "bellhopd",
                          text != NULL ? text : "");
  for (guint i = 0; i < G_N_ELEMENTS (shown_fields); i++) {
    const char *value = find_field (fields, n_fields, shown_fields[i].field);
    if (value != NULL)
      g_string_append_printf (out, " %s=%s", shown_fields[i].shown, value);
  }
  /* One line stays one line, whatever an outside text held. */
  g_strdelimit (out->str, "\r\n", ' ');
  g_string_append_c (out, '\n');
}

/* What libraries murmur is of no use to an administrator. */
static gboolean
is_murmur (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
  const char *domain = find_field (fields, n_fields, "GLIB_DOMAIN");

  return (level & (G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG)) != 0 && domain != NULL &&
         !g_str_has_prefix (domain, "bellhop");
}

static GLogWriterOutput
write_line (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  g_autoptr (GString) line = NULL;

  if ((gint) (level & G_LOG_LEVEL_MASK) > g_atomic_int_get (&least_level) ||
      is_murmur (level, fields, n_fields))
    return G_LOG_WRITER_HANDLED;
  if (g_atomic_int_get (&to_journal) &&
      g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;
  line = g_string_new (NULL);
  bh_log_format (level, fields, n_fields, g_get_real_time (), line);
  fputs (line->str, stderr); /* lint: ok, this is where log lines end */
  return G_LOG_WRITER_HANDLED;
}

void
bh_log_open (const char *level, const char *to)
{
  static gsize once;

  for (guint i = 0; i < G_N_ELEMENTS (level_words); i++)
    if (g_str_equal (level, level_words[i].word))
      g_atomic_int_set (&least_level, level_words[i].level);
  g_atomic_int_set (&to_journal,
                    g_str_equal (to, "journal") ||
                        (g_str_equal (to, "auto") && g_log_writer_is_journald (STDERR_FILENO)));
  if (g_once_init_enter (&once)) {
    g_log_set_writer_func (write_line, NULL, NULL);
    g_once_init_leave (&once, 1);
  }
}

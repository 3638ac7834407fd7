/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/config.h"

#include <string.h>

#include "server/core/key-lines.h"
#include "server/daemon/config-option.h"

/* Nothing is silently passed over or said twice. */

/* clang-format off */
G_DEFINE_QUARK (bh-config-error-quark, bh_config_error)
/* clang-format on */

typedef struct {
  BhConfig *config;
  GString *problems;  /* one line each */
  GHashTable *places; /* "section\nkey", and "section\n" for its head -> Place, the last one */
  const char *file;   /* being read */
} Reader;

typedef struct {
  const char *file;
  guint line;
} Place;

static void
bh_config_pbx_free (BhConfigPbx *pbx)
{
  g_free (pbx->name);
  g_free (pbx->kind);
  g_free (pbx->host);
  g_free (pbx->tls_ca);
  g_free (pbx->user);
  g_free (pbx->secret);
  g_free (pbx->secret_file);
  g_free (pbx->region);
  g_free (pbx->device);
  g_strfreev (pbx->trunks);
  g_free (pbx->dial_context);
  g_free (pbx->transfer_context);
  g_free (pbx->talk_context);
  g_free (pbx->hold_context);
  g_free (pbx->conference_keys);
  g_free (pbx->conference_profile);
  g_free (pbx->supervise_context);
  g_strfreev (pbx->dial_allowed);
  g_strfreev (pbx->routes);
  g_free (pbx->recordings);
  g_free (pbx->hold_music);
  g_free (pbx);
}

static void
bh_config_queue_free (BhConfigQueue *queue)
{
  g_free (queue->queue);
  g_free (queue->label);
  g_free (queue->extension);
  g_free (queue);
}

void
bh_config_free (BhConfig *config)
{
  if (config == NULL)
    return;
  g_free (config->file);
  g_free (config->endpoint);
  g_free (config->state_dir);
  g_free (config->runtime_dir);
  g_free (config->log_level);
  g_free (config->log_to);
  g_free (config->store_mode);
  g_free (config->store_conninfo);
  g_free (config->home_region);
  g_free (config->dial_purpose);
  g_free (config->dial_rules);
  g_free (config->dial_outside);
  g_free (config->record_dir);
  g_ptr_array_unref (config->pbxs);
  g_ptr_array_unref (config->queues);
  g_free (config);
}

static void G_GNUC_PRINTF (3, 4) complain (Reader *reader, guint line, const char *format, ...)
{
  va_list args;

  g_string_append (reader->problems, reader->problems->len > 0 ? "\n" : "");
  g_string_append_printf (reader->problems, "%s:%u: ", reader->file, line);
  va_start (args, format);
  g_string_append_vprintf (reader->problems, format, args);
  va_end (args);
  if (reader->problems->str[reader->problems->len - 1] != '?')
    g_string_append_c (reader->problems, '.');
}

static void
note_place (Reader *reader, guint line, const char *section, const char *key)
{
  Place *place = g_new (Place, 1);

  *place = (Place){reader->file, line};
  g_hash_table_replace (reader->places, g_strdup_printf ("%s\n%s", section, key), place);
}

static Place *
find_place (Reader *reader, const char *section, const char *key)
{
  g_autofree char *id = g_strdup_printf ("%s\n%s", section, key);
  return g_hash_table_lookup (reader->places, id);
}

/* Of something that is missing: where its section begins. */
static guint
go_to_section (Reader *reader, const char *section)
{
  Place *place = find_place (reader, section, "");

  reader->file = place != NULL ? place->file : reader->config->file;
  return place != NULL ? place->line : 1;
}

static void
set_fallbacks (const char *section, gpointer base)
{
  guint n;
  const BhConfigOption *options = bh_config_options (&n);

  for (guint i = 0; i < n; i++) {
    g_autofree char *why = NULL;
    if (g_str_equal (options[i].section, section) && options[i].fallback != NULL &&
        !bh_config_option_set (&options[i], base, options[i].fallback, &why))
      g_critical ("the fallback of %s: %s", options[i].key, why);
  }
}

static BhConfig *
bh_config_new (const char *file)
{
  BhConfig *config = g_new0 (BhConfig, 1);

  config->file = g_strdup (file);
  config->pbxs = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_config_pbx_free);
  config->queues = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_config_queue_free);
  set_fallbacks ("server", config);
  set_fallbacks ("store", config);
  set_fallbacks ("desk", config);
  set_fallbacks ("dial", config);
  set_fallbacks ("record", config);
  return config;
}

BhConfigPbx *
bh_config_find_pbx (const BhConfig *config, const char *name)
{
  for (guint i = 0; i < config->pbxs->len; i++) {
    BhConfigPbx *pbx = g_ptr_array_index (config->pbxs, i);
    if (g_strcmp0 (pbx->name, name) == 0)
      return pbx;
  }
  return NULL;
}

static BhConfigPbx *
need_pbx (BhConfig *config, const char *name)
{
  BhConfigPbx *pbx = bh_config_find_pbx (config, name);

  if (pbx == NULL) {
    pbx = g_new0 (BhConfigPbx, 1);
    pbx->name = g_strdup (name);
    set_fallbacks ("pbx", pbx);
    g_ptr_array_add (config->pbxs, pbx);
  }
  return pbx;
}

static BhConfigQueue *
need_queue (BhConfig *config, const char *name)
{
  for (guint i = 0; i < config->queues->len; i++) {
    BhConfigQueue *queue = g_ptr_array_index (config->queues, i);
    if (g_str_equal (queue->queue, name))
      return queue;
  }
  BhConfigQueue *queue = g_new0 (BhConfigQueue, 1);
  queue->queue = g_strdup (name);
  queue->label = g_strdup (name);
  g_ptr_array_add (config->queues, queue);
  return queue;
}

/* "pbx main" -> "pbx" and "main" (NULL where the section has no name). */
static char *
split_section (const char *section, const char **name)
{
  const char *space = strchr (section, ' ');

  *name = space != NULL ? space + 1 : NULL;
  return space != NULL ? g_strndup (section, space - section) : g_strdup (section);
}

static gboolean
is_named (const char *kind)
{
  return g_str_equal (kind, "pbx") || g_str_equal (kind, "queue");
}

static gboolean
name_is_good (const char *name)
{
  gsize good = strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
  return good > 0 && good <= 64 && name[good] == '\0';
}

static gboolean
check_section (Reader *reader, guint line, const char *section)
{
  const char *name;
  g_autofree char *kind = split_section (section, &name);
  const char *near;

  if (!bh_config_section_known (kind)) {
    near = bh_config_option_nearest (kind, NULL);
    complain (reader,
              line,
              "[%s]: there is no such section. %s%s%s",
              section,
              near ? "Did you mean [" : "Remove it",
              near ? near : "",
              near ? "]?" : "");
    return FALSE;
  }
  if (is_named (kind) && (name == NULL || !name_is_good (name))) {
    complain (reader,
              line,
              "[%s]: the section needs a name of letters, digits, \".\", \"_\" and \"-\". "
              "Write [%s NAME], for example [%s main]",
              section,
              kind,
              kind);
    return FALSE;
  }
  if (!is_named (kind) && name != NULL) {
    complain (reader, line, "[%s]: this section has no name. Write [%s]", section, kind);
    return FALSE;
  }
  return TRUE;
}

static gpointer
section_base (Reader *reader, const char *kind, const char *name)
{
  if (g_str_equal (kind, "pbx"))
    return need_pbx (reader->config, name);
  if (g_str_equal (kind, "queue"))
    return need_queue (reader->config, name);
  return reader->config;
}

static void
take_value (Reader *reader, guint line, const char *section, const char *key, const char *value)
{
  const char *name;
  g_autofree char *kind = split_section (section, &name);
  const BhConfigOption *option = bh_config_option_find (kind, key);
  g_autofree char *why = NULL;

  if (option == NULL) {
    const char *near = bh_config_option_nearest (kind, key);
    complain (reader,
              line,
              "[%s] %s: there is no such key. %s%s%s",
              section,
              key,
              near ? "Did you mean \"" : "Remove the line",
              near ? near : "",
              near ? "\"?" : "");
    return;
  }
  if (!bh_config_option_set (option, section_base (reader, kind, name), value, &why))
    complain (reader, line, "[%s] %s: %s", section, key, why);
}

static gboolean
check_encoding (Reader *reader, guint line, const char *section, const char *key, const char *value)
{
  if (g_utf8_validate (value, -1, NULL))
    return TRUE;
  complain (reader, line, "[%s] %s: the value is not UTF-8. Save the file as UTF-8", section, key);
  return FALSE;
}

static void
take_pair (Reader *reader, const BhKeyLine *pair, const char *section)
{
  const Place *before;

  if (section == NULL) {
    complain (reader,
              pair->line,
              "%s: stands before any section. Put it below a [section] line",
              pair->name);
    return;
  }
  before = find_place (reader, section, pair->name);
  if (before != NULL && before->file == reader->file) {
    complain (reader,
              pair->line,
              "[%s] %s: is said twice, first in line %u. Remove one of the two",
              section,
              pair->name,
              before->line);
    return;
  }
  note_place (reader, pair->line, section, pair->name);
  if (check_encoding (reader, pair->line, section, pair->name, pair->value))
    take_value (reader, pair->line, section, pair->name, pair->value);
}

static void
take_odd (Reader *reader, const BhKeyLine *odd)
{
  complain (reader,
            odd->line,
            *odd->name == '[' ? "\"%s\" is not understood. A section is written [name]"
                              : "\"%s\" is not understood. "
                                "Write key = value, [section] or # comment",
            odd->name);
}

/* FALSE after a complaint: its keys are passed over. */
static gboolean
take_section (Reader *reader, guint line, const char *section)
{
  const char *name;

  if (!check_section (reader, line, section))
    return FALSE;
  g_autofree char *kind = split_section (section, &name);
  section_base (reader, kind, name);
  note_place (reader, line, section, "");
  return TRUE;
}

static void
take_text (Reader *reader, const char *text)
{
  g_autoptr (GArray) lines = bh_key_lines_parse (text);
  const char *section = NULL;
  gboolean passing = FALSE; /* below a section that was refused */

  for (guint i = 0; i < lines->len; i++) {
    const BhKeyLine *line = &g_array_index (lines, BhKeyLine, i);
    if (line->kind == BH_KEY_LINE_SECTION) {
      passing = !take_section (reader, line->line, line->name);
      section = passing ? NULL : line->name;
    } else if (line->kind == BH_KEY_LINE_ODD && (!passing || *line->name == '[')) {
      take_odd (reader, line);
      passing = passing || *line->name == '[';
    } else if (line->kind == BH_KEY_LINE_PAIR && !passing) {
      take_pair (reader, line, section);
    }
  }
}

/* The defaults of a FreeSWITCH: its phones are named after the directory's users. */
static void
complete_freeswitch (Reader *reader, guint line, BhConfigPbx *pbx)
{
  const char *domain = strchr (pbx->user, '@');

  if (pbx->port == 0)
    pbx->port = 8021;
  if (pbx->device == NULL && domain != NULL)
    pbx->device = g_strconcat ("user/%s", domain, NULL);
  if (pbx->device == NULL)
    complain (reader,
              line,
              "[pbx %s] device: is missing. Say how FreeSWITCH calls an extension, as in "
              "user/%%s@pbx.example",
              pbx->name);
  if (pbx->trunks == NULL)
    pbx->trunks = g_strsplit ("sofia/*", ";", -1);
  if (pbx->routes == NULL && domain != NULL) {
    g_autofree char *route = g_strconcat ("[0-9]{2,6}=user/%s", domain, NULL);
    pbx->routes = g_strsplit (route, ";", -1);
  }
}

static void
complete_asterisk (BhConfigPbx *pbx)
{
  if (pbx->port == 0)
    pbx->port = pbx->tls ? 5039 : 5038;
  if (pbx->device == NULL)
    pbx->device = g_strdup ("PJSIP/%s");
  if (pbx->trunks == NULL)
    pbx->trunks = g_strsplit ("*/*trunk*", ";", -1);
}

static void
check_pbx (Reader *reader, BhConfigPbx *pbx)
{
  g_autofree char *section = g_strdup_printf ("pbx %s", pbx->name);
  guint line = go_to_section (reader, section);

  if (pbx->secret == NULL && pbx->secret_file == NULL)
    complain (reader,
              line,
              "[%s] secret: is missing. Set secret_file to a file that holds the secret of "
              "\"%s\" in %s",
              section,
              pbx->user,
              g_str_equal (pbx->kind, "freeswitch") ? "the directory" : "manager.conf");
  if (pbx->secret != NULL && pbx->secret_file != NULL)
    complain (reader,
              line,
              "[%s] secret: is given beside secret_file. Keep one of the two",
              section);
  if (g_str_equal (pbx->kind, "freeswitch"))
    complete_freeswitch (reader, line, pbx);
  else
    complete_asterisk (pbx);
  if (pbx->transfer_context == NULL)
    pbx->transfer_context = g_strdup (pbx->dial_context);
}

/* What no single line shows. */
static void
check_whole (Reader *reader)
{
  BhConfig *config = reader->config;
  guint line = go_to_section (reader, "store");

  if (g_str_equal (config->store_mode, "external") && config->store_conninfo == NULL)
    complain (reader,
              line,
              "[store] conninfo: is missing. Say where the database is, "
              "as in host=db.example dbname=bellhop user=bellhop, or set mode = embedded");
  if (g_str_equal (config->store_mode, "embedded") && config->store_conninfo != NULL)
    complain (reader,
              line,
              "[store] conninfo: counts for a database of your own only. "
              "Say mode = external beside it, or leave it out");
  for (guint i = 0; i < config->pbxs->len; i++)
    check_pbx (reader, g_ptr_array_index (config->pbxs, i));
}

static BhConfig *
reader_finish (Reader *reader, GError **error)
{
  g_autoptr (BhConfig) config = reader->config;
  g_autoptr (GString) problems = reader->problems;

  check_whole (reader);
  g_hash_table_unref (reader->places);
  if (problems->len == 0)
    return g_steal_pointer (&config);
  g_set_error_literal (error, BH_CONFIG_ERROR, BH_CONFIG_ERROR_VALUE, problems->str);
  return NULL;
}

static Reader
reader_begin (const char *file)
{
  return (Reader){.config = bh_config_new (file),
                  .problems = g_string_new (NULL),
                  .places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                  .file = file};
}

BhConfig *
bh_config_parse (const char *name, const char *text, GError **error)
{
  Reader reader = reader_begin (name);

  take_text (&reader, text);
  return reader_finish (&reader, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* FILE.d/ *.conf, sorted; empty where there is no such folder. */
static GPtrArray *
drop_ins (const char *file)
{
  g_autofree char *folder = g_strconcat (file, ".d", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".conf"))
      g_ptr_array_add (found, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (found, compare_names);
  return found;
}

static gboolean
read_file (Reader *reader, const char *file, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) problem = NULL;

  if (!g_file_get_contents (file, &text, NULL, &problem)) {
    g_set_error (error,
                 BH_CONFIG_ERROR,
                 BH_CONFIG_ERROR_FILE,
                 "the configuration cannot be read: %s. Name another file with --config, "
                 "or copy the sample that comes with Bellhop there.",
                 problem->message);
    return FALSE;
  }
  reader->file = file;
  take_text (reader, text);
  return TRUE;
}

BhConfig *
bh_config_load (const char *file, GError **error)
{
  Reader reader = reader_begin (file);
  g_autoptr (GPtrArray) more = drop_ins (file);
  gboolean read = read_file (&reader, file, error);

  for (guint i = 0; read && i < more->len; i++)
    read = read_file (&reader, g_ptr_array_index (more, i), error);
  if (read)
    return reader_finish (&reader, error);
  bh_config_free (reader.config);
  g_string_free (reader.problems, TRUE);
  g_hash_table_unref (reader.places);
  return NULL;
}

char *
bh_config_pbx_read_secret (const BhConfigPbx *pbx, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) problem = NULL;

  if (pbx->secret != NULL)
    return g_strdup (pbx->secret);
  if (!g_file_get_contents (pbx->secret_file, &text, NULL, &problem)) {
    g_set_error (error,
                 BH_CONFIG_ERROR,
                 BH_CONFIG_ERROR_FILE,
                 "[pbx %s] secret_file: %s. Create it with the secret of \"%s\" in its first line.",
                 pbx->name,
                 problem->message,
                 pbx->user);
    return NULL;
  }
  text[strcspn (text, "\r\n")] = '\0';
  return g_steal_pointer (&text);
}

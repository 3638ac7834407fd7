/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/ctl/doctor.h"

/* Options of queues.conf that make numbers wrong or work against Bellhop. The first value found
 * wins in Asterisk, a template's before the queue's own. */

typedef struct {
  const char *key;
  const char *good;     /* the value that we want */
  const char *fallback; /* Asterisk's own, when nothing is said */
  const char *why;
} QueueOption;

static const QueueOption options[] = {
    {"ringinuse", "no", "yes", "an agent who is in a call would be rung, and miss it"},
    {"autofill", "yes", "yes", "callers would wait behind each other though agents are free"},
    {"wrapuptime", "0", "0", "the PBX would hold agents back besides Bellhop's own wrap-up"},
    {"autopause", "no", "no", "the PBX would pause agents behind Bellhop's back"},
    {"eventwhencalled", "yes", "yes", "offers would not be told (Asterisk before 12)"},
    {"eventmemberstatus", "yes", "yes", "changes of members would not be told (before 12)"},
};

/* "support](template)" -> support; general is no queue. */
static char *
section_of (const char *line)
{
  const char *end = strchr (line, ']');
  return end != NULL ? g_strndup (line + 1, end - line - 1) : g_strdup ("");
}

static gboolean
same (const char *a, const char *b)
{
  static const char *const yes[] = {"yes", "true", "on", "1", NULL};
  gboolean yes_a = g_strv_contains (yes, a), yes_b = g_strv_contains (yes, b);

  if (yes_a || yes_b)
    return yes_a == yes_b;
  return g_ascii_strcasecmp (a, b) == 0 ||
         (g_ascii_strcasecmp (a, "0") == 0 && g_ascii_strcasecmp (b, "no") == 0);
}

static void
look_at (BhDoctor *doctor,
         const char *section,
         const char *key,
         const char *value,
         gboolean *ringinuse_said)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++) {
    g_autofree char *cure =
        g_strdup_printf ("set %s = %s in queues.conf", options[i].key, options[i].good);
    if (g_ascii_strcasecmp (options[i].key, key) != 0)
      continue;
    *ringinuse_said |= i == 0;
    if (!same (value, options[i].good))
      bh_doctor_say (doctor,
                     BH_DOCTOR_WARN,
                     "queues",
                     cure,
                     "[%s] %s = %s: %s",
                     section,
                     key,
                     value,
                     options[i].why);
  }
}

static void
read_queues (BhDoctor *doctor, char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *section = g_strdup ("");
  gboolean ringinuse_said = FALSE;

  for (guint i = 0; lines[i] != NULL; i++) {
    char *line = lines[i];
    char *comment = strchr (line, ';');
    char *equals;
    if (comment != NULL)
      *comment = '\0';
    g_strstrip (line);
    if (*line == '[') {
      g_free (section);
      section = section_of (line);
    } else if ((equals = strchr (line, '=')) != NULL) {
      *equals = '\0';
      equals += equals[1] == '>' ? 2 : 1;
      look_at (doctor, section, g_strchomp (line), g_strstrip (equals), &ringinuse_said);
    }
  }
  if (!ringinuse_said)
    bh_doctor_say (doctor,
                   BH_DOCTOR_WARN,
                   "queues",
                   "set ringinuse = no for each queue",
                   "ringinuse is said nowhere, and is yes then: %s",
                   options[0].why);
}

void
bh_doctor_check_queues (BhDoctor *doctor)
{
  g_autofree char *file = g_build_filename (doctor->asterisk_folder, "queues.conf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint before = doctor->findings->len;

  if (!g_file_get_contents (file, &text, NULL, &error)) {
    bh_doctor_say (doctor,
                   BH_DOCTOR_WARN,
                   "queues",
                   "name its folder with --asterisk-config",
                   "%s",
                   error->message);
    return;
  }
  read_queues (doctor, text);
  if (doctor->findings->len == before)
    bh_doctor_say (doctor,
                   BH_DOCTOR_OK,
                   "queues",
                   NULL,
                   "%s has nothing that spoils reports",
                   file);
}

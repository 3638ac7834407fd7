/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/doctor.h"
#include "server/wire/json-out.h"

static const char *const level_words[] = {"OK", "WARN", "FAIL"};

static const char explanation[] =
    "Looks at the configuration, folders and ports, the database, and each PBX with the account "
    "that\n"
    "bellhopd uses (it only asks questions). Every line is OK, WARN or FAIL, and says the cure.\n"
    "\n"
    "Exit codes: 0 nothing failed; 1 something did; 2 wrong usage or configuration.";

static void
finding_free (BhDoctorFinding *finding)
{
  g_free (finding->text);
  g_free (finding->cure);
  g_free (finding);
}

void
bh_doctor_say (BhDoctor *doctor,
               BhDoctorLevel level,
               const char *check,
               const char *cure,
               const char *format,
               ...)
{
  BhDoctorFinding *finding = g_new (BhDoctorFinding, 1);
  va_list args;

  va_start (args, format);
  *finding = (BhDoctorFinding){.level = level,
                               .check = g_intern_string (check),
                               .text = g_strdup_vprintf (format, args),
                               .cure = g_strdup (cure)};
  va_end (args);
  g_ptr_array_add (doctor->findings, finding);
}

static void
print_text (const BhDoctor *doctor)
{
  for (guint i = 0; i < doctor->findings->len; i++) {
    const BhDoctorFinding *finding = g_ptr_array_index (doctor->findings, i);
    printf ("%-4s %-12s %s\n", level_words[finding->level], finding->check, finding->text);
    if (finding->cure != NULL)
      printf ("     %-12s -> %s\n", "", finding->cure);
  }
}

static void
print_json (const BhDoctor *doctor)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_array (&out, NULL);
  for (guint i = 0; i < doctor->findings->len; i++) {
    const BhDoctorFinding *finding = g_ptr_array_index (doctor->findings, i);
    bh_json_begin_object (&out, NULL);
    bh_json_string (&out, "level", level_words[finding->level]);
    bh_json_string (&out, "check", finding->check);
    bh_json_string (&out, "text", finding->text);
    bh_json_string (&out, "cure", finding->cure);
    bh_json_end_object (&out);
  }
  bh_json_end_array (&out);
  puts (text->str);
}

static gboolean
has_failed (const BhDoctor *doctor)
{
  for (guint i = 0; i < doctor->findings->len; i++)
    if (((BhDoctorFinding *) g_ptr_array_index (doctor->findings, i))->level == BH_DOCTOR_FAIL)
      return TRUE;
  return FALSE;
}

static void
examine (BhDoctor *doctor)
{
  const BhConfig *config = doctor->config;

  bh_doctor_say (doctor, BH_DOCTOR_OK, "config", NULL, "%s has no mistakes", config->file);
  bh_doctor_check_files (doctor);
  bh_doctor_check_server (doctor);
  bh_doctor_check_database (doctor);
  if (config->pbxs->len == 0)
    bh_doctor_say (doctor,
                   BH_DOCTOR_FAIL,
                   "pbx",
                   "add a section [pbx main] to the configuration",
                   "no PBX is configured");
  for (guint i = 0; i < config->pbxs->len; i++) {
    const BhConfigPbx *pbx = g_ptr_array_index (config->pbxs, i);
    if (g_str_equal (pbx->kind, "freeswitch"))
      bh_doctor_check_freeswitch (doctor, pbx);
    else
      bh_doctor_check_asterisk (doctor, pbx);
  }
  if (doctor->asterisk_folder != NULL)
    bh_doctor_check_queues (doctor);
}

int
bh_ctl_doctor (int argc, char **argv)
{
  g_autofree char *file = NULL;
  g_autofree char *asterisk = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
      BH_CTL_OPTION_JSON (&json),
      {"asterisk-config",
       0,
       0,
       G_OPTION_ARG_FILENAME,
       &asterisk,
       "Also look at queues.conf in this folder (/etc/asterisk)",
       "FOLDER"},
      BH_CTL_OPTION_CONFIG (&file),
      {NULL},
  };
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config = NULL;
  BhDoctor doctor = {.findings = findings};
  int code;

  if (!bh_ctl_parse (entries, explanation, &argc, &argv, &code))
    return code;
  if (argc > 1)
    return bh_ctl_fail (BH_CTL_USAGE, "\"%s\" is not understood here", argv[1]);
  config = bh_config_load (file != NULL ? file : BH_CTL_CONFIG, &error);
  if (config == NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "the configuration is wrong:\n%s", error->message);
  doctor.config_file = file;
  doctor.config = config;
  doctor.asterisk_folder = asterisk != NULL ? asterisk
                           : g_file_test ("/etc/asterisk/queues.conf", G_FILE_TEST_EXISTS)
                               ? "/etc/asterisk"
                               : NULL;
  examine (&doctor);
  if (json)
    print_json (&doctor);
  else
    print_text (&doctor);
  return has_failed (&doctor) ? BH_CTL_FAILED : BH_CTL_OK;
}

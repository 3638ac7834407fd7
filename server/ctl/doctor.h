/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/daemon/config.h"

/* bellhopctl doctor: looks at everything that has to be right, says what is not, and the cure. Each
 * group of checks is a file; each finding is a line. */

typedef enum { BH_DOCTOR_OK, BH_DOCTOR_WARN, BH_DOCTOR_FAIL } BhDoctorLevel;

typedef struct {
  BhDoctorLevel level;
  const char *check; /* static: "config", "pbx main"… is interned */
  char *text;        /* what is */
  char *cure;        /* what to do, or NULL */
} BhDoctorFinding;

typedef struct {
  const char *config_file;
  const BhConfig *config;
  const char *asterisk_folder; /* of its configuration, or NULL */
  gboolean server_runs;
  GPtrArray *findings; /* of BhDoctorFinding */
} BhDoctor;

/* @cure NULL: none is needed. */
void bh_doctor_say (BhDoctor *doctor,
                    BhDoctorLevel level,
                    const char *check,
                    const char *cure,
                    const char *format,
                    ...) G_GNUC_PRINTF (5, 6);

void bh_doctor_check_files (BhDoctor *doctor);
void bh_doctor_check_server (BhDoctor *doctor);
void bh_doctor_check_database (BhDoctor *doctor);
void bh_doctor_check_asterisk (BhDoctor *doctor, const BhConfigPbx *pbx);
void bh_doctor_check_freeswitch (BhDoctor *doctor, const BhConfigPbx *pbx);
/* The options of Asterisk's queues.conf in asterisk_folder. */
void bh_doctor_check_queues (BhDoctor *doctor);

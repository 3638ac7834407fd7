/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What the administrator wants, read from one file (and FILE.d/ *.conf after it, in the order of
 * their names; what is said later wins). Either every value is right, or there is no BhConfig. */

typedef struct {
  char *name; /* of the section: [pbx NAME] */
  char *kind;
  char *host;
  gint64 port;
  gboolean tls;
  char *tls_ca;
  char *user;
  char *secret;
  char *secret_file;
  char *region;
  gboolean watch_only;
  char *device;
  char **trunks;
  char *dial_context;
  char *transfer_context;
  char *talk_context;
  char *hold_context;
  char *conference_keys;
  char *conference_profile;
  char *supervise_context;
  char **dial_allowed;
  gint64 dial_ring_s;
  /* of a FreeSWITCH alone */
  gboolean insecure;
  char **routes;
  char *recordings;
  char *hold_music;
} BhConfigPbx;

typedef struct {
  char *queue; /* of the section: [queue NAME] */
  char *label;
  char *extension; /* what is dialed to come into it, or NULL */
} BhConfigQueue;

typedef struct {
  char *file;
  char *endpoint;
  char *state_dir;
  char *runtime_dir;
  gint64 grace_s;
  char *log_level;
  char *log_to;
  char *store_mode;
  char *store_conninfo;
  gboolean store_fsync;
  gint64 outbox_limit_mib;
  gint64 wrap_up_s;
  gint64 wrap_up_limit_s;
  char *home_region;
  gint64 session_hours;
  char *dial_purpose;
  char *dial_rules;
  char *dial_outside;
  char *record_dir;
  gint64 record_limit_mib;
  GPtrArray *pbxs;   /* of BhConfigPbx, in the order of the file */
  GPtrArray *queues; /* of BhConfigQueue */
} BhConfig;

typedef enum {
  BH_CONFIG_ERROR_FILE,  /* cannot be read */
  BH_CONFIG_ERROR_VALUE, /* says something that cannot be; the message has one line for each */
} BhConfigError;
#define BH_CONFIG_ERROR (bh_config_error_quark ())
GQuark bh_config_error_quark (void);

/* The message of an error holds one line for each thing that is wrong, each of the form
 * "FILE:LINE: [SECTION] KEY: what is wrong. What to do." */
BhConfig *bh_config_load (const char *file, GError **error);

/* The same for text in memory; @name stands for the file in messages. For tests and for defaults
 * (@text ""). No drop-in folder. */
BhConfig *bh_config_parse (const char *name, const char *text, GError **error);

void bh_config_free (BhConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhConfig, bh_config_free)

/* secret, or the first line of secret_file, without its line end. */
char *bh_config_pbx_read_secret (const BhConfigPbx *pbx, GError **error);

BhConfigPbx *bh_config_find_pbx (const BhConfig *config, const char *name);

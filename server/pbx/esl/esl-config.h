/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/esl/esl-error.h"

#define BH_ESL_DEFAULT_SECRET "ClueCon" /* of every FreeSWITCH that nobody has set up */

/* Everything that can be chosen about a link to a FreeSWITCH. Filled by the daemon's configuration;
 * strings are owned. Times are milliseconds, and need no change but in tests. */
typedef struct {
  char *name; /* the PBX, for people and in ids */
  char *host;
  guint16 port;   /* 8021 */
  char *username; /* "cti@pbx.example": userauth, with the rights of that user; NULL: auth */
  char *secret;
  gboolean insecure; /* take the default password too */
  gboolean tls;      /* FreeSWITCH has none itself: by a tunnel such as stunnel */
  char *tls_ca_file; /* whom to trust in place of the system's authorities, or NULL */

  gboolean watch_only;      /* nothing is ever sent but reads */
  char *dial_context;       /* where a dialed number is looked up: fixed, never from outside */
  char *transfer_context;   /* the same for transfers */
  char **routes;            /* "PATTERN=user/%s@pbx.example": how a consulted number is called */
  char **dial_allow;        /* patterns (PCRE, whole number); none: nothing may be dialed */
  char *recordings;         /* the folder on the PBX's machine; NULL: nothing is recorded */
  char *hold_music;         /* what a customer hears during a consult */
  char *conference_profile; /* of mod_conference */

  char *record_path; /* record the feed into PATH.esl, PATH.tidx, PATH.actions; NULL: no */
  guint64 record_limit;

  guint ping_ms;        /* a question every so often; three times silence: the link is lost */
  guint step_ms;        /* how long a step of the login may take */
  guint snapshot_ms;    /* how long the snapshot, or one frame, may take */
  guint refresh_ms;     /* the snapshot is taken again so often: FreeSWITCH's lists go stale */
  guint behind_ms;      /* an answer this late: we read too slowly, and leave */
  guint stuck_ms;       /* our loop stood still so long: the connection is cut from outside of it */
  guint command_ms;     /* how long a command's answer is waited for */
  guint retry_min_ms;   /* pause after the first failure, doubled each time */
  guint retry_max_ms;   /* up to this */
  guint refused_min_ms; /* the shortest pause after a wrong password */
  guint32 seed;         /* of the pauses' jitter; 0: chosen by chance */
} BhEslConfig;

/* With the defaults; secret and dial_allow must be set. */
BhEslConfig *bh_esl_config_new (const char *name, const char *host);
BhEslConfig *bh_esl_config_copy (const BhEslConfig *self);
void bh_esl_config_free (BhEslConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhEslConfig, bh_esl_config_free)

/* FALSE with an error that says what is missing or wrong. */
gboolean bh_esl_config_check (const BhEslConfig *self, GError **error);

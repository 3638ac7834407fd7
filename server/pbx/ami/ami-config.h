/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/ami/ami-error.h"

/* Everything that can be chosen about a link to an Asterisk. Filled by the daemon's configuration;
 * strings are owned. Times are milliseconds, and need no change but in tests. */
typedef struct {
  char *name; /* the PBX, for people and in ids */
  char *host;
  guint16 port; /* 5038; TLS 5039 */
  char *username;
  char *secret;
  gboolean tls;
  char *tls_ca_file; /* whom to trust in place of the system's authorities, or NULL */

  gboolean watch_only;    /* nothing is ever sent but reads */
  char *dial_context;     /* where a dialed number is looked up: fixed, never from outside */
  char *transfer_context; /* the same for transfers */
  char *talk_context; /* asks a phone to answer or retrieve, by a NOTIFY of the dialplan's; NULL: by
                         PJSIPNotify */
  char *hold_context; /* the same to hold */
  char *supervise_context; /* listens, and records by listening; NULL: neither can be done */
  char *conference_keys;   /* atxferthreeway of its features.conf */
  char **dial_allow;       /* patterns (PCRE, whole number); none: nothing may be dialed */

  char *record_path; /* record the feed into PATH.ami, PATH.tidx, PATH.actions; NULL: no */
  guint64 record_limit;

  guint ping_ms;        /* a question every so often; three times silence: the link is lost */
  guint step_ms;        /* how long a step of the login may take */
  guint boot_ms;        /* how long FullyBooted is waited for */
  guint snapshot_ms;    /* how long the snapshot may take */
  guint command_ms;     /* how long a command's answer is waited for */
  guint retry_min_ms;   /* pause after the first failure, doubled each time */
  guint retry_max_ms;   /* up to this */
  guint refused_min_ms; /* the shortest pause after a wrong secret: not to be locked out */
  guint32 seed;         /* of the pauses' jitter; 0: chosen by chance */
} BhAmiConfig;

/* With the defaults; username, secret and dial_allow must be set. */
BhAmiConfig *bh_ami_config_new (const char *name, const char *host);
BhAmiConfig *bh_ami_config_copy (const BhAmiConfig *self);
void bh_ami_config_free (BhAmiConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhAmiConfig, bh_ami_config_free)

/* FALSE with an error that says what is missing or wrong. */
gboolean bh_ami_config_check (const BhAmiConfig *self, GError **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/pbx-event.h"
#include "server/pbx/ami/ami-message.h"

/* Reads a message's headers as values that an event can carry: valid UTF-8, "unknown" in all of
 * Asterisk's spellings made "", device names instead of channel names. Strings stay where they are
 * and are changed in place; only what is not valid UTF-8 is copied. So a header that is read as
 * device and as channel name must be read as channel name first. */

typedef struct {
  BhAmiMessage *message;
  char composed[256]; /* a value put together; one at a time */
  GPtrArray *mended;  /* values that were not UTF-8; NULL until the first */
} BhAmiFields;

void bh_ami_fields_init (BhAmiFields *self);
void bh_ami_fields_clear (BhAmiFields *self);

/* Reads @message from now on; what was read from the last one is gone. */
void bh_ami_fields_set_message (BhAmiFields *self, BhAmiMessage *message);

/* As it is, made valid UTF-8: each wrong byte and each NUL is U+FFFD. NULL: no such header. */
const char *bh_ami_fields_text (BhAmiFields *self, BhAmiKey key);
char *bh_ami_fields_clean (BhAmiFields *self, BhAmiHeader *header);

/* Puts a value together; at most one at a time. NULL when it is too long. */
const char *bh_ami_fields_compose (BhAmiFields *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* An id (leg, bridge): NULL when there is none, it is empty or "<unknown>". */
const char *bh_ami_fields_id (BhAmiFields *self, BhAmiKey key);

/* A number to show: "" when it is unknown or withheld in any spelling. */
const char *bh_ami_fields_number (BhAmiFields *self, BhAmiKey key);

/* A person's name in a channel's event: C escapes undone, "" when unknown. Asterisk escapes ' " \
 * and control characters there (ast_escape_c), and SIP's own quoting below it stays in. */
const char *bh_ami_fields_name (BhAmiFields *self, BhAmiKey key);

/* "PJSIP/1001-0000001a" -> "PJSIP/1001"; "Local/1004@agents-00000003;2" -> "Local/1004@agents".
 * @local_half (may be NULL): TRUE for a half of an internal pipe, no phone behind it. */
const char *bh_ami_fields_device (BhAmiFields *self, BhAmiKey key, gboolean *local_half);

/* 0 when it is missing or not a number. */
gint64 bh_ami_fields_integer (BhAmiFields *self, BhAmiKey key);

/* "hh:mm:ss" in milliseconds. */
gint64 bh_ami_fields_clock_ms (BhAmiFields *self, BhAmiKey key);

/* The Timestamp header (timestampevents=yes): unix time in microseconds, else 0. */
gint64 bh_ami_fields_timestamp (BhAmiFields *self);

/* "1", "yes", "true" in any case. */
gboolean bh_ami_fields_truth (BhAmiFields *self, BhAmiKey key);

/* The value compared without regard to case; FALSE when missing. */
gboolean bh_ami_fields_is (BhAmiFields *self, BhAmiKey key, const char *word);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/ami/ami-key.h"

/* One block of the stream, as it lies in the parser's buffer. It is split into headers only when
 * one is asked for, so a message that nobody wants costs no more than finding its end.
 *
 * Every string lies in the parser's buffer, ends in NUL, may be changed in place, and lives until
 * the parser is fed or asked for the next message. Values are raw: any bytes but LF, UTF-8 or not,
 * a NUL among them too (then it is shorter as a C string than its length). */

#define BH_AMI_MAX_HEADERS 1024 /* Asterisk itself writes at most about 128 */

typedef enum {
  BH_AMI_MESSAGE_GREETING, /* the first line of a connection; name: the line */
  BH_AMI_MESSAGE_EVENT,    /* name: the event's */
  BH_AMI_MESSAGE_RESPONSE, /* name: "Success", "Error"... */
  BH_AMI_MESSAGE_OTHER,    /* neither; name: "" */
} BhAmiMessageKind;

typedef struct {
  char *name;
  char *value; /* what follows the first colon and one blank */
  guint32 length;
  BhAmiKey key;
} BhAmiHeader;

typedef struct {
  BhAmiMessageKind kind;
  char *name;
  guint32 name_length;

  /* private */
  char *what; /* the first line, if it says what the block is; rest: behind it */
  char *rest;
  char *end;
  guint n_headers;
  guint n_junk; /* lines without a colon */
  gboolean is_split;
  guint16 first[BH_AMI_KEY_N]; /* index + 1 of a key's first header */
  BhAmiHeader headers[BH_AMI_MAX_HEADERS];
} BhAmiMessage;

/* The value of the first header with that key, or NULL. */
char *bh_ami_message_get (BhAmiMessage *self, BhAmiKey key);

/* The first header with that key, or NULL. Who changes its value in place sets its length too. */
BhAmiHeader *bh_ami_message_find (BhAmiMessage *self, BhAmiKey key);

/* The header number @index in the order of the stream, NULL behind the last. */
BhAmiHeader *bh_ami_message_header (BhAmiMessage *self, guint index);

/* For the parser: @data up to @end is one block, each line ended by LF, with 16 readable bytes
 * behind @end. At most BH_AMI_MAX_HEADERS lines are looked at. */
void bh_ami_message_set_block (BhAmiMessage *self, char *data, char *end);

/* For the parser: @line of @length bytes, NUL behind it, is a greeting. */
void bh_ami_message_set_greeting (BhAmiMessage *self, char *line, gsize length);

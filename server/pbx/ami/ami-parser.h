/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/ami/ami-message.h"

/* Bytes in, messages out (station 2). It never reads and never waits: bytes may come in any split.
 *
 *   while ((n = bh_ami_parser_feed (parser, bytes, length)) ...)
 *     while ((message = bh_ami_parser_next (parser)) != NULL)
 *       ...
 *
 * A stream is a greeting line, then blocks of "Key: value" lines, each block ended by an empty
 * line; lines end in CR LF or LF; more empty lines may stand between blocks. A greeting line may
 * come again where a block begins: a recording of several connections.
 * Memory is bounded by the limits: a block beyond one is skipped whole, and counted. No allocation
 * for a message; the buffer grows to the size of the largest block that was seen. */

typedef struct {
  gsize line;    /* bytes in a line with its end; Asterisk cuts its own at some thousand */
  guint headers; /* lines in a block, at most BH_AMI_MAX_HEADERS */
  gsize block;   /* bytes in a block */
} BhAmiLimits;

#define BH_AMI_DEFAULT_LIMITS                                                                      \
  {                                                                                                \
    64 * 1024, BH_AMI_MAX_HEADERS, 1024 * 1024                                                     \
  }

typedef struct {
  guint64 bytes;
  guint64 messages;
  guint64 long_lines; /* blocks skipped for a line beyond the limit */
  guint64 many_headers;
  guint64 big_blocks;
} BhAmiParserStats;

typedef struct _BhAmiParser BhAmiParser;

/* @limits: NULL for the default ones. */
BhAmiParser *bh_ami_parser_new (const BhAmiLimits *limits);
void bh_ami_parser_free (BhAmiParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhAmiParser, bh_ami_parser_free)

/* A new connection begins: what was begun is forgotten. Statistics stay. */
void bh_ami_parser_reset (BhAmiParser *self);

/* Where to read into without a copy: at least one byte of room, mostly some 64 KiB. Ends the life
 * of the last message. Then tell by commit how many bytes were put there. */
char *bh_ami_parser_reserve (BhAmiParser *self, gsize *room);
void bh_ami_parser_commit (BhAmiParser *self, gsize length);

/* Copies as much of @bytes as there is room for, at least one, and says how many: the caller takes
 * the messages out and feeds the rest. */
gsize bh_ami_parser_feed (BhAmiParser *self, const char *bytes, gsize length);

/* The next whole message, or NULL when more bytes are needed. It ends the life of the last one. */
BhAmiMessage *bh_ami_parser_next (BhAmiParser *self);

/* Bytes that wait for the end of their block. */
gsize bh_ami_parser_get_pending (const BhAmiParser *self);

const BhAmiParserStats *bh_ami_parser_get_stats (const BhAmiParser *self);

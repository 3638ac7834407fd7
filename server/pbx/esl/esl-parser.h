/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/esl/esl-message.h"

/* Bytes in, messages out (station 2). It never reads and never waits: bytes may come in any split.
 *
 *   while ((n = bh_esl_parser_feed (parser, bytes, length)) ...)
 *     while ((message = bh_esl_parser_next (parser)) != NULL)
 *       ...
 *
 * A stream is frames: "Name: value" lines, an empty line, then exactly Content-Length bytes, if one
 * is named. Lines end in LF or CR LF; more empty lines may stand between frames. A stream whose
 * frames cannot be told apart any more, or that is beyond a limit, is at fault: nothing more is
 * taken from it until reset, because nobody can know where its next frame begins. A recording of
 * several connections is one stream: the next one begins with auth/request as the first did. */

typedef struct {
  gsize head; /* bytes in the lines before the body */
  gsize body; /* bytes announced by Content-Length */
} BhEslLimits;

/* 10,000 channels are some 15 MB of "show channels as json"; FreeSWITCH 1.11 takes 16 MB itself. */
#define BH_ESL_DEFAULT_LIMITS                                                                      \
  {                                                                                                \
    64 * 1024, 16 * 1024 * 1024                                                                    \
  }

typedef struct {
  guint64 bytes;
  guint64 messages;
  guint64 faults;
  gsize largest; /* body */
} BhEslParserStats;

typedef struct _BhEslParser BhEslParser;

/* @limits: NULL for the default ones. */
BhEslParser *bh_esl_parser_new (const BhEslLimits *limits);
void bh_esl_parser_free (BhEslParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhEslParser, bh_esl_parser_free)

/* A new connection begins: what was begun is forgotten, a fault too. Statistics stay. */
void bh_esl_parser_reset (BhEslParser *self);

/* Where to read into without a copy: at least one byte of room, mostly some 64 KiB. Ends the life
 * of the last message. Then tell by commit how many bytes were put there. */
char *bh_esl_parser_reserve (BhEslParser *self, gsize *room);
void bh_esl_parser_commit (BhEslParser *self, gsize length);

/* Copies as much of @bytes as there is room for, at least one, and says how many: the caller takes
 * the messages out and feeds the rest. */
gsize bh_esl_parser_feed (BhEslParser *self, const char *bytes, gsize length);

/* The next whole message, or NULL when more bytes are needed or the stream is at fault. It ends the
 * life of the last one. */
BhEslMessage *bh_esl_parser_next (BhEslParser *self);

/* What is wrong with the stream, as the end of a sentence; NULL: nothing. */
const char *bh_esl_parser_get_fault (const BhEslParser *self);

/* Bytes that wait for the end of their frame. */
gsize bh_esl_parser_get_pending (const BhEslParser *self);

const BhEslParserStats *bh_esl_parser_get_stats (const BhEslParser *self);

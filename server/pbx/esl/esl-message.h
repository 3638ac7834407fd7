/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

/* One frame of the stream, as it lies in the parser's buffer. Headers are found in one pass, and
 * only when one is asked for; a value is decoded, where it lies, only when it is asked for. So a
 * frame that nobody wants costs no more than the copy out of the socket.
 *
 * The same for both formats of events: what url-encoding (plain) or JSON did to a value is undone.
 * Every string ends in NUL, holds none, is valid UTF-8 (a byte that is not becomes "?"), may be
 * changed in place, and lives until the parser is fed or asked for the next message. It may hold
 * control characters, line ends too. The elements of an array are joined by "|:". An empty value is
 * "" ("_undef_" in the plain format). Of a name that comes twice, the first counts. Names are told
 * apart by case. */

#define BH_ESL_MAX_HEADERS 2048 /* FreeSWITCH 1.10.12 was seen to write up to 294 */

typedef enum {
  BH_ESL_MESSAGE_AUTH_REQUEST, /* a connection begins */
  BH_ESL_MESSAGE_REPLY,        /* command/reply: text = Reply-Text */
  BH_ESL_MESSAGE_API_RESPONSE, /* api/response: text = the body */
  BH_ESL_MESSAGE_EVENT,        /* the headers are the event's own */
  BH_ESL_MESSAGE_DISCONNECT,   /* text/disconnect-notice: it will close; text = the body */
  BH_ESL_MESSAGE_REJECTION,    /* text/rude-rejection: the ACL forbids our address */
  BH_ESL_MESSAGE_OTHER,        /* log/data and the like */
} BhEslMessageKind;

/* How headers and values are written. */
typedef enum { BH_ESL_FORM_RAW, BH_ESL_FORM_PLAIN, BH_ESL_FORM_JSON } BhEslForm;

typedef struct {
  char *name;
  char *value;
  guint32 name_length;
  guint32 length;

  /* private */
  guint8 coding;
} BhEslHeader;

typedef struct {
  BhEslMessageKind kind;
  BhEslForm form; /* of an event: PLAIN or JSON */

  /* private */
  char *data; /* where the headers lie */
  char *end;
  char *body; /* NULL: not known yet, or none */
  gsize body_length;
  gboolean is_split;
  guint n_headers;
  guint n_junk; /* lines without a colon, and whatever JSON has no place for */
  guint name_length;
  char name[64];
  guint16 slots[2 * BH_ESL_MAX_HEADERS];
  BhEslHeader headers[BH_ESL_MAX_HEADERS];
} BhEslMessage;

/* The header with that name, decoded, or NULL. Who changes its value in place sets its length. */
BhEslHeader *bh_esl_message_find (BhEslMessage *self, const char *name, gsize length);

/* The value of the header with that name, or NULL. */
static inline char *
bh_esl_message_get (BhEslMessage *self, const char *name)
{
  BhEslHeader *header = bh_esl_message_find (self, name, strlen (name));
  return header != NULL ? header->value : NULL;
}

/* The header number @index in the order of the stream, decoded, NULL behind the last. */
BhEslHeader *bh_esl_message_header (BhEslMessage *self, guint index);

/* Of an event: its Event-Name, of a CUSTOM one its Event-Subclass; else "". Needs no split but for
 * CUSTOM. */
const char *bh_esl_message_name (BhEslMessage *self, gsize *length);

/* The body: of an event the one within it (the result of a BACKGROUND_JOB), NULL if there is none.
 * @length may be NULL. */
char *bh_esl_message_body (BhEslMessage *self, gsize *length);

/* What it says in words: Reply-Text, or the body; "" if nothing. */
const char *bh_esl_message_text (BhEslMessage *self);

/* FALSE when @text, an answer of FreeSWITCH, says -ERR or -USAGE. "-ERR no reply" is how an empty
 * output looks (seen), and is no failure. */
gboolean bh_esl_text_is_ok (const char *text);

/* For the parser: the headers lie in [@data, @end), the body in @body_length bytes at @body (NULL:
 * within the event, or none), with 16 readable bytes behind each, of which the first may be
 * changed. */
void bh_esl_message_set (BhEslMessage *self,
                         BhEslMessageKind kind,
                         BhEslForm form,
                         char *data,
                         char *end);
void bh_esl_message_set_body (BhEslMessage *self, char *body, gsize length);

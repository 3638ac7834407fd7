/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-parser.h"

/* The buffer holds [start, end); behind it SLACK bytes may always be read. The body of a frame is
 * ended with NUL, in place of the next frame's first byte: that one is kept in the meantime, and
 * put back before anything else is done. */

#define SLACK       32
#define SIZE        (128 * 1024)
#define LOW_WATER   (16 * 1024)
#define FAULT_SIZE  128
#define LENGTH_NAME "Content-Length"
#define TYPE_NAME   "Content-Type"

typedef struct {
  BhEslMessageKind kind;
  BhEslForm form;
  gsize head; /* bytes, with the empty line; 0: not known yet */
  gsize body;
  gboolean has_type;
  gboolean has_length;
} Frame;

struct _BhEslParser {
  BhEslLimits limits;
  char *buffer;
  gsize size;
  gsize start;
  gsize scanned; /* [start, scanned) holds no end of a head */
  gsize end;
  Frame frame;   /* the one that begins at start */
  char *ended;   /* where a byte was replaced by NUL, or NULL */
  char ended_by; /* that byte */
  char fault[FAULT_SIZE];
  BhEslParserStats stats;
  BhEslMessage message;
};

BhEslParser *
bh_esl_parser_new (const BhEslLimits *limits)
{
  static const BhEslLimits defaults = BH_ESL_DEFAULT_LIMITS;
  BhEslParser *self = g_new0 (BhEslParser, 1);
  self->limits = limits != NULL ? *limits : defaults;
  self->size = SIZE;
  self->buffer = g_malloc0 (self->size + SLACK);
  return self;
}

void
bh_esl_parser_free (BhEslParser *self)
{
  g_free (self->buffer);
  g_free (self);
}

void
bh_esl_parser_reset (BhEslParser *self)
{
  self->start = self->scanned = self->end = 0;
  self->frame = (Frame){0};
  self->ended = NULL;
  self->fault[0] = '\0';
}

static void
put_back (BhEslParser *self)
{
  if (self->ended != NULL)
    *self->ended = self->ended_by;
  self->ended = NULL;
}

static void
move_to_front (BhEslParser *self)
{
  gsize kept = self->end - self->start;
  if (kept > 0)
    memmove (self->buffer, self->buffer + self->start, kept);
  self->scanned -= MIN (self->scanned, self->start);
  self->start = 0;
  self->end = kept;
}

/* A big frame's whole room is made at once: its length is known, and within the limit. */
static void
grow (BhEslParser *self)
{
  gsize needed = MAX (self->frame.head + self->frame.body, self->size) + LOW_WATER;
  if (self->size - self->end >= LOW_WATER)
    return;
  self->size = MAX (needed, MIN (2 * self->size, self->limits.head + self->limits.body));
  self->buffer = g_realloc (self->buffer, self->size + SLACK);
}

char *
bh_esl_parser_reserve (BhEslParser *self, gsize *room)
{
  put_back (self);
  if (self->fault[0] != '\0')
    self->start = self->end;
  if (self->start > 0 && (self->start == self->end || self->size - self->end < LOW_WATER))
    move_to_front (self);
  grow (self);
  *room = self->size - self->end;
  return self->buffer + self->end;
}

void
bh_esl_parser_commit (BhEslParser *self, gsize length)
{
  g_return_if_fail (length <= self->size - self->end);
  self->end += length;
  self->stats.bytes += length;
  memset (self->buffer + self->end, 0, SLACK);
}

gsize
bh_esl_parser_feed (BhEslParser *self, const char *bytes, gsize length)
{
  gsize room = 0;
  char *to = bh_esl_parser_reserve (self, &room);
  gsize taken = MIN (length, room);
  if (taken > 0)
    memcpy (to, bytes, taken);
  bh_esl_parser_commit (self, taken);
  return taken;
}

/* ---- the head of a frame ---- */

static gboolean G_GNUC_PRINTF (2, 3) fail (BhEslParser *self, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_vsnprintf (self->fault, sizeof self->fault, format, values);
  va_end (values);
  self->stats.faults++;
  return FALSE;
}

static gboolean
is_name (const char *from, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (from[i]) && from[i] != '-' && from[i] != '_' && from[i] != '.')
      return FALSE;
  return length > 0;
}

static gboolean
equals (const char *from, gsize length, const char *word)
{
  return strlen (word) == length && g_ascii_strncasecmp (from, word, length) == 0;
}

static void
take_type (Frame *frame, const char *value, gsize length)
{
  static const struct {
    const char *type;
    BhEslMessageKind kind;
    BhEslForm form;
  } types[] = {
      {"text/event-json", BH_ESL_MESSAGE_EVENT, BH_ESL_FORM_JSON},
      {"text/event-plain", BH_ESL_MESSAGE_EVENT, BH_ESL_FORM_PLAIN},
      {"command/reply", BH_ESL_MESSAGE_REPLY, BH_ESL_FORM_RAW},
      {"api/response", BH_ESL_MESSAGE_API_RESPONSE, BH_ESL_FORM_RAW},
      {"auth/request", BH_ESL_MESSAGE_AUTH_REQUEST, BH_ESL_FORM_RAW},
      {"text/disconnect-notice", BH_ESL_MESSAGE_DISCONNECT, BH_ESL_FORM_RAW},
      {"text/rude-rejection", BH_ESL_MESSAGE_REJECTION, BH_ESL_FORM_RAW},
  };
  frame->has_type = TRUE;
  frame->kind = BH_ESL_MESSAGE_OTHER;
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (equals (value, length, types[i].type)) {
      frame->kind = types[i].kind;
      frame->form = types[i].form;
    }
}

static gboolean
take_length (BhEslParser *self, const char *value, gsize length)
{
  Frame *frame = &self->frame;
  gsize body = 0;
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isdigit (value[i]))
      return fail (self, "the length of a body is not a number");
    body = 10 * body + (gsize) (value[i] - '0');
    if (body > self->limits.body)
      return fail (self,
                   "a body was announced that is larger than %" G_GSIZE_FORMAT " bytes",
                   self->limits.body);
  }
  if (length == 0)
    return fail (self, "the length of a body is missing");
  if (frame->has_length && frame->body != body)
    return fail (self, "one body has two lengths");
  frame->has_length = TRUE;
  frame->body = body;
  return TRUE;
}

static gboolean
take_line (BhEslParser *self, const char *line, gsize length)
{
  const char *colon = memchr (line, ':', length);
  gsize name = colon != NULL ? (gsize) (colon - line) : 0;
  if (!is_name (line, name))
    return fail (self, "a line came where a header belongs");
  const char *value = colon + 1;
  const char *end = line + length;
  while (value < end && *value == ' ')
    value++;
  while (end > value && (end[-1] == '\r' || end[-1] == ' '))
    end--;
  if (equals (line, name, LENGTH_NAME))
    return take_length (self, value, (gsize) (end - value));
  if (equals (line, name, TYPE_NAME))
    take_type (&self->frame, value, (gsize) (end - value));
  return TRUE;
}

/* TRUE when the whole head is there and makes sense: frame.head is set. */
static gboolean
take_head (BhEslParser *self, gsize head)
{
  Frame *frame = &self->frame;
  const char *line = self->buffer + self->start;
  const char *end = line + head;
  while (line < end) {
    const char *lf = memchr (line, '\n', (gsize) (end - line));
    gsize length = (gsize) (lf - line);
    if (length > 0 && *line != '\r' && !take_line (self, line, length))
      return FALSE;
    line = lf + 1;
  }
  if (!frame->has_type)
    return fail (self, "a frame came without a Content-Type");
  if (frame->kind == BH_ESL_MESSAGE_EVENT && frame->body == 0)
    return fail (self, "an event came without a body");
  frame->head = head;
  return TRUE;
}

/* The bytes of the head with its empty line, or 0 if its end is not there yet. */
static gsize
find_head (BhEslParser *self)
{
  const char *from = self->buffer + self->start;
  const char *end = self->buffer + self->end;
  const char *at = self->buffer + MAX (self->start, self->scanned);
  while (at < end) {
    const char *lf = memchr (at, '\n', (gsize) (end - at));
    if (lf == NULL)
      break;
    gsize more = (gsize) (end - lf) - 1;
    if (more >= 1 && lf[1] == '\n')
      return (gsize) (lf + 2 - from);
    if (more >= 2 && lf[1] == '\r' && lf[2] == '\n')
      return (gsize) (lf + 3 - from);
    at = lf + 1;
  }
  /* The last two bytes may be the beginning of an end. */
  self->scanned = MAX (self->start, self->end - MIN (self->end, 2));
  return 0;
}

static gboolean
read_head (BhEslParser *self)
{
  while (self->start < self->end &&
         (self->buffer[self->start] == '\n' || self->buffer[self->start] == '\r'))
    self->start++;
  if (self->start == self->end)
    return FALSE;
  gsize head = find_head (self);
  gsize there = head > 0 ? head : self->end - self->start;
  if (there > self->limits.head)
    return fail (self, "a frame's head does not end");
  return head > 0 && take_head (self, head);
}

/* ---- frames ---- */

/* A wrong length shows here, before the model has learnt anything wrong. */
static gboolean
check_body (BhEslParser *self, const char *body)
{
  const Frame *frame = &self->frame;
  if (frame->kind != BH_ESL_MESSAGE_EVENT)
    return TRUE;
  gsize length = frame->body;
  while (length > 0 && g_ascii_isspace (body[length - 1]))
    length--;
  if (frame->form == BH_ESL_FORM_JSON)
    return (length >= 2 && body[0] == '{' && body[length - 1] == '}') ||
           fail (self, "the body of an event is not one JSON object");
  return g_ascii_isalnum (body[0]) || fail (self, "the body of an event is not headers");
}

static BhEslMessage *
take_frame (BhEslParser *self)
{
  Frame *frame = &self->frame;
  char *head = self->buffer + self->start;
  char *body = head + frame->head;
  char *end = body + frame->body;
  if (!check_body (self, body))
    return NULL;
  gboolean is_event = frame->kind == BH_ESL_MESSAGE_EVENT;
  bh_esl_message_set (&self->message,
                      frame->kind,
                      frame->form,
                      is_event ? body : head,
                      is_event ? end : body);
  if (!is_event && frame->has_length)
    bh_esl_message_set_body (&self->message, body, frame->body);
  self->ended = end;
  self->ended_by = *end;
  self->start = self->scanned = (gsize) (end - self->buffer);
  self->stats.messages++;
  self->stats.largest = MAX (self->stats.largest, frame->body);
  *frame = (Frame){0};
  return &self->message;
}

BhEslMessage *
bh_esl_parser_next (BhEslParser *self)
{
  put_back (self);
  if (self->fault[0] != '\0')
    return NULL;
  if (self->frame.head == 0 && !read_head (self))
    return NULL;
  if (self->end - self->start < self->frame.head + self->frame.body)
    return NULL;
  return take_frame (self);
}

const char *
bh_esl_parser_get_fault (const BhEslParser *self)
{
  return self->fault[0] != '\0' ? self->fault : NULL;
}

gsize
bh_esl_parser_get_pending (const BhEslParser *self)
{
  return self->end - self->start;
}

const BhEslParserStats *
bh_esl_parser_get_stats (const BhEslParser *self)
{
  return &self->stats;
}

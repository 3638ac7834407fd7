/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-parser.h"

#include <string.h>

#include "server/pbx/link/scan.h"

/* The buffer holds [start, end); behind it SLACK bytes may always be read, and are zero when bytes
 * are taken in, so that sixteen bytes at a time never see an old byte as a new one.
 * [start, scanned) is known to hold no end of a block. */

#define SLACK     32
#define SIZE      (64 * 1024)
#define LOW_WATER (16 * 1024)
#define GREETING  "Asterisk Call Manager"

struct _BhAmiParser {
  BhAmiLimits limits;
  char *buffer;
  gsize size;
  gsize start;
  gsize scanned;
  gsize end;
  gboolean at_greeting; /* nothing was taken since the connection began */
  gboolean skipping;    /* within a block that is too big to hold */
  BhAmiParserStats stats;
  BhAmiMessage message;
};

BhAmiParser *
bh_ami_parser_new (const BhAmiLimits *limits)
{
  static const BhAmiLimits defaults = BH_AMI_DEFAULT_LIMITS;
  BhAmiParser *self = g_new0 (BhAmiParser, 1);
  self->limits = limits != NULL ? *limits : defaults;
  self->limits.headers = MIN (self->limits.headers, BH_AMI_MAX_HEADERS);
  self->size = SIZE;
  self->buffer = g_malloc0 (self->size + SLACK);
  self->at_greeting = TRUE;
  return self;
}

void
bh_ami_parser_free (BhAmiParser *self)
{
  g_free (self->buffer);
  g_free (self);
}

void
bh_ami_parser_reset (BhAmiParser *self)
{
  self->start = self->scanned = self->end = 0;
  self->at_greeting = TRUE;
  self->skipping = FALSE;
}

static void
move_to_front (BhAmiParser *self)
{
  gsize kept = self->end - self->start;
  if (kept > 0)
    memmove (self->buffer, self->buffer + self->start, kept);
  self->scanned -= MIN (self->scanned, self->start);
  self->start = 0;
  self->end = kept;
}

char *
bh_ami_parser_reserve (BhAmiParser *self, gsize *room)
{
  if (self->start > 0 && (self->start == self->end || self->size - self->end < LOW_WATER))
    move_to_front (self);
  if (self->size - self->end < LOW_WATER) {
    /* next() begins to skip before a block can make this more than the limit and a read. */
    self->size *= 2;
    self->buffer = g_realloc (self->buffer, self->size + SLACK);
  }
  *room = self->size - self->end;
  return self->buffer + self->end;
}

void
bh_ami_parser_commit (BhAmiParser *self, gsize length)
{
  g_return_if_fail (length <= self->size - self->end);
  self->end += length;
  self->stats.bytes += length;
  memset (self->buffer + self->end, 0, SLACK);
}

gsize
bh_ami_parser_feed (BhAmiParser *self, const char *bytes, gsize length)
{
  gsize room = 0;
  char *to = bh_ami_parser_reserve (self, &room);
  gsize taken = MIN (length, room);
  if (taken > 0)
    memcpy (to, bytes, taken);
  bh_ami_parser_commit (self, taken);
  return taken;
}

/* The offset behind the last line of the block, or 0 if its end is not there yet. */
static gsize
find_block_end (BhAmiParser *self)
{
  gsize at = MAX (self->start, self->scanned);
  for (; at < self->end; at += 16) {
    guint ends = bh_scan_ends (self->buffer + at);
    if (ends != 0)
      return at + (gsize) __builtin_ctz (ends) + 1;
  }
  /* The last two bytes may be the beginning of an end. */
  self->scanned = MAX (self->start, self->end - MIN (self->end, 2));
  return 0;
}

static void
skip_blanks (BhAmiParser *self)
{
  while (self->start < self->end &&
         (self->buffer[self->start] == '\n' || self->buffer[self->start] == '\r'))
    self->start++;
}

/* TRUE if what begins here is a greeting, or may be one when more bytes are there (*@length 0). */
static gboolean
find_greeting (BhAmiParser *self, gsize *length)
{
  const char *from = self->buffer + self->start;
  gsize there = self->end - self->start;
  *length = 0;
  gboolean greets = memcmp (from, GREETING, MIN (there, strlen (GREETING))) == 0;
  if (!greets && !self->at_greeting)
    return FALSE;
  const char *lf = memchr (from, '\n', there);
  if (lf == NULL)
    return there <= self->limits.line;
  if (!greets && memchr (from, ':', (gsize) (lf - from)) != NULL)
    return FALSE;
  *length = (gsize) (lf - from) + 1;
  return TRUE;
}

static BhAmiMessage *
take_greeting (BhAmiParser *self, gsize length)
{
  char *line = self->buffer + self->start;
  self->start += length;
  self->at_greeting = FALSE;
  self->stats.messages++;
  while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
    line[--length] = '\0';
  bh_ami_message_set_greeting (&self->message, line, length);
  return &self->message;
}

static gboolean
has_long_line (const char *from, const char *end, gsize limit)
{
  while (from < end) {
    const char *lf = memchr (from, '\n', (gsize) (end - from));
    if ((gsize) (lf + 1 - from) > limit)
      return TRUE;
    from = lf + 1;
  }
  return FALSE;
}

static guint
count_lines (const char *from, const char *end)
{
  guint n = 0;
  for (const char *p = from; p < end; p++)
    n += *p == '\n';
  return n;
}

/* Only a block that is large enough to break a limit is looked at. */
static gboolean
is_within_limits (BhAmiParser *self, const char *from, const char *end)
{
  gsize length = (gsize) (end - from);
  guint64 *counter = NULL;
  if (length > self->limits.block)
    counter = &self->stats.big_blocks;
  else if (length > self->limits.line && has_long_line (from, end, self->limits.line))
    counter = &self->stats.long_lines;
  else if (length > 2 * self->limits.headers && count_lines (from, end) > self->limits.headers)
    counter = &self->stats.many_headers;
  if (counter != NULL)
    (*counter)++;
  return counter == NULL;
}

/* A block too big to hold: forget what is there until its end comes. */
static void
skip_more (BhAmiParser *self)
{
  /* Two bytes of the empty line may be there, but not the third. */
  if (!self->skipping && self->end - self->start > self->limits.block + 2) {
    self->skipping = TRUE;
    self->stats.big_blocks++;
  }
  if (self->skipping)
    self->start = self->scanned;
}

BhAmiMessage *
bh_ami_parser_next (BhAmiParser *self)
{
  while (self->start < self->end) {
    gsize length = 0;
    if (!self->skipping) {
      skip_blanks (self);
      if (self->start == self->end)
        return NULL;
      if (find_greeting (self, &length))
        return length == 0 ? NULL : take_greeting (self, length);
    }
    gsize block_end = find_block_end (self);
    if (block_end == 0) {
      skip_more (self);
      return NULL;
    }
    char *from = self->buffer + self->start;
    char *end = self->buffer + block_end;
    self->start = self->scanned = block_end;
    self->at_greeting = FALSE;
    if (self->skipping) {
      self->skipping = FALSE;
      continue;
    }
    if (!is_within_limits (self, from, end))
      continue;
    bh_ami_message_set_block (&self->message, from, end);
    self->stats.messages++;
    return &self->message;
  }
  return NULL;
}

gsize
bh_ami_parser_get_pending (const BhAmiParser *self)
{
  return self->end - self->start;
}

const BhAmiParserStats *
bh_ami_parser_get_stats (const BhAmiParser *self)
{
  return &self->stats;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/pbx/esl/esl-own.h"
#include "server/pbx/esl/esl-rules.h"

/* Recordings, the ends of background jobs, the PBX's heart beat. */

static gboolean
recording (BhEslNormalize *self, BhEslMessage *message, BhPbxEventKind kind)
{
  const char *uuid = bh_esl_text (message, "Unique-ID");
  if (uuid == NULL)
    return bh_esl_missing (self, "Unique-ID");
  BhEslChannel *channel = bh_esl_channel_of (self, message);
  if (channel == NULL)
    return TRUE;
  BhPbxEvent event = bh_esl_event_of (channel, kind);
  event.text = bh_esl_text (message, "Record-File-Path");
  bh_esl_give (self, &event);
  return TRUE;
}

static gboolean
record_start (BhEslNormalize *self, BhEslMessage *message)
{
  return recording (self, message, BH_PBX_RECORDING_STARTED);
}

static gboolean
record_stop (BhEslNormalize *self, BhEslMessage *message)
{
  return recording (self, message, BH_PBX_RECORDING_STOPPED);
}

/* "+OK UUID" or "-ERR USER_BUSY": of the first leg alone. */
static void
give_originate (BhEslNormalize *self, const char *request, char *body)
{
  BhPbxEvent event = {.kind = BH_PBX_ORIGINATE_DONE, .request = request};
  g_strchomp (body);
  event.ok = g_str_has_prefix (body, "+OK") != FALSE;
  const char *word = strchr (body, ' ');
  word = word != NULL ? word + 1 : NULL;
  event.text = body;
  event.leg = event.ok ? word : NULL;
  event.dial_result = event.ok ? BH_DIAL_ANSWERED : bh_esl_dial_result (word);
  event.cause = event.ok ? 0 : bh_esl_cause (word);
  bh_esl_give (self, &event);
}

static void
give_done (BhEslNormalize *self, const char *request, gboolean ok, const char *text)
{
  BhPbxEvent event = {.kind = BH_PBX_COMMAND_DONE, .request = request};
  event.ok = ok != FALSE;
  event.text = text;
  bh_esl_give (self, &event);
}

/* "originate {..}user/1004@pbx.test &eavesdrop(UUID)": the leg that it made listens to that one. */
static void
note_spy (BhEslNormalize *self, const char *arguments, const char *body)
{
  static const char *const words[] = {"&eavesdrop(", "&three_way("};
  for (gsize i = 0; arguments != NULL && i < G_N_ELEMENTS (words); i++) {
    const char *found = strstr (arguments, words[i]);
    if (found == NULL || !g_str_has_prefix (body, "+OK "))
      continue;
    const char *from = found + strlen (words[i]);
    g_autofree char *target = g_strndup (from, strcspn (from, ")"));
    g_autofree char *leg = g_strchomp (g_strdup (body + strlen ("+OK ")));
    bh_esl_spy (self, bh_esl_find (self, leg), target);
  }
}

/* Masking a recording is told by nothing but the end of the order that did it, whoever gave it:
 * "UUID mask PATH". */
static void
note_mask (BhEslNormalize *self, const char *arguments, const char *body)
{
  g_auto (GStrv) words = g_strsplit (arguments != NULL ? arguments : "", " ", 3);
  if (!g_str_has_prefix (body, "+OK") || g_strv_length (words) < 2)
    return;
  BhEslChannel *channel = bh_esl_find (self, words[0]);
  gboolean pauses = strcmp (words[1], "mask") == 0;
  if (channel == NULL || (!pauses && strcmp (words[1], "unmask") != 0))
    return;
  BhPbxEvent event =
      bh_esl_event_of (channel, pauses ? BH_PBX_RECORDING_PAUSED : BH_PBX_RECORDING_RESUMED);
  event.text = words[2];
  bh_esl_give (self, &event);
}

/* The request @id of ours, without what esl-own.h puts in front; NULL: its end is nobody's concern.
 */
static const char *
request_of (const char *id, gboolean *is_dial)
{
  *is_dial = g_str_has_prefix (id, BH_ESL_OWN_DIAL);
  if (*is_dial)
    return id + strlen (BH_ESL_OWN_DIAL);
  return g_str_has_prefix (id, BH_ESL_OWN_PREFIX) ? NULL : id;
}

static gboolean
background_job (BhEslNormalize *self, BhEslMessage *message)
{
  const char *id = bh_esl_text (message, "Job-UUID");
  gboolean is_dial = FALSE;
  gsize length = 0;
  char nothing[] = "";
  char *body = bh_esl_message_body (message, &length);
  if (id == NULL)
    return bh_esl_missing (self, "Job-UUID");
  if (body == NULL)
    body = nothing;
  if (bh_esl_take_list (self, body, length))
    return TRUE;
  const char *request = request_of (id, &is_dial);
  if (bh_esl_is (message, "Job-Command", "originate"))
    note_spy (self, bh_esl_text (message, "Job-Command-Arg"), body);
  if (bh_esl_is (message, "Job-Command", "uuid_record"))
    note_mask (self, bh_esl_text (message, "Job-Command-Arg"), body);
  if (request != NULL && (is_dial || bh_esl_is (message, "Job-Command", "originate")))
    give_originate (self, request, body);
  else if (request != NULL)
    give_done (self, request, bh_esl_text_is_ok (body), g_strchomp (body));
  return TRUE;
}

void
bh_esl_take_job_reply (BhEslNormalize *self, BhEslMessage *message)
{
  const char *id = bh_esl_text (message, "Job-UUID");
  if (id != NULL && g_str_has_prefix (id, BH_ESL_OWN_DIAL))
    give_done (self,
               id + strlen (BH_ESL_OWN_DIAL),
               bh_esl_text_is_ok (bh_esl_message_text (message)),
               bh_esl_message_text (message));
}

/* Said every 20 s, whatever happens: the boot id and a sign of life. */
static gboolean
heartbeat (BhEslNormalize *self, BhEslMessage *message)
{
  return TRUE;
}

static const BhEslRule rules[] = {
    {"RECORD_START", record_start, FALSE},
    {"RECORD_STOP", record_stop, FALSE},
    {"BACKGROUND_JOB", background_job, FALSE},
    {"HEARTBEAT", heartbeat, FALSE},
};
BH_ESL_RULES (bh_esl_other_rules, rules);

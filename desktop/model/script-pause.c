/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-pause.h"

#include "desktop/client/json-get.h"
#include "desktop/model/desk-ask.h"
#include "desktop/model/script-player-private.h"

typedef struct {
  BhDesk *desk;           /* weak */
  BhScriptPlayer *player; /* it owns us */
  char *contact;
  gboolean paused; /* what was asked for last */
  guint asked;     /* counts: only the last answer says how it is */
} Pause;

/* One question under way. */
typedef struct {
  BhScriptPlayer *player;
  guint number;
} Question;

#define PAUSE_KEY "bh-script-pause"

static void
pause_free (Pause *pause)
{
  g_clear_weak_pointer (&pause->desk);
  g_free (pause->contact);
  g_free (pause);
}

static void
question_free (Question *question)
{
  g_object_unref (question->player);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);
  const Pause *pause = g_object_get_data (G_OBJECT (question->player), PAUSE_KEY);
  const char *recording = bh_json_string (reply, "recording");

  if (pause == NULL || question->number != pause->asked)
    return;
  if (error != NULL)
    bh_script_player_set_record (question->player,
                                 pause->paused ? "failed" : "stuck",
                                 error->message);
  else
    bh_script_player_set_record (question->player, pause->paused ? recording : "", NULL);
}

static void
ask (Pause *pause)
{
  JsonObject *args = json_object_new ();
  Question *question = g_new (Question, 1);

  *question = (Question){g_object_ref (pause->player), ++pause->asked};
  json_object_set_string_member (args, "contact", pause->contact);
  bh_script_player_set_record (pause->player, pause->paused ? "asking" : "", NULL);
  bh_desk_ask_async (pause->desk,
                     pause->paused ? "call.record_pause" : "call.record_resume",
                     args,
                     NULL,
                     on_answer,
                     question);
}

/* After the call there is nothing to record any more. */
static gboolean
is_in_call (Pause *pause)
{
  BhContactItem *contact = bh_desk_find_contact (pause->desk, pause->contact);
  BhContactState state = contact != NULL ? bh_contact_item_get_state (contact) : BH_CONTACT_ENDED;

  return state == BH_CONTACT_TALKING || state == BH_CONTACT_HOLD || state == BH_CONTACT_CONSULT;
}

static void
on_moved (Pause *pause)
{
  gboolean wanted = bh_script_player_get_payment (pause->player);

  if (wanted == pause->paused || pause->desk == NULL ||
      !bh_desk_allows (pause->desk, "call.record_pause"))
    return;
  pause->paused = wanted;
  if (is_in_call (pause))
    ask (pause);
  else
    bh_script_player_set_record (pause->player, "", NULL);
}

void
bh_script_pause_follow (BhDesk *desk, const char *contact, BhScriptPlayer *player)
{
  Pause *pause;

  if (g_object_get_data (G_OBJECT (player), PAUSE_KEY) != NULL)
    return;
  pause = g_new0 (Pause, 1);
  g_set_weak_pointer (&pause->desk, desk);
  pause->player = player;
  pause->contact = g_strdup (contact);
  g_object_set_data_full (G_OBJECT (player), PAUSE_KEY, pause, (GDestroyNotify) pause_free);
  g_signal_connect_swapped (player, "notify::payment", G_CALLBACK (on_moved), pause);
  on_moved (pause);
}

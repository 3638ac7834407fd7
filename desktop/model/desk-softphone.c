/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-softphone.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/client-error.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/error-text.h"

#define BIT(op) (1u << (op))

BhSoftphone *
bh_desk_get_softphone (BhDesk *self)
{
  g_return_val_if_fail (BH_IS_DESK (self), NULL);
  return self->softphone;
}

static BhSoftphoneCall
call_of (BhDesk *self)
{
  if (self->softphone == NULL || bh_softphone_get_state (self->softphone) != BH_SOFTPHONE_READY)
    return BH_SOFTPHONE_CALL_NONE;
  return bh_softphone_get_call (self->softphone);
}

guint
bh_desk_softphone_ops (BhDesk *self, BhContactState state)
{
  BhSoftphoneCall call = call_of (self);

  if (call == BH_SOFTPHONE_CALL_NONE)
    return 0;
  switch (state) {
  case BH_CONTACT_OFFERED:
    return call == BH_SOFTPHONE_CALL_RINGING ? BIT (BH_CALL_ANSWER) | BIT (BH_CALL_HANGUP) : 0;
  case BH_CONTACT_DIALING:
    return BIT (BH_CALL_HANGUP);
  case BH_CONTACT_TALKING:
    return call == BH_SOFTPHONE_CALL_TALKING
               ? BIT (BH_CALL_HOLD) | BIT (BH_CALL_HANGUP) | BIT (BH_CALL_DTMF)
               : 0;
  case BH_CONTACT_HOLD:
    return call == BH_SOFTPHONE_CALL_HELD ? BIT (BH_CALL_RETRIEVE) | BIT (BH_CALL_HANGUP) : 0;
  default:
    return 0;
  }
}

/* With the profile "softphone" the server leaves these to us: without a phone nobody does them. */
static guint
only_ours (BhDesk *self)
{
  if (g_strcmp0 (bh_desk_get_profile (self), "softphone") != 0)
    return 0;
  return BIT (BH_CALL_ANSWER) | BIT (BH_CALL_HOLD) | BIT (BH_CALL_RETRIEVE);
}

/* A call that the desk dialed reaches the agent's own phone first: it is the agent's wish already.
 */
static gboolean
wants_answer (BhDesk *self)
{
  if (call_of (self) != BH_SOFTPHONE_CALL_RINGING)
    return FALSE;
  for (guint i = 0; i < bh_keyed_list_get_n (self->contacts); i++)
    if (bh_contact_item_get_state (bh_keyed_list_get (self->contacts, i)) == BH_CONTACT_DIALING)
      return TRUE;
  return FALSE;
}

static void
on_answered_by_itself (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!bh_softphone_command_finish (BH_SOFTPHONE (source), result, &error))
    g_info ("%s", error->message);
}

void
bh_desk_softphone_refresh (BhDesk *self)
{
  for (guint i = 0; i < bh_keyed_list_get_n (self->contacts); i++) {
    BhContactItem *contact = bh_keyed_list_get (self->contacts, i);
    bh_contact_item_set_own_ops (contact,
                                 bh_desk_softphone_ops (self, bh_contact_item_get_state (contact)),
                                 only_ours (self));
  }
  if (!wants_answer (self)) {
    self->softphone_answers = FALSE;
  } else if (!self->softphone_answers) {
    self->softphone_answers = TRUE;
    bh_softphone_command_async (self->softphone,
                                BH_SOFTPHONE_ANSWER,
                                NULL,
                                on_answered_by_itself,
                                NULL);
  }
}

static void
on_softphone_changed (BhSoftphone *softphone, GParamSpec *spec, BhDesk *self)
{
  bh_desk_softphone_refresh (self);
  bh_desk_refresh_banner (self);
}

void
bh_desk_set_softphone (BhDesk *self, BhSoftphone *softphone)
{
  g_return_if_fail (BH_IS_DESK (self));

  if (self->softphone)
    g_signal_handlers_disconnect_by_data (self->softphone, self);
  g_set_object (&self->softphone, softphone);
  if (softphone) {
    g_signal_connect (softphone, "notify::call", G_CALLBACK (on_softphone_changed), self);
    g_signal_connect (softphone, "notify::state", G_CALLBACK (on_softphone_changed), self);
    g_signal_connect (softphone, "notify::message", G_CALLBACK (on_softphone_changed), self);
    g_signal_connect (softphone, "notify::sound", G_CALLBACK (on_softphone_changed), self);
  }
  bh_desk_softphone_refresh (self);
  bh_desk_refresh_banner (self);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhDesk *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (bh_softphone_command_finish (BH_SOFTPHONE (source), result, &error))
    g_task_return_pointer (task, json_object_new (), (GDestroyNotify) json_object_unref);
  else
    g_task_return_error (task, bh_error_translate (error, self->language));
}

gboolean
bh_desk_softphone_do (BhDesk *self,
                      GTask *task,
                      BhContactItem *contact,
                      BhCallOp op,
                      const char *text)
{
  static const BhSoftphoneCommand commands[] = {
      [BH_CALL_ANSWER] = BH_SOFTPHONE_ANSWER,
      [BH_CALL_HOLD] = BH_SOFTPHONE_HOLD,
      [BH_CALL_RETRIEVE] = BH_SOFTPHONE_RETRIEVE,
      [BH_CALL_HANGUP] = BH_SOFTPHONE_HANG_UP,
      [BH_CALL_DTMF] = BH_SOFTPHONE_DTMF,
  };

  if ((bh_desk_softphone_ops (self, bh_contact_item_get_state (contact)) & BIT (op)) == 0)
    return FALSE;
  bh_softphone_command_async (self->softphone, commands[op], text, on_done, task);
  return TRUE;
}

gboolean
bh_desk_can_mute (BhDesk *self)
{
  BhSoftphoneCall call;

  g_return_val_if_fail (BH_IS_DESK (self), FALSE);
  call = call_of (self);
  return call == BH_SOFTPHONE_CALL_TALKING || call == BH_SOFTPHONE_CALL_HELD;
}

static void
on_muted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhDesk *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (bh_softphone_command_finish (BH_SOFTPHONE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, bh_error_translate (error, self->language));
}

void
bh_desk_mute_async (BhDesk *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, bh_desk_mute_async);
  if (bh_desk_can_mute (self))
    bh_softphone_command_async (self->softphone,
                                BH_SOFTPHONE_MUTE,
                                NULL,
                                on_muted,
                                g_steal_pointer (&task));
  else
    g_task_return_new_error (task,
                             BH_CLIENT_ERROR,
                             BH_CLIENT_ERROR_SOFTPHONE,
                             _ ("The softphone on this machine is in no conversation."));
}

gboolean
bh_desk_mute_finish (BhDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

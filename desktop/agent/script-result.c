/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-result.h"

#include <glib/gi18n.h>

#include "desktop/model/contact-item.h"
#include "desktop/model/desk-script.h"
#include "desktop/widgets/act-button.h"

struct _BhScriptResult {
  BhContactView parent_instance;

  GtkWidget *button;
  GSignalGroup *contact_signals;
  GSignalGroup *script_signals;
};

G_DEFINE_FINAL_TYPE (BhScriptResult, bh_script_result, BH_TYPE_CONTACT_VIEW)

static void
update (BhScriptResult *self)
{
  BhContactItem *contact = bh_contact_view_get_contact (self);
  BhDesk *desk = bh_contact_view_get_desk (self);
  BhDisposition *result =
      contact != NULL && desk != NULL ? bh_desk_get_script_result (desk, contact) : NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), result != NULL);
  if (result == NULL)
    return;
  /* Translators: a result, as in: By the script: Refund › Promised */
  words = g_strdup_printf (_ ("By the script: %s"), bh_disposition_get_path_label (result));
  g_object_set (self->button, "text", words, NULL);
}

static void
on_script (BhScriptResult *self)
{
  BhContactItem *contact = bh_contact_view_get_contact (self);

  if (self->script_signals == NULL) /* the view goes */
    return;
  g_signal_group_set_target (self->script_signals,
                             contact != NULL ? bh_contact_item_get_script (contact) : NULL);
  update (self);
}

static void
bh_script_result_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhScriptResult *self = BH_SCRIPT_RESULT (view);

  if (self->contact_signals == NULL)
    return;
  g_signal_group_set_target (self->contact_signals, contact);
  on_script (self);
}

static void
bh_script_result_dispose (GObject *object)
{
  BhScriptResult *self = BH_SCRIPT_RESULT (object);

  g_clear_object (&self->contact_signals);
  g_clear_object (&self->script_signals);
  G_OBJECT_CLASS (bh_script_result_parent_class)->dispose (object);
}

static void
bh_script_result_class_init (BhScriptResultClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_script_result_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_script_result_contact_changed;
}

static void
bh_script_result_init (BhScriptResult *self)
{
  self->button = g_object_new (BH_TYPE_ACT_BUTTON,
                               "name",
                               "script-result",
                               "action-name",
                               "win.script-result",
                               "glyph",
                               "bh-check-symbolic",
                               "key",
                               "<Alt>Return",
                               NULL);
  adw_bin_set_child (ADW_BIN (self), self->button);
  self->contact_signals = g_signal_group_new (BH_TYPE_CONTACT_ITEM);
  g_signal_group_connect_swapped (self->contact_signals,
                                  "notify::script",
                                  G_CALLBACK (on_script),
                                  self);
  g_signal_group_connect_swapped (self->contact_signals,
                                  "notify::disposition",
                                  G_CALLBACK (update),
                                  self);
  self->script_signals = g_signal_group_new (BH_TYPE_SCRIPT_PLAYER);
  g_signal_group_connect_swapped (self->script_signals, "chart-changed", G_CALLBACK (update), self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

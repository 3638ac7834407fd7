/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/softphone-bar.h"

#include "desktop/model/desk-softphone.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"

#include <glib/gi18n.h>

struct _BhSoftphoneBar {
  BhContactView parent_instance;

  GtkWidget *mute;
  GtkLevelBar *level_in;
  GtkLevelBar *level_out;
  GSignalGroup *signals; /* of the softphone */
};

G_DEFINE_FINAL_TYPE (BhSoftphoneBar, bh_softphone_bar, BH_TYPE_CONTACT_VIEW)

static void
show_muted (BhSoftphoneBar *self, gboolean muted)
{
  g_object_set (self->mute,
                "text",
                muted ? _ ("Microphone is off") : _ ("Microphone off"),
                "glyph",
                muted ? "bh-mic-off-symbolic" : "bh-mic-symbolic",
                "show-text",
                muted, /* what is not usual is said by a word, not by a picture alone */
                NULL);
  if (muted)
    gtk_widget_add_css_class (self->mute, "bh-muted");
  else
    gtk_widget_remove_css_class (self->mute, "bh-muted");
}

static void
update (BhSoftphoneBar *self)
{
  g_autoptr (GObject) softphone = g_signal_group_dup_target (self->signals);
  BhSoftphoneCall call = BH_SOFTPHONE_CALL_NONE;
  gboolean muted = FALSE;
  double in = 0;
  double out = 0;

  if (softphone != NULL)
    g_object_get (softphone,
                  "call",
                  &call,
                  "muted",
                  &muted,
                  "level-in",
                  &in,
                  "level-out",
                  &out,
                  NULL);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          call == BH_SOFTPHONE_CALL_TALKING || call == BH_SOFTPHONE_CALL_HELD);
  show_muted (self, muted);
  gtk_level_bar_set_value (self->level_in, muted ? 0 : in);
  gtk_level_bar_set_value (self->level_out, out);
}

static void
bh_softphone_bar_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhSoftphoneBar *self = BH_SOFTPHONE_BAR (view);
  BhDesk *desk = bh_contact_view_get_desk (view);

  if (self->signals == NULL || self->mute == NULL)
    return;
  g_signal_group_set_target (self->signals, desk != NULL ? bh_desk_get_softphone (desk) : NULL);
  update (self);
}

static void
bh_softphone_bar_dispose (GObject *object)
{
  g_clear_object (&BH_SOFTPHONE_BAR (object)->signals);
  G_OBJECT_CLASS (bh_softphone_bar_parent_class)->dispose (object);
}

static void
bh_softphone_bar_class_init (BhSoftphoneBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  G_OBJECT_CLASS (klass)->dispose = bh_softphone_bar_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_softphone_bar_contact_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/softphone-bar.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhSoftphoneBar, mute);
  gtk_widget_class_bind_template_child (widget_class, BhSoftphoneBar, level_in);
  gtk_widget_class_bind_template_child (widget_class, BhSoftphoneBar, level_out);
}

static void
bh_softphone_bar_init (BhSoftphoneBar *self)
{
  static const char *const watched[] = {"notify::call",
                                        "notify::muted",
                                        "notify::level-in",
                                        "notify::level-out"};

  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (BH_TYPE_SOFTPHONE);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect_swapped (self->signals, watched[i], G_CALLBACK (update), self);
  update (self);
}

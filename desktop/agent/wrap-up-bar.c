/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/wrap-up-bar.h"

#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/format.h"
#include "desktop/widgets/timer-label.h"
#include "desktop/widgets/timer-ring.h"

#include <glib/gi18n.h>

struct _BhWrapUpBar {
  BhContactView parent_instance;
};

G_DEFINE_FINAL_TYPE (BhWrapUpBar, bh_wrap_up_bar, BH_TYPE_CONTACT_VIEW)

static char *
time_words (GObject *object, BhContactState state, gint64 until)
{
  if (state == BH_CONTACT_LEFT)
    return g_strdup (_ ("passed on"));
  if (state == BH_CONTACT_ENDED)
    return g_strdup (_ ("ended"));
  return g_strdup (until != 0 ? _ ("left, then it finishes by itself")
                              : _ ("in wrap-up, no limit"));
}

static gboolean
has_limit (GObject *object, gint64 until)
{
  return until != 0;
}

static char *
ended_words (GObject *object, const char *ended_by, const char *outcome)
{
  if (g_strcmp0 (outcome, "abandoned") == 0)
    return g_strdup (_ ("The customer gave up"));
  if (g_strcmp0 (ended_by, "caller") == 0)
    return g_strdup (_ ("The customer hung up"));
  if (g_strcmp0 (ended_by, "agent") == 0)
    return g_strdup (_ ("You hung up"));
  return g_strdup (_ ("The call is over"));
}

static char *
talk_words (GObject *object, gint64 talk_ms)
{
  g_autofree char *length = talk_ms > 0 ? bh_format_length (talk_ms / 1000) : NULL;

  return length != NULL ? g_strdup_printf (_ ("talked %s"), length) : NULL;
}

static void
bh_wrap_up_bar_class_init (BhWrapUpBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_TIMER_LABEL);
  g_type_ensure (BH_TYPE_TIMER_RING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/wrap-up-bar.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, time_words);
  gtk_widget_class_bind_template_callback (widget_class, has_limit);
  gtk_widget_class_bind_template_callback (widget_class, ended_words);
  gtk_widget_class_bind_template_callback (widget_class, talk_words);
}

static void
bh_wrap_up_bar_init (BhWrapUpBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

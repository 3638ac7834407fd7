/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/unsaved-bar.h"

#include <glib/gi18n.h>

#include "desktop/model/time-text.h"
#include "desktop/model/unsaved.h"

struct _BhUnsavedBar {
  AdwBin parent_instance;

  GtkLabel *words;
  BhDesk *desk;
  char *kind;
  char *key; /* what is offered */
};

enum { RESTORE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhUnsavedBar, bh_unsaved_bar, ADW_TYPE_BIN)

static void
show (BhUnsavedBar *self)
{
  gint64 now = bh_clock_now (bh_desk_get_clock (self->desk));
  g_autofree char *title = bh_desk_unsaved_dup (self->desk, self->key, "title");
  g_autofree char *when = bh_time_text_when (bh_desk_unsaved_at (self->desk, self->key), now);
  /* Translators: a title and a time, as in: “Refunds” was not saved; you wrote on it last 14:02. */
  g_autofree char *words =
      g_strdup_printf (_ ("“%s” was not saved; you wrote on it last %s."),
                       *title != '\0' ? title : C_ ("unsaved", "Without a title"),
                       when);

  gtk_label_set_label (self->words, words);
}

void
bh_unsaved_bar_look (BhUnsavedBar *self, BhDesk *desk, const char *kind)
{
  g_return_if_fail (BH_IS_UNSAVED_BAR (self));

  g_set_object (&self->desk, desk);
  if (kind != self->kind) {
    g_free (self->kind);
    self->kind = g_strdup (kind);
  }
  g_free (self->key);
  self->key = bh_desk_unsaved_find (desk, self->kind);
  gtk_widget_set_visible (GTK_WIDGET (self), self->key != NULL);
  if (self->key != NULL)
    show (self);
}

static void
on_restore (BhUnsavedBar *self)
{
  g_autofree char *key = g_strdup (self->key);

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[RESTORE], 0, key);
}

static void
on_discard (BhUnsavedBar *self)
{
  bh_desk_unsaved_drop (self->desk, self->key);
  bh_unsaved_bar_look (self, self->desk, self->kind);
}

static void
bh_unsaved_bar_dispose (GObject *object)
{
  BhUnsavedBar *self = BH_UNSAVED_BAR (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->key, g_free);
  G_OBJECT_CLASS (bh_unsaved_bar_parent_class)->dispose (object);
}

static void
bh_unsaved_bar_class_init (BhUnsavedBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bh_unsaved_bar_dispose;
  signals[RESTORE] = g_signal_new ("restore",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/unsaved-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BhUnsavedBar, words);
  gtk_widget_class_bind_template_callback (widget_class, on_restore);
  gtk_widget_class_bind_template_callback (widget_class, on_discard);
}

static void
bh_unsaved_bar_init (BhUnsavedBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

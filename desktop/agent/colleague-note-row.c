/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/colleague-note-row.h"

#include "desktop/agent/dial-link.h"
#include "desktop/model/colleague-note.h"
#include "desktop/model/time-text.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/spoken.h"

struct _BhColleagueNoteRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhColleagueNoteRow, bh_colleague_note_row, BH_TYPE_ITEM_ROW)

static char *
time_of (GObject *object, gint64 saved_at)
{
  return bh_time_text_of_day (saved_at);
}

static void
bh_colleague_note_row_class_init (BhColleagueNoteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_COLLEAGUE_NOTE);
  g_type_ensure (BH_TYPE_SPOKEN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/colleague-note-row.ui");
  bh_closures_bind (widget_class);
  bh_dial_link_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, time_of);
}

static void
bh_colleague_note_row_init (BhColleagueNoteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

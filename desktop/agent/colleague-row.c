/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/colleague-row.h"

#include "desktop/agent/dial-link.h"
#include "desktop/model/colleague.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/timer-label.h"

struct _BhColleagueRow {
  BhItemRow parent_instance;
};

#define MAX_WORD_CHARS 12

G_DEFINE_FINAL_TYPE (BhColleagueRow, bh_colleague_row, BH_TYPE_ITEM_ROW)

static gboolean
is_long (const char *word)
{
  return word != NULL && g_utf8_strlen (word, -1) > MAX_WORD_CHARS;
}

/* A usual word has just the room it needs; of a long one at least its beginning is seen. */
static PangoEllipsizeMode
word_ellipsize (GObject *object, const char *word)
{
  return is_long (word) ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE;
}

static int
word_chars (GObject *object, const char *word)
{
  return is_long (word) ? MAX_WORD_CHARS : -1;
}

static void
bh_colleague_row_class_init (BhColleagueRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_COLLEAGUE);
  g_type_ensure (BH_TYPE_TIMER_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/colleague-row.ui");
  bh_closures_bind (widget_class);
  bh_dial_link_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, word_chars);
  gtk_widget_class_bind_template_callback (widget_class, word_ellipsize);
}

static void
bh_colleague_row_init (BhColleagueRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

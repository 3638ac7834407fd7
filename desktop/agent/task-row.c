/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/task-row.h"

#include "desktop/agent/dial-link.h"
#include "desktop/model/task.h"
#include "desktop/model/time-text.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/spoken.h"
#include "desktop/widgets/tag.h"

#include <glib/gi18n.h>

struct _BhTaskRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhTaskRow, bh_task_row, BH_TYPE_ITEM_ROW)

/* Never by colour alone: a word, an icon and the colour. */
const char *
bh_task_row_urgency_word (gint64 urgency)
{
  static const char *const words[] = {
      [BH_TASK_LATER] = NULL,
      [BH_TASK_SOON] = NC_ ("task", "soon"),
      [BH_TASK_DUE] = NC_ ("task", "now"),
      [BH_TASK_OVERDUE] = NC_ ("task", "overdue"),
  };

  return words[urgency] != NULL ? g_dpgettext2 (NULL, "task", words[urgency]) : NULL;
}

const char *
bh_task_row_urgency_tone (gint64 urgency)
{
  return urgency == BH_TASK_OVERDUE ? "error" : urgency == BH_TASK_DUE ? "warning" : NULL;
}

static char *
urgency_word (GObject *object, gint64 urgency)
{
  return g_strdup (bh_task_row_urgency_word (urgency));
}

static char *
urgency_tone (GObject *object, gint64 urgency)
{
  return g_strdup (bh_task_row_urgency_tone (urgency));
}

/* A task without a name is called by its number: it is not said twice. */
static char *
number_words (GObject *object, const char *number, const char *name)
{
  return g_strcmp0 (number, name) != 0 ? bh_number_text (number) : NULL;
}

static char *
urgency_icon (GObject *object, gint64 urgency)
{
  return g_strdup (urgency == BH_TASK_OVERDUE ? "bh-warning-symbolic" : "bh-clock-symbolic");
}

static void
bh_task_row_class_init (BhTaskRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_TASK);
  g_type_ensure (BH_TYPE_SPOKEN);
  g_type_ensure (BH_TYPE_TAG);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/task-row.ui");
  bh_closures_bind (widget_class);
  bh_dial_link_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, number_words);
  gtk_widget_class_bind_template_callback (widget_class, urgency_word);
  gtk_widget_class_bind_template_callback (widget_class, urgency_tone);
  gtk_widget_class_bind_template_callback (widget_class, urgency_icon);
}

static void
bh_task_row_init (BhTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

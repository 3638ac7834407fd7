/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/article-row.h"

#include "desktop/model/article-hit.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/tag.h"

#include <glib/gi18n.h>

struct _BhArticleRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhArticleRow, bh_article_row, BH_TYPE_ITEM_ROW)

/* Why it is suggested, or the stretch in which most was found. */
static char *
second_line (GObject *object, const char *why, const char *snippet)
{
  return why != NULL ? g_markup_escape_text (why, -1) : g_strdup (snippet);
}

static char *
warning (GObject *object, gboolean due, gboolean loose)
{
  if (due)
    return g_strdup (C_ ("article", "review is due"));
  return loose ? g_strdup (C_ ("article", "some of the words")) : NULL;
}

static void
bh_article_row_class_init (BhArticleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ARTICLE_HIT);
  g_type_ensure (BH_TYPE_TAG);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/article-row.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, second_line);
  gtk_widget_class_bind_template_callback (widget_class, warning);
}

static void
bh_article_row_init (BhArticleRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

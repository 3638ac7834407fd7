/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/matter-row.h"

#include "desktop/model/matter.h"
#include "desktop/widgets/tag.h"

#include <glib/gi18n.h>

#include "desktop/widgets/closures.h"

struct _BhMatterRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhMatterRow, bh_matter_row, BH_TYPE_ITEM_ROW)

/* The customer system's own words are shown as they are; the usual ones in the reader's words. */
static char *
state_word (GObject *object, const char *state)
{
  static const struct {
    const char *state;
    const char *word;
  } words[] = {{"open", NC_ ("matter", "open")},
               {"promised", NC_ ("matter", "promised")},
               {"waiting", NC_ ("matter", "waiting")},
               {"solved", NC_ ("matter", "solved")},
               {"closed", NC_ ("matter", "closed")}};

  for (gsize i = 0; state != NULL && i < G_N_ELEMENTS (words); i++) {
    if (g_str_equal (words[i].state, state))
      return g_strdup (g_dpgettext2 (NULL, "matter", words[i].word));
  }
  return g_strdup (state);
}

static char *
tone_of (GObject *object, const char *state, const char *due)
{
  return (due != NULL && *due != '\0') || g_strcmp0 (state, "promised") == 0 ? g_strdup ("warning")
                                                                             : NULL;
}

static char *
reference (GObject *object, const char *ref)
{
  return ref != NULL && *ref != '\0' ? g_strconcat ("#", ref, NULL) : NULL;
}

static void
bh_matter_row_class_init (BhMatterRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_MATTER);
  g_type_ensure (BH_TYPE_TAG);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/matter-row.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, state_word);
  gtk_widget_class_bind_template_callback (widget_class, tone_of);
  gtk_widget_class_bind_template_callback (widget_class, reference);
}

static void
bh_matter_row_init (BhMatterRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

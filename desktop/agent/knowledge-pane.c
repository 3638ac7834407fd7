/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/knowledge-pane.h"

#include "desktop/agent/article-row.h"
#include "desktop/model/article-hit.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/format.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/list-step.h"
#include "desktop/widgets/markdown-view.h"

#include <glib/gi18n.h>

/* An article that is quoted without a selection is quoted this far, to the end of its paragraph. */
#define QUOTE_MAX 600

struct _BhKnowledgePane {
  BhContactView parent_instance;

  GtkEntry *entry;
  GtkStack *pages;
  GtkListBox *list;
  GtkLabel *caption;
  BhMarkdownView *article;
  GtkScrolledWindow *article_scroll;

  BhKnowledge *knowledge;
  gboolean finds;        /* the list holds what was found, not what is suggested */
  gboolean open_at_once; /* Enter came before the answer */
};

enum { PROP_KNOWLEDGE = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhKnowledgePane, bh_knowledge_pane, BH_TYPE_CONTACT_VIEW)

/* ---- words */

static char *
link_words (GObject *object, const char *did_you_mean)
{
  return did_you_mean != NULL ? g_strdup_printf (_ ("Did you mean “%s”?"), did_you_mean) : NULL;
}

static char *
also_words (GObject *object, const char *also)
{
  return also != NULL ? g_strdup_printf (_ ("Also searched: %s"), also) : NULL;
}

static char *
vote_words (GObject *object, gint64 vote)
{
  if (vote > 0)
    return g_strdup (_ ("Noted: it was useful"));
  return g_strdup (vote < 0 ? _ ("Noted: it was not useful") : _ ("Was it useful?"));
}

static char *
page_of (GObject *object, GObject *article)
{
  return g_strdup (article != NULL ? "article" : "list");
}

/* "account · 1 Nov · owner sue" */
static char *
about_words (GObject *object, BhArticle *article, gint64 now)
{
  g_autofree char *day = NULL;
  g_autofree char *owner = NULL;
  GPtrArray *parts;
  char *words;

  if (article == NULL)
    return NULL;
  parts = g_ptr_array_new ();
  day = bh_format_day (bh_article_get_at (article), now);
  if (bh_article_get_category (article) != NULL && *bh_article_get_category (article) != '\0')
    g_ptr_array_add (parts, (gpointer) bh_article_get_category (article));
  if (day != NULL && *day != '\0')
    g_ptr_array_add (parts, day);
  if (bh_article_get_owner (article) != NULL) {
    owner = g_strdup_printf (C_ ("article", "owner %s"), bh_article_get_owner (article));
    g_ptr_array_add (parts, owner);
  }
  g_ptr_array_add (parts, NULL);
  words = g_strjoinv ("  ·  ", (char **) parts->pdata);
  g_ptr_array_unref (parts);
  return words;
}

/* ---- the list */

static guint
n_listed (BhKnowledgePane *self)
{
  return g_list_model_get_n_items (self->finds ? bh_knowledge_get_hits (self->knowledge)
                                               : bh_knowledge_get_suggestions (self->knowledge));
}

static void
update_caption (BhKnowledgePane *self)
{
  gboolean more;
  guint n = n_listed (self);
  g_autofree char *words = NULL;

  g_object_get (self->knowledge, "more", &more, NULL);
  if (!self->finds)
    words = g_strdup (n > 0 ? _ ("Suggested") : "");
  else if (more)
    /* Translators: a search; %u are listed */
    words = g_strdup_printf (_ ("The best %u of many"), n);
  else
    words = g_strdup_printf (ngettext ("%u article found", "%u articles found", n), n);
  gtk_label_set_label (self->caption, words);
}

static void
choose_first (BhKnowledgePane *self)
{
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static void
show_list (BhKnowledgePane *self, gboolean finds)
{
  if (self->finds == finds)
    return;
  self->finds = finds;
  bh_item_row_bind (self->list,
                    finds ? bh_knowledge_get_hits (self->knowledge)
                          : bh_knowledge_get_suggestions (self->knowledge),
                    BH_TYPE_ARTICLE_ROW,
                    bh_contact_view_get_desk (self));
}

static void
open_row (BhKnowledgePane *self, GtkListBoxRow *row)
{
  BhArticleHit *hit = bh_item_row_get_item (row);

  bh_knowledge_open (self->knowledge,
                     bh_article_hit_get_article (hit),
                     self->finds ? bh_article_hit_get_place (hit) : 0);
}

static void
open_chosen (BhKnowledgePane *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    open_row (self, row);
}

static void
on_answered (BhKnowledgePane *self)
{
  gboolean wanted = self->open_at_once;

  if (*bh_knowledge_get_text (self->knowledge) == '\0') {
    show_list (self, FALSE);
  } else if (bh_knowledge_get_answered (self->knowledge)) {
    show_list (self, TRUE);
    self->open_at_once = FALSE;
  } else {
    return; /* what was found before stays until there is something else */
  }
  choose_first (self);
  update_caption (self);
  if (wanted && !self->open_at_once)
    open_chosen (self);
}

static void
on_suggestions_changed (BhKnowledgePane *self)
{
  if (self->finds)
    return;
  update_caption (self);
  choose_first (self);
}

static void
on_text_changed (BhKnowledgePane *self)
{
  if (self->knowledge == NULL)
    return;
  self->open_at_once = FALSE;
  if (bh_knowledge_get_article (self->knowledge) != NULL)
    bh_knowledge_close (self->knowledge);
  bh_knowledge_search (self->knowledge, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  on_answered (self);
}

static void
on_row_activated (BhKnowledgePane *self, GtkListBoxRow *row)
{
  open_row (self, row);
}

/* ---- keys */

static void
scroll (BhKnowledgePane *self, double pages)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->article_scroll);

  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment) +
                                pages * gtk_adjustment_get_page_size (adjustment));
}

static gboolean
on_article_key (BhKnowledgePane *self, guint keyval)
{
  switch (keyval) {
  case GDK_KEY_Up:
    scroll (self, -0.15);
    return GDK_EVENT_STOP;
  case GDK_KEY_Down:
    scroll (self, 0.15);
    return GDK_EVENT_STOP;
  case GDK_KEY_Page_Up:
    scroll (self, -0.9);
    return GDK_EVENT_STOP;
  case GDK_KEY_Page_Down:
    scroll (self, 0.9);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
on_back (BhKnowledgePane *self)
{
  if (bh_knowledge_get_article (self->knowledge) != NULL) {
    bh_knowledge_close (self->knowledge);
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
    gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  } else if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0') {
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  } else {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.knowledge", NULL);
  }
}

static void
on_did_you_mean (BhKnowledgePane *self)
{
  bh_knowledge_pane_search (self, bh_knowledge_get_did_you_mean (self->knowledge));
}

static gboolean
on_enter (BhKnowledgePane *self)
{
  if (bh_knowledge_get_article (self->knowledge) != NULL)
    return GDK_EVENT_STOP;
  if (bh_knowledge_get_did_you_mean (self->knowledge) != NULL && n_listed (self) == 0)
    on_did_you_mean (self);
  else if (bh_knowledge_get_message (self->knowledge) != NULL) /* once more, then */
    bh_knowledge_search (self->knowledge, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  else if (bh_knowledge_get_answered (self->knowledge) ||
           *bh_knowledge_get_text (self->knowledge) == '\0')
    open_chosen (self);
  else
    self->open_at_once = TRUE;
  return GDK_EVENT_STOP;
}

static gboolean
on_entry_key (BhKnowledgePane *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (self->knowledge == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape) {
    on_back (self);
    return GDK_EVENT_STOP;
  }
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    return on_enter (self);
  if (bh_knowledge_get_article (self->knowledge) != NULL)
    return on_article_key (self, keyval);
  if (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  bh_list_step (self->list, keyval == GDK_KEY_Down ? 1 : -1);
  return GDK_EVENT_STOP;
}

/* Everywhere else in the pane. */
static gboolean
on_key (BhKnowledgePane *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (self->knowledge == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 ||
      (keyval != GDK_KEY_Escape && keyval != GDK_KEY_BackSpace))
    return GDK_EVENT_PROPAGATE;
  on_back (self);
  return GDK_EVENT_STOP;
}

/* ---- the article */

static void
on_link (BhKnowledgePane *self, const char *address, const char *words)
{
  if (g_str_has_prefix (address, "kb:") && g_uuid_string_is_valid (address + 3))
    bh_knowledge_open (self->knowledge, address + 3, 0);
  else if (g_str_has_prefix (address, "https://") || g_str_has_prefix (address, "http://") ||
           g_str_has_prefix (address, "mailto:"))
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), address, GDK_CURRENT_TIME);
  else if (g_str_has_prefix (address, "tel:"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.dial-number", "s", address + 4);
  else /* a file that it was written beside: its article is found by its words */
    bh_knowledge_pane_search (self, words);
}

static void
on_article_changed (BhKnowledgePane *self)
{
  BhArticle *article = bh_knowledge_get_article (self->knowledge);

  bh_markdown_view_set_pictures (self->article,
                                 article != NULL ? bh_article_get_pictures (article) : NULL,
                                 bh_picture_shelf_of (bh_contact_view_get_desk (self)));
  bh_markdown_view_set_markdown (self->article,
                                 article != NULL ? bh_article_get_body (article) : NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->article_scroll), 0);
}

/* ---- the widget */

static void
connect_knowledge (BhKnowledgePane *self)
{
  static const struct {
    const char *signal;
    void (*func) (BhKnowledgePane *self);
  } signals[] = {{"notify::answered", on_answered},
                 {"notify::text", on_answered},
                 {"notify::article", on_article_changed}};

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->knowledge,
                             signals[i].signal,
                             G_CALLBACK (signals[i].func),
                             self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (bh_knowledge_get_suggestions (self->knowledge),
                           "items-changed",
                           G_CALLBACK (on_suggestions_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
on_desk_set (BhKnowledgePane *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (desk == NULL || self->knowledge != NULL)
    return;
  self->knowledge = bh_knowledge_new (desk);
  bh_knowledge_set_contact (self->knowledge, bh_contact_view_get_contact (self));
  connect_knowledge (self);
  self->finds = TRUE; /* so that it is bound */
  show_list (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KNOWLEDGE]);
}

static void
bh_knowledge_pane_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhKnowledgePane *self = BH_KNOWLEDGE_PANE (view);

  if (self->knowledge != NULL)
    bh_knowledge_set_contact (self->knowledge, contact);
}

static gboolean
bh_knowledge_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BH_KNOWLEDGE_PANE (widget)->entry));
}

static void
bh_knowledge_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, BH_KNOWLEDGE_PANE (object)->knowledge);
}

static void
bh_knowledge_pane_dispose (GObject *object)
{
  BhKnowledgePane *self = BH_KNOWLEDGE_PANE (object);

  if (self->knowledge != NULL) {
    g_signal_handlers_disconnect_by_data (self->knowledge, self);
    g_signal_handlers_disconnect_by_data (bh_knowledge_get_suggestions (self->knowledge), self);
    bh_item_row_bind (self->list, NULL, BH_TYPE_ARTICLE_ROW, NULL);
  }
  G_OBJECT_CLASS (bh_knowledge_pane_parent_class)->dispose (object);
  g_clear_object (&self->knowledge);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/knowledge-pane.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhKnowledgePane, entry);
  gtk_widget_class_bind_template_child (widget_class, BhKnowledgePane, pages);
  gtk_widget_class_bind_template_child (widget_class, BhKnowledgePane, list);
  gtk_widget_class_bind_template_child (widget_class, BhKnowledgePane, caption);
  gtk_widget_class_bind_template_child (widget_class, BhKnowledgePane, article);
  gtk_widget_class_bind_template_child (widget_class, BhKnowledgePane, article_scroll);
  gtk_widget_class_bind_template_callback (widget_class, link_words);
  gtk_widget_class_bind_template_callback (widget_class, also_words);
  gtk_widget_class_bind_template_callback (widget_class, vote_words);
  gtk_widget_class_bind_template_callback (widget_class, about_words);
  gtk_widget_class_bind_template_callback (widget_class, page_of);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_key);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_did_you_mean);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_link);
}

static void
bh_knowledge_pane_class_init (BhKnowledgePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_KEY_CAP);
  g_type_ensure (BH_TYPE_MARKDOWN_VIEW);
  object_class->get_property = bh_knowledge_pane_get_property;
  object_class->dispose = bh_knowledge_pane_dispose;
  widget_class->grab_focus = bh_knowledge_pane_grab_focus;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_knowledge_pane_contact_changed;
  props[PROP_KNOWLEDGE] = g_param_spec_object ("knowledge",
                                               NULL,
                                               NULL,
                                               BH_TYPE_KNOWLEDGE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  bind_template (widget_class);
}

static void
bh_knowledge_pane_init (BhKnowledgePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
}

BhKnowledge *
bh_knowledge_pane_get_knowledge (BhKnowledgePane *self)
{
  g_return_val_if_fail (BH_IS_KNOWLEDGE_PANE (self), NULL);
  return self->knowledge;
}

void
bh_knowledge_pane_search (BhKnowledgePane *self, const char *text)
{
  g_autofree char *own = NULL;

  g_return_if_fail (BH_IS_KNOWLEDGE_PANE (self));

  own = g_strdup (text != NULL ? text : "");
  gtk_editable_set_text (GTK_EDITABLE (self->entry), own);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

const char *
bh_knowledge_pane_get_words (BhKnowledgePane *self)
{
  g_return_val_if_fail (BH_IS_KNOWLEDGE_PANE (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/* At the end of a paragraph, or of a word where the paragraph is too long. */
static char *
beginning_of (const char *text)
{
  const char *limit;
  const char *end = NULL;

  if (g_utf8_strlen (text, -1) <= QUOTE_MAX)
    return g_strdup (text);
  limit = g_utf8_offset_to_pointer (text, QUOTE_MAX);
  for (const char *at = text; at < limit; at = g_utf8_next_char (at))
    if (*at == '\n')
      end = at;
  if (end == NULL)
    end = limit;
  return g_strdup_printf ("%.*s …", (int) (end - text), text);
}

char *
bh_knowledge_pane_dup_quote (BhKnowledgePane *self, gboolean with_title)
{
  BhArticle *article;
  g_autofree char *chosen = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *beginning = NULL;

  g_return_val_if_fail (BH_IS_KNOWLEDGE_PANE (self), NULL);

  article = self->knowledge != NULL ? bh_knowledge_get_article (self->knowledge) : NULL;
  if (article == NULL)
    return NULL;
  chosen = bh_markdown_view_dup_text (self->article, FALSE);
  if (chosen != NULL)
    return g_steal_pointer (&chosen);
  whole = bh_markdown_view_dup_text (self->article, TRUE);
  beginning = beginning_of (whole);
  if (!with_title)
    return g_steal_pointer (&beginning);
  return g_strdup_printf ("%s\n%s", bh_article_get_title (article), beginning);
}

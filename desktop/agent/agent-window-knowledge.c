/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/article-editor.h"

#include <glib/gi18n.h>

/* Acts of the knowledge base: what is read at the right goes into the note, to the customer's ear,
 * or to the editors as what is missing. */

static BhKnowledge *
knowledge_of (BhAgentWindow *self)
{
  return bh_knowledge_pane_get_knowledge (self->knowledge);
}

static gboolean
has_article (BhAgentWindow *self)
{
  BhKnowledge *knowledge = knowledge_of (self);

  return knowledge != NULL && bh_knowledge_get_article (knowledge) != NULL;
}

static gboolean
has_article_and_contact (BhAgentWindow *self)
{
  return has_article (self) && bh_desk_get_current (self->desk) != NULL &&
         g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "contact") == 0;
}

static void
on_kb_search (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_agent_window_show_knowledge (self);
  bh_knowledge_pane_search (self->knowledge, g_variant_get_string (target, NULL));
}

/* Beside the middle the focus stays where it is: who clicks a link in a script goes on there. */
static void
on_kb_open (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_agent_window_show_knowledge (self);
  bh_knowledge_open (knowledge_of (self), g_variant_get_string (target, NULL), 0);
}

static void
on_kb_insert (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  g_autofree char *quote = bh_knowledge_pane_dup_quote (self->knowledge, TRUE);

  if (quote == NULL)
    return;
  bh_contact_page_insert_note (self->contact_page, quote);
  bh_knowledge_used (knowledge_of (self), FALSE);
  bh_agent_window_toast (self, _ ("Inserted in the notes"));
}

/* The same key puts the words away again. */
static void
on_kb_read_out (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  g_autofree char *quote = bh_knowledge_pane_dup_quote (self->knowledge, FALSE);

  if (bh_contact_page_is_reading_out (self->contact_page)) {
    bh_contact_page_read_out (self->contact_page, NULL);
  } else if (quote != NULL) {
    bh_contact_page_read_out (self->contact_page, quote);
    bh_knowledge_used (knowledge_of (self), TRUE);
  }
}

static void
on_kb_copy_link (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhArticle *article = bh_knowledge_get_article (knowledge_of (self));
  g_autofree char *link =
      g_strdup_printf ("[%s](kb:%s)", bh_article_get_title (article), bh_article_get_id (article));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), link);
  bh_agent_window_toast (self, _ ("Link copied"));
}

static void
on_kb_vote (GtkWidget *window, const char *name, GVariant *target)
{
  bh_knowledge_vote (knowledge_of (BH_AGENT_WINDOW (window)), g_variant_get_boolean (target));
}

static void
on_gap_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhAgentWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (bh_knowledge_report_gap_finish (BH_KNOWLEDGE (source), result, &error))
    bh_agent_window_toast (self, _ ("Noted. The editors will see that it is missing."));
  else
    bh_agent_window_toast (self, error->message);
}

static void
on_kb_gap (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  g_autofree char *words = g_strdup (bh_knowledge_pane_get_words (self->knowledge));

  if (*g_strstrip (words) == '\0') {
    bh_agent_window_show_knowledge (self);
    bh_agent_window_toast (self, _ ("Type what is missing, then press the key again."));
    return;
  }
  bh_knowledge_report_gap_async (knowledge_of (self),
                                 words,
                                 NULL,
                                 NULL,
                                 on_gap_told,
                                 g_object_ref (self));
}

/* One window of it: who goes on in it finds what is half written there. */
static BhArticleEditor *
the_editor (BhAgentWindow *self)
{
  if (self->article_editor == NULL)
    g_set_weak_pointer (&self->article_editor,
                        GTK_WIDGET (bh_article_editor_new (GTK_WINDOW (self), self->desk)));
  gtk_window_present (GTK_WINDOW (self->article_editor));
  return BH_ARTICLE_EDITOR (self->article_editor);
}

/* The article that is open, else what was searched and is not there, as a new one. */
static void
on_kb_write (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhArticle *article = bh_knowledge_get_article (knowledge_of (self));
  const char *words = bh_knowledge_pane_get_words (self->knowledge);
  BhArticleEditor *editor = the_editor (self);

  if (article != NULL)
    bh_article_editor_open (editor, bh_article_get_id (article));
  else if (*words != '\0')
    bh_article_editor_begin (editor, words);
}

static gboolean
can_write (BhAgentWindow *self)
{
  return bh_desk_allows (self->desk, "kb.save") || bh_desk_allows (self->desk, "kb.suggest");
}

const BhWindowAct bh_window_knowledge_acts[] = {
    {"win.kb-search", "s", on_kb_search, NULL},
    {"win.kb-open", "s", on_kb_open, NULL},
    {"win.kb-insert", NULL, on_kb_insert, has_article_and_contact},
    {"win.kb-read-out", NULL, on_kb_read_out, has_article_and_contact},
    {"win.kb-copy-link", NULL, on_kb_copy_link, has_article},
    {"win.kb-vote", "b", on_kb_vote, has_article},
    {"win.kb-gap", NULL, on_kb_gap, NULL},
    {"win.kb-write", NULL, on_kb_write, can_write},
    {NULL},
};

/* The pane gets its desk once the window is made. */
static void
on_knowledge_set (BhAgentWindow *self)
{
  g_signal_connect_object (knowledge_of (self),
                           "notify::article",
                           G_CALLBACK (bh_agent_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
}

void
bh_agent_window_init_knowledge (BhAgentWindow *self)
{
  g_signal_connect_object (self->knowledge,
                           "notify::knowledge",
                           G_CALLBACK (on_knowledge_set),
                           self,
                           G_CONNECT_SWAPPED);
}

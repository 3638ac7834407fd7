/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-links.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/bidi.h"
#include "desktop/model/desk-ask.h"
#include "desktop/model/script-draft-parts.h"

typedef struct {
  guint step;
  char *article, *title;
} Link;

typedef struct {
  GPtrArray *links; /* Link: still to be looked at, the next one last */
  GPtrArray *broken;
} Look;

static void
link_free (gpointer data)
{
  Link *link = data;

  g_free (link->article);
  g_free (link->title);
  g_free (link);
}

static void
broken_free (gpointer data)
{
  BhScriptBrokenLink *link = data;

  g_free (link->article);
  g_free (link->words);
  g_free (link);
}

static void
look_free (gpointer data)
{
  Look *look = data;

  g_ptr_array_unref (look->links);
  g_clear_pointer (&look->broken, g_ptr_array_unref);
  g_free (look);
}

static GPtrArray *
list_links (BhScriptDraft *draft)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (link_free);

  for (guint step = bh_script_draft_get_n_steps (draft); step-- > 0;)
    for (guint i = bh_script_draft_get_n_parts (draft, step, BH_SCRIPT_PART_ARTICLE); i-- > 0;) {
      g_autofree char *article =
          bh_script_draft_dup_part (draft, step, BH_SCRIPT_PART_ARTICLE, i, "article");
      Link *link;
      if (*article == '\0' || links->len >= BH_SCRIPT_LINKS_MAX)
        continue;
      link = g_new (Link, 1);
      link->step = step;
      link->article = g_steal_pointer (&article);
      link->title = bh_script_draft_dup_part (draft, step, BH_SCRIPT_PART_ARTICLE, i, "title");
      g_ptr_array_add (links, link);
    }
  return links;
}

static void
add_broken (Look *look, Link *link, gboolean is_gone)
{
  BhScriptBrokenLink *broken = g_new (BhScriptBrokenLink, 1);
  g_autofree char *title = bh_bidi_part (link->title);

  broken->step = link->step;
  broken->article = g_strdup (link->article);
  broken->words =
      is_gone
          ? g_strdup_printf (_ ("The article “%s” does not exist any more: choose another."), title)
          : g_strdup_printf (
                _ ("The article “%s” was retired, agents cannot read it: choose another."),
                title);
  g_ptr_array_add (look->broken, broken);
}

static void ask_next (GTask *task);

static void
on_article (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Look *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);
  Link *link = g_ptr_array_index (look->links, look->links->len - 1);

  if (reply != NULL && json_object_has_member (reply, "live") &&
      bh_json_int (reply, "live", 0) == 0)
    add_broken (look, link, FALSE);
  else if (g_error_matches (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_NOT_FOUND))
    add_broken (look, link, TRUE);
  else if (reply == NULL) {
    g_info ("The articles of a script could not be looked at: %s", error->message);
    g_ptr_array_set_size (look->links, 1);
  }
  g_ptr_array_set_size (look->links, (int) look->links->len - 1);
  ask_next (task);
}

/* Consumes @task. */
static void
ask_next (GTask *task)
{
  Look *look = g_task_get_task_data (task);
  JsonObject *args;
  Link *link;

  if (look->links->len == 0) {
    g_task_return_pointer (task,
                           g_steal_pointer (&look->broken),
                           (GDestroyNotify) g_ptr_array_unref);
    g_object_unref (task);
    return;
  }
  link = g_ptr_array_index (look->links, look->links->len - 1);
  args = json_object_new ();
  json_object_set_string_member (args, "article", link->article);
  bh_desk_ask_async (g_task_get_source_object (task),
                     "kb.article",
                     args,
                     g_task_get_cancellable (task),
                     on_article,
                     task);
}

void
bh_desk_check_script_links_async (BhDesk *desk, BhScriptDraft *draft, BH_COMMAND_END)
{
  GTask *task = g_task_new (desk, cancellable, callback, user_data);
  Look *look = g_new (Look, 1);

  look->links = list_links (draft);
  look->broken = g_ptr_array_new_with_free_func (broken_free);
  g_task_set_source_tag (task, bh_desk_check_script_links_async);
  g_task_set_task_data (task, look, look_free);
  ask_next (task);
}

GPtrArray *
bh_desk_check_script_links_finish (BhDesk *desk, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
bh_script_broken_link_is_there (const BhScriptBrokenLink *link, BhScriptDraft *draft)
{
  guint n = link->step < bh_script_draft_get_n_steps (draft)
                ? bh_script_draft_get_n_parts (draft, link->step, BH_SCRIPT_PART_ARTICLE)
                : 0;

  for (guint i = 0; i < n; i++) {
    g_autofree char *article =
        bh_script_draft_dup_part (draft, link->step, BH_SCRIPT_PART_ARTICLE, i, "article");
    if (g_str_equal (article, link->article))
      return TRUE;
  }
  return FALSE;
}

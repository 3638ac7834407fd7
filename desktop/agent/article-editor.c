/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/article-editor.h"

#include "desktop/agent/article-editor-lists.h"
#include "desktop/agent/article-pictures.h"
#include "desktop/agent/unsaved-bar.h"
#include "desktop/model/unsaved.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/markdown-view.h"

#include <glib/gi18n.h>

struct _BhArticleEditor {
  AdwWindow parent_instance;

  GtkWidget *side;
  BhArticleEditorLists *lists;
  GtkEditable *title_entry;
  GtkEditable *category;
  GtkEditable *tags;
  GtkEditable *language;
  GtkEditable *owner;
  GtkEditable *review_on;
  GtkEditable *comment;
  GtkTextView *body;
  BhMarkdownView *preview;
  GtkListBox *versions;
  GtkTextView *difference;
  GtkStack *look;
  GtkLabel *said;
  GtkWidget *editors_only;
  GtkWidget *overtake;
  AdwWindowTitle *head;
  GtkWidget *picture_row;
  GtkLabel *picture_said;

  BhUnsavedBar *unsaved_bar;
  BhDesk *desk;
  char *unsaved; /* the key under which what is typed is kept on this machine */
  BhArticleDraft *draft;
  BhArticlePictures *pictures;
  gboolean loading; /* the form is being filled, not typed into */
  guint typed;      /* counts what was typed */
  guint kept;       /* as much of it is with the server, or on its way */
  guint preview_idle;
  gboolean close_when_saved;
};

G_DEFINE_FINAL_TYPE (BhArticleEditor, bh_article_editor, ADW_TYPE_WINDOW)

gboolean
bh_article_editor_is_dirty (BhArticleEditor *self)
{
  g_return_val_if_fail (BH_IS_ARTICLE_EDITOR (self), FALSE);
  return self->typed != self->kept;
}

static char *
dup_body (BhArticleEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->body);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* ---- what is possible */

static void
enable (BhArticleEditor *self, const char *action, gboolean possible)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, possible);
}

static gboolean
is_one_of (const char *status, const char *a, const char *b)
{
  return g_strcmp0 (status, a) == 0 || g_strcmp0 (status, b) == 0;
}

/* "Published · version 3", or that it is new. */
static void
update_head (BhArticleEditor *self)
{
  gint64 base = bh_article_draft_get_base (self->draft);
  g_autofree char *version = g_strdup_printf (C_ ("article", "Version %d"), (int) base);
  g_autofree char *words =
      base > 0 ? g_strjoin ("  ·  ",
                            bh_article_status_word (bh_article_draft_get_status (self->draft)),
                            version,
                            NULL)
               : g_strdup (_ ("New, not saved yet"));

  adw_window_title_set_subtitle (self->head, words);
}

static void
update_actions (BhArticleEditor *self)
{
  const char *status = bh_article_draft_get_status (self->draft);
  gboolean editor = bh_article_draft_get_is_editor (self->draft);
  gboolean conflict = bh_article_draft_get_conflict (self->draft);
  gboolean free_now = !bh_article_draft_get_busy (self->draft);
  gboolean dirty = bh_article_editor_is_dirty (self);
  gboolean settled = editor && free_now && !dirty && bh_article_draft_get_base (self->draft) > 0;

  enable (self, "editor.save", editor && free_now && !conflict && dirty);
  enable (self, "editor.picture", editor);
  enable (self, "editor.suggest", free_now && !conflict && dirty);
  enable (self, "editor.overtake", free_now && conflict);
  enable (self, "editor.start-review", settled && is_one_of (status, "draft", "suggested"));
  enable (self, "editor.return", settled && is_one_of (status, "suggested", "in_review"));
  enable (self, "editor.publish", settled && !is_one_of (status, "published", "archived"));
  enable (self, "editor.archive", settled && g_strcmp0 (status, "archived") != 0);
  enable (self, "editor.roll-back", settled && gtk_list_box_get_selected_row (self->versions));
  gtk_widget_set_visible (self->editors_only, editor);
  gtk_widget_set_visible (self->overtake, conflict);
  gtk_widget_set_visible (self->picture_row, editor);
  bh_article_pictures_set_possible (self->pictures, editor);
  update_head (self);
  gtk_widget_set_visible (self->side, editor);
}

static void
update_said (BhArticleEditor *self)
{
  gboolean is_error;

  g_object_get (self->draft, "message-is-error", &is_error, NULL);
  gtk_label_set_label (self->said, bh_article_draft_get_message (self->draft));
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->said), "bh-error-text");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->said), "bh-error-text");
}

/* ---- the form */

static void
show_preview (gpointer data)
{
  BhArticleEditor *self = BH_ARTICLE_EDITOR (data);
  g_autofree char *body = dup_body (self);

  self->preview_idle = 0;
  bh_markdown_view_set_pictures (self->preview,
                                 bh_article_pictures_get (self->pictures),
                                 bh_picture_shelf_of (self->desk));
  bh_markdown_view_set_markdown (self->preview, body);
}

static BhArticleText text_of (BhArticleEditor *self, const char *body);

/* What is typed survives the death of the program until the server has it. */
static void
keep_here (BhArticleEditor *self)
{
  g_autofree char *body = dup_body (self);
  g_autofree char *base =
      g_strdup_printf ("%" G_GINT64_FORMAT, bh_article_draft_get_base (self->draft));
  g_autofree char *pictures = bh_pictures_to_text (bh_article_pictures_get (self->pictures));
  const BhArticleText text = text_of (self, body);

  if (!bh_article_editor_is_dirty (self))
    bh_desk_unsaved_drop (self->desk, self->unsaved);
  else
    bh_desk_unsaved_put (
        self->desk,
        self->unsaved,
        (const BhUnsavedField[]){{"article", bh_article_draft_get_id (self->draft)},
                                 {"base", base},
                                 {"title", text.title},
                                 {"body", text.body},
                                 {"language", text.language},
                                 {"category", text.category},
                                 {"tags", text.tags},
                                 {"owner", text.owner},
                                 {"review_on", text.review_on},
                                 {"comment", text.comment},
                                 {"pictures", pictures},
                                 {NULL, NULL}});
}

static void
on_typed (BhArticleEditor *self)
{
  if (self->preview_idle == 0)
    self->preview_idle = g_idle_add_once (show_preview, self);
  if (self->loading)
    return;
  self->typed++;
  keep_here (self);
  update_actions (self);
}

static void
set_text (GtkEditable *entry, const char *text)
{
  gtk_editable_set_text (entry, text != NULL ? text : "");
}

static void
fill_form (BhArticleEditor *self)
{
  BhArticle *article = bh_article_draft_get_article (self->draft);
  g_autofree char *tags = NULL;
  const char *const *list = article != NULL ? bh_article_get_tags (article) : NULL;

  self->loading = TRUE;
  bh_article_pictures_set (self->pictures,
                           article != NULL ? bh_article_get_pictures (article) : NULL);
  tags = list != NULL ? g_strjoinv (", ", (char **) list) : g_strdup ("");
  set_text (self->title_entry, article != NULL ? bh_article_get_title (article) : NULL);
  set_text (self->category, article != NULL ? bh_article_get_category (article) : NULL);
  set_text (self->tags, tags);
  set_text (self->language, article != NULL ? bh_article_get_language (article) : NULL);
  set_text (self->owner, article != NULL ? bh_article_get_owner (article) : NULL);
  set_text (self->review_on, article != NULL ? bh_article_get_review_on (article) : NULL);
  set_text (self->comment, NULL);
  gtk_text_buffer_set_text (
      gtk_text_view_get_buffer (self->body),
      article != NULL && bh_article_get_body (article) != NULL ? bh_article_get_body (article) : "",
      -1);
  self->loading = FALSE;
  self->kept = self->typed;
  update_actions (self);
}

static void
restore_entry (BhArticleEditor *self, GtkEditable *entry, const char *name)
{
  g_autofree char *text = bh_desk_unsaved_dup (self->desk, self->unsaved, name);

  gtk_editable_set_text (entry, text);
}

static void
restore_form (BhArticleEditor *self)
{
  g_autofree char *body = bh_desk_unsaved_dup (self->desk, self->unsaved, "body");
  g_autofree char *kept = bh_desk_unsaved_dup (self->desk, self->unsaved, "pictures");
  g_autoptr (GListModel) pictures = bh_pictures_from_text (kept);

  self->loading = TRUE;
  bh_article_pictures_set (self->pictures, pictures);
  restore_entry (self, self->title_entry, "title");
  restore_entry (self, self->category, "category");
  restore_entry (self, self->tags, "tags");
  restore_entry (self, self->language, "language");
  restore_entry (self, self->owner, "owner");
  restore_entry (self, self->review_on, "review_on");
  restore_entry (self, self->comment, "comment");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->body), body, -1);
  self->loading = FALSE;
  self->typed++;
  update_actions (self);
}

static gboolean must_stay (BhArticleEditor *self);

/* The window takes over the key: what is typed from now on replaces what was. */
static void
on_restore (BhArticleEditor *self, const char *key)
{
  g_autofree char *article = bh_desk_unsaved_dup (self->desk, key, "article");
  g_autofree char *base = bh_desk_unsaved_dup (self->desk, key, "base");
  g_autofree char *own = g_steal_pointer (&self->unsaved);

  self->unsaved = g_strdup (key);
  if (must_stay (self)) {
    g_free (self->unsaved);
    self->unsaved = g_steal_pointer (&own);
    return;
  }
  bh_desk_unsaved_leave (self->desk, own);
  bh_desk_unsaved_hold (self->desk, key);
  bh_article_draft_resume (self->draft, article, g_ascii_strtoll (base, NULL, 10));
  restore_form (self);
}

/* ---- versions */

static GtkWidget *
make_version_row (gpointer item, gpointer data)
{
  BhArticle *version = item;
  g_autofree char *title =
      g_strdup_printf (C_ ("article", "Version %d"), (int) bh_article_get_version (version));
  g_autofree char *comment = NULL;
  g_autofree char *words = NULL;
  GtkWidget *row = adw_action_row_new ();

  g_object_get (version, "comment", &comment, NULL);
  words = g_strjoin ("  ·  ",
                     bh_article_status_word (bh_article_get_status (version)),
                     bh_article_get_author (version),
                     comment != NULL && *comment != '\0' ? comment : NULL,
                     NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  g_object_set_data (G_OBJECT (row),
                     "bh-version",
                     GINT_TO_POINTER ((int) bh_article_get_version (version)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}

static gint64
chosen_version (BhArticleEditor *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->versions);

  return row != NULL ? GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "bh-version")) : 0;
}

static void
on_version_chosen (BhArticleEditor *self)
{
  gint64 version = chosen_version (self);

  if (version > 0)
    bh_article_draft_compare (self->draft, version, bh_article_draft_get_base (self->draft));
  update_actions (self);
}

/* What is new in green and underlined, what is gone in red and struck out. */
static void
show_difference (BhArticleEditor *self)
{
  const char *text = bh_article_draft_get_difference (self->draft);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->difference);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  GtkTextIter end;

  gtk_text_buffer_set_text (buffer, "", -1);
  if (gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "+") == NULL) {
    gtk_text_buffer_create_tag (buffer,
                                "+",
                                "underline",
                                PANGO_UNDERLINE_SINGLE,
                                "weight",
                                PANGO_WEIGHT_BOLD,
                                NULL);
    gtk_text_buffer_create_tag (buffer, "-", "strikethrough", TRUE, NULL);
    gtk_text_buffer_create_tag (buffer, " ", NULL, NULL);
  }
  for (char **line = lines; *line != NULL; line++) {
    char tag[] = {**line == '+' || **line == '-' ? **line : ' ', '\0'};
    gtk_text_buffer_get_end_iter (buffer, &end);
    gtk_text_buffer_insert_with_tags_by_name (buffer, &end, *line, -1, tag, NULL);
    gtk_text_buffer_insert (buffer, &end, "\n", 1);
  }
  if (text != NULL)
    gtk_stack_set_visible_child_name (self->look, "versions");
}

/* ---- acts */

static BhArticleText
text_of (BhArticleEditor *self, const char *body)
{
  BhArticleText text = {
      .title = gtk_editable_get_text (self->title_entry),
      .body = body,
      .language = gtk_editable_get_text (self->language),
      .category = gtk_editable_get_text (self->category),
      .tags = gtk_editable_get_text (self->tags),
      .owner = gtk_editable_get_text (self->owner),
      .review_on = gtk_editable_get_text (self->review_on),
      .comment = gtk_editable_get_text (self->comment),
  };

  return text;
}

static void
keep (BhArticleEditor *self, gboolean suggest)
{
  g_autofree char *body = dup_body (self);
  BhArticleText text = text_of (self, body);

  g_object_set_data (G_OBJECT (self->draft), "bh-typed", GUINT_TO_POINTER (self->typed));
  if (suggest)
    bh_article_draft_suggest (self->draft, &text);
  else
    bh_article_draft_save (self->draft, &text);
}

static void
on_save (GtkWidget *widget, const char *name, GVariant *target)
{
  keep (BH_ARTICLE_EDITOR (widget), FALSE);
}

static void
on_suggest (GtkWidget *widget, const char *name, GVariant *target)
{
  keep (BH_ARTICLE_EDITOR (widget), TRUE);
}

static void
on_overtake (GtkWidget *widget, const char *name, GVariant *target)
{
  BhArticleEditor *self = BH_ARTICLE_EDITOR (widget);

  bh_article_draft_overtake (self->draft);
  keep (self, !bh_article_draft_get_is_editor (self->draft));
}

static void
on_move (GtkWidget *widget, const char *name, GVariant *target)
{
  static const struct {
    const char *action;
    BhArticleMove move;
  } moves[] = {{"editor.start-review", BH_ARTICLE_START_REVIEW},
               {"editor.return", BH_ARTICLE_RETURN},
               {"editor.publish", BH_ARTICLE_PUBLISH},
               {"editor.archive", BH_ARTICLE_ARCHIVE}};
  BhArticleEditor *self = BH_ARTICLE_EDITOR (widget);

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    if (g_str_equal (moves[i].action, name))
      bh_article_draft_move (self->draft, moves[i].move, gtk_editable_get_text (self->comment));
}

static void
on_roll_back (GtkWidget *widget, const char *name, GVariant *target)
{
  BhArticleEditor *self = BH_ARTICLE_EDITOR (widget);

  if (chosen_version (self) > 0)
    bh_article_draft_roll_back (self->draft, chosen_version (self));
}

static void
on_picture (GtkWidget *widget, const char *name, GVariant *target)
{
  bh_article_pictures_choose (BH_ARTICLE_EDITOR (widget)->pictures);
}

static void
on_picture_said (BhArticleEditor *self, const char *words, gboolean is_error)
{
  gtk_label_set_label (self->picture_said, words);
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->picture_said), "bh-error-text");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->picture_said), "bh-error-text");
}

static void
on_new (GtkWidget *widget, const char *name, GVariant *target)
{
  bh_article_editor_begin (BH_ARTICLE_EDITOR (widget), NULL);
}

static void
on_saved (BhArticleEditor *self)
{
  if (bh_article_editor_is_dirty (self))
    self->kept = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (self->draft), "bh-typed"));
  keep_here (self);
  bh_article_editor_lists_reload (self->lists);
  update_actions (self);
  if (self->close_when_saved && !bh_article_editor_is_dirty (self))
    gtk_window_destroy (GTK_WINDOW (self));
}

/* ---- closing */

static void
on_answer (BhArticleEditor *self, const char *answer)
{
  if (g_str_equal (answer, "discard")) {
    bh_desk_unsaved_drop (self->desk, self->unsaved);
    gtk_window_destroy (GTK_WINDOW (self));
  } else if (g_str_equal (answer, "save")) {
    self->close_when_saved = TRUE;
    keep (self, !bh_article_draft_get_is_editor (self->draft));
  }
}

static gboolean
bh_article_editor_close_request (GtkWindow *window)
{
  BhArticleEditor *self = BH_ARTICLE_EDITOR (window);
  GtkWidget *dialog;

  if (!bh_article_editor_is_dirty (self))
    return GTK_WINDOW_CLASS (bh_article_editor_parent_class)->close_request (window);
  dialog = adw_message_dialog_new (window, _ ("Keep what you wrote?"), _ ("It is not saved yet."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel",
                                    _ ("_Go on writing"),
                                    "discard",
                                    _ ("_Discard"),
                                    "save",
                                    bh_article_draft_get_is_editor (self->draft) ? _ ("_Save")
                                                                                 : _ ("_Suggest"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}

/* ---- the lists at the side */

static void
on_entry_chosen (BhArticleEditor *self, BhKnowledgeEntry *entry)
{
  const char *article = bh_knowledge_entry_get_article (entry);

  if (article != NULL)
    bh_article_editor_open (self, article);
  else
    bh_article_editor_begin (self, bh_knowledge_entry_get_text (entry));
}

/* ---- the widget */

static void
bh_article_editor_dispose (GObject *object)
{
  BhArticleEditor *self = BH_ARTICLE_EDITOR (object);

  g_clear_handle_id (&self->preview_idle, g_source_remove);
  if (self->draft != NULL) {
    g_signal_handlers_disconnect_by_data (self->draft, self);
    gtk_list_box_bind_model (self->versions, NULL, NULL, NULL, NULL);
  }
  if (self->unsaved != NULL)
    bh_desk_unsaved_leave (self->desk, self->unsaved);
  g_clear_pointer (&self->unsaved, g_free);
  G_OBJECT_CLASS (bh_article_editor_parent_class)->dispose (object);
  g_clear_object (&self->draft);
  g_clear_object (&self->pictures);
  g_clear_object (&self->desk);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc func;
  } acts[] = {{"editor.save", on_save},
              {"editor.suggest", on_suggest},
              {"editor.overtake", on_overtake},
              {"editor.start-review", on_move},
              {"editor.return", on_move},
              {"editor.publish", on_move},
              {"editor.archive", on_move},
              {"editor.roll-back", on_roll_back},
              {"editor.picture", on_picture},
              {"editor.new", on_new}};
  static const struct {
    guint key;
    GdkModifierType mods;
    const char *action;
  } keys[] = {{GDK_KEY_s, GDK_CONTROL_MASK, "editor.save"},
              {GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "editor.suggest"},
              {GDK_KEY_r, GDK_CONTROL_MASK, "editor.start-review"},
              {GDK_KEY_p, GDK_CONTROL_MASK, "editor.publish"},
              {GDK_KEY_n, GDK_CONTROL_MASK, "editor.new"},
              {GDK_KEY_i, GDK_CONTROL_MASK, "editor.picture"},
              {GDK_KEY_w, GDK_CONTROL_MASK, "window.close"}};

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    gtk_widget_class_install_action (widget_class, acts[i].name, NULL, acts[i].func);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class,
                                         keys[i].key,
                                         keys[i].mods,
                                         keys[i].action,
                                         NULL);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/article-editor.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, unsaved_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_restore);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, side);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, lists);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, title_entry);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, category);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, tags);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, language);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, owner);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, review_on);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, comment);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, body);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, preview);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, versions);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, difference);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, look);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, said);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, editors_only);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, overtake);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, head);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, picture_row);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditor, picture_said);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_version_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_chosen);
}

static void
bh_article_editor_class_init (BhArticleEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ARTICLE_EDITOR_LISTS);
  g_type_ensure (BH_TYPE_UNSAVED_BAR);
  g_type_ensure (BH_TYPE_MARKDOWN_VIEW);
  G_OBJECT_CLASS (klass)->dispose = bh_article_editor_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = bh_article_editor_close_request;
  install_actions (widget_class);
  bind_template (widget_class);
}

static void
bh_article_editor_init (BhArticleEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
connect_draft (BhArticleEditor *self)
{
  static const struct {
    const char *signal;
    void (*func) (BhArticleEditor *self);
  } signals[] = {{"notify::article", fill_form},
                 {"notify::message", update_said},
                 {"notify::message-is-error", update_said},
                 {"notify::difference", show_difference},
                 {"notify::busy", update_actions},
                 {"notify::status", update_actions},
                 {"notify::conflict", update_actions},
                 {"saved", on_saved}};

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (self->draft, signals[i].signal, G_CALLBACK (signals[i].func), self);
}

BhArticleEditor *
bh_article_editor_new (GtkWindow *parent, BhDesk *desk)
{
  BhArticleEditor *self;

  g_return_val_if_fail (BH_IS_DESK (desk), NULL);

  self = g_object_new (BH_TYPE_ARTICLE_EDITOR, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->unsaved = bh_desk_unsaved_begin (desk, "article");
  self->draft = bh_article_draft_new (desk);
  self->pictures = bh_article_pictures_new (self->body, desk);
  g_signal_connect_object (self->pictures,
                           "said",
                           G_CALLBACK (on_picture_said),
                           self,
                           G_CONNECT_SWAPPED);
  connect_draft (self);
  gtk_list_box_bind_model (self->versions,
                           bh_article_draft_get_versions (self->draft),
                           make_version_row,
                           NULL,
                           NULL);
  if (bh_article_draft_get_is_editor (self->draft))
    bh_article_editor_lists_set_desk (self->lists, desk);
  fill_form (self);
  bh_unsaved_bar_look (self->unsaved_bar, desk, "article");
  return self;
}

/* TRUE: what is written is not saved, and nothing may take its place. */
static gboolean
must_stay (BhArticleEditor *self)
{
  if (!bh_article_editor_is_dirty (self))
    return FALSE;
  gtk_label_set_label (self->said, _ ("Save what you wrote first; then open another one."));
  gtk_widget_add_css_class (GTK_WIDGET (self->said), "bh-error-text");
  return TRUE;
}

void
bh_article_editor_open (BhArticleEditor *self, const char *article)
{
  g_return_if_fail (BH_IS_ARTICLE_EDITOR (self));
  if (!must_stay (self))
    bh_article_draft_load (self->draft, article);
}

void
bh_article_editor_begin (BhArticleEditor *self, const char *gap)
{
  g_return_if_fail (BH_IS_ARTICLE_EDITOR (self));

  if (must_stay (self))
    return;
  bh_article_draft_begin (self->draft, gap);
  fill_form (self);
  set_text (self->title_entry, gap);
  gtk_widget_grab_focus (GTK_WIDGET (self->title_entry));
}

void
bh_article_editor_add_picture (BhArticleEditor *self, GFile *file)
{
  g_return_if_fail (BH_IS_ARTICLE_EDITOR (self));
  bh_article_pictures_add_file (self->pictures, file);
}

BhArticleDraft *
bh_article_editor_get_draft (BhArticleEditor *self)
{
  g_return_val_if_fail (BH_IS_ARTICLE_EDITOR (self), NULL);
  return self->draft;
}

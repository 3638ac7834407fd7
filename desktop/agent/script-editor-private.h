/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/script-editor.h"
#include "desktop/agent/unsaved-bar.h"
#include "desktop/model/finder.h"
#include "desktop/widgets/flow-chart.h"

G_BEGIN_DECLS

/* Shared by script-editor.c (window, form, chart), -parts.c (questions and ways), -files.c (saving,
 * files), -versions.c (versions, conflicts) and -assign.c (who gets it). */
struct _BhScriptEditor {
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  GtkMenuButton *shelf_button;
  GtkListBox *shelf;
  GtkMenuButton *versions_button;
  GtkListBox *versions;
  GtkMenuButton *assign_button;
  GtkListBox *assigned;
  AdwComboRow *to_queue;
  AdwComboRow *to_campaign;
  AdwEntryRow *to_language;
  BhUnsavedBar *unsaved_bar;
  GtkWidget *said;
  GtkLabel *said_words;
  GtkWidget *conflict;
  GtkListBox *steps;
  GtkWidget *form;
  AdwEntryRow *script_name;
  AdwEntryRow *script_title;
  AdwEntryRow *step_id;
  AdwEntryRow *step_title;
  AdwComboRow *step_kind;
  GtkSwitch *step_required;
  GtkSwitch *step_payment;
  AdwComboRow *step_disposition;
  GtkTextView *step_text;
  GtkListBox *questions;
  GtkListBox *ways;
  GtkListBox *jumps;
  GtkListBox *jumps_everywhere;
  GtkListBox *articles;
  GtkSearchEntry *article_words;
  GtkListBox *article_hits;
  GtkWidget *article_search;
  GtkMenuButton *insert_button;
  GtkListBox *names;
  GtkTextView *step_rest;
  GtkLabel *rest_error;
  BhFlowChart *chart;
  GtkLabel *n_problems;
  GtkListBox *problems;

  BhDesk *desk;
  BhScriptDraft *draft;
  gint64 version;        /* the draft was made over it; 0 = nothing was saved yet */
  char *unsaved;         /* the key under which what is typed is kept on this machine */
  char *sent;            /* what is being saved: more may be typed before the answer comes */
  BhScriptDraft *wanted; /* an earlier version that is being compared, or NULL */
  gint64 wanted_version;
  gint64 theirs;      /* what somebody else saved meanwhile; 0: nobody did */
  guint step;         /* the one in the form */
  gboolean from_rest; /* what is changing was typed as JSON */
  GPtrArray *codes;   /* of the results that an end can suggest, in the order of the row */
  gboolean filling;
  GtkFileChooserNative *chooser;
  BhFinder *finder;
  GtkWidget *jumped_from; /* the list that is made anew in a moment */
  GPtrArray *broken;      /* BhScriptBrokenLink; NULL: nobody has looked yet */
};

/* Above the form; NULL takes it away. */
void bh_script_editor_say (BhScriptEditor *self, const char *words);
/* What is saved or not, in the title. */
void bh_script_editor_update_title (BhScriptEditor *self);

void bh_script_editor_clear_list (GtkListBox *list);
GtkWidget *bh_script_editor_list_row (const char *name, const char *title, const char *subtitle);
/* What bh_script_editor_list_row() was given. */
const char *bh_script_editor_row_name (GtkListBoxRow *row);

/* Its title, else @id itself. (transfer full) */
char *bh_script_editor_step_title (BhScriptEditor *self, const char *id);
void bh_script_editor_fill_problems (BhScriptEditor *self);

/* script-editor-files.c */
void bh_script_editor_install_file_actions (GtkWidgetClass *widget_class);
void bh_script_editor_fill_shelf (BhScriptEditor *self);
void bh_script_editor_open_entry (BhScriptEditor *self, GtkListBoxRow *row);
/* Calls @then at once, or after the person said that what is not saved may go. */
void bh_script_editor_ask_unsaved (BhScriptEditor *self, void (*then) (BhScriptEditor *self));
/* Sends what is in the draft over @base. */
void bh_script_editor_save_over (BhScriptEditor *self, gint64 base);
/* The end of publishing, retiring and assigning. (GAsyncReadyCallback; takes the editor) */
void bh_script_editor_on_done (GObject *source, GAsyncResult *result, gpointer data);

/* script-editor-parts.c */
void bh_script_editor_install_part_actions (GtkWidgetClass *widget_class);
/* Makes the rows anew, as when another step comes. */
void bh_script_editor_fill_parts (BhScriptEditor *self);
/* The same rows say what is in the draft now. */
void bh_script_editor_say_parts (BhScriptEditor *self);

/* Opens the row of article @index after it was added. */
void bh_script_editor_show_article (BhScriptEditor *self, guint index);

/* script-editor-links.c */
void bh_script_editor_install_link_actions (GtkWidgetClass *widget_class);
/* Once there is a desk. */
void bh_script_editor_init_links (BhScriptEditor *self);
void bh_script_editor_fill_links (BhScriptEditor *self);
/* Tells with the problems which articles agents cannot read. */
void bh_script_editor_check_links (BhScriptEditor *self);
/* NULL: nothing is known to be wrong with it. */
const char *bh_script_editor_why_broken (BhScriptEditor *self, const char *article);

/* script-editor-insert.c */
void bh_script_editor_install_insert_actions (GtkWidgetClass *widget_class);

/* script-editor-versions.c */
void bh_script_editor_install_version_actions (GtkWidgetClass *widget_class);
void bh_script_editor_list_versions (BhScriptEditor *self);
void bh_script_editor_open_version (BhScriptEditor *self, GtkListBoxRow *row);
/* Offers what can be done now that @theirs was saved first; 0 takes the offer away. */
void bh_script_editor_offer_conflict (BhScriptEditor *self, gint64 theirs);

/* script-editor-unsaved.c */
/* Keeps what is typed on this machine, or forgets it when it is saved. */
void bh_script_editor_keep (BhScriptEditor *self);
void bh_script_editor_restore (BhScriptEditor *self, const char *key);
void bh_script_editor_show_step (BhScriptEditor *self, int step);

/* script-editor-assign.c */
void bh_script_editor_install_assign_actions (GtkWidgetClass *widget_class);
void bh_script_editor_show_assigned (BhScriptEditor *self);

G_END_DECLS

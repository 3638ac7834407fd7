/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/script-editor.h"
#include "desktop/widgets/flow-chart.h"

G_BEGIN_DECLS

/* Shared by script-editor.c (window, form, chart) and script-editor-files.c (server and files). */
struct _BhScriptEditor {
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  GtkMenuButton *shelf_button;
  GtkListBox *shelf;
  GtkMenuButton *assign_button;
  GtkListBox *queues;
  GtkWidget *said;
  GtkLabel *said_words;
  GtkListBox *steps;
  GtkWidget *form;
  AdwEntryRow *script_name;
  AdwEntryRow *script_title;
  AdwEntryRow *step_id;
  AdwEntryRow *step_title;
  AdwComboRow *step_kind;
  GtkSwitch *step_required;
  GtkSwitch *step_payment;
  GtkTextView *step_text;
  GtkTextView *step_rest;
  GtkLabel *rest_error;
  BhFlowChart *chart;
  GtkLabel *n_problems;
  GtkListBox *problems;

  BhDesk *desk;
  BhScriptDraft *draft;
  gint64 version; /* the draft was made over it; 0 = nothing was saved yet */
  char *sent;     /* what is being saved: more may be typed before the answer comes */
  guint step;     /* the one in the form */
  gboolean filling;
  GtkFileChooserNative *chooser;
};

/* Above the form; NULL takes it away. */
void bh_script_editor_say (BhScriptEditor *self, const char *words);
/* What is saved or not, in the title. */
void bh_script_editor_update_title (BhScriptEditor *self);

/* script-editor-files.c */
void bh_script_editor_install_file_actions (GtkWidgetClass *widget_class);
void bh_script_editor_fill_shelf (BhScriptEditor *self);
void bh_script_editor_open_entry (BhScriptEditor *self, GtkListBoxRow *row);
void bh_script_editor_assign_row (BhScriptEditor *self, GtkListBoxRow *row);
/* Calls @then at once, or after the person said that what is not saved may go. */
void bh_script_editor_ask_unsaved (BhScriptEditor *self, void (*then) (BhScriptEditor *self));

G_END_DECLS

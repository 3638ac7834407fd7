/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The keys of acts as this reader has them: those of the table (agent-window-actions.c), and those
 * that were chosen instead, which lie in the settings ("keys"). What is written there by hand and
 * is no act or no key counts for nothing. */

/* From now on and at every change: the application's keys, every key cap and tooltip follow. */
void bh_act_keys_follow (GtkApplication *application, GSettings *settings);
/* No application any more. */
void bh_act_keys_unfollow (void);

/* One act that can have another key, in the order of the shortcuts window. */
typedef struct {
  const char *action; /* "win.hold-or-back" */
  char *title;        /* "Hold, retrieve", in the reader's language */
  char *group;        /* "Calls" */
} BhActKey;
/* (transfer full) (element-type BhActKey) */
GPtrArray *bh_act_keys_list (void);

/* The key that does @action now, like "<Control>k". (transfer full) */
char *bh_act_keys_get (GSettings *settings, const char *action);
/* … where nobody chose another. (transfer full) */
char *bh_act_keys_usual (const char *action);
gboolean bh_act_keys_is_changed (GSettings *settings, const char *action);

/* What was pressed, as a key for an act. (transfer full); NULL: only a modifier so far. */
char *bh_act_keys_name (guint keyval, GdkModifierType mods);
/* Why @accel cannot be the key of @action, in words for its reader; NULL: it can. (transfer full)
 */
char *bh_act_keys_complaint (GSettings *settings, const char *action, const char *accel);
/* @accel: without a complaint, or NULL for the usual one. */
void bh_act_keys_choose (GSettings *settings, const char *action, const char *accel);

/* Tooltips below @root that name an act's usual key in parentheses name the one of now, as long as
 * it stands. */
void bh_act_keys_follow_tips (GtkWidget *root);

/* The shortcuts window with the keys of now; it follows as long as it stands. (transfer floating)
 */
GtkWidget *bh_act_keys_make_window (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Words to choose from, one or several. Keys: the digits choose (0 = the tenth), arrows move, Space
 * chooses what has the focus, Delete takes back what was chosen.
 *
 * Signal: changed: the person chose otherwise. */
#define BH_TYPE_CHOICE_GROUP (bh_choice_group_get_type ())
G_DECLARE_FINAL_TYPE (BhChoiceGroup, bh_choice_group, BH, CHOICE_GROUP, GtkWidget)

typedef enum {
  BH_CHOICE_ONE,     /* radio buttons below each other */
  BH_CHOICE_SEVERAL, /* check buttons below each other */
  BH_CHOICE_SHORT,   /* one of some short words, side by side: yes and no, 1 to 5 */
} BhChoiceKind;

/* @words: NULL-terminated. @first_digit: the digit of the first word: 1, or a rating's least. */
GtkWidget *bh_choice_group_new (BhChoiceKind kind, const char *const *words, guint first_digit);

gboolean bh_choice_group_get_chosen (BhChoiceGroup *self, guint index);
/* Says nothing of it. */
void bh_choice_group_set_chosen (BhChoiceGroup *self, guint index, gboolean chosen);
void bh_choice_group_clear (BhChoiceGroup *self);
/* The first that is chosen, or -1. */
int bh_choice_group_get_first (BhChoiceGroup *self);

G_END_DECLS

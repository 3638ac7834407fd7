/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/model/script-question-item.h"

G_BEGIN_DECLS

/* The small parts of a script on the screen, for script-view.c. */

/* A BhQuestion as the script asks it. */
GtkWidget *bh_script_question_new (BhScriptQuestionItem *item);
/* What is answered, as a BhQuestion holds it; NULL: nothing. (transfer full) */
GVariant *bh_script_question_answer (BhScriptQuestionItem *item);
/* An answer as it is typed: "12.5", "yes". Not for several choices. (transfer full) */
char *bh_script_answer_typed (GVariant *answer);
/* A small round button. */
GtkWidget *bh_script_chip_new (const char *icon, const char *words);

G_END_DECLS

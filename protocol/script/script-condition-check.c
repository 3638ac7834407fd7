/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-condition-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Whether a condition says something that can be meant: names that are, and sides that can be
 * compared. */

typedef struct {
  BhScriptResolve resolve;
  BhScriptComplain unknown, mismatch;
  gpointer data;
} Check;

typedef struct {
  BhScriptType type;
  const char *const *values; /* of a choice, or NULL */
} Meaning;

/* FALSE: there is no such name; that has been told. */
static gboolean
meaning_of (const Check *check, const BhNode *node, Meaning *meaning)
{
  g_autofree char *message = NULL;

  *meaning = (Meaning){BH_SCRIPT_TEXT, NULL};
  if (node->kind == BH_NODE_NUMBER)
    meaning->type = BH_SCRIPT_NUMBER;
  else if (node->kind == BH_NODE_FLAG)
    meaning->type = BH_SCRIPT_YES_NO;
  if (node->kind != BH_NODE_NAME ||
      check->resolve (node->text, &meaning->type, &meaning->values, check->data))
    return TRUE;
  if (g_str_has_prefix (node->text, "answer."))
    message = g_strdup_printf (_ ("There is no question “%s”. Use the id of a question."),
                               node->text + strlen ("answer."));
  else
    message = g_strdup_printf (_ ("There is nothing named “%s”. Answers are answer.ID; put texts "
                                  "between quotation marks."),
                               node->text);
  check->unknown (node->position, message, check->data);
  return FALSE;
}

static void G_GNUC_PRINTF (3, 4)
    complain (const Check *check, const BhNode *node, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  check->mismatch (node->position, message, check->data);
}

static gboolean
is_figure (BhScriptType type)
{
  return type == BH_SCRIPT_NUMBER || type == BH_SCRIPT_RATING;
}

static gboolean
is_words (BhScriptType type)
{
  return type == BH_SCRIPT_TEXT || type == BH_SCRIPT_CHOICE || type == BH_SCRIPT_DATE;
}

static const char *
words_for (BhScriptType type)
{
  if (is_figure (type))
    return _ ("a number");
  if (type == BH_SCRIPT_YES_NO)
    return _ ("yes or no");
  if (type == BH_SCRIPT_DATE)
    return _ ("a date");
  return type == BH_SCRIPT_CHOICES ? _ ("a list of choices") : _ ("a text");
}

/* What is written beside a name must be something that the name can be. */
static void
check_written (const Check *check, const Meaning *named, const BhNode *written)
{
  g_autofree char *choice = NULL;

  if (written->kind != BH_NODE_TEXT)
    return;
  if (named->type == BH_SCRIPT_DATE && !bh_script_is_date (written->text))
    complain (check, written, _ ("“%s” is no date. Write it as in '2026-11-24'."), written->text);
  if (named->values == NULL || g_strv_contains (named->values, written->text))
    return;
  choice = g_strjoinv (", ", (char **) named->values);
  complain (check, written, _ ("“%s” is none of the choices: %s."), written->text, choice);
}

static gboolean
can_compare (BhScriptType a, BhScriptType b)
{
  if (a == BH_SCRIPT_CHOICES || b == BH_SCRIPT_CHOICES)
    return FALSE;
  return a == BH_SCRIPT_ANY || b == BH_SCRIPT_ANY || a == b || (is_figure (a) && is_figure (b)) ||
         (is_words (a) && is_words (b));
}

static gboolean
has_order (BhScriptType a, BhScriptType b)
{
  return is_figure (a) || is_figure (b) || a == BH_SCRIPT_DATE || b == BH_SCRIPT_DATE;
}

static void
check_comparison (const Check *check, const BhNode *node)
{
  Meaning a, b;
  gboolean known = meaning_of (check, node->a, &a);

  if (!meaning_of (check, node->b, &b) || !known)
    return;
  if (a.type == BH_SCRIPT_CHOICES || b.type == BH_SCRIPT_CHOICES)
    complain (check, node, _ ("Several choices cannot be compared. Write 'word' in answer.ID."));
  else if (!can_compare (a.type, b.type))
    complain (check,
              node,
              _ ("This compares %s with %s. Compare what is of one kind."),
              words_for (a.type),
              words_for (b.type));
  else if (node->kind != BH_NODE_EQUAL && node->kind != BH_NODE_UNEQUAL &&
           !has_order (a.type, b.type))
    complain (check, node, _ ("Only numbers and dates are less or more. Write == or !=."));
  else {
    check_written (check, &a, node->b);
    check_written (check, &b, node->a);
  }
}

static void
check_item (const Check *check, const Meaning *a, const BhNode *item)
{
  Meaning b;

  meaning_of (check, item, &b);
  if (a->type != BH_SCRIPT_CHOICES && !can_compare (a->type, b.type))
    complain (check,
              item,
              _ ("This compares %s with %s. Compare what is of one kind."),
              words_for (a->type),
              words_for (b.type));
  else
    check_written (check, a, item);
}

/* x in [..]; or 'word' in answer.CHOICES. */
static void
check_in (const Check *check, const BhNode *node)
{
  Meaning a, b;
  gboolean known = meaning_of (check, node->a, &a);

  if (node->b->kind == BH_NODE_LIST) {
    for (guint i = 0; known && i < node->b->items->len; i++)
      check_item (check, &a, g_ptr_array_index (node->b->items, i));
    return;
  }
  if (!meaning_of (check, node->b, &b) || !known)
    return;
  if (node->b->kind != BH_NODE_NAME || b.type != BH_SCRIPT_CHOICES)
    complain (check,
              node->b,
              _ ("After “in” comes a list as ['a', 'b'], or a question with several choices."));
  else
    check_written (check, &b, node->a);
}

static void
check_alone (const Check *check, const BhNode *node)
{
  Meaning meaning;

  if (meaning_of (check, node, &meaning) && meaning.type != BH_SCRIPT_YES_NO)
    complain (check, node, _ ("This is neither yes nor no. Compare it, or write “is not empty”."));
}

static void
check_node (const Check *check, const BhNode *node)
{
  Meaning meaning;

  if (node->kind == BH_NODE_NOT)
    check_node (check, node->a);
  else if (node->kind == BH_NODE_AND || node->kind == BH_NODE_OR) {
    check_node (check, node->a);
    check_node (check, node->b);
  } else if (node->kind == BH_NODE_IN)
    check_in (check, node);
  else if (node->kind == BH_NODE_IS_EMPTY)
    meaning_of (check, node->a, &meaning);
  else if (node->a == NULL)
    check_alone (check, node);
  else
    check_comparison (check, node);
}

void
bh_script_condition_check (const BhScriptCondition *condition,
                           BhScriptResolve resolve,
                           BhScriptComplain unknown,
                           BhScriptComplain mismatch,
                           gpointer data)
{
  const Check check = {resolve, unknown, mismatch, data};

  check_node (&check, condition->root);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-condition-private.h"

#include <string.h>

/* Weighs a condition, with a third truth for what nobody can know yet. */

typedef struct {
  BhScriptLookup lookup;
  gpointer data;
} Scale;

/* FALSE: nobody can know yet. */
static gboolean
value_of (const Scale *scale, const BhNode *node, BhScriptValue *value)
{
  *value = (BhScriptValue){.kind = BH_SCRIPT_VALUE_EMPTY};
  if (node->kind == BH_NODE_NAME)
    return scale->lookup (node->text, value, scale->data);
  value->text = node->text;
  value->number = node->number;
  value->flag = node->flag;
  if (node->kind == BH_NODE_NUMBER)
    value->kind = BH_SCRIPT_VALUE_NUMBER;
  else if (node->kind == BH_NODE_FLAG)
    value->kind = BH_SCRIPT_VALUE_FLAG;
  else if (*node->text != '\0')
    value->kind = BH_SCRIPT_VALUE_TEXT;
  return TRUE;
}

static BhScriptTruth
truth_of (gboolean yes)
{
  return yes ? BH_SCRIPT_YES : BH_SCRIPT_NO;
}

static BhScriptTruth
opposite (BhScriptTruth truth)
{
  return truth == BH_SCRIPT_MAYBE ? truth : truth_of (truth == BH_SCRIPT_NO);
}

static gboolean
compares (BhNodeKind kind, const BhScriptValue *a, const BhScriptValue *b)
{
  int order;

  if (!bh_script_value_compare (a, b, &order))
    return kind == BH_NODE_UNEQUAL;
  switch (kind) {
  case BH_NODE_EQUAL:
    return order == 0;
  case BH_NODE_UNEQUAL:
    return order != 0;
  case BH_NODE_LESS:
    return order < 0;
  case BH_NODE_LESS_OR_EQUAL:
    return order <= 0;
  case BH_NODE_MORE:
    return order > 0;
  default:
    return order >= 0;
  }
}

/* Each of the list is weighed as "==" would: a number in a text of the house's is found. */
static BhScriptTruth
is_in (const Scale *scale, const BhNode *node)
{
  BhScriptValue a, b;
  int order;

  if (!value_of (scale, node->a, &a))
    return BH_SCRIPT_MAYBE;
  if (node->b->kind != BH_NODE_LIST) {
    if (!value_of (scale, node->b, &b))
      return BH_SCRIPT_MAYBE;
    return truth_of (b.kind == BH_SCRIPT_VALUE_LIST && bh_script_value_is_in (&a, b.list));
  }
  for (guint i = 0; i < node->b->items->len; i++) {
    value_of (scale, g_ptr_array_index (node->b->items, i), &b);
    if ((bh_script_value_compare (&a, &b, &order) && order == 0) ||
        (a.kind == BH_SCRIPT_VALUE_LIST && bh_script_value_is_in (&b, a.list)))
      return BH_SCRIPT_YES;
  }
  return BH_SCRIPT_NO;
}

static BhScriptTruth
weigh_value (const Scale *scale, const BhNode *node)
{
  BhScriptValue a, b;

  if (node->kind == BH_NODE_IN)
    return is_in (scale, node);
  if (node->kind == BH_NODE_IS_EMPTY)
    return value_of (scale, node->a, &a) ? truth_of (a.kind == BH_SCRIPT_VALUE_EMPTY)
                                         : BH_SCRIPT_MAYBE;
  if (node->a == NULL)
    return !value_of (scale, node, &a)
               ? BH_SCRIPT_MAYBE
               : truth_of ((a.kind == BH_SCRIPT_VALUE_FLAG && a.flag) ||
                           (a.kind == BH_SCRIPT_VALUE_TEXT && strcmp (a.text, "true") == 0));
  if (!value_of (scale, node->a, &a) || !value_of (scale, node->b, &b))
    return BH_SCRIPT_MAYBE;
  return truth_of (compares (node->kind, &a, &b));
}

static BhScriptTruth
weigh (const Scale *scale, const BhNode *node)
{
  BhScriptTruth first, second, decisive;

  if (node->kind == BH_NODE_NOT)
    return opposite (weigh (scale, node->a));
  if (node->kind != BH_NODE_AND && node->kind != BH_NODE_OR)
    return weigh_value (scale, node);
  decisive = node->kind == BH_NODE_AND ? BH_SCRIPT_NO : BH_SCRIPT_YES;
  first = weigh (scale, node->a);
  if (first == decisive)
    return decisive;
  second = weigh (scale, node->b);
  return second == decisive || first != BH_SCRIPT_MAYBE ? second : BH_SCRIPT_MAYBE;
}

BhScriptTruth
bh_script_condition_holds (const BhScriptCondition *condition, BhScriptLookup lookup, gpointer data)
{
  const Scale scale = {lookup, data};

  return condition == NULL ? BH_SCRIPT_YES : weigh (&scale, condition->root);
}

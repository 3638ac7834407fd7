/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-condition.h"

#include <glib/gi18n.h>
#include <string.h>

#include "protocol/script/script-condition-private.h"

/* Reads a condition: each function reads what binds tighter than what its caller looks for. */

typedef struct {
  GArray *tokens;
  guint at;
  guint depth;
  GPtrArray *nodes;
  gboolean failed; /* it has complained */
  BhScriptComplain complain;
  gpointer data;
} Parser;

static BhNode *parse_or (Parser *parser);

static const BhToken *
peek (Parser *parser)
{
  return &g_array_index (parser->tokens, BhToken, parser->at);
}

static BhNode *
fail (Parser *parser, guint position, const char *message)
{
  if (!parser->failed)
    parser->complain (position, message, parser->data);
  parser->failed = TRUE;
  return NULL;
}

/* What stands here is not what must stand here. */
static BhNode *
fail_here (Parser *parser, const char *wanted)
{
  const BhToken *token = peek (parser);

  return fail (parser, token->position, token->kind == BH_TOKEN_BAD ? token->text : wanted);
}

static gboolean
accept (Parser *parser, BhTokenKind kind, const char *text)
{
  const BhToken *token = peek (parser);

  if (token->kind != kind || !g_str_equal (token->text, text))
    return FALSE;
  parser->at++;
  return TRUE;
}

static void
node_free (gpointer data)
{
  BhNode *node = data;

  g_free (node->text);
  g_clear_pointer (&node->items, g_ptr_array_unref);
  g_free (node);
}

static BhNode *
node_new (Parser *parser, BhNodeKind kind, guint position)
{
  BhNode *node = g_new0 (BhNode, 1);

  node->kind = kind;
  node->position = position;
  g_ptr_array_add (parser->nodes, node);
  if (parser->nodes->len > BH_SCRIPT_CONDITION_NODES)
    fail (parser, position, _ ("The condition has too many parts. Split it into several steps."));
  return node;
}

/* NULL where a part could not be read. */
static BhNode *
join (Parser *parser, BhNodeKind kind, guint position, BhNode *a, BhNode *b)
{
  BhNode *node;

  if (a == NULL || b == NULL)
    return NULL;
  node = node_new (parser, kind, position);
  node->a = a;
  node->b = b;
  return node;
}

static BhNode *
take (Parser *parser, BhNodeKind kind)
{
  const BhToken *token = peek (parser);
  BhNode *node = node_new (parser, kind, token->position);

  node->text = g_strdup (token->text);
  node->number = token->number;
  node->flag = g_strcmp0 (token->text, "true") == 0;
  parser->at++;
  return node;
}

static BhNode *
parse_value (Parser *parser)
{
  const BhToken *token = peek (parser);

  if (token->kind == BH_TOKEN_NAME)
    return take (parser, BH_NODE_NAME);
  if (token->kind == BH_TOKEN_TEXT)
    return take (parser, BH_NODE_TEXT);
  if (token->kind == BH_TOKEN_NUMBER)
    return take (parser, BH_NODE_NUMBER);
  if (token->kind == BH_TOKEN_WORD &&
      (g_str_equal (token->text, "true") || g_str_equal (token->text, "false")))
    return take (parser, BH_NODE_FLAG);
  return fail_here (parser, _ ("Here must stand a name, a number or a text in quotation marks."));
}

static BhNode *
parse_list (Parser *parser)
{
  BhNode *list = node_new (parser, BH_NODE_LIST, peek (parser)->position);

  list->items = g_ptr_array_new ();
  do {
    BhNode *item = parse_value (parser);
    if (item == NULL || parser->failed)
      return NULL;
    if (item->kind == BH_NODE_NAME)
      return fail (parser,
                   item->position,
                   _ ("A list holds texts and numbers. Put this word between quotation marks."));
    g_ptr_array_add (list->items, item);
  } while (accept (parser, BH_TOKEN_SIGN, ","));
  if (!accept (parser, BH_TOKEN_SIGN, "]"))
    return fail_here (parser, _ ("The list is not closed. Add ]."));
  return list;
}

static BhNode *
parse_in (Parser *parser, BhNode *a, guint position)
{
  BhNode *b = accept (parser, BH_TOKEN_SIGN, "[") ? parse_list (parser) : parse_value (parser);

  return join (parser, BH_NODE_IN, position, a, b);
}

static BhNode *
negate (Parser *parser, BhNode *a, guint position)
{
  return join (parser, BH_NODE_NOT, position, a, a);
}

static BhNode *
parse_is (Parser *parser, BhNode *a, guint position)
{
  gboolean no = accept (parser, BH_TOKEN_WORD, "not");
  BhNode *node;

  if (!accept (parser, BH_TOKEN_WORD, "empty"))
    return fail_here (parser, _ ("After “is” comes “empty” or “not empty”. To compare write ==."));
  node = join (parser, BH_NODE_IS_EMPTY, position, a, a);
  return no ? negate (parser, node, position) : node;
}

static gboolean
accept_comparison (Parser *parser, BhNodeKind *kind)
{
  static const struct {
    const char *sign;
    BhNodeKind kind;
  } signs[] = {{"==", BH_NODE_EQUAL},
               {"!=", BH_NODE_UNEQUAL},
               {"<=", BH_NODE_LESS_OR_EQUAL},
               {">=", BH_NODE_MORE_OR_EQUAL},
               {"<", BH_NODE_LESS},
               {">", BH_NODE_MORE}};

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (accept (parser, BH_TOKEN_SIGN, signs[i].sign)) {
      *kind = signs[i].kind;
      return TRUE;
    }
  return FALSE;
}

static BhNode *
parse_comparison (Parser *parser)
{
  BhNode *a = parse_value (parser);
  guint position = peek (parser)->position;
  BhNodeKind kind;

  if (a == NULL)
    return NULL;
  if (accept_comparison (parser, &kind))
    return join (parser, kind, position, a, parse_value (parser));
  if (accept (parser, BH_TOKEN_WORD, "in"))
    return parse_in (parser, a, position);
  if (accept (parser, BH_TOKEN_WORD, "is"))
    return parse_is (parser, a, position);
  if (!accept (parser, BH_TOKEN_WORD, "not"))
    return a;
  if (!accept (parser, BH_TOKEN_WORD, "in"))
    return fail_here (parser, _ ("After a value “not” must be followed by “in”."));
  return negate (parser, parse_in (parser, a, position), position);
}

static BhNode *
parse_not (Parser *parser)
{
  guint position = peek (parser)->position;
  BhNode *node = NULL;

  if (parser->failed)
    return NULL;
  if (++parser->depth > BH_SCRIPT_CONDITION_DEPTH)
    return fail (parser, position, _ ("Brackets are nested too deep. Split the condition."));
  if (accept (parser, BH_TOKEN_WORD, "not"))
    node = negate (parser, parse_not (parser), position);
  else if (!accept (parser, BH_TOKEN_SIGN, "("))
    node = parse_comparison (parser);
  else {
    node = parse_or (parser);
    if (node != NULL && !accept (parser, BH_TOKEN_SIGN, ")"))
      node = fail_here (parser, _ ("The bracket is not closed. Add )."));
  }
  parser->depth--;
  return node;
}

static BhNode *
parse_and (Parser *parser)
{
  BhNode *node = parse_not (parser);
  guint position = peek (parser)->position;

  while (node != NULL && accept (parser, BH_TOKEN_WORD, "and"))
    node = join (parser, BH_NODE_AND, position, node, parse_not (parser));
  return node;
}

static BhNode *
parse_or (Parser *parser)
{
  BhNode *node = parse_and (parser);
  guint position = peek (parser)->position;

  while (node != NULL && accept (parser, BH_TOKEN_WORD, "or"))
    node = join (parser, BH_NODE_OR, position, node, parse_and (parser));
  return node;
}

BhScriptCondition *
bh_script_condition_parse (const char *text, BhScriptComplain complain, gpointer data)
{
  g_autoptr (GArray) tokens = NULL;
  Parser parser = {.complain = complain, .data = data};
  g_autoptr (BhScriptCondition) condition = g_new0 (BhScriptCondition, 1);

  condition->nodes = parser.nodes = g_ptr_array_new_with_free_func (node_free);
  if (g_utf8_strlen (text, -1) > BH_SCRIPT_CONDITION_LENGTH) {
    fail (&parser, 1, _ ("The condition is too long. Split it into several steps."));
    return NULL;
  }
  tokens = parser.tokens = bh_script_tokens (text);
  condition->root = parse_or (&parser);
  if (condition->root != NULL && peek (&parser)->kind != BH_TOKEN_END)
    fail_here (&parser, _ ("The condition is over before this. Put “and” or “or” between."));
  return parser.failed || condition->root == NULL ? NULL : g_steal_pointer (&condition);
}

void
bh_script_condition_free (BhScriptCondition *condition)
{
  g_ptr_array_unref (condition->nodes);
  g_free (condition);
}

void
bh_script_condition_each_name (const BhScriptCondition *condition,
                               BhScriptNameFound found,
                               gpointer data)
{
  for (guint i = 0; i < condition->nodes->len; i++) {
    const BhNode *node = g_ptr_array_index (condition->nodes, i);
    if (node->kind == BH_NODE_NAME)
      found (node->text, node->position, data);
  }
}

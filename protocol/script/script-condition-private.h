/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/script/script-condition.h"

/* The tree of a condition, for the files that read, check and weigh it. */

typedef enum {
  BH_NODE_NAME,
  BH_NODE_TEXT,
  BH_NODE_NUMBER,
  BH_NODE_FLAG,
  BH_NODE_LIST, /* items */
  BH_NODE_NOT,  /* a */
  BH_NODE_AND,  /* a, b; so to the end */
  BH_NODE_OR,
  BH_NODE_EQUAL,
  BH_NODE_UNEQUAL,
  BH_NODE_LESS,
  BH_NODE_LESS_OR_EQUAL,
  BH_NODE_MORE,
  BH_NODE_MORE_OR_EQUAL,
  BH_NODE_IN,
  BH_NODE_IS_EMPTY, /* a */
} BhNodeKind;

typedef struct _BhNode BhNode;
struct _BhNode {
  BhNodeKind kind;
  guint position; /* character, from 1 */
  char *text;     /* a name or text */
  double number;
  gboolean flag;
  GPtrArray *items; /* BhNode, not owned */
  BhNode *a, *b;
};

struct _BhScriptCondition {
  GPtrArray *nodes; /* owns all of them */
  BhNode *root;
};

/* ---- words */

typedef enum {
  BH_TOKEN_END,
  BH_TOKEN_NAME,
  BH_TOKEN_TEXT,
  BH_TOKEN_NUMBER,
  BH_TOKEN_WORD, /* and, or, not, in, is, empty, true, false */
  BH_TOKEN_SIGN, /* == != < <= > >= ( ) [ ] , */
  BH_TOKEN_BAD,
} BhTokenKind;

typedef struct {
  BhTokenKind kind;
  guint position;
  char *text; /* of a text without its quotes; of BAD what is wrong */
  double number;
} BhToken;

/* Array of BhToken that ends with END or BAD. */
GArray *bh_script_tokens (const char *text);

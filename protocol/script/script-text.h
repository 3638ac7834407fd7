/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/script/script-condition.h"

/* A text with placeholders: "Good morning, {customer.name|my friend}". After the bar stands what is
 * said when the value is not known. "{{" is a brace. */

/* Each placeholder; @position is that of its brace. @fallback: NULL: there is none. */
typedef void (*BhScriptPlaceholderFound) (const char *name,
                                          const char *fallback,
                                          guint position,
                                          gpointer data);

/* Complains of braces that are not closed or hold no name; tells the rest. */
void bh_script_text_each (const char *text,
                          BhScriptPlaceholderFound found,
                          BhScriptComplain complain,
                          gpointer data);

typedef struct {
  guint start, length; /* in the rendered text, in characters */
  gboolean missing;    /* what stands there is the name of what is not known */
  char *name;          /* "customer.name" */
} BhScriptSpot;

/* What stands for @name, owned; NULL: it is not known. */
typedef char *(*BhScriptSay) (const char *name, gpointer data);

/* The text as it is read out, owned. *@spots: an owned array of BhScriptSpot, where values were put
 * in; may be NULL. What is not known and has no fallback stands as "[@title of it]". */
char *bh_script_text_render (const char *text,
                             BhScriptSay say,
                             BhScriptSay title,
                             gpointer data,
                             GArray **spots);

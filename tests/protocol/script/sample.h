/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/script/script-run.h"

/* Scripts for tests, written so that they can be read in C: ' stands for ", ` for '. */
char *sample_text (const char *text);

/* A step or several in a script of the name "s" that starts at "a". Owned. */
BhScript *sample_steps (const char *steps, GPtrArray *problems);

/* As sample_steps, and nothing is wrong with it. */
BhScript *sample_good (const char *steps);

/* "returns": greets, asks, branches, takes a payment, ends. */
BhScript *sample_returns (void);

/* A JSON value; owned. */
JsonNode *sample_value (const char *text);

/* The answer is taken. */
void sample_answer (BhScriptRun *run, const char *question, const char *value);

/* The path is these ids, separated by spaces. */
void sample_assert_path (BhScriptRun *run, const char *ids);

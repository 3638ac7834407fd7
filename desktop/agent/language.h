/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A language that nobody speaks, made from the English words when the program is built: accented,
 * a third longer and in brackets. What stays plain was not marked for translation, what loses its
 * bracket has no room. */
#define BH_LANGUAGE_PSEUDO "en@pseudo"

/* The very first thing that a program with words does: takes the person's locale and finds the
 * translations. With "--pseudo" among the arguments the words are those of BH_LANGUAGE_PSEUDO. */
void bh_agent_init_language (int argc, char **argv);

G_END_DECLS

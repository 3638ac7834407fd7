/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/dial-number.h"
#include "server/core/dial-rules.h"

/* The data of data/dial, compiled in: the rules, and what is known of a number. */

/* The rules that come with Bellhop and those in the file @own (NULL: none). Errors say file and
 * line. */
BhDialRules *bh_dial_data_load_rules (const char *own, GError **error);

/* @text as somebody in @home would dial it; @outside: what a PBX wants first for numbers outside
 * (NULL: nothing). Never NULL. */
BhDialNumber *bh_dial_data_read_number (const char *text, const char *home, const char *outside);

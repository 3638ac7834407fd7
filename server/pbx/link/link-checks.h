/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/pbx-port.h"

/* What a command must hold before it is made into bytes, whatever the PBX. Each is FALSE with an
 * error of BH_PBX_ERROR that says in words what is wrong. */

/* Something may be sent at all: this is no installation that only watches the PBX @name, and its
 * @link is live; @sentence says how else it stands. */
gboolean bh_link_check_ready (const char *name,
                              gboolean watch_only,
                              BhPbxLinkState link,
                              const char *sentence,
                              GError **error);

/* 1 to 64 of letters, digits, ".", "_", "-", and not one of our own (bh-). */
gboolean bh_link_check_request (const char *request, GError **error);

/* @value is there, and not empty; @what for people: "leg". */
gboolean bh_link_check_given (const char *value, const char *what, GError **error);

/* Only digits, *, # and + go into a dialplan, and only numbers that one of @allowed fits: of
 * bh_link_patterns_new. */
gboolean bh_link_check_number (const char *number, const GPtrArray *allowed, GError **error);

/* Up to 32 of 0-9, *, # and A-D. */
gboolean bh_link_check_digits (const char *digits, GError **error);

/* Whether @text consists of 1 to @at_most letters, digits and bytes of @others. */
gboolean bh_link_consists_of (const char *text, gsize at_most, const char *others);

/* @patterns (PCRE) compiled, each matched against a whole number; the caller frees. One that makes
 * no sense is left out: see bh_link_patterns_check. */
GPtrArray *bh_link_patterns_new (char *const *patterns);

/* FALSE with an error of G_REGEX_ERROR whose message names the pattern. */
gboolean bh_link_patterns_check (char *const *patterns, GError **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/esl/esl-error.h"

/* How FreeSWITCH calls a number by itself, outside of a dialplan: "[0-9]{4}=user/%s@pbx.example",
 * a pattern for the whole number, then what is called, with the number in place of %s. */

/* NULL with an error of BH_ESL_ERROR_CONFIG that names the route. The caller frees. */
GPtrArray *bh_esl_routes_new (char *const *routes, GError **error);

/* What is called for @number, by the first route that fits; NULL: none. (transfer full) */
char *bh_esl_routes_find (const GPtrArray *routes, const char *number);

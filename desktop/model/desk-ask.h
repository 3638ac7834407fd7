/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/desk-commands.h"

G_BEGIN_DECLS

/* For the model's own files: asks the server to do @op and gives what it answered. @args: (transfer
 * full). While the server is away it is refused at once. Errors are of BH_CLIENT_ERROR in the
 * reader's words. */
void bh_desk_ask_async (BhDesk *desk, const char *op, JsonObject *args, BH_COMMAND_END);
/* (transfer full) */
JsonObject *bh_desk_ask_finish (BhDesk *desk, GAsyncResult *result, GError **error);

/* Sets a member that is left out where there is nothing to say. */
void bh_desk_ask_set (JsonObject *args, const char *member, const char *value);

/* "a, b" (or with Chinese commas) as an array of words. (transfer full) */
JsonArray *bh_desk_ask_words (const char *text);

G_END_DECLS

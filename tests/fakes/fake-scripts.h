/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The scripts of a FakeWorld, each with its versions, and the contacts in them. */
typedef struct FakeScripts FakeScripts;

FakeScripts *fake_scripts_new (void);
void fake_scripts_free (FakeScripts *self);

/* @contact has this script from now on; (transfer full): the data of the `script` event. */
JsonObject *
fake_scripts_begin (FakeScripts *self, const char *contact, const char *document, gint64 version);
/* What came with the last refusal, or NULL. (transfer full) */
JsonObject *fake_scripts_take_detail (void);
/* As fake_world_do; *event (transfer full): what is to be told, or NULL. */
JsonObject *fake_scripts_do (FakeScripts *self,
                             const char *op,
                             JsonObject *args,
                             JsonObject **event,
                             const char **code,
                             const char **message);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tests/fakes/fake-world.h"

G_BEGIN_DECLS

/* Outbound work of a FakeWorld: the campaign "renewals" (preview; the records of Anna Berg, of Jean
 * Martin, who has two numbers, and of Li Wei), the campaign "survey" (progressive, the same
 * records), two calls that were promised, and a judge of dials: no number of France may be called,
 * any other may. */
typedef struct FakeOutbound FakeOutbound;

FakeOutbound *fake_outbound_new (void);
void fake_outbound_free (FakeOutbound *self);

extern const char *const fake_outbound_ops[];
gboolean fake_outbound_knows (const char *op);

/* As fake_world_do; *event (transfer full): the data of a `callback` or `campaign_result` to be
 * told, or NULL. A record that is dialed makes a contact of @world. */
JsonObject *fake_outbound_do (FakeOutbound *self,
                              FakeWorld *world,
                              const char *op,
                              JsonObject *args,
                              JsonObject **event,
                              const char **code,
                              const char **message);
/* One more call was promised, 20 minutes ago: to the record of Anna Berg. Before the first list. */
void fake_outbound_promise_record (FakeOutbound *self);
/* The next @n answers have no record, and say that there may be more. */
void fake_outbound_refuse (FakeOutbound *self, guint n);
/* The record that was handed out ends with @outcome. (transfer full): the event's data. */
JsonObject *fake_outbound_end (FakeOutbound *self, const char *outcome);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/client/feed.h"
#include "tests/fakes/fake-policy.h"

G_BEGIN_DECLS

/* A FakeServer's door without a socket. */
#define FAKE_TYPE_FEED (fake_feed_get_type ())
G_DECLARE_FINAL_TYPE (FakeFeed, fake_feed, FAKE, FEED, GObject)

FakeFeed *fake_feed_new (FakeWorld *world, FakePolicy *policy);

void fake_feed_send (FakeFeed *self, const char *event, JsonObject *data);
void fake_feed_sign_in (FakeFeed *self);
void fake_feed_drop (FakeFeed *self);
void fake_feed_return (FakeFeed *self, gboolean restarted);
void fake_feed_bye (FakeFeed *self, const char *code);
void fake_feed_lag (FakeFeed *self, gboolean lag);

G_END_DECLS

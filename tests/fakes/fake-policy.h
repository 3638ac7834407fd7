/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/fakes/fake-world.h"

G_BEGIN_DECLS

/* What a FakeServer does with requests, whichever door they come through: remembers them, refuses
 * those that a test wants refused, and asks the world about the rest. */
typedef struct FakePolicy FakePolicy;

FakePolicy *fake_policy_new (FakeWorld *world);
void fake_policy_free (FakePolicy *policy);

void fake_policy_refuse_sign_in (FakePolicy *policy, const char *code, int retry_after_s);
void
fake_policy_fail_next (FakePolicy *policy, const char *op, const char *code, const char *message);
guint fake_policy_count (FakePolicy *policy, const char *op);
JsonObject *fake_policy_get_last (FakePolicy *policy, const char *op);

typedef struct {
  JsonObject *result; /* NULL: refused */
  char *code;
  char *message;
  JsonObject *detail; /* (nullable) */
} FakeAnswer;
void fake_answer_clear (FakeAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FakeAnswer, fake_answer_clear)

/* `login` is answered here as well: alice with "secret", or the ticket. */
void fake_policy_answer (FakePolicy *policy, const char *op, JsonObject *args, FakeAnswer *answer);

G_END_DECLS

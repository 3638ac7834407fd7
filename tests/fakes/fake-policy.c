/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-policy.h"

#include "desktop/client/json-get.h"
#include "tests/fakes/fake-scripts.h"

typedef struct {
  char *op;
  JsonObject *args;
} Asked;

struct FakePolicy {
  FakeWorld *world;
  GPtrArray *asked; /* of Asked */
  char *refuse_code;
  int retry_after_s;
  char *fail_op;
  char *fail_code;
  char *fail_message;
};

static void
asked_free (Asked *asked)
{
  g_free (asked->op);
  json_object_unref (asked->args);
  g_free (asked);
}

FakePolicy *
fake_policy_new (FakeWorld *world)
{
  FakePolicy *policy = g_new0 (FakePolicy, 1);

  policy->world = world;
  policy->asked = g_ptr_array_new_with_free_func ((GDestroyNotify) asked_free);
  return policy;
}

static void
clear_failure (FakePolicy *policy)
{
  g_clear_pointer (&policy->fail_op, g_free);
  g_clear_pointer (&policy->fail_code, g_free);
  g_clear_pointer (&policy->fail_message, g_free);
}

void
fake_policy_free (FakePolicy *policy)
{
  clear_failure (policy);
  g_free (policy->refuse_code);
  g_ptr_array_unref (policy->asked);
  g_free (policy);
}

void
fake_policy_refuse_sign_in (FakePolicy *policy, const char *code, int retry_after_s)
{
  g_free (policy->refuse_code);
  policy->refuse_code = g_strdup (code);
  policy->retry_after_s = retry_after_s;
}

void
fake_policy_fail_next (FakePolicy *policy, const char *op, const char *code, const char *message)
{
  clear_failure (policy);
  policy->fail_op = g_strdup (op);
  policy->fail_code = g_strdup (code);
  policy->fail_message = g_strdup (message);
}

guint
fake_policy_count (FakePolicy *policy, const char *op)
{
  guint n = 0;

  for (guint i = 0; i < policy->asked->len; i++)
    n += g_str_equal (((Asked *) g_ptr_array_index (policy->asked, i))->op, op);
  return n;
}

JsonObject *
fake_policy_get_last (FakePolicy *policy, const char *op)
{
  for (guint i = policy->asked->len; i-- > 0;) {
    Asked *asked = g_ptr_array_index (policy->asked, i);
    if (g_str_equal (asked->op, op))
      return asked->args;
  }
  return NULL;
}

void
fake_answer_clear (FakeAnswer *answer)
{
  g_clear_pointer (&answer->result, json_object_unref);
  g_clear_pointer (&answer->detail, json_object_unref);
  g_clear_pointer (&answer->code, g_free);
  g_clear_pointer (&answer->message, g_free);
}

static void
refuse (FakeAnswer *answer, const char *code, const char *message)
{
  answer->code = g_strdup (code);
  answer->message = g_strdup (message);
}

static void
answer_login (FakePolicy *policy, JsonObject *args, FakeAnswer *answer)
{
  gboolean right = g_strcmp0 (bh_json_string (args, "ticket"), "ticket-1") == 0 ||
                   (g_strcmp0 (bh_json_string (args, "user"), "alice") == 0 &&
                    g_strcmp0 (bh_json_string (args, "password"), "secret") == 0);

  if (policy->refuse_code) {
    refuse (answer, policy->refuse_code, "The fake server refuses.");
    if (policy->retry_after_s > 0) {
      answer->detail = json_object_new ();
      json_object_set_int_member (answer->detail, "retry_after_s", policy->retry_after_s);
    }
  } else if (right) {
    answer->result = json_object_new ();
    json_object_set_string_member (answer->result, "user", "alice");
    json_object_set_array_member (answer->result, "roles", json_array_new ());
    json_object_set_string_member (answer->result, "expires", "2026-11-22T02:02:00.000Z");
    json_object_set_string_member (answer->result, "ticket", "ticket-1");
  } else {
    refuse (answer, "bad_credentials", "Name or password is wrong.");
  }
}

void
fake_policy_answer (FakePolicy *policy, const char *op, JsonObject *args, FakeAnswer *answer)
{
  Asked *asked = g_new0 (Asked, 1);
  const char *code = NULL;
  const char *message = NULL;

  *answer = (FakeAnswer){NULL};
  asked->op = g_strdup (op);
  asked->args = args ? json_object_ref (args) : json_object_new ();
  g_ptr_array_add (policy->asked, asked);
  if (g_strcmp0 (policy->fail_op, op) == 0) {
    refuse (answer, policy->fail_code, policy->fail_message);
    clear_failure (policy);
  } else if (g_str_equal (op, "login")) {
    answer_login (policy, asked->args, answer);
  } else if (g_str_has_prefix (op, "call.record_")) {
    answer->result = json_object_new ();
    json_object_set_string_member (answer->result,
                                   "recording",
                                   g_str_has_suffix (op, "pause") ? "paused" : "running");
  } else {
    answer->result = fake_world_do (policy->world, op, asked->args, &code, &message);
    if (answer->result == NULL) {
      refuse (answer, code, message);
      answer->detail = fake_scripts_take_detail ();
    }
  }
}

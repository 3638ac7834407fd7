/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/desktop/model/fixture.h"

#include "desktop/client/client-error.h"
#include "desktop/model/colleague.h"
#include "desktop/model/disposition.h"
#include "desktop/model/history-entry.h"
#include "desktop/model/matter.h"
#include "desktop/model/queue-item.h"
#include "desktop/model/reason.h"
#include "tests/fakes/fake-setup.h"

/* Station 11: every event, in every order that can happen. */

#define NUMBER "+8613800138000"
#define S      ((gint64) G_USEC_PER_SEC)

static gpointer
nth (GListModel *model, guint i)
{
  g_autoptr (GObject) item = g_list_model_get_item (model, i);

  g_assert_nonnull (item);
  return item;
}

#define length(model) g_list_model_get_n_items (model)

static void
test_setup (Fixture *f, gconstpointer data)
{
  BhReason *lunch = nth (bh_desk_get_reasons (f->desk), 0);
  BhDisposition *refund = nth (bh_desk_get_dispositions (f->desk), 1);

  g_assert_cmpstr (bh_desk_get_user_name (f->desk), ==, "alice");
  g_assert_cmpstr (bh_desk_get_full_name (f->desk), ==, "Alice Example");
  g_assert_cmpstr (bh_desk_get_device (f->desk), ==, "PJSIP/1001");
  g_assert_cmpstr (bh_desk_get_profile (f->desk), ==, "notify");
  g_assert_true (bh_desk_allows (f->desk, "call.dial"));
  g_assert_false (bh_desk_allows (f->desk, "tail"));
  g_assert_false (bh_desk_get_watch_only (f->desk));
  g_assert_cmpuint (length (bh_desk_get_reasons (f->desk)), ==, 2);
  g_assert_cmpstr (bh_reason_get_label (lunch), ==, "Lunch");
  g_assert_cmpstr (bh_reason_get_icon (lunch), ==, "cup");
  g_assert_cmpuint (length (bh_desk_get_dispositions (f->desk)), ==, 3);
  g_assert_cmpstr (bh_disposition_get_path_label (refund), ==, "Refund › Promised");
  g_assert_cmpstr (bh_disposition_get_label (refund), ==, "Promised");
}

static void
test_setup_in_chinese (Fixture *f, gconstpointer data)
{
  BhReason *lunch = nth (bh_desk_get_reasons (f->desk), 0);
  BhDisposition *refund = nth (bh_desk_get_dispositions (f->desk), 1);
  BhQueueItem *support = nth (bh_desk_get_queues (f->desk), 0);
  BhQueueItem *sales = nth (bh_desk_get_queues (f->desk), 1);

  g_assert_cmpstr (bh_reason_get_label (lunch), ==, "午餐");
  g_assert_cmpstr (bh_disposition_get_path_label (refund), ==, "退款 › 已承诺");
  g_assert_cmpstr (bh_queue_item_get_label (sales), ==, "Sales");
  g_assert_nonnull (support);
}

static void
test_setup_changes (Fixture *f, gconstpointer data)
{
  fake_world_watch_only (f->world);
  g_assert_true (bh_desk_get_watch_only (f->desk));
}

static void
test_disposition_is_found_by_typing (Fixture *f, gconstpointer data)
{
  BhDisposition *refund = nth (bh_desk_get_dispositions (f->desk), 1);

  g_assert_true (bh_disposition_matches (refund, "ref"));
  g_assert_true (bh_disposition_matches (refund, "REF pro"));
  g_assert_true (bh_disposition_matches (refund, "承诺"));
  g_assert_true (bh_disposition_matches (refund, ""));
  g_assert_false (bh_disposition_matches (refund, "fund"));
  g_assert_false (bh_disposition_matches (refund, "ref solved"));
}

static void
test_agent_state (Fixture *f, gconstpointer data)
{
  BhAgentState *agent = bh_desk_get_agent (f->desk);

  g_assert_cmpint (bh_agent_state_get_state (agent), ==, BH_AGENT_NOT_READY);
  g_assert_cmpstr (bh_agent_state_get_word (agent), ==, "Not ready");
  fake_world_agent_state (f->world, "not_ready", "lunch", NULL);
  g_assert_cmpstr (bh_agent_state_get_word (agent), ==, "Lunch");
  assert_str (agent, "reason-icon", "cup");
  fake_world_agent_state (f->world, "talking", NULL, "lunch");
  g_assert_cmpint (bh_agent_state_get_state (agent), ==, BH_AGENT_TALKING);
  g_assert_true (bh_agent_state_get_has_pending (agent));
  g_assert_cmpstr (bh_agent_state_get_pending_label (agent), ==, "Lunch");
  g_assert_cmpint (bh_agent_state_get_since (agent), ==, FAKE_WORLD_START_US);
  g_assert_cmpstr (bh_agent_state_get_why (agent), ==, "You chose it.");
  fake_world_agent_state (f->world, "talking", NULL, NULL);
  g_assert_false (bh_agent_state_get_has_pending (agent));
}

/* What only the machine sets is shown in words, and is not there to be chosen. */
/* The server has no label for it (its database is away): the machine's own reasons have words here.
 */
static void
test_reason_without_a_label (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (bh_reason_word ("client_lost"), ==, "Desktop lost");
  g_assert_cmpstr (bh_reason_word ("Mittagspause"), ==, "Mittagspause");
}

static void
test_reason_of_the_machine (Fixture *f, gconstpointer data)
{
  BhAgentState *agent = bh_desk_get_agent (f->desk);

  fake_world_agent_state (f->world, "not_ready", "no_answer", NULL);
  g_assert_cmpstr (bh_agent_state_get_word (agent), ==, "Did not answer");
  assert_str (agent, "reason-icon", NULL);
  g_assert_cmpuint (length (bh_desk_get_reasons (f->desk)), ==, 2);
}

static void
test_agent_of_another_is_not_ours (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) other = fake_json ("{\"agent\":\"bob\",\"state\":\"talking\"}");

  bh_desk_take_event (f->desk, "agent", other, 0);
  g_assert_cmpint (bh_agent_state_get_state (bh_desk_get_agent (f->desk)), ==, BH_AGENT_NOT_READY);
}

static void
test_colleagues_are_by_name_and_stay_the_same (Fixture *f, gconstpointer data)
{
  GListModel *colleagues = bh_desk_get_colleagues (f->desk);
  BhColleague *bob = nth (colleagues, 0);

  g_assert_cmpuint (length (colleagues), ==, 2);
  g_assert_cmpstr (bh_colleague_get_full_name (bob), ==, "Bob Builder");
  g_assert_cmpint (bh_colleague_get_state (bob), ==, BH_AGENT_READY);
  fake_world_colleague (f->world, "bob", "Bob Builder", "1002", "wrap_up");
  fake_world_colleague (f->world, "ada", "Ada Lovelace", "1009", "ready");
  g_assert_cmpuint (length (colleagues), ==, 3);
  g_assert_true (nth (colleagues, 1) == (gpointer) bob);
  g_assert_cmpint (bh_colleague_get_state (bob), ==, BH_AGENT_WRAP_UP);
  assert_str (bob, "word", "Wrap-up");
}

static void
test_queues (Fixture *f, gconstpointer data)
{
  GListModel *queues = bh_desk_get_queues (f->desk);
  BhQueueItem *support = nth (queues, 0);
  gint64 waiting, oldest;
  gboolean joined;

  fake_world_queue (f->world, "support", "Support", 4);
  g_object_get (support, "waiting", &waiting, "oldest-since", &oldest, "joined", &joined, NULL);
  g_assert_cmpuint (length (queues), ==, 2);
  g_assert_cmpint (waiting, ==, 4);
  g_assert_cmpint (oldest, ==, FAKE_WORLD_START_US - 42 * S);
  g_assert_true (joined);
}

static void
test_contact_is_offered (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);

  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_OFFERED);
  g_assert_cmpstr (bh_contact_item_get_title (contact), ==, "Zhang San");
  g_assert_cmpstr (bh_contact_item_get_number_text (contact), ==, "+86 138 0013 8000");
  g_assert_cmpstr (bh_contact_item_get_subtitle (contact), ==, "+86 138 0013 8000");
  g_assert_cmpstr (bh_contact_item_get_queue (contact), ==, "Support");
  g_assert_cmpint (bh_contact_item_get_waiting_since (contact), ==, FAKE_WORLD_START_US - 42 * S);
  g_assert_cmpint (bh_contact_item_get_waited_ms (contact), ==, -1);
  g_assert_true (bh_contact_item_can (contact, BH_CALL_ANSWER));
  g_assert_false (bh_contact_item_can (contact, BH_CALL_HOLD));
  g_assert_cmpstr (bh_contact_item_why_not (contact, BH_CALL_FINISH), ==, "The call is not over.");
  g_assert_cmpstr (bh_contact_item_why_not (contact, BH_CALL_ANSWER), ==, "");
  assert_str (contact, "why-not-hold", "There is no conversation to put on hold.");
  g_assert_cmpint (bh_card_get_status (bh_contact_item_get_card (contact)), ==, BH_CARD_LOOKING);
  g_assert_cmpuint (f->pops->len, ==, 1);
  g_assert_true (bh_desk_get_current (f->desk) == contact);
  g_assert_true (bh_contact_item_get_is_current (contact));
}

static void
test_contact_lives (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, NUMBER, NULL, "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);

  bh_fixture_pass (f, 3 * S);
  fake_world_talking (f->world, id);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_TALKING);
  g_assert_cmpint (bh_contact_item_get_waited_ms (contact), ==, 45000);
  g_assert_cmpuint (length (bh_contact_item_get_segments (contact)), ==, 3);
  g_assert_true (bh_contact_item_can (contact, BH_CALL_HOLD));
  bh_fixture_pass (f, 60 * S);
  fake_world_hold (f->world, id);
  assert_str (contact, "state-word", "On hold");
  g_assert_true (bh_contact_item_can (contact, BH_CALL_RETRIEVE));
  fake_world_consult (f->world, id, "Bob Builder", "ringing");
  g_assert_true (bh_contact_item_get_has_consult (contact));
  g_assert_cmpstr (bh_contact_item_get_consult_name (contact), ==, "Bob Builder");
  g_assert_cmpstr (bh_contact_item_get_consult_state (contact), ==, "ringing");
  fake_world_talking (f->world, id);
  g_assert_false (bh_contact_item_get_has_consult (contact));
  fake_world_wrap_up (f->world, id, 30);
  g_assert_true (bh_contact_item_get_is_over (contact));
  g_assert_cmpint (bh_contact_item_get_wrap_up_until (contact),
                   ==,
                   fake_world_now (f->world) + 30 * S);
  g_assert_true (bh_contact_item_can (contact, BH_CALL_FINISH));
  fake_world_gone (f->world, id, "finished", NULL);
  g_assert_cmpuint (length (bh_desk_get_contacts (f->desk)), ==, 0);
  g_assert_null (bh_desk_get_current (f->desk));
  g_assert_cmpuint (f->pops->len, ==, 1);
}

static void
count_notify (GObject *object, GParamSpec *spec, guint *n)
{
  *n += 1;
}

static void
tell_desk (const char *event, JsonObject *data, gpointer desk)
{
  bh_desk_take_event (desk, event, data, FAKE_WORLD_START_US);
}

static void
test_same_event_twice_notifies_nobody (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);
  guint n = 0;

  fake_world_card_one (f->world, id, "王小明", "Huaxin Electronics");
  g_signal_connect (contact, "notify", G_CALLBACK (count_notify), &n);
  g_signal_connect (bh_contact_item_get_card (contact), "notify", G_CALLBACK (count_notify), &n);
  g_signal_connect (bh_desk_get_agent (f->desk), "notify", G_CALLBACK (count_notify), &n);
  bh_desk_take_snapshot_begin (f->desk, FAKE_WORLD_START_US);
  fake_world_tell (f->world, tell_desk, f->desk);
  bh_desk_take_snapshot_end (f->desk, FAKE_WORLD_START_US);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_card_of_one (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);
  BhCard *card = bh_contact_item_get_card (contact);
  BhHistoryEntry *entry;

  fake_world_card_one (f->world, id, "王小明", "Huaxin Electronics");
  g_assert_cmpint (bh_card_get_status (card), ==, BH_CARD_ONE);
  g_assert_cmpstr (bh_contact_item_get_title (contact), ==, "王小明");
  g_assert_cmpstr (bh_contact_item_get_subtitle (contact),
                   ==,
                   "Huaxin Electronics · +86 138 0013 8000");
  assert_str (bh_card_get_customer (card), "tier-label", "Gold");
  assert_str (bh_card_get_customer (card), "language-label", "中文");
  g_assert_cmpstr (bh_matter_get_title (nth (bh_card_get_matters (card), 0)),
                   ==,
                   "Refund, promised 24 Nov");
  entry = nth (bh_card_get_history (card), 0);
  g_assert_cmpstr (bh_history_entry_get_note (entry), ==, "asked for a refund");
  assert_str (entry, "disposition-label", "Solved");
  g_assert_cmpuint (f->pops->len, ==, 1);
}

static void
test_card_of_none_many_withheld_unavailable (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, NUMBER, NULL, "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);
  BhCard *card = bh_contact_item_get_card (contact);

  fake_world_card_none (f->world, id);
  g_assert_cmpint (bh_card_get_status (card), ==, BH_CARD_NONE);
  g_assert_cmpstr (bh_contact_item_get_title (contact), ==, "+86 138 0013 8000");
  g_assert_cmpstr (bh_contact_item_get_subtitle (contact), ==, "");
  fake_world_card_many (f->world, id, 3);
  g_assert_cmpint (bh_card_get_status (card), ==, BH_CARD_MANY);
  g_assert_cmpuint (length (bh_card_get_customers (card)), ==, 3);
  g_assert_null (bh_card_get_customer (card));
  fake_world_card_withheld (f->world, id);
  g_assert_cmpint (bh_card_get_status (card), ==, BH_CARD_WITHHELD);
  fake_world_card_unavailable (f->world, id);
  g_assert_cmpint (bh_card_get_status (card), ==, BH_CARD_UNAVAILABLE);
  g_assert_cmpstr (bh_card_get_message (card), ==, "The customer database is away.");
}

static void
test_withheld_number_has_a_title (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, "", NULL, "support");

  g_assert_cmpstr (bh_contact_item_get_title (bh_desk_find_contact (f->desk, id)),
                   ==,
                   "Number withheld");
}

/* The look-up may be faster than the PBX's own words. */
static void
test_card_before_contact (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) card =
      fake_json ("{\"contact\":\"c9\",\"status\":\"one\",\"customer\":{\"customer\":\"x\","
                 "\"name\":\"Early Bird\"}}");
  g_autoptr (JsonObject) contact =
      fake_json ("{\"contact\":\"c9\",\"direction\":\"inbound\",\"started\":"
                 "\"2026-11-21T14:00:00.000Z\",\"me\":{\"state\":\"offered\","
                 "\"since\":\"2026-11-21T14:02:00.000Z\"}}");

  bh_desk_take_event (f->desk, "card", card, 0);
  g_assert_cmpuint (length (bh_desk_get_contacts (f->desk)), ==, 0);
  bh_desk_take_event (f->desk, "contact", contact, 0);
  g_assert_cmpstr (bh_contact_item_get_title (bh_desk_find_contact (f->desk, "c9")),
                   ==,
                   "Early Bird");
  g_assert_cmpuint (f->pops->len, ==, 1);
}

static void
test_newest_offered_is_first (Fixture *f, gconstpointer data)
{
  const char *first = fake_world_offered (f->world, NUMBER, "First", "support");
  const char *second;

  fake_world_talking (f->world, first);
  bh_fixture_pass (f, 10 * S);
  second = fake_world_offered (f->world, "+15551234567", "Second", "support");
  g_assert_cmpstr (bh_contact_item_get_id (nth (bh_desk_get_contacts (f->desk), 0)), ==, second);
  fake_world_hold (f->world, first);
  g_assert_cmpstr (bh_contact_item_get_id (nth (bh_desk_get_contacts (f->desk), 0)), ==, second);
}

static void
test_pop_does_not_push_a_talk_aside (Fixture *f, gconstpointer data)
{
  const char *first = fake_world_offered (f->world, NUMBER, "First", "support");
  const char *second;

  fake_world_talking (f->world, first);
  second = fake_world_offered (f->world, "+15551234567", "Second", "support");
  g_assert_cmpuint (f->pops->len, ==, 2);
  g_assert_cmpstr (bh_contact_item_get_id (bh_desk_get_current (f->desk)), ==, first);
  fake_world_talking (f->world, second);
  g_assert_cmpstr (bh_contact_item_get_id (bh_desk_get_current (f->desk)), ==, second);
  fake_world_gone (f->world, second, "not_yours", NULL);
  g_assert_cmpstr (bh_contact_item_get_id (bh_desk_get_current (f->desk)), ==, first);
}

static void
test_pop_is_once_over_everything (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);

  fake_server_drop (f->server);
  fake_server_return (f->server);
  fake_server_drop (f->server);
  fake_server_restart (f->server);
  fake_world_talking (f->world, id);
  fake_world_hold (f->world, id);
  fake_world_talking (f->world, id);
  fake_world_wrap_up (f->world, id, 30);
  g_assert_cmpuint (f->pops->len, ==, 1);
  g_assert_true (bh_desk_find_contact (f->desk, id) == contact);
}

static void
test_pop_after_ring_no_answer_is_not_another (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");
  g_autoptr (JsonObject) again = NULL;

  again = fake_json ("{\"contact\":\"contact-1\",\"me\":{\"state\":\"offered\","
                     "\"since\":\"2026-11-21T14:02:20.000Z\"}}");
  fake_world_gone (f->world, id, "not_yours", NULL);
  bh_desk_take_event (f->desk, "contact", again, 0);
  g_assert_cmpuint (f->pops->len, ==, 1);
  g_assert_nonnull (bh_desk_find_contact (f->desk, "contact-1"));
}

static void
test_merged_goes_on_under_the_other_id (Fixture *f, gconstpointer data)
{
  const char *consult = fake_world_offered (f->world, "1002", "Bob", NULL);
  g_autoptr (JsonObject) primary = fake_json ("{\"contact\":\"p\",\"me\":{\"state\":\"offered\","
                                              "\"since\":\"2026-11-21T14:02:20.000Z\"}}");

  bh_desk_save_note (f->desk, bh_desk_find_contact (f->desk, consult), "from Bob", NULL);
  fake_world_gone (f->world, consult, "merged", "p");
  bh_desk_take_event (f->desk, "contact", primary, 0);
  g_assert_cmpuint (f->pops->len, ==, 1);
  g_assert_cmpstr (bh_contact_item_get_note (bh_desk_find_contact (f->desk, "p")), ==, "from Bob");
}

static void
test_dialed_contact_is_looked_at (Fixture *f, gconstpointer data)
{
  const char *first = fake_world_offered (f->world, NUMBER, "First", "support");
  const char *dialed;

  fake_world_wrap_up (f->world, first, 30);
  dialed = fake_world_dialing (f->world, "+15551234567");
  g_assert_cmpstr (bh_contact_item_get_id (bh_desk_get_current (f->desk)), ==, dialed);
  g_assert_cmpuint (f->pops->len, ==, 1);
}

static void
test_contacts_of_others_are_not_ours (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) other =
      fake_json ("{\"contact\":\"x\",\"started\":\"2026-11-21T14:00:00.000Z\"}");

  bh_desk_take_event (f->desk, "contact", other, 0);
  g_assert_cmpuint (length (bh_desk_get_contacts (f->desk)), ==, 0);
  bh_desk_set_all_contacts (f->desk, TRUE);
  bh_desk_take_event (f->desk, "contact", other, 0);
  g_assert_cmpint (bh_contact_item_get_state (bh_desk_find_contact (f->desk, "x")),
                   ==,
                   BH_CONTACT_WATCHED);
}

static void
test_snapshot_sweeps (Fixture *f, gconstpointer data)
{
  const char *talk = fake_world_offered (f->world, NUMBER, "Talks", "support");
  g_autofree char *talk_id = g_strdup (talk);
  const char *ring;
  g_autofree char *ring_id = NULL;
  BhContactItem *contact = bh_desk_find_contact (f->desk, talk);

  fake_world_talking (f->world, talk);
  ring = fake_world_offered (f->world, "+15551234567", "Rings", "support");
  ring_id = g_strdup (ring);
  fake_server_drop (f->server);
  fake_world_gone (f->world, talk, "finished", NULL);
  fake_world_gone (f->world, ring, "not_yours", NULL);
  fake_world_colleague_gone (f->world, "bob");
  fake_server_restart (f->server);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_ENDED);
  g_assert_true (bh_desk_find_contact (f->desk, talk_id) == contact);
  g_assert_null (bh_desk_find_contact (f->desk, ring_id));
  g_assert_cmpuint (length (bh_desk_get_colleagues (f->desk)), ==, 1);
  g_assert_true (bh_desk_dismiss (f->desk, contact));
  g_assert_cmpuint (length (bh_desk_get_contacts (f->desk)), ==, 0);
}

/* Who handed the customer over has a clock of its own; the contact, which goes on, has none. */
static void
test_own_wrap_up (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) body =
      fake_json ("{\"contact\":\"c\",\"wrap_up_until\":null,\"me\":{\"state\":\"wrap_up\","
                 "\"wrap_up_until\":\"2026-11-21T14:02:11.000Z\"}}");
  BhContactItem *contact;

  bh_desk_take_event (f->desk, "contact", body, 0);
  contact = bh_desk_find_contact (f->desk, "c");
  g_assert_cmpint (bh_contact_item_get_wrap_up_until (contact),
                   ==,
                   G_GINT64_CONSTANT (1795269731000000));
}

static void
test_nonsense_is_passed_over (Fixture *f, gconstpointer data)
{
  static const char *const names[] = {"setup",
                                      "link",
                                      "store",
                                      "agent",
                                      "colleague",
                                      "queue",
                                      "contact",
                                      "card",
                                      "note",
                                      "contact_gone",
                                      "unheard_of"};
  static const char *const bodies[] = {
      "{}",
      "{\"contact\":7,\"me\":[],\"agent\":null,\"queue\":{}}",
      "{\"contact\":\"c\",\"me\":{\"state\":\"flying\",\"can\":{},\"cannot\":[]},\"segments\":{},"
      "\"queues\":7,\"customers\":[7,{}],\"history\":[null],\"matters\":[[]],\"number\":\"x\"}",
      "{\"user\":\"x\",\"reasons\":[{}],\"dispositions\":[{},{\"code\":\"a\",\"path\":[7]}],"
      "\"queues\":[{},7]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < G_N_ELEMENTS (bodies); j++) {
      g_autoptr (JsonObject) body = fake_json (bodies[j]);
      bh_desk_take_event (f->desk, names[i], body, 0);
    }
  g_assert_true (BH_IS_DESK (f->desk));
}

static void
test_next_user_finds_a_clean_desk (Fixture *f, gconstpointer data)
{
  fake_world_offered (f->world, NUMBER, "Zhang San", "support");
  bh_desk_sign_out (f->desk);
  g_assert_cmpuint (length (bh_desk_get_contacts (f->desk)), ==, 0);
  g_assert_null (bh_desk_get_current (f->desk));
  g_assert_cmpint (bh_desk_get_feed_state (f->desk), ==, BH_FEED_OFFLINE);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/desktop/model/fold/" name,                                                         \
              Fixture,                                                                             \
              NULL,                                                                                \
              bh_fixture_set_up,                                                                   \
              func,                                                                                \
              bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("setup", test_setup);
  g_test_add ("/desktop/model/fold/setup-in-chinese",
              Fixture,
              "zh_CN",
              bh_fixture_set_up,
              test_setup_in_chinese,
              bh_fixture_tear_down);
  ADD ("setup-changes", test_setup_changes);
  ADD ("disposition-is-found-by-typing", test_disposition_is_found_by_typing);
  ADD ("agent-state", test_agent_state);
  ADD ("reason-of-the-machine", test_reason_of_the_machine);
  ADD ("reason-without-a-label", test_reason_without_a_label);
  ADD ("own-wrap-up", test_own_wrap_up);
  ADD ("agent-of-another-is-not-ours", test_agent_of_another_is_not_ours);
  ADD ("colleagues", test_colleagues_are_by_name_and_stay_the_same);
  ADD ("queues", test_queues);
  ADD ("contact-is-offered", test_contact_is_offered);
  ADD ("contact-lives", test_contact_lives);
  ADD ("same-event-twice-notifies-nobody", test_same_event_twice_notifies_nobody);
  ADD ("card-of-one", test_card_of_one);
  ADD ("card-of-none-many-withheld-unavailable", test_card_of_none_many_withheld_unavailable);
  ADD ("withheld-number-has-a-title", test_withheld_number_has_a_title);
  ADD ("card-before-contact", test_card_before_contact);
  ADD ("newest-offered-is-first", test_newest_offered_is_first);
  ADD ("pop/does-not-push-a-talk-aside", test_pop_does_not_push_a_talk_aside);
  ADD ("pop/is-once-over-everything", test_pop_is_once_over_everything);
  ADD ("pop/after-ring-no-answer-is-not-another", test_pop_after_ring_no_answer_is_not_another);
  ADD ("merged-goes-on-under-the-other-id", test_merged_goes_on_under_the_other_id);
  ADD ("dialed-contact-is-looked-at", test_dialed_contact_is_looked_at);
  ADD ("contacts-of-others-are-not-ours", test_contacts_of_others_are_not_ours);
  ADD ("snapshot-sweeps", test_snapshot_sweeps);
  ADD ("nonsense-is-passed-over", test_nonsense_is_passed_over);
  ADD ("next-user-finds-a-clean-desk", test_next_user_finds_a_clean_desk);
  return g_test_run ();
}

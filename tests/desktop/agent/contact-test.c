/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/model/desk-commands.h"
#include "tests/desktop/agent/stage.h"

static const char *
begin (Stage *stage, const char *state)
{
  FakeWorld *world = stage_world (stage);
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (world, "+8613800138000", "Zhang San", "support");
  fake_world_card_one (world, id, "王小明", "Huaxin Electronics");
  fake_world_talking (world, id);
  if (g_str_equal (state, "wrap_up"))
    fake_world_wrap_up (world, id, 30);
  stage_settle (stage);
  return id;
}

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

static const char *
last_arg (Stage *stage, const char *op, const char *member)
{
  JsonObject *args = fake_server_get_last (stage->server, op);

  return args != NULL && json_object_has_member (args, member) &&
                 !json_object_get_null_member (args, member)
             ? json_object_get_string_member (args, member)
             : NULL;
}

static void
type_note (Stage *stage, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (stage, "notes"))),
                            text,
                            -1);
  stage_settle (stage);
}

static void
test_note_is_saved (Stage *stage, gconstpointer data)
{
  g_autofree char *id = g_strdup (begin (stage, "talking"));

  type_note (stage, "Asks about the refund");
  stage_pass (stage, G_USEC_PER_SEC);
  g_assert_cmpstr (fake_world_get_note (stage_world (stage), id), ==, "Asks about the refund");
}

/* What somebody else wrote comes in without moving the cursor of who writes here. */
static void
test_note_from_elsewhere_comes_in (Stage *stage, gconstpointer data)
{
  g_autofree char *id = g_strdup (begin (stage, "talking"));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (stage, "notes")));
  g_autofree char *text = NULL;

  fake_world_note (stage_world (stage), id, "written elsewhere", "alice");
  stage_settle (stage);
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "written elsewhere");
}

/* A colleague's words stand above one's own; nothing of them comes into what is typed here. */
static void
test_colleague_note_is_read (Stage *stage, gconstpointer data)
{
  g_autofree char *id = g_strdup (begin (stage, "talking"));
  GtkWidget *list;

  g_assert_null (stage_find (GTK_WIDGET (stage->window), "colleague-notes"));
  type_note (stage, "mine");
  fake_world_note (stage_world (stage), id, "written by bob", "bob");
  stage_settle (stage);
  list = find (stage, "colleague-notes");
  g_assert_true (gtk_widget_get_mapped (list));
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_assert_cmpstr (bh_contact_item_get_note (bh_desk_get_current (stage->desk)), ==, "mine");
}

static void
test_each_contact_has_its_own_note (Stage *stage, gconstpointer data)
{
  GtkTextBuffer *buffer;
  const char *second;
  g_autofree char *text = NULL;

  begin (stage, "talking");
  type_note (stage, "of the first");
  stage_pass (stage, G_USEC_PER_SEC);
  second = fake_world_offered (stage_world (stage), "+442079460958", "Priya Nair", "support");
  fake_world_talking (stage_world (stage), second);
  stage_settle (stage);
  bh_desk_set_current (stage->desk, bh_desk_find_contact (stage->desk, second));
  stage_settle (stage);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (stage, "notes")));
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "");
  g_clear_pointer (&text, g_free);
  g_assert_true (stage_act (stage, "win.contact(2)"));
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "of the first");
}

static void
test_result_by_some_letters (Stage *stage, gconstpointer data)
{
  GtkWidget *entry;

  begin (stage, "wrap_up");
  g_assert_true (stage_act (stage, "win.disposition"));
  entry = find (stage, "disposition");
  gtk_editable_set_text (GTK_EDITABLE (entry), "ref pro");
  stage_settle (stage);
  g_signal_emit_by_name (entry, "activate");
  stage_settle (stage);
  g_assert_cmpstr (last_arg (stage, "contact.disposition", "code"), ==, "refund_promised");
}

static void
test_result_in_another_language (Stage *stage, gconstpointer data)
{
  GtkWidget *entry;

  begin (stage, "wrap_up");
  entry = find (stage, "disposition");
  gtk_editable_set_text (GTK_EDITABLE (entry), "已解");
  g_signal_emit_by_name (entry, "activate");
  stage_settle (stage);
  g_assert_cmpstr (last_arg (stage, "contact.disposition", "code"), ==, "solved");
}

static void
test_result_that_is_not_there (Stage *stage, gconstpointer data)
{
  GtkWidget *entry;

  begin (stage, "wrap_up");
  entry = find (stage, "disposition");
  gtk_editable_set_text (GTK_EDITABLE (entry), "qqq");
  g_signal_emit_by_name (entry, "activate");
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "contact.disposition"), ==, 0);
}

static void
test_finish (Stage *stage, gconstpointer data)
{
  begin (stage, "wrap_up");
  type_note (stage, "the last words");
  g_assert_true (stage_act (stage, "win.finish"));
  stage_pass (stage, G_USEC_PER_SEC);
  g_assert_cmpuint (fake_server_count (stage->server, "contact.finish"), ==, 1);
  g_assert_cmpuint (fake_server_count (stage->server, "contact.note"), >=, 1);
}

static void
test_finish_is_not_for_talking (Stage *stage, gconstpointer data)
{
  begin (stage, "talking");
  g_assert_false (stage_act (stage, "win.finish"));
  g_assert_false (stage_act (stage, "win.extend"));
}

static void
test_more_time (Stage *stage, gconstpointer data)
{
  begin (stage, "wrap_up");
  g_assert_true (stage_press (stage, "extend"));
  g_assert_cmpuint (fake_server_count (stage->server, "contact.extend"), ==, 1);
  g_assert_cmpint (
      json_object_get_int_member (fake_server_get_last (stage->server, "contact.extend"),
                                  "seconds"),
      ==,
      30);
}

/* The result is what there is to do next; who is writing already goes on. */
static void
test_wrap_up_takes_the_focus_to_the_result (Stage *stage, gconstpointer data)
{
  g_autofree char *id = g_strdup (begin (stage, "talking"));

  gtk_root_set_focus (GTK_ROOT (stage->window), NULL);
  fake_world_wrap_up (stage_world (stage), id, 30);
  stage_settle (stage);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (stage->window)),
                                         find (stage, "disposition")));
}

static void
test_wrap_up_leaves_who_writes (Stage *stage, gconstpointer data)
{
  g_autofree char *id = g_strdup (begin (stage, "talking"));

  stage_act (stage, "win.notes");
  fake_world_wrap_up (stage_world (stage), id, 30);
  stage_settle (stage);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == find (stage, "notes"));
}

static void
begin_many (Stage *stage, guint n)
{
  FakeWorld *world = stage_world (stage);
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (world, "+493090182014", NULL, "support");
  fake_world_card_many (world, id, n);
  fake_world_talking (world, id);
  stage_settle (stage);
}

static void
test_digit_chooses (Stage *stage, gconstpointer data)
{
  g_autoptr (BhCustomer) second = NULL;
  BhCard *card;

  begin_many (stage, 3);
  card = bh_contact_item_get_card (bh_desk_get_current (stage->desk));
  second = g_list_model_get_item (bh_card_get_customers (card), 1);
  g_assert_true (bh_contact_page_choose (stage->window->contact_page, 2));
  stage_settle (stage);
  g_assert_cmpstr (last_arg (stage, "contact.customer", "customer"),
                   ==,
                   bh_customer_get_id (second));
}

static void
test_digit_without_a_card (Stage *stage, gconstpointer data)
{
  begin_many (stage, 2);
  g_assert_false (bh_contact_page_choose (stage->window->contact_page, 3));
  g_assert_cmpuint (fake_server_count (stage->server, "contact.customer"), ==, 0);
}

static void
test_digit_where_nothing_is_to_choose (Stage *stage, gconstpointer data)
{
  begin (stage, "talking");
  g_assert_false (bh_contact_page_choose (stage->window->contact_page, 1));
}

static void
test_zero_makes_a_new_customer (Stage *stage, gconstpointer data)
{
  begin_many (stage, 2);
  g_assert_true (bh_contact_page_choose (stage->window->contact_page, 0));
  stage_settle (stage);
  g_assert_nonnull (find (stage, "customer-name"));
  g_assert_true (stage_act (stage, "win.show-card"));
  g_assert_null (find (stage, "customer-name"));
}

static void
begin_unknown (Stage *stage)
{
  FakeWorld *world = stage_world (stage);
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (world, "+4915112345678", "Novak", "support");
  fake_world_card_none (world, id);
  fake_world_talking (world, id);
  stage_settle (stage);
}

static void
test_unknown_becomes_a_customer (Stage *stage, gconstpointer data)
{
  begin_unknown (stage);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (stage, "customer-name"))),
                   ==,
                   "Novak");
  gtk_editable_set_text (GTK_EDITABLE (find (stage, "customer-name")), "Eva Novak");
  gtk_editable_set_text (GTK_EDITABLE (find (stage, "customer-company")), "Novak Kft.");
  g_assert_true (stage_press (stage, "create-customer"));
  g_assert_cmpstr (last_arg (stage, "customer.create", "name"), ==, "Eva Novak");
  g_assert_cmpstr (last_arg (stage, "customer.create", "company"), ==, "Novak Kft.");
  g_assert_cmpstr (last_arg (stage, "customer.create", "number"), ==, "+4915112345678");
}

/* Nobody calls who was dialed; and a number that was dialed has not "called before". */
static void
test_dialed_unknown_is_not_calling (Stage *stage, gconstpointer data)
{
  const char *id;
  g_autofree char *who = NULL;
  g_autofree char *explained = NULL;

  stage_enter (stage);
  id = fake_world_dialing (stage_world (stage), "+4915112345678");
  fake_world_card_none (stage_world (stage), id);
  stage_settle (stage);
  who = stage_words (find (stage, "who"));
  explained = stage_words (find (stage, "who-explained"));
  g_assert_cmpstr (who, ==, "Whose number is this?");
  g_assert_true (g_str_has_prefix (explained, "No customer has this number."));
}

static void
test_dialed_number_of_several (Stage *stage, gconstpointer data)
{
  const char *id;
  g_autofree char *who = NULL;

  stage_enter (stage);
  id = fake_world_dialing (stage_world (stage), "+4915112345678");
  fake_world_card_many (stage_world (stage), id, 2);
  stage_settle (stage);
  who = stage_words (find (stage, "who"));
  g_assert_cmpstr (who, ==, "Whose number is this?");
}

static void
test_unknown_caller_is_calling (Stage *stage, gconstpointer data)
{
  g_autofree char *who = NULL;

  begin_unknown (stage);
  who = stage_words (find (stage, "who"));
  g_assert_cmpstr (who, ==, "Who is calling?");
}

static void
test_customer_needs_a_name (Stage *stage, gconstpointer data)
{
  begin_unknown (stage);
  gtk_editable_set_text (GTK_EDITABLE (find (stage, "customer-name")), "");
  stage_press (stage, "create-customer");
  g_assert_cmpuint (fake_server_count (stage->server, "customer.create"), ==, 0);
}

static void
search (Stage *stage, const char *text)
{
  GtkWidget *entry = find (stage, "customer-search");

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
  stage_settle (stage);
}

static void
test_unknown_is_a_known_customer (Stage *stage, gconstpointer data)
{
  begin_unknown (stage);
  search (stage, "wang");
  g_assert_nonnull (find (stage, "customers-found"));
  g_signal_emit_by_name (find (stage, "customer-search"), "activate");
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "customer.attach_number"), ==, 1);
}

/* The last customer's company must never stand on the next one's card. */
static void
test_nothing_of_the_last_customer_stays (Stage *stage, gconstpointer data)
{
  FakeWorld *world = stage_world (stage);
  const char *second;
  g_autofree char *title = NULL;

  begin (stage, "talking");
  second = fake_world_offered (world, "+4915112345678", NULL, "support");
  fake_world_card_none (world, second);
  fake_world_talking (world, second);
  bh_desk_set_current (stage->desk, bh_desk_find_contact (stage->desk, second));
  stage_settle (stage);
  title = stage_words (find (stage, "customer-company-shown"));
  g_assert_true (title == NULL || *title == '\0');
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/contact/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("note-is-saved", test_note_is_saved);
  ADD ("note-from-elsewhere-comes-in", test_note_from_elsewhere_comes_in);
  ADD ("colleague-note-is-read", test_colleague_note_is_read);
  ADD ("each-contact-has-its-own-note", test_each_contact_has_its_own_note);
  ADD ("result-by-some-letters", test_result_by_some_letters);
  ADD ("result-in-another-language", test_result_in_another_language);
  ADD ("result-that-is-not-there", test_result_that_is_not_there);
  ADD ("finish", test_finish);
  ADD ("finish-is-not-for-talking", test_finish_is_not_for_talking);
  ADD ("more-time", test_more_time);
  ADD ("wrap-up-takes-the-focus-to-the-result", test_wrap_up_takes_the_focus_to_the_result);
  ADD ("wrap-up-leaves-who-writes", test_wrap_up_leaves_who_writes);
  ADD ("digit-chooses", test_digit_chooses);
  ADD ("digit-without-a-card", test_digit_without_a_card);
  ADD ("digit-where-nothing-is-to-choose", test_digit_where_nothing_is_to_choose);
  ADD ("zero-makes-a-new-customer", test_zero_makes_a_new_customer);
  ADD ("unknown-becomes-a-customer", test_unknown_becomes_a_customer);
  ADD ("customer-needs-a-name", test_customer_needs_a_name);
  ADD ("dialed-unknown-is-not-calling", test_dialed_unknown_is_not_calling);
  ADD ("dialed-number-of-several", test_dialed_number_of_several);
  ADD ("unknown-caller-is-calling", test_unknown_caller_is_calling);
  ADD ("unknown-is-a-known-customer", test_unknown_is_a_known_customer);
  ADD ("nothing-of-the-last-customer-stays", test_nothing_of_the_last_customer_stays);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "desktop/widgets/answer-parse.h"
#include "desktop/widgets/choice-group.h"
#include "desktop/widgets/question.h"
#include "desktop/widgets/theme.h"

static const struct {
  const char *text;
  const char *number; /* NULL: none */
} numbers[] = {
    {"12", "12"},
    {" 12.50 ", "12.5"},
    {"1250,5", "1250.5"},
    {"1 250", "1250"},
    {"-3", "-3"},
    {"１２", "12"},
    {"٣٫٥", "3.5"},
    {"", NULL},
    {"twelve", NULL},
    {"12a", NULL},
    {"1.2.3", NULL},
    {"inf", NULL},
    {"0x10", NULL},
    {"1e5", NULL},
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    double number = 0;
    g_autofree char *text = NULL;
    g_test_message ("%s", numbers[i].text);
    g_assert_true (bh_answer_parse_number (numbers[i].text, &number) ==
                   (numbers[i].number != NULL));
    if (numbers[i].number == NULL)
      continue;
    text = bh_answer_format_number (number, 2);
    g_assert_cmpstr (text, ==, numbers[i].number);
  }
}

static const struct {
  const char *text;
  const char *date;
} dates[] = {
    {"2026-11-24", "2026-11-24"},
    {"2026/1/2", "2026-01-02"},
    {"2026年11月24日", "2026-11-24"},
    {"24.11.2026", "2026-11-24"},
    {"٢٠٢٦-١١-٢٤", "2026-11-24"},
    {"24/11/2026", NULL},
    {"2026-02-30", NULL},
    {"2026-13-01", NULL},
    {"2026-11", NULL},
    {"2026-11-24-1", NULL},
    {"tomorrow", NULL},
    {"99999-1-1", NULL},
    {"", NULL},
};

static void
test_dates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++) {
    g_autofree char *date = bh_answer_parse_date (dates[i].text);
    g_test_message ("%s", dates[i].text);
    g_assert_cmpstr (date, ==, dates[i].date);
  }
}

static void
test_days_after (void)
{
  g_autofree char *after = bh_answer_shift_date ("2026-12-31", 1);
  g_autofree char *before = bh_answer_shift_date ("2028-03-01", -1);
  g_autofree char *words = bh_answer_date_words ("2026-11-24");

  g_assert_cmpstr (after, ==, "2027-01-01");
  g_assert_cmpstr (before, ==, "2028-02-29");
  g_assert_cmpstr (words, ==, "Tuesday, 24 November 2026");
  g_assert_null (bh_answer_shift_date ("never", 1));
  g_assert_null (bh_answer_date_words ("never"));
}

/* Questions */

typedef struct {
  GtkWidget *window;
  BhQuestion *question;
  guint n_changed;
  guint n_go_on;
} Asked;

static void
count (guint *n)
{
  (*n)++;
}

static void
ask (Asked *asked, BhQuestionSpec spec)
{
  *asked = (Asked){.window = gtk_window_new ()};
  spec.label = "What do you want?";
  asked->question = BH_QUESTION (bh_question_new (&spec));
  g_signal_connect_swapped (asked->question, "changed", G_CALLBACK (count), &asked->n_changed);
  g_signal_connect_swapped (asked->question, "go-on", G_CALLBACK (count), &asked->n_go_on);
  gtk_window_set_child (GTK_WINDOW (asked->window), GTK_WIDGET (asked->question));
  gtk_window_present (GTK_WINDOW (asked->window));
  bh_question_focus (asked->question);
}

static void
leave (Asked *asked)
{
  gtk_window_destroy (GTK_WINDOW (asked->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GtkWidget *
find (GtkWidget *root, const char *name)
{
  if (g_str_equal (gtk_widget_get_name (root), name))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, name);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static GtkWidget *
control (Asked *asked)
{
  return find (GTK_WIDGET (asked->question), "answer");
}

/* Both the control's own keys and those that are taken before it. */
static gboolean
press (Asked *asked, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (control (asked));
  gboolean taken = FALSE;

  for (guint i = 0; !taken && i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &taken);
  }
  return taken;
}

static void
type (Asked *asked, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (control (asked)), text);
}

static void
assert_answer (Asked *asked, const char *printed)
{
  g_autoptr (GVariant) answer = bh_question_get_answer (asked->question);
  g_autofree char *text = answer != NULL ? g_variant_print (answer, FALSE) : NULL;

  g_assert_cmpstr (text, ==, printed);
}

static void
assert_fault (Asked *asked, const char *words)
{
  g_autofree char *fault = bh_question_find_fault (asked->question, TRUE);

  g_assert_cmpstr (fault, ==, words);
}

static void
test_text (void)
{
  Asked asked;

  ask (&asked, (BhQuestionSpec){.kind = BH_QUESTION_TEXT, .required = TRUE, .max_length = 4});
  assert_answer (&asked, NULL);
  assert_fault (&asked, "This needs an answer before you go on.");
  type (&asked, " abc ");
  assert_answer (&asked, "'abc'");
  assert_fault (&asked, NULL);
  type (&asked, "abcdef");
  assert_fault (&asked, "It is 2 characters too long.");
  g_assert_cmpuint (asked.n_changed, >=, 2);
  g_signal_emit_by_name (control (&asked), "activate");
  g_assert_cmpuint (asked.n_go_on, ==, 1);
  leave (&asked);
}

static void
test_several_lines (void)
{
  Asked asked;
  GtkTextBuffer *buffer;

  ask (&asked, (BhQuestionSpec){.kind = BH_QUESTION_TEXT, .lines = TRUE});
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (control (&asked)));
  gtk_text_buffer_set_text (buffer, "one\ntwo", -1);
  assert_answer (&asked, "'one\\ntwo'");
  g_assert_cmpuint (asked.n_changed, >, 0);
  leave (&asked);
}

static void
test_number (void)
{
  Asked asked;

  ask (&asked,
       (BhQuestionSpec){
           .kind = BH_QUESTION_NUMBER,
           .has_min = TRUE,
           .min = 1,
           .has_max = TRUE,
           .max = 10,
       });
  assert_fault (&asked, NULL);
  type (&asked, "7");
  assert_answer (&asked, "7.0");
  type (&asked, "11");
  assert_fault (&asked, "It must be from 1 to 10.");
  type (&asked, "2.5");
  assert_fault (&asked, "It must be a whole number.");
  type (&asked, "some");
  assert_answer (&asked, NULL);
  assert_fault (&asked, "This is not a number.");
  leave (&asked);
}

static void
test_number_bounds (void)
{
  Asked asked;

  ask (&asked,
       (BhQuestionSpec){.kind = BH_QUESTION_NUMBER, .has_min = TRUE, .min = 0, .decimals = 2});
  g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (control (&asked))), ==, "0 or more");
  type (&asked, "-1");
  assert_fault (&asked, "It must be 0 or more.");
  type (&asked, "1.255");
  assert_fault (&asked, "It may have 2 decimals.");
  type (&asked, "1,25");
  assert_fault (&asked, NULL);
  leave (&asked);
}

static void
test_date (void)
{
  Asked asked;

  ask (&asked, (BhQuestionSpec){.kind = BH_QUESTION_DATE, .from = "2026-11-01"});
  type (&asked, "24.11.2026");
  assert_answer (&asked, "'2026-11-24'");
  g_assert_true (press (&asked, GDK_KEY_Up));
  assert_answer (&asked, "'2026-11-25'");
  g_assert_true (press (&asked, GDK_KEY_Down));
  g_assert_true (press (&asked, GDK_KEY_Down));
  assert_answer (&asked, "'2026-11-23'");
  type (&asked, "2026-10-31");
  assert_fault (&asked, "It must be 2026-11-01 or later.");
  type (&asked, "soon");
  assert_fault (&asked, "This is not a day. Type it like 2026-11-24.");
  leave (&asked);
}

static const char *const values[] = {"ref", "pwd", "other", NULL};
static const char *const words[] = {"Refund", "Password", "Something else", NULL};

static void
test_choice (void)
{
  Asked asked;

  ask (&asked,
       (BhQuestionSpec){
           .kind = BH_QUESTION_CHOICE,
           .required = TRUE,
           .values = values,
           .words = words,
       });
  assert_fault (&asked, "This needs an answer before you go on.");
  g_assert_true (press (&asked, GDK_KEY_2));
  assert_answer (&asked, "'pwd'");
  g_assert_cmpuint (asked.n_changed, ==, 1);
  g_assert_true (press (&asked, GDK_KEY_3));
  assert_answer (&asked, "'other'");
  g_assert_cmpuint (asked.n_changed, ==, 2);
  g_assert_false (press (&asked, GDK_KEY_4));
  g_assert_true (press (&asked, GDK_KEY_Return));
  g_assert_cmpuint (asked.n_go_on, ==, 1);
  g_assert_true (press (&asked, GDK_KEY_Delete));
  assert_answer (&asked, NULL);
  leave (&asked);
}

static void
test_choices (void)
{
  Asked asked;

  ask (&asked, (BhQuestionSpec){.kind = BH_QUESTION_CHOICES, .values = values, .words = words});
  press (&asked, GDK_KEY_1);
  press (&asked, GDK_KEY_3);
  assert_answer (&asked, "['ref', 'other']");
  press (&asked, GDK_KEY_1);
  assert_answer (&asked, "['other']");
  leave (&asked);
}

static void
test_yes_no (void)
{
  Asked asked;

  ask (&asked, (BhQuestionSpec){.kind = BH_QUESTION_YES_NO});
  assert_answer (&asked, NULL);
  press (&asked, GDK_KEY_2);
  assert_answer (&asked, "false");
  press (&asked, GDK_KEY_1);
  assert_answer (&asked, "true");
  leave (&asked);
}

/* In a rating the digit is the answer, also where it begins at nought. */
static void
test_rating (void)
{
  Asked asked;

  ask (&asked,
       (BhQuestionSpec){
           .kind = BH_QUESTION_RATING,
           .has_min = TRUE,
           .min = 0,
           .has_max = TRUE,
           .max = 10,
       });
  press (&asked, GDK_KEY_7);
  assert_answer (&asked, "7.0");
  press (&asked, GDK_KEY_0);
  assert_answer (&asked, "0.0");
  leave (&asked);
}

/* What the server says back does not take the point from under "12.". */
static void
test_set_keeps_what_is_typed (void)
{
  Asked asked;
  g_autoptr (GVariant) twelve = g_variant_ref_sink (g_variant_new_double (12));
  g_autoptr (GVariant) other = g_variant_ref_sink (g_variant_new_double (5));

  ask (&asked, (BhQuestionSpec){.kind = BH_QUESTION_NUMBER, .decimals = 1});
  type (&asked, "12.");
  asked.n_changed = 0;
  bh_question_set_answer (asked.question, twelve);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (control (&asked))), ==, "12.");
  bh_question_set_answer (asked.question, other);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (control (&asked))), ==, "5");
  g_assert_cmpuint (asked.n_changed, ==, 0);
  type (&asked, "5x");
  bh_question_set_answer (asked.question, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (control (&asked))), ==, "5x");
  leave (&asked);
}

static void
test_set_choices (void)
{
  Asked asked;
  g_autoptr (GVariant) both =
      g_variant_ref_sink (g_variant_new_parsed ("['pwd', 'other', 'gone']"));

  ask (&asked, (BhQuestionSpec){.kind = BH_QUESTION_CHOICES, .values = values, .words = words});
  bh_question_set_answer (asked.question, both);
  assert_answer (&asked, "['pwd', 'other']");
  g_assert_cmpuint (asked.n_changed, ==, 0);
  bh_question_set_answer (asked.question, NULL);
  assert_answer (&asked, NULL);
  leave (&asked);
}

static void
test_error_goes_with_a_change (void)
{
  Asked asked;
  GtkWidget *error;

  ask (&asked, (BhQuestionSpec){.kind = BH_QUESTION_TEXT});
  error = find (GTK_WIDGET (asked.question), "question-error");
  bh_question_set_error (asked.question, "Not so.");
  g_assert_true (gtk_widget_get_mapped (error));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (error)), ==, "Not so.");
  type (&asked, "x");
  g_assert_false (gtk_widget_get_mapped (error));
  leave (&asked);
}

static void
test_names (void)
{
  Asked asked;

  ask (&asked, (BhQuestionSpec){.kind = BH_QUESTION_CHOICE, .values = values, .words = words});
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (control (&asked)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "What do you want?");
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (gtk_window_get_focus (GTK_WINDOW (asked.window))),
      GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Refund");
  leave (&asked);
  ask (&asked, (BhQuestionSpec){.kind = BH_QUESTION_NUMBER});
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (control (&asked)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "What do you want?");
  leave (&asked);
}

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "en", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  bh_theme_init ();
  g_test_add_func ("/widgets/answer-parse/numbers", test_numbers);
  g_test_add_func ("/widgets/answer-parse/dates", test_dates);
  g_test_add_func ("/widgets/answer-parse/days-after", test_days_after);
  g_test_add_func ("/widgets/question/text", test_text);
  g_test_add_func ("/widgets/question/several-lines", test_several_lines);
  g_test_add_func ("/widgets/question/number", test_number);
  g_test_add_func ("/widgets/question/number-bounds", test_number_bounds);
  g_test_add_func ("/widgets/question/date", test_date);
  g_test_add_func ("/widgets/question/choice", test_choice);
  g_test_add_func ("/widgets/question/choices", test_choices);
  g_test_add_func ("/widgets/question/yes-no", test_yes_no);
  g_test_add_func ("/widgets/question/rating", test_rating);
  g_test_add_func ("/widgets/question/set-keeps-what-is-typed", test_set_keeps_what_is_typed);
  g_test_add_func ("/widgets/question/set-choices", test_set_choices);
  g_test_add_func ("/widgets/question/error-goes-with-a-change", test_error_goes_with_a_change);
  g_test_add_func ("/widgets/question/names", test_names);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "desktop/widgets/gradual-list.h"
#include "desktop/widgets/line-label.h"

/* Long lists: what comes with a frame, and text that is cheap to lay out. */

#define STEP   10
#define ENOUGH 50

typedef struct {
  GtkWidget *window;
  GtkStringList *source;
  BhGradualList *list;
  guint most;    /* what came at once */
  guint n_heard; /* what somebody who only listens believes to be there */
} Fixture;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Fixture *f)
{
  f->most = MAX (f->most, added);
  f->n_heard = f->n_heard - removed + added;
  g_assert_cmpuint (f->n_heard, ==, g_list_model_get_n_items (model));
  g_assert_cmpuint (position + added, <=, f->n_heard);
}

static void
set_up (Fixture *f, gconstpointer enough)
{
  f->window = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (f->window));
  f->source = gtk_string_list_new (NULL);
  f->list = bh_gradual_list_new (f->window, STEP, GPOINTER_TO_UINT (enough));
  g_signal_connect (f->list, "items-changed", G_CALLBACK (on_items_changed), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->list);
  g_object_unref (f->source);
  gtk_window_destroy (GTK_WINDOW (f->window));
}

static void
put (Fixture *f, guint position, guint removed, guint added)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < added; i++)
    g_ptr_array_add (words, (gpointer) "word");
  g_ptr_array_add (words, NULL);
  gtk_string_list_splice (f->source, position, removed, (const char *const *) words->pdata);
}

static void
assert_shows (Fixture *f, guint n)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->list)), ==, n);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (f->list), n));
}

static void
grow (Fixture *f)
{
  while (bh_gradual_list_is_growing (f->list))
    g_main_context_iteration (NULL, TRUE);
  assert_shows (f, g_list_model_get_n_items (G_LIST_MODEL (f->source)));
}

static void
test_piece_by_piece (Fixture *f, gconstpointer data)
{
  put (f, 0, 0, 105);
  bh_gradual_list_set_source (f->list, G_LIST_MODEL (f->source));
  assert_shows (f, 2 * STEP);
  f->most = 0;
  grow (f);
  g_assert_cmpuint (f->most, ==, STEP);
}

/* Where the view makes no more rows, waiting is for nothing. */
static void
test_enough (Fixture *f, gconstpointer data)
{
  put (f, 0, 0, 1000);
  bh_gradual_list_set_source (f->list, G_LIST_MODEL (f->source));
  grow (f);
  g_assert_cmpuint (f->most, ==, 1000 - 2 * STEP - ENOUGH);
}

static void
test_short_lists_come_whole (Fixture *f, gconstpointer data)
{
  g_autoptr (GObject) item = NULL;

  bh_gradual_list_set_source (f->list, G_LIST_MODEL (f->source));
  assert_shows (f, 0);
  put (f, 0, 0, 2 * STEP);
  assert_shows (f, 2 * STEP);
  g_assert_false (bh_gradual_list_is_growing (f->list));
  item = g_list_model_get_item (G_LIST_MODEL (f->list), 3);
  g_assert_true (GTK_IS_STRING_OBJECT (item));
  put (f, 0, 15, 0);
  put (f, 5, 0, 12); /* there is room on the screen */
  assert_shows (f, 17);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (f->list)) ==
                 g_list_model_get_item_type (G_LIST_MODEL (f->source)));
}

/* A page is added: it too comes piece by piece, and what is there stays. */
static void
test_added_at_the_end (Fixture *f, gconstpointer data)
{
  put (f, 0, 0, 40);
  bh_gradual_list_set_source (f->list, G_LIST_MODEL (f->source));
  grow (f);
  f->most = 0;
  put (f, 40, 0, 45);
  assert_shows (f, 40);
  grow (f);
  g_assert_cmpuint (f->most, <=, STEP);
}

static void
test_changes_in_the_middle (Fixture *f, gconstpointer data)
{
  put (f, 0, 0, 60);
  bh_gradual_list_set_source (f->list, G_LIST_MODEL (f->source));
  grow (f);
  put (f, 5, 1, 1);
  assert_shows (f, 60);
  put (f, 5, 3, 0);
  assert_shows (f, 57);
  put (f, 10, 2, 30); /* too many at once: what is behind waits too */
  assert_shows (f, 10 + 2 * STEP);
  grow (f);
  put (f, 0, 85, 85);
  assert_shows (f, 2 * STEP);
  put (f, 50, 10, 1); /* not seen yet */
  assert_shows (f, 2 * STEP);
  put (f, 15, 30, 0); /* the screen stays full */
  assert_shows (f, 2 * STEP);
  grow (f);
  put (f, 0, g_list_model_get_n_items (G_LIST_MODEL (f->source)), 0);
  assert_shows (f, 0);
}

static void
test_another_source (Fixture *f, gconstpointer data)
{
  g_autoptr (GtkStringList) other = gtk_string_list_new ((const char *[]){"a", "b", NULL});

  put (f, 0, 0, 60);
  bh_gradual_list_set_source (f->list, G_LIST_MODEL (f->source));
  bh_gradual_list_set_source (f->list, G_LIST_MODEL (other));
  assert_shows (f, 2);
  put (f, 0, 0, 5); /* of no interest any more */
  assert_shows (f, 2);
  g_assert_true (bh_gradual_list_get_source (f->list) == G_LIST_MODEL (other));
  bh_gradual_list_set_source (f->list, NULL);
  assert_shows (f, 0);
}

/* The widget goes first, or the list does while it grows. */
static void
test_goes_while_growing (Fixture *f, gconstpointer data)
{
  g_autoptr (BhGradualList) other = bh_gradual_list_new (f->window, STEP, 0);

  put (f, 0, 0, 60);
  bh_gradual_list_set_source (other, G_LIST_MODEL (f->source));
  g_clear_object (&other);
  bh_gradual_list_set_source (f->list, G_LIST_MODEL (f->source));
  gtk_window_destroy (GTK_WINDOW (f->window));
  put (f, 0, 0, 60);
  f->window = gtk_window_new ();
}

static int
measure (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int minimum;
  int natural;

  gtk_widget_measure (widget, orientation, for_size, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, natural);
  return natural;
}

static int
height (GtkWidget *label, const char *text, int lines, int width)
{
  bh_line_label_set_text (BH_LINE_LABEL (label), text);
  bh_line_label_set_lines (BH_LINE_LABEL (label), lines);
  return measure (label, GTK_ORIENTATION_VERTICAL, width);
}

/* It asks for no width, and for the height of its lines. */
static void
test_line_label (Fixture *f, gconstpointer data)
{
  const char *text =
      "so many words that they need some lines to stand on, all in all three or four";
  GtkWidget *label = g_object_new (BH_TYPE_LINE_LABEL, "text", text, NULL);
  int one = 0;

  gtk_window_set_child (GTK_WINDOW (f->window), label);
  one = height (label, text, 1, 200);
  g_assert_cmpint (one, >, 8);
  g_assert_cmpint (measure (label, GTK_ORIENTATION_HORIZONTAL, -1), ==, 0);
  g_assert_cmpint (height (label, "one", 2, 200), <, 2 * one);
  g_assert_cmpint (height (label, text, 2, 200), >=, 2 * one - 2);
  g_assert_cmpint (height (label, text, 0, 200), >, height (label, text, 2, 200));
  g_object_set (label, "width-chars", 8, NULL);
  g_assert_cmpint (measure (label, GTK_ORIENTATION_HORIZONTAL, -1), >, 20);
  bh_line_label_set_text (BH_LINE_LABEL (label), NULL);
  g_assert_cmpstr (bh_line_label_get_text (BH_LINE_LABEL (label)), ==, "");
}

#define ADD(name, enough, func)                                                                    \
  g_test_add ("/widgets/" name, Fixture, GUINT_TO_POINTER (enough), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  ADD ("gradual-list/piece-by-piece", 0, test_piece_by_piece);
  ADD ("gradual-list/enough", ENOUGH, test_enough);
  ADD ("gradual-list/short-lists-come-whole", 0, test_short_lists_come_whole);
  ADD ("gradual-list/added-at-the-end", ENOUGH, test_added_at_the_end);
  ADD ("gradual-list/changes-in-the-middle", 0, test_changes_in_the_middle);
  ADD ("gradual-list/another-source", 0, test_another_source);
  ADD ("gradual-list/goes-while-growing", 0, test_goes_while_growing);
  ADD ("line-label", 0, test_line_label);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/target-row.h"
#include "tests/desktop/agent/stage.h"

/* What must not be done, so that a big and busy house leaves the desktop quick: rows for what is
 * not seen, and rows anew for what only changed. */

#define TEAM 60

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

static void
tell (Stage *stage, guint n, const char *state)
{
  g_autofree char *id = g_strdup_printf ("agent-%02u", n);
  g_autofree char *name = g_strdup_printf ("Colleague %02u", n);

  fake_world_colleague (stage_world (stage), id, name, id + 6, state);
}

static void
begin (Stage *stage)
{
  stage_enter (stage);
  stage_resize (stage, 1280, 800);
  for (guint i = 0; i < TEAM; i++)
    tell (stage, i, "ready");
  stage_settle (stage);
}

/* Of every widget, mapped or not. */
static guint
count (GtkWidget *widget, GType type)
{
  guint n = g_type_is_a (G_OBJECT_TYPE (widget), type);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count (child, type);
  return n;
}

static guint
n_targets (Stage *stage)
{
  return count (GTK_WIDGET (stage->window), BH_TYPE_TARGET_ROW);
}

/* The count over the team follows states too, not only who is there. */
static void
test_team_is_counted (Stage *stage, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  begin (stage);
  before = stage_words (find (stage, "team-ready"));
  for (guint i = 0; i < 10; i++)
    tell (stage, i, "talking");
  stage_settle (stage);
  after = stage_words (find (stage, "team-ready"));
  g_assert_cmpstr (before, ==, "61 of 62 ready");
  g_assert_cmpstr (after, ==, "51 of 62 ready");
}

static void
test_rows_stay (Stage *stage, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  GtkListBox *team;

  begin (stage);
  team = GTK_LIST_BOX (find (stage, "colleagues"));
  for (int i = 0; i < TEAM; i++)
    g_ptr_array_add (rows, gtk_list_box_get_row_at_index (team, i));
  for (guint i = 0; i < 5 * TEAM; i++)
    tell (stage, i % TEAM, i % 2 ? "talking" : "wrap_up");
  stage_settle (stage);
  for (int i = 0; i < TEAM; i++)
    g_assert_true (g_ptr_array_index (rows, (guint) i) == gtk_list_box_get_row_at_index (team, i));
}

/* The lists of whom to transfer to and whom to call have rows only while they are open. */
static void
test_closed_lists_are_empty (Stage *stage, gconstpointer data)
{
  GtkWidget *popover;
  const char *id;

  begin (stage);
  id = fake_world_offered (stage_world (stage), "+442079460958", "Priya Nair", "support");
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
  g_assert_cmpuint (n_targets (stage), ==, 0);
  g_assert_true (stage_act (stage, "win.transfer"));
  g_assert_cmpuint (n_targets (stage), >, 0);
  while (n_targets (stage) < TEAM)
    stage_settle (stage);
  popover = gtk_widget_get_ancestor (find (stage, "transfer-targets"), GTK_TYPE_POPOVER);
  gtk_popover_popdown (GTK_POPOVER (popover));
  stage_settle (stage);
  g_assert_cmpuint (n_targets (stage), ==, 0);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/speed/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("team-is-counted", test_team_is_counted);
  ADD ("rows-stay", test_rows_stay);
  ADD ("closed-lists-are-empty", test_closed_lists_are_empty);
  return g_test_run ();
}

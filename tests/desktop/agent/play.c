/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gunixinputstream.h>
#include <stdlib.h>
#include <unistd.h>

#include "desktop/agent/agent-application.h"
#include "desktop/agent/language.h"
#include "tests/desktop/agent/load.h"
#include "tests/desktop/agent/stage.h"
#include "tests/fakes/fake-server.h"

/* The real program in front of a made-up server that is played by lines on standard input, for
 * tests that use the desktop from outside and for developers. Answers each line by "ok" and what it
 * made.
 *
 *   ready | not_ready REASON          what the agent's state is
 *   offered NUMBER QUEUE [NAME…]      a call rings; answers its id
 *   one ID COMPANY NAME… | none ID | many ID N | withheld ID | looking ID
 *   talking ID | hold ID | consult ID NAME | wrap_up ID SECONDS | ended ID | gone ID
 *   drop | return | link STATE | bye CODE
 *   script ID NAME                    the contact has this script of scenes/
 *   allow OP… | outbound | message TEXT | act ACTION
 *   close                             every window but the main one
 *   past ID N                         the card with so many contacts before
 *   storm RATE SECONDS                events of the house; answers how many, when they are over
 *   scroll SHARE                      the time line goes to that part of its length, 0 to 1
 *   gap                               the longest silence of the main loop since it was asked, in
 * ms count OP                          how often the desktop asked for it quit */

typedef struct {
  FakeServer *server;
  FakeWorld *world;
  Load *load;
  GApplication *application;
  GDataInputStream *input;
} Play;

static void
answer (const char *text)
{
  g_print ("ok %s\n", text != NULL ? text : "");
}

static void
play_script (Play *play, const char *contact, const char *name)
{
  g_autofree char *document = stage_read_script (name);

  fake_world_script (play->world, contact, document);
}

static void
play_contact (Play *play, char **words)
{
  FakeWorld *world = play->world;
  const char *id = words[1];
  g_autofree char *rest = g_strv_length (words) > 3 ? g_strjoinv (" ", words + 3)
                                                    : g_strdup (words[2]);

  if (g_str_equal (words[0], "one"))
    fake_world_card_one (world, id, rest, words[2]);
  else if (g_str_equal (words[0], "none"))
    fake_world_card_none (world, id);
  else if (g_str_equal (words[0], "many"))
    fake_world_card_many (world, id, (guint) g_ascii_strtoull (words[2], NULL, 10));
  else if (g_str_equal (words[0], "past"))
    fake_world_card_past (world, id, (guint) g_ascii_strtoull (words[2], NULL, 10));
  else if (g_str_equal (words[0], "withheld"))
    fake_world_card_withheld (world, id);
  else if (g_str_equal (words[0], "looking"))
    fake_world_card_looking (world, id);
  else if (g_str_equal (words[0], "talking"))
    fake_world_talking (world, id);
  else if (g_str_equal (words[0], "script"))
    play_script (play, id, words[2]);
  else if (g_str_equal (words[0], "hold"))
    fake_world_hold (world, id);
  else if (g_str_equal (words[0], "consult"))
    fake_world_consult (world, id, words[2], "talking");
  else if (g_str_equal (words[0], "wrap_up"))
    fake_world_wrap_up (world, id, (int) g_ascii_strtoll (words[2], NULL, 10));
  else if (g_str_equal (words[0], "ended"))
    fake_world_ended (world, id);
  else if (g_str_equal (words[0], "gone"))
    fake_world_gone (world, id, "finished", NULL);
  answer (NULL);
}

static void
on_storm_over (guint sent, gpointer data)
{
  g_autofree char *figure = g_strdup_printf ("%u", sent);

  answer (figure);
}

static void
play_scroll (Play *play, double share)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (play->application));
  GtkWidget *list = stage_find (GTK_WIDGET (window), "history");
  GtkAdjustment *scroll = list != NULL ? gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list))
                                       : NULL;

  if (scroll != NULL)
    gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll) * share);
  answer (NULL);
}

static void
close_others (GtkWindow *main)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (item->data != main && gtk_window_get_transient_for (item->data) != NULL)
      gtk_window_close (item->data);
}

static void
play_act (GtkWindow *window, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (g_action_parse_detailed_name (detailed, &name, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (window), name, target);
}

/* "call.answer not_possible The phone is gone." */
static void
play_fail (Play *play, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", 3);

  if (g_strv_length (words) == 3)
    fake_server_fail_next (play->server, words[0], words[1], words[2]);
}

/* TRUE if it was about what alice may do, or what she is told. */
static gboolean
play_work (Play *play, char **words)
{
  g_autofree char *rest = words[1] != NULL ? g_strjoinv (" ", words + 1) : NULL;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (play->application));

  if (g_str_equal (words[0], "allow") && words[1] != NULL) {
    for (char **op = words + 1; *op != NULL; op++)
      fake_world_allow (play->world, *op);
  } else if (g_str_equal (words[0], "outbound"))
    fake_world_outbound (play->world);
  else if (g_str_equal (words[0], "message") && rest != NULL)
    fake_world_message (play->world, rest, TRUE);
  else if (g_str_equal (words[0], "close"))
    close_others (window);
  else if (g_str_equal (words[0], "away")) /* as minimised, where no window manager does it */
    gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  else if (g_str_equal (words[0], "fail") && rest != NULL)
    play_fail (play, rest);
  else if (g_str_equal (words[0], "act") && rest != NULL)
    play_act (window, rest);
  else
    return FALSE;
  answer (NULL);
  return TRUE;
}

/* TRUE if it was about the load. */
static gboolean
play_load (Play *play, char **words)
{
  g_autofree char *figure = NULL;
  double gap;
  double work;

  if (g_str_equal (words[0], "gap")) {
    gap = load_take_gap (play->load, &work);
    figure = g_strdup_printf ("%.1f %.1f", gap, work);
    answer (figure);
    return TRUE;
  }
  if (g_str_equal (words[0], "scroll") && words[1] != NULL) {
    play_scroll (play, g_ascii_strtod (words[1], NULL));
    return TRUE;
  }
  if (!g_str_equal (words[0], "storm") || g_strv_length (words) != 3)
    return FALSE;
  load_storm (play->load,
              (guint) g_ascii_strtoull (words[1], NULL, 10),
              (guint) g_ascii_strtoull (words[2], NULL, 10),
              on_storm_over,
              NULL);
  return TRUE;
}

static gboolean
play_house (Play *play, char **words)
{
  if (g_str_equal (words[0], "ready"))
    fake_world_agent_state (play->world, "ready", NULL, NULL);
  else if (g_str_equal (words[0], "not_ready"))
    fake_world_agent_state (play->world, "not_ready", words[1], NULL);
  else if (g_str_equal (words[0], "drop"))
    fake_server_drop (play->server);
  else if (g_str_equal (words[0], "return"))
    fake_server_return (play->server);
  else if (g_str_equal (words[0], "link"))
    fake_world_link (play->world, words[1], "it was told so");
  else if (g_str_equal (words[0], "bye"))
    fake_server_bye (play->server, words[1]);
  else
    return FALSE;
  answer (NULL);
  return TRUE;
}

static void
play_line (Play *play, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint n = g_strv_length (words);
  g_autofree char *name = n > 3 ? g_strjoinv (" ", words + 3) : NULL;
  g_autofree char *figure = NULL;

  if (n == 0 || *words[0] == '\0')
    return;
  if (g_str_equal (words[0], "quit")) {
    answer (NULL);
    g_application_quit (play->application);
  } else if (g_str_equal (words[0], "offered") && n >= 3) {
    answer (fake_world_offered (play->world, words[1], name, words[2]));
  } else if (g_str_equal (words[0], "count") && n == 2) {
    figure = g_strdup_printf ("%u", fake_server_count (play->server, words[1]));
    answer (figure);
  } else if (!play_load (play, words) && !play_house (play, words) && !play_work (play, words) &&
             n >= 2) {
    play_contact (play, words);
  }
}

static void read_line (Play *play);

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  Play *play = data;
  g_autofree char *line = g_data_input_stream_read_line_finish (play->input, result, NULL, NULL);

  if (line == NULL) {
    g_application_quit (play->application);
    return;
  }
  play_line (play, line);
  read_line (play);
}

static void
read_line (Play *play)
{
  g_data_input_stream_read_line_async (play->input, G_PRIORITY_DEFAULT, NULL, on_line, play);
}

int
main (int argc, char **argv)
{
  Play play = {0};
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  int status;

  bh_agent_init_language (argc, argv);
  setvbuf (stdout, NULL, _IOLBF, 0);
  g_set_prgname ("bellhop");
  g_set_application_name ("Bellhop");
  play.server = fake_server_new ();
  play.world = fake_server_get_world (play.server);
  play.load = load_new (play.world);
  fake_world_pass (play.world, g_get_real_time () - fake_world_now (play.world));
  play.application = G_APPLICATION (bh_agent_application_new (fake_server_get_feed (play.server)));
  play.input = g_data_input_stream_new (input);
  read_line (&play);
  status = g_application_run (play.application, argc, argv);
  load_free (play.load);
  g_object_unref (play.input);
  g_object_unref (play.application);
  fake_server_free (play.server);
  return status;
}

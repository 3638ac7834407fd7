/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/daemon/model-desk.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <stdlib.h>

#include "desktop/client/client.h"

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!bh_desk_sign_in_finish (BH_DESK (source), result, &error)) {
    fprintf (stderr, "%s\n", error->message);
    exit (EXIT_FAILURE);
  }
  *(gboolean *) data = TRUE;
}

static void
on_key (BhDesk *desk, const char *server, const char *fingerprint)
{
  bh_desk_confirm_key (desk, TRUE);
}

BhDesk *
model_desk_sign_in (int argc, char **argv)
{
  g_autofree char *known = argc == 4 ? g_build_filename (argv[3], "known", NULL) : NULL;
  const BhClientSettings settings = {.program = "model-desk/1", .known_servers = known};
  g_autoptr (BhClient) client = NULL;
  g_autoptr (BhClock) clock = NULL;
  BhDesk *desk;
  BhSignIn sign_in;
  gboolean signed_in = FALSE;

  if (argc != 4)
    exit (EXIT_FAILURE);
  client = bh_client_new (&settings);
  clock = bh_clock_new ();
  desk = bh_desk_new (BH_FEED (client), clock, "en", argv[3]);
  g_signal_connect (desk, "server-key", G_CALLBACK (on_key), NULL);
  sign_in =
      (BhSignIn){.server = argv[1], .user = argv[2], .password = g_getenv ("BELLHOP_PASSWORD")};
  bh_desk_sign_in_async (desk, &sign_in, NULL, on_signed_in, &signed_in);
  while (!signed_in)
    g_main_context_iteration (NULL, TRUE);
  return desk;
}

typedef struct {
  const ModelDeskAct *acts;
  gpointer world;
} Told;

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  Told *told = data;
  GDataInputStream *lines = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (lines, result, NULL, NULL);

  if (line == NULL)
    exit (EXIT_SUCCESS);
  for (const ModelDeskAct *act = told->acts; act->word != NULL; act++)
    if (g_str_has_prefix (line, act->word))
      act->func (told->world, line + strlen (act->word));
  fflush (stdout);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line, told);
}

void
model_desk_obey (const ModelDeskAct *acts, gpointer world)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (0, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (stream);
  Told told = {acts, world};

  printf ("ready\n");
  fflush (stdout);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line, &told);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

void
model_desk_wait (gboolean (*is_done) (gpointer world), gpointer world)
{
  while (!is_done (world))
    g_main_context_iteration (NULL, TRUE);
}

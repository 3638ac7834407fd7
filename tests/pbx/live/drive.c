/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-pbx.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>

/* drive PORT SECRET FEED: the adapter to Asterisk as the server has it, worked by hand. A line on
 * standard input is a command, "REQUEST OP LEG DEVICE NUMBER" (- : none); standard output has the
 * events as they come, "link STATE", and "refused REQUEST WHY". FEED.ami is what the PBX sent. */

typedef struct {
  GMainLoop *loop;
  BhPbxPort *port;
} Drive;

static void
say (const char *line)
{
  printf ("%s\n", line);
  fflush (stdout);
}

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  g_autoptr (GString) line = g_string_new (NULL);
  bh_pbx_event_describe (event, line);
  say (line->str);
}

static void
on_link (BhPbxLinkState state, const char *sentence, gpointer data)
{
  g_autofree char *line = g_strconcat ("link ", bh_pbx_link_state_to_string (state), NULL);
  say (line);
}

static const char *
word (char **words, guint at)
{
  return at < g_strv_length (words) && strcmp (words[at], "-") != 0 ? words[at] : NULL;
}

static void
obey (Drive *drive, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = g_strsplit (line, " ", 5);
  BhPbxCommand command = {.request = word (words, 0),
                          .leg = word (words, 2),
                          .device = word (words, 3),
                          .number = word (words, 4)};
  if (g_strv_length (words) < 3 || !bh_pbx_op_from_string (words[1], &command.op) ||
      !bh_pbx_port_command (drive->port, &command, &error)) {
    g_autofree char *said =
        g_strdup_printf ("refused %s %s", line, error != NULL ? error->message : "what?");
    say (said);
  }
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  Drive *drive = data;
  GDataInputStream *input = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (input, result, NULL, NULL);
  if (line == NULL) {
    g_main_loop_quit (drive->loop);
    return;
  }
  obey (drive, line);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, on_line, drive);
}

static BhAmiConfig *
make_config (char **argv)
{
  BhAmiConfig *config = bh_ami_config_new ("main", "127.0.0.1");
  config->port = (guint16) g_ascii_strtoull (argv[1], NULL, 10);
  config->username = g_strdup ("bellhop");
  config->secret = g_strdup (argv[2]);
  config->record_path = g_strdup (argv[3]);
  config->supervise_context = g_strdup ("bellhop-supervise");
  return config;
}

int
main (int argc, char **argv)
{
  static const BhPbxListener listener = {on_event, NULL, on_link};
  g_autoptr (GError) error = NULL;
  if (argc != 4)
    return 2;
  g_autoptr (BhAmiConfig) config = make_config (argv);
  g_autoptr (BhAmiPbx) pbx = bh_ami_pbx_new (config, &error);
  if (pbx == NULL) {
    say (error->message);
    return 1;
  }
  Drive drive = {g_main_loop_new (NULL, FALSE), BH_PBX_PORT (pbx)};
  g_autoptr (GInputStream) in = g_unix_input_stream_new (0, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (in);
  bh_pbx_port_set_listener (drive.port, &listener, &drive);
  bh_pbx_port_start (drive.port);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line, &drive);
  g_main_loop_run (drive.loop);
  bh_pbx_port_stop (drive.port);
  g_main_loop_unref (drive.loop);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/fakes/fake-ami.h"

/* fake-ami as a program, for tests in other languages: says its port in the first line, then does
 * what each line of its input says and answers it with one line. Ends with its input.
 *
 *   call UID NUMBER DID        a customer calls
 *   ring UID CALLER DEVICE     the PBX rings a device for that caller
 *   bridge NAME UID UID        they talk
 *   hangup UID
 *   member QUEUE INTERFACE
 *   say TEXT                   raw; \r\n is written \n, an event ends with \n\n
 *   deny ACTION | reject | drop | restart
 *   count ACTION               answered with the number
 *   last ACTION KEY            answered with the value */

typedef struct {
  BhFakeAmi *fake;
  GMainLoop *loop;
} Program;

static char *
unescape (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\\n", -1);
  return g_strjoinv ("\r\n", parts);
}

static void
set_up (BhFakeAmi *fake, char **words, guint n)
{
  if (g_str_equal (words[0], "deny") && n == 2)
    bh_fake_ami_deny (fake, words[1]);
  else if (g_str_equal (words[0], "reject"))
    bh_fake_ami_reject_login (fake, TRUE);
  else if (g_str_equal (words[0], "drop"))
    bh_fake_ami_drop (fake);
  else if (g_str_equal (words[0], "restart"))
    bh_fake_ami_restart (fake, "2026-11-22", "01:02:03");
  else if (g_str_equal (words[0], "member") && n == 3)
    bh_fake_ami_add_member (fake, words[1], words[2]);
}

static void
happen (BhFakeAmi *fake, char **words, guint n)
{
  if (g_str_equal (words[0], "call") && n == 4)
    bh_fake_ami_call_arrives (fake, words[1], words[2], words[3]);
  else if (g_str_equal (words[0], "ring") && n == 4)
    bh_fake_ami_call_rings (fake, words[1], words[2], words[3]);
  else if (g_str_equal (words[0], "bridge") && n == 4)
    bh_fake_ami_bridge (fake, words[1], words[2], words[3]);
  else if (g_str_equal (words[0], "hangup") && n == 2)
    bh_fake_ami_hang_up (fake, words[1], 16);
}

static void
answer (BhFakeAmi *fake, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  guint n = g_strv_length (words);

  if (n == 0)
    return;
  if (g_str_has_prefix (line, "say ")) {
    g_autofree char *text = unescape (line + 4);
    bh_fake_ami_say (fake, text);
  }
  set_up (fake, words, n);
  happen (fake, words, n);
  if (g_str_equal (words[0], "count") && n == 2)
    printf ("%u\n", bh_fake_ami_count (fake, words[1]));
  else if (g_str_equal (words[0], "last") && n == 3)
    printf ("%s\n", bh_fake_ami_last (fake, words[1], words[2]));
  else
    printf ("ok\n");
  fflush (stdout);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  Program *program = data;
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line == NULL) {
    g_main_loop_quit (program->loop);
    return;
  }
  answer (program->fake, line);
  g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (source),
                                       G_PRIORITY_DEFAULT,
                                       NULL,
                                       on_line,
                                       program);
}

int
main (int argc, char **argv)
{
  g_autoptr (GInputStream) in = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (in);
  g_autoptr (BhFakeAmi) fake = bh_fake_ami_new ();
  Program program = {fake, g_main_loop_new (NULL, FALSE)};

  printf ("%u\n", bh_fake_ami_get_port (fake));
  fflush (stdout);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line, &program);
  g_main_loop_run (program.loop);
  g_main_loop_unref (program.loop);
  return 0;
}

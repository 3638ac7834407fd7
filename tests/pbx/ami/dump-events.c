/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "server/pbx/ami/ami-normalize.h"
#include "server/pbx/ami/ami-parser.h"

/* dump-events FILE: what stations 2 and 3 make of a recorded feed, a line for each event. It writes
 * the goldens beside the tests. */

static void
print_event (const BhPbxEvent *event, gpointer user_data)
{
  g_autoptr (GString) line = g_string_new (NULL);
  bh_pbx_event_describe (event, line);
  puts (line->str); /* as it is: g_print would write it in the locale's charset */
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;
  if (argc != 2 || !g_file_get_contents (argv[1], &data, &length, &error)) {
    g_printerr ("%s\n", error != NULL ? error->message : "usage: dump-events FILE");
    return 1;
  }
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
  g_autoptr (BhAmiNormalize) normalize = bh_ami_normalize_new (print_event, NULL);
  for (gsize at = 0; at < length;) {
    at += bh_ami_parser_feed (parser, data + at, length - at);
    for (BhAmiMessage *m = NULL; (m = bh_ami_parser_next (parser)) != NULL;)
      bh_ami_normalize_feed (normalize, m);
  }
  return 0;
}

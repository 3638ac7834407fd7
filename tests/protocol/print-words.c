/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "protocol/ops.h"

/* Prints the words of the wire and the table of ops as JSON: the schemas are compared with it. */

static void
print_words (const char *name, const char *(*word) (int), int n)
{
  printf ("\"%s\":[", name);
  for (int i = 0; i < n; i++)
    printf ("%s\"%s\"", i > 0 ? "," : "", word (i));
  printf ("],\n");
}

#define PRINTER(prefix, Type)                                                                      \
  static const char *prefix##_word (int i)                                                         \
  {                                                                                                \
    return prefix##_to_string ((Type) i);                                                          \
  }
PRINTER (bh_frame_type, BhFrameType)
PRINTER (bh_event, BhEvent)
PRINTER (bh_code, BhCode)
PRINTER (bh_bye, BhBye)

static void
print_arg (const BhArgSpec *arg)
{
  static const char *const kinds[] = {"string", "int", "bool", "enum", "texts", "object", "answer"};

  printf (
      "\"%s\":{\"kind\":\"%s\",\"required\":%s,\"nullable\":%s,\"min\":%ld,\"max\":%ld,\"words\":[",
      arg->name,
      kinds[arg->kind],
      arg->required ? "true" : "false",
      arg->nullable ? "true" : "false",
      (long) arg->min,
      (long) arg->max);
  for (guint i = 0; arg->words != NULL && arg->words[i] != NULL; i++)
    printf ("%s\"%s\"", i > 0 ? "," : "", arg->words[i]);
  printf ("]}");
}

static void
print_op (BhOp op)
{
  const BhOpSpec *spec = bh_op_spec (op);

  printf ("%s\"%s\":{", op > 0 ? ",\n" : "", bh_op_to_string (op));
  for (const BhArgSpec *arg = spec->args; arg->name != NULL; arg++) {
    if (arg != spec->args)
      printf (",");
    print_arg (arg);
  }
  printf ("}");
}

int
main (void)
{
  printf ("{");
  print_words ("frames", bh_frame_type_word, BH_FRAME_N);
  print_words ("events", bh_event_word, BH_EVENT_N);
  print_words ("codes", bh_code_word, BH_CODE_N);
  print_words ("byes", bh_bye_word, BH_BYE_N);
  printf ("\"ops\":{");
  for (int op = 0; op < BH_OP_N; op++)
    print_op (op);
  printf ("}}\n");
  return 0;
}

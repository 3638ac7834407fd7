/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-list.h"
#include "server/pbx/esl/esl-normalize.h"
#include "server/pbx/esl/esl-parser.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* An event socket that has gone mad, or is none: stations 2 and 3. Whatever comes, what is handed
 * on is valid UTF-8 without a NUL, the split of the bytes changes nothing, and a list ends. */

static void
add (GString *all, const char *text, gsize length)
{
  g_assert_cmpuint (strlen (text), ==, length);
  g_string_append_len (all, text, (gssize) length);
  g_string_append_c (all, '\n');
}

static void
add_list (GString *all, char *text, gsize length)
{
  g_autoptr (BhEslList) list = bh_esl_list_new (text, length);
  guint rows = 0;
  while (bh_esl_list_next (list)) {
    const char *name = bh_esl_list_get (list, "name");
    const char *uuid = bh_esl_list_get (list, "uuid");
    g_string_append_printf (all, "%s %s\n", name != NULL ? name : "", uuid != NULL ? uuid : "");
    rows++;
  }
  g_assert_cmpuint (rows, <=, length);
}

static void
add_message (GString *all, BhEslMessage *message)
{
  gsize length = 0;
  g_string_append_printf (all, "%d %s\n", message->kind, bh_esl_message_name (message, NULL));
  BhEslHeader *header;
  for (guint i = 0; (header = bh_esl_message_header (message, i)) != NULL; i++)
    add (all, header->value, header->length);
  char *body = bh_esl_message_body (message, &length);
  if (body == NULL)
    return;
  add (all, body, length);
  if (message->kind == BH_ESL_MESSAGE_API_RESPONSE)
    add_list (all, body, length);
}

static GString *
run (const char *bytes, gsize size, gsize most)
{
  const BhEslLimits limits = {512, 2048};
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (&limits);
  GString *all = g_string_new (NULL);

  for (gsize at = 0; at < size;) {
    BhEslMessage *message;
    gsize taken = bh_esl_parser_feed (parser, bytes + at, MIN (most, size - at));
    g_assert_cmpuint (taken, >, 0);
    at += taken;
    while ((message = bh_esl_parser_next (parser)) != NULL)
      add_message (all, message);
  }
  const char *fault = bh_esl_parser_get_fault (parser);
  g_string_append (all, fault != NULL ? fault : "sound");
  return all;
}

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  bh_pbx_event_describe (event, data);
  g_string_append_c (data, '\n');
}

/* What is told of it, in the words of every PBX. */
static GString *
tell (const char *bytes, gsize size, gsize most)
{
  GString *told = g_string_new (NULL);
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
  g_autoptr (BhEslNormalize) normalize = bh_esl_normalize_new (on_event, told);

  for (gsize at = 0; at < size;) {
    BhEslMessage *message;
    at += bh_esl_parser_feed (parser, bytes + at, MIN (most, size - at));
    while ((message = bh_esl_parser_next (parser)) != NULL)
      bh_esl_normalize_feed (normalize, message, G_USEC_PER_SEC);
  }
  bh_esl_normalize_link_down (normalize, "over");
  return told;
}

static void
check_told (const char *bytes, gsize size)
{
  g_autoptr (GString) whole = tell (bytes, size, MAX (size, 1));
  g_autoptr (GString) pieces = tell (bytes, size, 1 + size % 7);

  g_assert_true (g_utf8_validate_len (whole->str, whole->len, NULL));
  g_assert_cmpstr (whole->str, ==, pieces->str);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) whole = run ((const char *) data, size, MAX (size, 1));
  g_autoptr (GString) pieces = run ((const char *) data, size, 1 + size % 7);

  g_assert_true (g_utf8_validate_len (whole->str, whole->len, NULL));
  g_assert_cmpstr (whole->str, ==, pieces->str);
  check_told ((const char *) data, size);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk.h"
#include "protocol/codec.h"
#include "tests/fakes/fake-server.h"
#include "tests/fuzz/fuzz.h"

#include <glib/gstdio.h>
#include <string.h>

/* A server that is newer, broken or not ours: one frame a line, folded into an agent's desk
 * (stations 10 and 11). Whatever it says, every list can be read to its end afterwards, and every
 * text on the screen is UTF-8. */

#define NOW_US 1795269731120000

static char *state_dir;

static void
forget_state_dir (void)
{
  g_rmdir (state_dir);
}

static void
take_line (BhDesk *desk, const char *line, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (line, length);
  g_autoptr (BhFrame) frame = bh_codec_parse (bytes, BH_FROM_SERVER, NULL, NULL);

  if (frame == NULL)
    return;
  if (frame->type == BH_FRAME_SNAPSHOT_BEGIN)
    bh_desk_take_snapshot_begin (desk, NOW_US);
  else if (frame->type == BH_FRAME_SNAPSHOT_END)
    bh_desk_take_snapshot_end (desk, NOW_US);
  else if (frame->type == BH_FRAME_EVENT)
    bh_desk_take_event (desk, frame->event, json_node_get_object (frame->data), NOW_US);
}

static void
look_at_object (GObject *object)
{
  guint n;
  g_autofree GParamSpec **properties =
      g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++) {
    g_auto (GValue) value = G_VALUE_INIT;
    if ((properties[i]->flags & G_PARAM_READABLE) == 0)
      continue;
    g_object_get_property (object, properties[i]->name, &value);
    if (G_VALUE_HOLDS_STRING (&value) && g_value_get_string (&value) != NULL)
      g_assert_true (g_utf8_validate (g_value_get_string (&value), -1, NULL));
  }
}

static void
look_at_list (GListModel *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (list, i);
    look_at_object (item);
  }
  g_assert_null (g_list_model_get_item (list, g_list_model_get_n_items (list)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (BhClock) clock = bh_clock_new_manual (NOW_US);
  g_autoptr (BhDesk) desk = NULL;
  const char *at = (const char *) data, *end = at + size;

  if (state_dir == NULL) {
    state_dir = g_dir_make_tmp ("bellhop-fuzz-XXXXXX", NULL);
    atexit (forget_state_dir);
  }
  desk = bh_desk_new (fake_server_get_feed (server), clock, "zh_CN", state_dir);
  while (at < end) {
    const char *newline = memchr (at, '\n', (gsize) (end - at));
    const char *stop = newline != NULL ? newline : end;
    take_line (desk, at, (gsize) (stop - at));
    at = stop + 1;
  }
  look_at_object (G_OBJECT (desk));
  look_at_list (bh_desk_get_contacts (desk));
  look_at_list (bh_desk_get_colleagues (desk));
  look_at_list (bh_desk_get_queues (desk));
  look_at_list (bh_desk_get_reasons (desk));
  look_at_list (bh_desk_get_dispositions (desk));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return 0;
}

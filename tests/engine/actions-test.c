/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/actions.h"

#include <string.h>

#define ALL_CAN ((1u << BH_PBX_OP_N) - 1)
#define NO_PHONE                                                                                   \
  (BH_PBX_CAN (BH_PBX_OP_ANSWER) | BH_PBX_CAN (BH_PBX_OP_HOLD) | BH_PBX_CAN (BH_PBX_OP_RETRIEVE))

/* A row: how things are, and all that can then be done. */
typedef struct {
  const char *name;
  BhPart part;
  const char *can;
  guint capabilities;
  BhDeviceProfile profile;
  gboolean released, wraps_up, watch_only, link_down, no_part, conference;
} Row;

static const Row rows[] = {
    {.name = "offered",
     .part = {.leg = "a", .state = BH_PART_OFFERED},
     .capabilities = ALL_CAN,
     .can = "answer hangup"},
    {.name = "offered-by-hand",
     .part = {.leg = "a", .state = BH_PART_OFFERED},
     .capabilities = ALL_CAN & ~NO_PHONE,
     .can = "hangup"},
    {.name = "offered-softphone",
     .part = {.leg = "a", .state = BH_PART_OFFERED},
     .capabilities = ALL_CAN & ~NO_PHONE,
     .profile = BH_DEVICE_PROFILE_SOFTPHONE,
     .can = "answer hangup"},
    {.name = "dialing",
     .part = {.leg = "a", .state = BH_PART_DIALING},
     .capabilities = ALL_CAN,
     .can = "hangup"},
    {.name = "dialing-while-own-phone-rings",
     .part = {.leg = "a", .state = BH_PART_DIALING, .rings = TRUE},
     .capabilities = ALL_CAN,
     .can = "answer hangup"},
    {.name = "talking",
     .part = {.leg = "a", .state = BH_PART_TALKING},
     .capabilities = ALL_CAN,
     .can = "hold hangup transfer consult dtmf"},
    {.name = "talking-by-hand",
     .part = {.leg = "a", .state = BH_PART_TALKING},
     .capabilities = ALL_CAN & ~NO_PHONE,
     .can = "hangup transfer consult dtmf"},
    {.name = "hold",
     .part = {.leg = "a", .state = BH_PART_HOLD},
     .capabilities = ALL_CAN,
     .can = "retrieve hangup transfer consult"},
    {.name = "consult-rings",
     .part = {.leg = "a",
              .state = BH_PART_CONSULT,
              .consult_state = BH_PART_DIALING,
              .consult_with = "PJSIP/1002"},
     .capabilities = ALL_CAN,
     .can = "hangup consult_cancel dtmf"},
    {.name = "consult-talks",
     .part = {.leg = "a",
              .state = BH_PART_CONSULT,
              .consult_state = BH_PART_TALKING,
              .consult_with = "PJSIP/1002"},
     .capabilities = ALL_CAN,
     .can = "hangup consult_complete consult_cancel conference dtmf"},
    {.name = "consult-talks-by-a-second-call",
     .part = {.leg = "a",
              .consult_leg = "b",
              .state = BH_PART_CONSULT,
              .consult_state = BH_PART_TALKING,
              .consult_with = "PJSIP/1002"},
     .capabilities = ALL_CAN,
     .can = "hangup consult_complete consult_cancel dtmf"},
    {.name = "conference",
     .part = {.leg = "a", .state = BH_PART_TALKING},
     .capabilities = ALL_CAN,
     .conference = TRUE,
     .can = "hold hangup dtmf"},
    {.name = "consulted",
     .part = {.leg = "a", .state = BH_PART_TALKING, .receiver = 1},
     .capabilities = ALL_CAN,
     .can = "hold hangup dtmf"},
    {.name = "left", .part = {.state = BH_PART_LEFT}, .capabilities = ALL_CAN, .can = ""},
    {.name = "no-part", .no_part = TRUE, .capabilities = ALL_CAN, .can = ""},
    {.name = "wrap-up",
     .part = {.state = BH_PART_LEFT},
     .capabilities = ALL_CAN,
     .released = TRUE,
     .wraps_up = TRUE,
     .can = "finish"},
    {.name = "released",
     .part = {.leg = "a", .state = BH_PART_TALKING},
     .capabilities = ALL_CAN,
     .released = TRUE,
     .can = ""},
    {.name = "watch-only",
     .part = {.leg = "a", .state = BH_PART_TALKING},
     .watch_only = TRUE,
     .can = ""},
    {.name = "link-down",
     .part = {.leg = "a", .state = BH_PART_TALKING},
     .capabilities = ALL_CAN,
     .link_down = TRUE,
     .can = ""},
    {.name = "pbx-cannot",
     .part = {.leg = "a", .state = BH_PART_TALKING},
     .capabilities = 0,
     .can = ""},
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  BhSegment together = {.type = BH_SEGMENT_CONFERENCE, .end_ms = -1};
  BhContact contact = {.released_us = row->released ? 5 : 0,
                       .started_us = 1,
                       .segments = &together,
                       .n_segments = row->conference};
  BhActionView view = {.contact = &contact,
                       .part = row->no_part ? NULL : &row->part,
                       .wraps_up = row->wraps_up,
                       .profile = row->profile,
                       .capabilities = row->capabilities,
                       .watch_only = row->watch_only,
                       .link_up = !row->link_down};
  g_autoptr (GString) can = g_string_new (NULL);
  BhCan cans[BH_ACTION_N];

  bh_action_list (&view, cans);
  for (guint i = 0; i < BH_ACTION_N; i++) {
    if (cans[i].why_not == NULL)
      g_string_append_printf (can, "%s%s", can->len > 0 ? " " : "", cans[i].op);
    else
      g_assert_true (g_str_has_suffix (cans[i].why_not, ".")); /* a sentence */
  }
  g_assert_cmpstr (can->str, ==, row->can);
}

static void
test_describe (void)
{
  BhContact contact = {.started_us = 1, .released_us = 9};
  BhPart part = {.state = BH_PART_CONSULT,
                 .consult_state = BH_PART_DIALING,
                 .consult_with = "PJSIP/1002",
                 .since_us = 4};
  BhActionView view = {.contact = &contact, .part = &part, .wraps_up = TRUE};
  BhContactMe me = {0};

  bh_action_describe (&view, NULL, &me);
  g_assert_cmpstr (me.state, ==, "wrap_up");
  g_assert_cmpint (me.since_us, ==, 9);
  contact.released_us = 0;
  view.wraps_up = FALSE;
  bh_action_describe (&view, "Bob", &me);
  g_assert_cmpstr (me.state, ==, "consult");
  g_assert_cmpstr (me.consult_with, ==, "PJSIP/1002");
  g_assert_cmpstr (me.consult_name, ==, "Bob");
  g_assert_cmpstr (me.consult_state, ==, "ringing");
  g_assert_cmpstr (me.role, ==, "primary");
  part.receiver = 1;
  bh_action_describe (&view, NULL, &me);
  g_assert_cmpstr (me.role, ==, "consulted");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/engine/actions/%s", rows[i].name);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/engine/actions/describe", test_describe);
  return g_test_run ();
}

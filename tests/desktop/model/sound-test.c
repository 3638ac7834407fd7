/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/sound-devices.h"

static const BhSoundDevice *
at (GPtrArray *devices, guint position)
{
  return g_ptr_array_index (devices, position);
}

static void
test_both_ways (void)
{
  g_autoptr (GPtrArray) devices =
      bh_sound_devices_new ("00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1\n"
                            "00-03: HDMI 0 : HDMI 0 : playback 1\n"
                            "01-00: USB Audio : USB Audio : playback 1 : capture 1\n",
                            "");

  g_assert_cmpuint (devices->len, ==, 3);
  g_assert_cmpstr (at (devices, 0)->value, ==, "");
  g_assert_cmpstr (at (devices, 1)->value, ==, "alsa,plughw:0,0");
  g_assert_cmpstr (at (devices, 1)->label, ==, "ALC257 Analog");
  g_assert_cmpstr (at (devices, 2)->value, ==, "alsa,plughw:1,0");
}

static void
test_chosen_but_unplugged (void)
{
  g_autoptr (GPtrArray) devices = bh_sound_devices_new (NULL, "alsa,plughw:1,0");

  g_assert_cmpuint (devices->len, ==, 2);
  g_assert_cmpstr (at (devices, 1)->value, ==, "alsa,plughw:1,0");
}

static void
test_rubbish (void)
{
  static const char *const lines[] = {"", ":", "x-y: a : b : playback 1 : capture 1", "00: a : b"};

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (GPtrArray) devices = bh_sound_devices_new (lines[i], NULL);
    g_assert_cmpuint (devices->len, ==, 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desktop/model/sound-devices/both-ways", test_both_ways);
  g_test_add_func ("/desktop/model/sound-devices/chosen-but-unplugged", test_chosen_but_unplugged);
  g_test_add_func ("/desktop/model/sound-devices/rubbish", test_rubbish);
  return g_test_run ();
}

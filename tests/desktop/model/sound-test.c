/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/sound-devices.h"

static const BhSoundDevice *
at (GPtrArray *devices, guint position)
{
  return g_ptr_array_index (devices, position);
}

#define PCM                                                                                        \
  "00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1\n"                                \
  "00-03: HDMI 0 : HDMI 0 : playback 1\n"                                                          \
  "01-00: USB Audio : USB Audio : capture 1\n"

static void
test_each_way (void)
{
  g_autoptr (GPtrArray) devices = bh_sound_devices_new (PCM, BH_SOUND_MICROPHONE, "");
  g_autoptr (GPtrArray) speakers = bh_sound_devices_new (PCM, BH_SOUND_LOUDSPEAKER, "");

  g_assert_cmpuint (speakers->len, ==, 3);
  g_assert_cmpstr (at (speakers, 2)->value, ==, "alsa,plughw:0,3");
  g_assert_cmpuint (devices->len, ==, 3);
  g_assert_cmpstr (at (devices, 0)->value, ==, "");
  g_assert_cmpstr (at (devices, 1)->value, ==, "alsa,plughw:0,0");
  g_assert_cmpstr (at (devices, 1)->label, ==, "ALC257 Analog");
  g_assert_cmpstr (at (devices, 2)->value, ==, "alsa,plughw:1,0");
}

static void
test_chosen_but_unplugged (void)
{
  g_autoptr (GPtrArray) devices =
      bh_sound_devices_new (NULL, BH_SOUND_MICROPHONE, "alsa,plughw:1,0");

  g_assert_cmpuint (devices->len, ==, 2);
  g_assert_cmpstr (at (devices, 1)->value, ==, "alsa,plughw:1,0");
}

static void
test_rubbish (void)
{
  static const char *const lines[] = {"", ":", "x-y: a : b : playback 1 : capture 1", "00: a : b"};

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (GPtrArray) devices = bh_sound_devices_new (lines[i], BH_SOUND_LOUDSPEAKER, NULL);
    g_assert_cmpuint (devices->len, ==, 1);
  }
}

static void
test_missing (void)
{
  static const struct {
    const char *what;
    const char *pcm;
    const char *microphone;
    const char *loudspeaker;
    gboolean server;
    const char *expected;
  } rows[] = {
      {"all there", PCM, "", "", FALSE, NULL},
      {"chosen and there", PCM, "alsa,plughw:1,0", "alsa,plughw:0,3", FALSE, NULL},
      {"nothing", NULL, "", "", FALSE, "This machine has no microphone."},
      {"only a screen",
       "00-03: HDMI 0 : HDMI 0 : playback 1\n",
       "",
       "",
       FALSE,
       "This machine has no microphone."},
      {"only a microphone",
       "01-00: A : A : capture 1\n",
       "",
       "",
       FALSE,
       "This machine has no loudspeaker."},
      {"the system may have Bluetooth", NULL, "", "", TRUE, NULL},
      {"pulled out",
       "00-03: HDMI 0 : HDMI 0 : playback 1\n",
       "alsa,plughw:1,0",
       "",
       TRUE,
       "The chosen microphone is not plugged in."},
      {"it does not play",
       PCM,
       "",
       "alsa,plughw:1,0",
       TRUE,
       "The chosen loudspeaker is not plugged in."},
      {"of no card", NULL, "aubridge,bellhop", "aubridge,bellhop", FALSE, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = bh_sound_devices_missing (rows[i].pcm,
                                                       rows[i].microphone,
                                                       rows[i].loudspeaker,
                                                       rows[i].server);
    g_test_message ("%s", rows[i].what);
    g_assert_cmpstr (words, ==, rows[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desktop/model/sound-devices/each-way", test_each_way);
  g_test_add_func ("/desktop/model/sound-devices/chosen-but-unplugged", test_chosen_but_unplugged);
  g_test_add_func ("/desktop/model/sound-devices/rubbish", test_rubbish);
  g_test_add_func ("/desktop/model/sound-devices/missing", test_missing);
  return g_test_run ();
}

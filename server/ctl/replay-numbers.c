/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/replay-numbers.h"

#include "server/crm/phone-number.h"

struct _BhReplayNumbers {
  GObject parent;
  char *home;
};

static char *
replay_numbers_normalise (BhCrmPort *port, const char *number, char **display)
{
  g_autoptr (BhPhoneNumber) understood =
      bh_phone_number_new (number, BH_REPLAY_NUMBERS (port)->home);

  if (display != NULL)
    *display = g_strdup (understood->display);
  return g_strdup (understood->e164);
}

static void
replay_numbers_crm_init (BhCrmPortInterface *iface)
{
  iface->normalise = replay_numbers_normalise;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BhReplayNumbers,
                               bh_replay_numbers,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_CRM_PORT, replay_numbers_crm_init))

static void
bh_replay_numbers_finalize (GObject *object)
{
  g_free (BH_REPLAY_NUMBERS (object)->home);
  G_OBJECT_CLASS (bh_replay_numbers_parent_class)->finalize (object);
}

static void
bh_replay_numbers_class_init (BhReplayNumbersClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bh_replay_numbers_finalize;
}

static void
bh_replay_numbers_init (BhReplayNumbers *self)
{
}

BhReplayNumbers *
bh_replay_numbers_new (const char *home)
{
  BhReplayNumbers *self = g_object_new (BH_TYPE_REPLAY_NUMBERS, NULL);

  self->home = g_strdup (home);
  return self;
}

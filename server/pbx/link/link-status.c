/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/link/link-status.h"

void
bh_link_status_init (BhLinkStatus *self,
                     const char *domain,
                     const char *name,
                     const BhPbxListener *listener,
                     gpointer user_data,
                     guint32 seed)
{
  *self = (BhLinkStatus){.domain = domain,
                         .name = name,
                         .listener = listener,
                         .user_data = user_data,
                         .sentence = g_strdup ("Not started."),
                         .random = seed != 0 ? g_rand_new_with_seed (seed) : g_rand_new ()};
}

void
bh_link_status_clear (BhLinkStatus *self)
{
  g_clear_pointer (&self->random, g_rand_free);
  g_clear_pointer (&self->sentence, g_free);
}

void
bh_link_status_set (BhLinkStatus *self, BhPbxLinkState state, const char *sentence)
{
  if (self->state == state && g_strcmp0 (self->sentence, sentence) == 0)
    return;
  self->state = state;
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
  g_log (self->domain,
         G_LOG_LEVEL_INFO,
         "PBX %s: %s. %s",
         self->name,
         bh_pbx_link_state_to_string (state),
         sentence);
  if (self->listener->link != NULL)
    self->listener->link (state, self->sentence, self->user_data);
}

BhPbxLinkState
bh_link_status_broken (const BhLinkStatus *self, gboolean was_live)
{
  return was_live || self->state == BH_PBX_LINK_LOST ? BH_PBX_LINK_LOST : BH_PBX_LINK_UNREACHABLE;
}

guint
bh_link_status_fail (BhLinkStatus *self, guint at_least_ms)
{
  guint64 pause = (guint64) self->retry_min_ms << MIN (self->failures, 16);
  pause = CLAMP (pause, at_least_ms, MAX (self->retry_max_ms, at_least_ms));
  self->failures++;
  return (guint) ((double) pause * g_rand_double_range (self->random, 0.5, 1.0));
}

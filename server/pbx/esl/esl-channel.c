/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-channel.h"

#include <string.h>

static void
channel_free (gpointer data)
{
  BhEslChannel *channel = data;
  g_free (channel->uuid);
  g_free (channel->call);
  g_free (channel->device);
  g_free (channel->bridge);
  g_free (channel->outer);
  g_free (channel->peer);
  g_free (channel->peer_device);
  g_free (channel->outer_peer);
  g_free (channel->dialer);
  g_free (channel->space);
  g_free (channel->spies_on);
  g_free (channel->queue);
  g_free (channel->member);
  g_free (channel->agent);
  g_free (channel);
}

void
bh_esl_channels_init (BhEslChannels *self)
{
  self->by_uuid = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, channel_free);
  self->by_device =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

void
bh_esl_channels_clear (BhEslChannels *self)
{
  g_clear_pointer (&self->by_uuid, g_hash_table_unref);
  g_clear_pointer (&self->by_device, g_hash_table_unref);
}

void
bh_esl_channels_empty (BhEslChannels *self)
{
  g_hash_table_remove_all (self->by_device);
  g_hash_table_remove_all (self->by_uuid);
}

BhEslChannel *
bh_esl_channels_find (BhEslChannels *self, const char *uuid)
{
  return uuid == NULL ? NULL : g_hash_table_lookup (self->by_uuid, uuid);
}

BhEslChannel *
bh_esl_channels_add (BhEslChannels *self, const char *uuid, const char *device)
{
  BhEslChannel *channel = g_new0 (BhEslChannel, 1);
  channel->uuid = g_strdup (uuid);
  channel->call = g_strdup (uuid);
  channel->device = g_strdup (device);
  channel->local = g_str_has_prefix (device, "loopback/");
  channel->phone = g_str_has_prefix (device, "user/");
  g_hash_table_insert (self->by_uuid, channel->uuid, channel);
  GPtrArray *list = g_hash_table_lookup (self->by_device, device);
  if (list == NULL) {
    list = g_ptr_array_new ();
    g_hash_table_insert (self->by_device, g_strdup (device), list);
  }
  g_ptr_array_add (list, channel);
  return channel;
}

void
bh_esl_channels_remove (BhEslChannels *self, BhEslChannel *channel)
{
  GPtrArray *list = g_hash_table_lookup (self->by_device, channel->device);
  g_ptr_array_remove (list, channel);
  if (list->len == 0)
    g_hash_table_remove (self->by_device, channel->device);
  g_hash_table_remove (self->by_uuid, channel->uuid);
}

GPtrArray *
bh_esl_channels_of_device (const BhEslChannels *self, const char *device)
{
  return g_hash_table_lookup (self->by_device, device);
}

static void
rename_at (char **place, const char *from, const char *to)
{
  if (g_strcmp0 (*place, from) == 0)
    bh_esl_channel_set (place, to);
}

void
bh_esl_channels_rename (BhEslChannels *self, BhEslChannel *channel, const char *to)
{
  g_autofree char *from = g_strdup (channel->uuid);
  GHashTableIter iter;
  gpointer value;
  g_hash_table_steal (self->by_uuid, from);
  bh_esl_channel_set (&channel->uuid, to);
  g_hash_table_replace (self->by_uuid, channel->uuid, channel);
  g_hash_table_iter_init (&iter, self->by_uuid);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhEslChannel *other = value;
    rename_at (&other->peer, from, to);
    rename_at (&other->outer_peer, from, to);
    rename_at (&other->dialer, from, to);
    rename_at (&other->member, from, to);
    rename_at (&other->spies_on, from, to);
  }
}

void
bh_esl_channels_rename_call (BhEslChannels *self, const char *from, const char *to)
{
  g_autofree char *old = g_strdup (from);
  g_autofree char *new = g_strdup (to);
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, self->by_uuid);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhEslChannel *channel = value;
    if (strcmp (channel->call, old) == 0)
      bh_esl_channel_set (&channel->call, new);
  }
}

void
bh_esl_channel_set (char **place, const char *text)
{
  char *copy = g_strdup (text);
  g_free (*place);
  *place = copy;
}

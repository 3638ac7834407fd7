/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-private.h"

/* The desk's plain readers. */

BhClock *
bh_desk_get_clock (BhDesk *self)
{
  return self->clock;
}

BhFeed *
bh_desk_get_feed (BhDesk *self)
{
  return self->feed;
}

BhAgentState *
bh_desk_get_agent (BhDesk *self)
{
  return self->agent;
}

GListModel *
bh_desk_get_contacts (BhDesk *self)
{
  return bh_keyed_list_get_model (self->contacts);
}

GListModel *
bh_desk_get_colleagues (BhDesk *self)
{
  return bh_keyed_list_get_model (self->colleagues);
}

GListModel *
bh_desk_get_queues (BhDesk *self)
{
  return bh_keyed_list_get_model (self->queues);
}

GListModel *
bh_desk_get_reasons (BhDesk *self)
{
  return bh_keyed_list_get_model (self->reasons);
}

GListModel *
bh_desk_get_dispositions (BhDesk *self)
{
  return bh_keyed_list_get_model (self->dispositions);
}

BhContactItem *
bh_desk_get_current (BhDesk *self)
{
  return bh_item_get_object (self, BH_DESK_CURRENT);
}

BhContactItem *
bh_desk_find_contact (BhDesk *self, const char *id)
{
  return bh_keyed_list_find (self->contacts, id);
}

const char *
bh_desk_get_user_name (BhDesk *self)
{
  return bh_item_get_string (self, BH_DESK_USER_NAME);
}

const char *
bh_desk_get_full_name (BhDesk *self)
{
  return bh_item_get_string (self, BH_DESK_FULL_NAME);
}

const char *
bh_desk_get_device (BhDesk *self)
{
  return bh_item_get_string (self, BH_DESK_DEVICE);
}

const char *
bh_desk_get_profile (BhDesk *self)
{
  return bh_item_get_string (self, BH_DESK_PROFILE);
}

BhFeedState
bh_desk_get_feed_state (BhDesk *self)
{
  return (BhFeedState) bh_item_get_enum (self, BH_DESK_FEED_STATE);
}

BhLinkState
bh_desk_get_link_state (BhDesk *self)
{
  return (BhLinkState) bh_item_get_enum (self, BH_DESK_LINK_STATE);
}

BhStoreState
bh_desk_get_store_state (BhDesk *self)
{
  return (BhStoreState) bh_item_get_enum (self, BH_DESK_STORE_STATE);
}

BhBannerKind
bh_desk_get_banner_kind (BhDesk *self)
{
  return (BhBannerKind) bh_item_get_enum (self, BH_DESK_BANNER_KIND);
}

const char *
bh_desk_get_banner_text (BhDesk *self)
{
  return bh_item_get_string (self, BH_DESK_BANNER_TEXT);
}

gboolean
bh_desk_get_watch_only (BhDesk *self)
{
  return bh_item_get_bool (self, BH_DESK_WATCH_ONLY);
}

gboolean
bh_desk_allows (BhDesk *self, const char *op)
{
  const char *const *ops = bh_item_get_strv (self, BH_DESK_OPS);

  return ops && g_strv_contains (ops, op);
}

void
bh_desk_set_all_contacts (BhDesk *self, gboolean all)
{
  self->all_contacts = all;
}

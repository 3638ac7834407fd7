/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/banner.h"

#include <glib/gi18n-lib.h>

#include "desktop/model/time-text.h"

BH_ENUM_DEFINE (BhBannerKind, bh_banner_kind, BH_BANNER_TABLE)
BH_ENUM_DEFINE (BhLinkState, bh_link_state, BH_LINK_TABLE)
BH_ENUM_DEFINE (BhStoreState, bh_store_state, BH_STORE_TABLE)

static char *
server_away (const BhBannerFacts *facts)
{
  g_autofree char *since = bh_time_text_of_day (facts->away_since);

  if (facts->talking && facts->phone == BH_SOFTPHONE_OFF)
    return g_strdup_printf (
        _ ("Server away since %s. Your call is not affected, and what you type is kept. Hold, "
           "transfer and search do not work here: use the phone's own buttons."),
        since);
  if (facts->talking)
    return g_strdup_printf (_ ("Server away since %s. Your call is not affected, and what you type "
                               "is kept. Transfer and search do not work."),
                            since);
  return g_strdup_printf (
      _ ("Server away since %s. What you type is kept. Search and dialing do not work here."),
      since);
}

static char *
link_away (const BhBannerFacts *facts)
{
  g_autofree char *since = facts->link_since ? bh_time_text_of_day (facts->link_since) : NULL;
  const char *message = facts->link_message && *facts->link_message
                            ? g_dgettext (GETTEXT_PACKAGE, facts->link_message)
                            : NULL;

  if (facts->link == BH_LINK_REFUSED && message)
    return g_strdup_printf (_ ("The phone system refused the connection: %s"), message);
  if (since)
    return g_strdup_printf (_ ("No connection to the phone system since %s. Phones still ring; "
                               "calls cannot be shown or "
                               "controlled here."),
                            since);
  return g_strdup (_ ("No connection to the phone system yet. Phones still ring; calls cannot be "
                      "shown or controlled here."));
}

static char *
store_away (const BhBannerFacts *facts)
{
  g_autofree char *since = facts->store_since ? bh_time_text_of_day (facts->store_since) : NULL;

  if (facts->store == BH_STORE_STARTING || since == NULL)
    return g_strdup (
        _ ("The customer database is starting. Calls work; cards and history follow."));
  return g_strdup_printf (
      _ ("Customer database away since %s. Calls work and everything is kept; cards and history "
         "are missing."),
      since);
}

/* NULL: there is nothing to say. The server cannot know it: its offers ring at a phone that is
 * gone. */
static char *
phone_away (const BhBannerFacts *facts)
{
  const char *why = facts->phone_message;

  if (facts->phone == BH_SOFTPHONE_READY && facts->phone_sound != NULL)
    return g_strdup_printf (_ ("%s Without it you and the customer do not hear each other. Plug it "
                               "in, or choose another one in the preferences."),
                            facts->phone_sound);
  if (why == NULL || *why == '\0')
    return NULL;
  if (facts->phone == BH_SOFTPHONE_FAILED)
    return g_strdup_printf (
        _ ("No call can ring on this machine: %s Sign out and in again to start "
           "the softphone anew, or use another phone."),
        why);
  if (facts->phone == BH_SOFTPHONE_REGISTERING || facts->phone == BH_SOFTPHONE_STARTING)
    return g_strdup_printf (_ ("No call can ring on this machine: %s It is tried again by itself."),
                            why);
  return NULL;
}

gboolean
bh_link_state_is_away (BhLinkState link)
{
  return link == BH_LINK_CONNECTING || link == BH_LINK_DOWN || link == BH_LINK_REFUSED;
}

BhBannerKind
bh_banner_choose (const BhBannerFacts *facts, gint64 now_us, char **text)
{
  *text = NULL;
  if (facts->away_since > 0) {
    *text = server_away (facts);
    return BH_BANNER_AWAY;
  }
  if (facts->feed != BH_FEED_LIVE)
    return BH_BANNER_NONE;
  if (bh_link_state_is_away (facts->link)) {
    *text = link_away (facts);
    return BH_BANNER_AWAY;
  }
  if ((*text = phone_away (facts)) != NULL)
    return BH_BANNER_AWAY;
  if (facts->store == BH_STORE_DOWN || facts->store == BH_STORE_STARTING) {
    *text = store_away (facts);
    return BH_BANNER_NOTICE;
  }
  if (facts->back_at > 0 && now_us - facts->back_at < BH_BANNER_COMPLETE_US) {
    g_autofree char *until = bh_time_text_of_day (facts->complete_until);
    *text = g_strdup_printf (_ ("Complete up to %s."), until);
    return BH_BANNER_COMPLETE;
  }
  return BH_BANNER_NONE;
}

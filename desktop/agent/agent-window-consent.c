/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"

#include "desktop/agent/consent-window.h"

/* What the customer of the contact in the middle agreed to, during the contact and after it. */

static BhConsents *
consents_of (BhAgentWindow *self)
{
  BhContactItem *contact = bh_desk_get_current (self->desk);

  return contact != NULL ? bh_consents_of (self->desk, contact) : NULL;
}

static gboolean
is_possible (BhAgentWindow *self, const char *op)
{
  BhContactItem *contact = bh_desk_get_current (self->desk);

  return contact != NULL && bh_desk_allows (self->desk, op) &&
         bh_desk_get_feed_state (self->desk) == BH_FEED_LIVE &&
         g_strcmp0 (bh_contact_item_get_direction (contact), "internal") != 0;
}

static gboolean
may_tell (BhAgentWindow *self)
{
  BhContactItem *contact = bh_desk_get_current (self->desk);

  return is_possible (self, "customer.consent") &&
         (bh_contact_item_get_number (contact) != NULL ||
          bh_card_get_customer (bh_contact_item_get_card (contact)) != NULL);
}

/* A list holds numbers: a number that is withheld cannot be on it. */
static gboolean
may_stop (BhAgentWindow *self)
{
  return is_possible (self, "customer.do_not_call") &&
         bh_contact_item_get_number (bh_desk_get_current (self->desk)) != NULL;
}

static void
say (gpointer window, const char *words)
{
  bh_agent_window_toast (window, words);
}

static void
on_consents (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_consent_window_open (GTK_WINDOW (self),
                          self->desk,
                          consents_of (self),
                          bh_contact_item_get_title (bh_desk_get_current (self->desk)),
                          say,
                          G_OBJECT (self));
}

static void
on_do_not_call (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_consent_window_stop (GTK_WINDOW (self),
                          consents_of (self),
                          bh_contact_item_get_title (bh_desk_get_current (self->desk)),
                          say,
                          G_OBJECT (self));
}

const BhWindowAct bh_window_consent_acts[] = {
    {"win.consents", NULL, on_consents, may_tell},
    {"win.do-not-call", NULL, on_do_not_call, may_stop},
    {NULL},
};

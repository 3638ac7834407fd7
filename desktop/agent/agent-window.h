/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/agent/sign-in-page.h"
#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* The one window: sign-in, then the desk. Property: desk (BhDesk, construct-only). Its actions are
 * listed in agent-window-actions.c; when a contact may come into the middle, and what else tells of
 * it, is in agent-window-pop.c. */
#define BH_TYPE_AGENT_WINDOW (bh_agent_window_get_type ())
G_DECLARE_FINAL_TYPE (BhAgentWindow, bh_agent_window, BH, AGENT_WINDOW, AdwApplicationWindow)

BhAgentWindow *bh_agent_window_new (GtkApplication *application, BhDesk *desk);

BhDesk *bh_agent_window_get_desk (BhAgentWindow *self);
BhSignInPage *bh_agent_window_get_sign_in_page (BhAgentWindow *self);
/* Says something that went wrong, for some seconds, without taking the focus. */
void bh_agent_window_toast (BhAgentWindow *self, const char *text);
/* With a button @label that runs @action with @target (may be NULL; floating is taken). */
void bh_agent_window_toast_act (BhAgentWindow *self,
                                const char *text,
                                const char *label,
                                const char *action,
                                GVariant *target);
/* Opens the dial popover with a number in it; it never dials unasked. */
void bh_agent_window_offer_to_dial (BhAgentWindow *self, const char *number);

/* A number out of another program's link: it is kept until somebody is signed in, then offered. */
void bh_agent_window_take_number (BhAgentWindow *self, const char *number);

/* The keys of the actions, NULL-terminated rows of "action", "accelerator". */
typedef struct {
  const char *action;
  const char *accels[3];
} BhActionKey;
const BhActionKey *bh_agent_window_keys (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/agent-window.h"
#include "desktop/agent/contact-page.h"
#include "desktop/agent/dial-popover.h"
#include "desktop/agent/palette.h"
#include "desktop/agent/ringing-page.h"
#include "desktop/agent/side-bar.h"
#include "desktop/agent/state-button.h"

G_BEGIN_DECLS

struct _BhAgentWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *root;
  BhSignInPage *sign_in;
  BhStateButton *state_button;
  GtkWidget *dial_button;
  AdwFlap *flap;
  BhSideBar *side_bar;
  GtkToggleButton *side_bar_toggle;
  GtkWidget *search_button;
  GtkWidget *window_title;
  GtkWidget *live;
  GtkStack *pages;
  BhRingingPage *ringing;
  BhContactPage *contact_page;
  BhDialPopover *dial_popover;
  BhPalette *palette;

  BhDesk *desk;
  GSettings *settings;
  GSignalGroup *current_signals; /* of the contact in the middle */
  GSignalGroup *card_signals;    /* of its card */
  GSignalGroup *offered_signals; /* of the contact that rings */
  BhContactItem *shown;          /* what the middle showed last */
  guint disarm;                  /* hang-up is armed until this fires */
  guint fold;                    /* the layout follows the width when this fires */
  guint64 possible;              /* which actions GTK was told are enabled, a bit each */
  gboolean narrow;
  gboolean tight;
};

/* agent-window-actions.c */
void bh_agent_window_install_actions (BhAgentWindowClass *klass);
/* Enables exactly what is possible now. */
void bh_agent_window_update_actions (BhAgentWindow *self);
/* The contact that the answer key answers, or NULL. (transfer none) */
BhContactItem *bh_agent_window_find_offered (BhAgentWindow *self);

/* agent-window-pop.c */
void bh_agent_window_watch_pops (BhAgentWindow *self);
/* TRUE while the person writes somewhere in this window: nothing may come between. */
gboolean bh_agent_window_is_typing (BhAgentWindow *self);

G_END_DECLS

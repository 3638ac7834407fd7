/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/agent-window.h"
#include "desktop/agent/compact-page.h"
#include "desktop/agent/contact-page.h"
#include "desktop/agent/dial-popover.h"
#include "desktop/agent/ear-bar.h"
#include "desktop/agent/empty-page.h"
#include "desktop/agent/knowledge-pane.h"
#include "desktop/agent/palette.h"
#include "desktop/agent/refusal-bar.h"
#include "desktop/agent/ringing-page.h"
#include "desktop/agent/side-bar.h"
#include "desktop/agent/state-button.h"
#include "desktop/model/desk-campaign.h"
#include "desktop/widgets/side-pane.h"

G_BEGIN_DECLS

#define BH_WINDOW_MAX_ACTS 256

/* An act that lives in the file of its area: agent-window-AREA.c has a table of them that ends with
 * a NULL name; agent-window-actions.c knows the tables and has the keys. */
typedef struct {
  const char *name;
  const char *parameter; /* GVariant type string, or NULL */
  GtkWidgetActionActivateFunc func;
  gboolean (*is_possible) (BhAgentWindow *self); /* NULL: as long as somebody is signed in */
} BhWindowAct;

struct _BhAgentWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *root;
  BhSignInPage *sign_in;
  BhStateButton *state_button;
  GtkWidget *dial_button;
  AdwFlap *flap;           /* the side bar, and the rest */
  AdwFlap *knowledge_flap; /* the pages, and the pane at the right */
  BhSidePane *side_pane, *knowledge_pane;
  AdwBin *right_pane;
  GtkToggleButton *knowledge_toggle, *side_bar_toggle;
  BhKnowledgePane *knowledge;
  GtkWidget *article_editor; /* weak */
  BhSideBar *side_bar;
  GtkWidget *search_button;
  GtkWidget *window_title, *live;
  BhEarBar *ear_bar;
  GtkStack *pages;
  BhEmptyPage *empty_page;
  BhRingingPage *ringing;
  BhContactPage *contact_page;
  BhRefusalBar *refusal_bar;
  BhDialPopover *dial_popover;
  BhPalette *palette;
  BhCompactPage *compact_page;

  BhDesk *desk;
  BhDeskCampaign *work;
  GtkWidget *preview;   /* of the campaign's record */
  GtkWidget *task_list; /* of the side bar */
  GSettings *settings;
  GSignalGroup *current_signals; /* of the contact in the middle */
  GSignalGroup *card_signals;    /* of its card */
  GSignalGroup *offered_signals; /* of the contact that rings */
  BhContactItem *shown;          /* what the middle showed last */
  guint disarm;                  /* hang-up is armed until this fires */
  gulong fit;                    /* handler: rows are made to fit once the next frame is painted */
  guint fold;                    /* the layout follows the width when this fires */
  gboolean impossible[BH_WINDOW_MAX_ACTS];     /* the actions that GTK was told are off */
  GSignalGroup *script_signals;                /* of the script of the contact in the middle */
  GtkWidget *focus_before, *focus_before_edge; /* weak: before the right pane, before the edges */
  guint offer;                                 /* that number is offered when this fires */
  char *taken_number;                          /* from a link, until it can be offered */
  GtkWidget *quiet;                            /* the sign of "do not disturb" */
  int usual_width;                             /* as it would be with text of the usual size */
  gboolean is_compact, dialed_here;            /* the latter by who is signed in now */
  int least_width, least_height;               /* of the whole window */
  GtkWidget *focus_in_whole; /* weak: where the person was before the window became compact */
};

/* agent-window-actions.c */
void bh_agent_window_install_actions (BhAgentWindowClass *klass);
/* Enables exactly what is possible now. */
void bh_agent_window_update_actions (BhAgentWindow *self);
/* The contact that the answer key answers, or NULL. (transfer none) */
BhContactItem *bh_agent_window_find_offered (BhAgentWindow *self);

/* agent-window-consent.c */
extern const BhWindowAct bh_window_consent_acts[];

/* agent-window-dial.c */
extern const BhWindowAct bh_window_dial_acts[];
/* Fills in the number of a link, as soon as somebody is signed in. */
void bh_agent_window_offer_taken_number (BhAgentWindow *self);
void bh_agent_window_remember_dialed (BhAgentWindow *self, const char *number);

/* agent-window-ear.c */
/* The contact whose call the keys act on, or NULL. (transfer none) */
BhContactItem *bh_agent_window_find_call (BhAgentWindow *self);
void bh_agent_window_update_ear (BhAgentWindow *self);
/* Follows the states of all contacts that there are now. */
void bh_agent_window_watch_ear (BhAgentWindow *self);

/* agent-window-frame.c */
extern const BhWindowAct bh_window_frame_acts[];
/* Once, after the template: what is remembered of the layout. */
void bh_agent_window_init_frame (BhAgentWindow *self);
/* The words or the width of what is shown have changed: rows of buttons are made to fit, soon. */
void bh_agent_window_fit_rows (BhAgentWindow *self);
/* Its size is remembered from now on, or not any more. */
void bh_agent_window_remember_size (BhAgentWindow *self, gboolean remember);
/* The window has got this width: the layout follows, once it is not being made any more. */
void bh_agent_window_frame_allocated (BhAgentWindow *self, int width);
/* Shows the pane at the right and moves the focus into it; FALSE if there is none. */
gboolean bh_agent_window_show_knowledge (BhAgentWindow *self);

/* agent-window-knowledge.c */
extern const BhWindowAct bh_window_knowledge_acts[];
/* Once there is a desk. */
void bh_agent_window_init_knowledge (BhAgentWindow *self);

/* agent-window-script.c, agent-window-softphone.c */
extern const BhWindowAct bh_window_script_acts[];
extern const BhWindowAct bh_window_softphone_acts[];
void bh_agent_window_init_script (BhAgentWindow *self);

/* agent-window-campaign.c */
extern const BhWindowAct bh_window_campaign_acts[];
/* Once there is a desk. */
void bh_agent_window_init_campaign (BhAgentWindow *self);
/* A record waits, and nothing else is in the middle. */
gboolean bh_agent_window_shows_record (BhAgentWindow *self);
gboolean bh_agent_window_record_key (BhAgentWindow *self, GdkEvent *event);

/* agent-window.c */
void bh_agent_window_update_page (BhAgentWindow *self);

/* agent-window-wrap.c */
extern const BhWindowAct bh_window_wrap_acts[];
void bh_agent_window_init_wrap (BhAgentWindow *self);
/* @contact is about to be said to be with another customer, or with none. */
void bh_agent_window_offer_undo_customer (BhAgentWindow *self, BhContactItem *contact);

G_END_DECLS

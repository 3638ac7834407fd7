/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/widgets/act-button.h"

/* The frame of the window: side bar, middle, and the pane at the right. By width, the pane and then
 * the side bar leave their place beside the middle and become flaps over it; whether they are shown
 * where there is room for them is remembered. libadwaita 1.2 has no breakpoints: two flaps, one in
 * the other, are told how to fold. */

/* Below these widths a flap lies over the middle. NARROW_PX must be more than what the window needs
 * at least with the side bar beside the middle, or the window could never become so narrow. Where
 * the text is twice as large, so is what counts as narrow. */
#define WIDE_PX   1200
#define NARROW_PX 1000
/* Below this one the header bar does without the title and the word beside its light. */
#define TIGHT_PX 790
/* A middle less wide than this does without key caps; tooltips still tell. */
#define MIDDLE_PX  700
#define PREVIEW_PX 600 /* three keys of one letter need less */
/* However wide a person makes the columns, so much is left for the middle. */
#define MIDDLE_LEAST_PX 560
#define USUAL_DPI       (96 * 1024)

static gboolean
has_right_pane (BhAgentWindow *self)
{
  return adw_bin_get_child (self->right_pane) != NULL;
}

static gboolean
is_beside (AdwFlap *flap)
{
  return adw_flap_get_fold_policy (flap) == ADW_FLAP_FOLD_POLICY_NEVER;
}

static void
place (AdwFlap *flap, gboolean beside, gboolean shown)
{
  AdwFlapFoldPolicy policy = beside ? ADW_FLAP_FOLD_POLICY_NEVER : ADW_FLAP_FOLD_POLICY_ALWAYS;

  if (adw_flap_get_fold_policy (flap) == policy)
    return;
  adw_flap_set_fold_policy (flap, policy);
  adw_flap_set_reveal_flap (flap, beside && shown);
}

static gboolean
takes_room (AdwFlap *flap)
{
  return is_beside (flap) && adw_flap_get_reveal_flap (flap);
}

static int
number_of (BhSidePane *pane, const char *name)
{
  int value;

  g_object_get (pane, name, &value, NULL);
  return value;
}

/* How wide the columns may be beside each other. Where both together wish for more than there is,
 * the knowledge pane gives way; what was chosen is kept for a window that has the room. */
static void
update_rooms (BhAgentWindow *self)
{
  int room = self->usual_width - MIDDLE_LEAST_PX;
  int left = takes_room (self->flap) ? number_of (self->side_pane, "width") : 0;
  int right = takes_room (self->knowledge_flap) ? number_of (self->knowledge_pane, "width") : 0;
  int right_least = takes_room (self->knowledge_flap) ? number_of (self->knowledge_pane, "least")
                                                      : 0;

  if (left + right > room) {
    left = MIN (left, room - right_least);
    right = room - left;
  }
  g_object_set (self->side_pane,
                "room",
                takes_room (self->flap) ? MAX (room - right, 0) : G_MAXINT,
                NULL);
  g_object_set (self->knowledge_pane,
                "room",
                takes_room (self->knowledge_flap) ? MAX (room - left, 0) : G_MAXINT,
                NULL);
}

static void
update_tightness (BhAgentWindow *self)
{
  int middle = self->usual_width;

  update_rooms (self);
  if (takes_room (self->flap))
    middle -= bh_side_pane_get_width (self->side_pane);
  if (takes_room (self->knowledge_flap))
    middle -= bh_side_pane_get_width (self->knowledge_pane);
  gtk_widget_set_visible (self->window_title, self->usual_width >= TIGHT_PX);
  gtk_widget_set_visible (self->live, self->usual_width >= TIGHT_PX);
  bh_act_button_set_tight_below (GTK_WIDGET (self->pages), middle < MIDDLE_PX);
  if (self->preview != NULL)
    bh_act_button_set_tight_below (self->preview, middle < PREVIEW_PX);
  bh_agent_window_fit_rows (self);
}

static void
fit_rows (BhAgentWindow *self, GdkFrameClock *frames)
{
  g_signal_handler_disconnect (frames, self->fit);
  self->fit = 0;
  bh_act_button_fit_below (GTK_WIDGET (self->pages));
}

/* Once what has just changed has its place: nothing is known of widths before. */
void
bh_agent_window_fit_rows (BhAgentWindow *self)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (self->fit != 0 || frames == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->pages)))
    return;
  self->fit = g_signal_connect_object (frames,
                                       "after-paint",
                                       G_CALLBACK (fit_rows),
                                       self,
                                       G_CONNECT_SWAPPED);
  gdk_frame_clock_request_phase (frames, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
}

static void
follow_width (gpointer data)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (data);
  gboolean narrow = self->usual_width < NARROW_PX;

  self->fold = 0;
  place (self->flap, !narrow, g_settings_get_boolean (self->settings, "side-bar-shown"));
  place (self->knowledge_flap,
         has_right_pane (self) && self->usual_width >= WIDE_PX,
         g_settings_get_boolean (self->settings, "knowledge-shown"));
  gtk_widget_set_visible (GTK_WIDGET (self->side_bar_toggle), narrow);
  /* The key and the menu go there too. */
  gtk_widget_set_visible (GTK_WIDGET (self->knowledge_toggle),
                          has_right_pane (self) && self->usual_width >= TIGHT_PX);
  g_object_set (self->search_button,
                "show-text",
                !narrow,
                "show-key",
                self->usual_width >= WIDE_PX,
                NULL);
  update_tightness (self);
}

/* A width in pixels as it would be with text of the usual size. */
static int
unscaled (GtkWidget *widget, int width)
{
  int dpi;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? (int) ((gint64) width * USUAL_DPI / dpi) : width;
}

void
bh_agent_window_frame_allocated (BhAgentWindow *self, int width)
{
  int usual_width = unscaled (GTK_WIDGET (self), width);

  if (usual_width == self->usual_width || self->is_compact)
    return;
  self->usual_width = usual_width;
  /* The layout may not change while it is being made. */
  if (self->fold == 0)
    self->fold = g_idle_add_once (follow_width, self);
}

static gboolean
has_focus_in (BhAgentWindow *self, GtkWidget *part)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  return focus != NULL && (focus == part || gtk_widget_is_ancestor (focus, part));
}

/* What is shown beside the middle is remembered; a flap over it is open only for a moment. */
static void
on_revealed_changed (BhAgentWindow *self, GParamSpec *pspec, AdwFlap *flap)
{
  gboolean shown = adw_flap_get_reveal_flap (flap);
  gboolean is_pane = flap == self->knowledge_flap;

  if (is_beside (flap))
    g_settings_set_boolean (self->settings, is_pane ? "knowledge-shown" : "side-bar-shown", shown);
  if (!shown && has_focus_in (self, adw_flap_get_flap (flap)))
    gtk_root_set_focus (GTK_ROOT (self), NULL);
  update_tightness (self);
}

static void
on_right_pane_changed (BhAgentWindow *self)
{
  follow_width (self);
  bh_agent_window_update_actions (self);
}

gboolean
bh_agent_window_show_knowledge (BhAgentWindow *self)
{
  GtkWidget *pane = adw_bin_get_child (self->right_pane);

  if (pane == NULL)
    return FALSE;
  if (!has_focus_in (self, GTK_WIDGET (self->right_pane)))
    g_set_weak_pointer (&self->focus_before, gtk_root_get_focus (GTK_ROOT (self)));
  adw_flap_set_reveal_flap (self->knowledge_flap, TRUE);
  return gtk_widget_grab_focus (pane) || gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
}

static void
go_back (BhAgentWindow *self)
{
  if (!is_beside (self->knowledge_flap))
    adw_flap_set_reveal_flap (self->knowledge_flap, FALSE);
  if (self->focus_before != NULL && gtk_widget_get_mapped (self->focus_before))
    gtk_widget_grab_focus (self->focus_before);
  else
    gtk_root_set_focus (GTK_ROOT (self), NULL);
}

/* There and back with one key: who reads on goes on typing where the word was left. */
static void
on_knowledge (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  if (has_focus_in (self, GTK_WIDGET (self->right_pane))) {
    go_back (self);
    return;
  }
  bh_agent_window_show_knowledge (self);
}

/* ---- how wide the columns are */

#define N_EDGES 3

static void
find_edges (BhAgentWindow *self, GtkWidget *edges[N_EDGES])
{
  BhSplitView *split = bh_contact_page_get_split (self->contact_page);

  edges[0] = GTK_WIDGET (bh_side_pane_get_edge (self->side_pane));
  edges[1] = GTK_WIDGET (bh_split_view_get_edge (split));
  edges[2] = GTK_WIDGET (bh_side_pane_get_edge (self->knowledge_pane));
}

static void
leave_edges (BhAgentWindow *self)
{
  if (self->focus_before_edge != NULL && gtk_widget_get_mapped (self->focus_before_edge))
    gtk_widget_grab_focus (self->focus_before_edge);
  else
    gtk_root_set_focus (GTK_ROOT (self), NULL);
}

/* To the first edge that is seen, from each to the next, from the last one back. */
static void
on_widths (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  GtkWidget *edges[N_EDGES];
  guint next = 0;

  find_edges (self, edges);
  for (guint i = 0; i < N_EDGES; i++)
    if (focus != NULL && focus == edges[i])
      next = i + 1;
  if (next == 0)
    g_set_weak_pointer (&self->focus_before_edge, focus);
  while (next < N_EDGES && !gtk_widget_get_mapped (edges[next]))
    next++;
  if (next < N_EDGES)
    gtk_widget_grab_focus (edges[next]);
  else
    leave_edges (self);
}

static void
remember_widths (BhAgentWindow *self)
{
  BhSplitView *split = bh_contact_page_get_split (self->contact_page);
  GtkWidget *edges[N_EDGES];

  g_settings_bind (self->settings,
                   "side-bar-width",
                   self->side_pane,
                   "width",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings,
                   "knowledge-width",
                   self->knowledge_pane,
                   "width",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "notes-share", split, "share", G_SETTINGS_BIND_DEFAULT);
  find_edges (self, edges);
  for (guint i = 0; i < N_EDGES; i++) {
    g_signal_connect_object (edges[i], "left", G_CALLBACK (leave_edges), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (edges[i],
                             "notify::value",
                             G_CALLBACK (update_tightness),
                             self,
                             G_CONNECT_SWAPPED);
  }
}

static void
on_side_bar (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

const BhWindowAct bh_window_frame_acts[] = {
    {"win.side-bar", NULL, on_side_bar, NULL},
    {"win.widths", NULL, on_widths, NULL},
    {"win.knowledge", NULL, on_knowledge, has_right_pane},
    {NULL},
};

/* At once at every change: a window that is killed comes back as it was. */
void
bh_agent_window_remember_size (BhAgentWindow *self, gboolean remember)
{
  static const char *const bound[][2] = {{"window-width", "default-width"},
                                         {"window-height", "default-height"},
                                         {"window-maximized", "maximized"}};

  for (gsize i = 0; i < G_N_ELEMENTS (bound); i++) {
    if (remember)
      g_settings_bind (self->settings, bound[i][0], self, bound[i][1], G_SETTINGS_BIND_DEFAULT);
    else
      g_settings_unbind (self, bound[i][1]);
  }
}

void
bh_agent_window_init_frame (BhAgentWindow *self)
{
  bh_agent_window_remember_size (self, TRUE);
  remember_widths (self);
  adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (self->settings, "side-bar-shown"));
  g_signal_connect_object (self->flap,
                           "notify::reveal-flap",
                           G_CALLBACK (on_revealed_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->knowledge_flap,
                           "notify::reveal-flap",
                           G_CALLBACK (on_revealed_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->right_pane,
                           "notify::child",
                           G_CALLBACK (on_right_pane_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

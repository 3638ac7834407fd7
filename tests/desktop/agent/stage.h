/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/agent-window.h"
#include "tests/fakes/fake-server.h"

G_BEGIN_DECLS

/* The agent's window in front of a made-up server, with a clock that stands still at 14:40:00 UTC
 * of the day that the scenes play on. A scene is a file of scenes/: a list of events as on the
 * wire. */
typedef struct {
  FakeServer *server;
  GtkApplication *application;
  BhClock *clock;
  BhDesk *desk;
  BhAgentWindow *window;
  char *dir;
} Stage;

/* Once, before the first stage: GTK, style, text domain. FALSE if there is no display. */
gboolean stage_init (void);

void stage_set_up (Stage *stage, gconstpointer data);
void stage_tear_down (Stage *stage, gconstpointer data);

/* Signed in, the scene "base" is told as a snapshot. */
void stage_sign_in (Stage *stage);
/* Signed in to the made-up world as it is: alice, with bob and 王芳. */
void stage_enter (Stage *stage);
FakeWorld *stage_world (Stage *stage);
/* The script scenes/NAME.script. (transfer full) */
char *stage_read_script (const char *name);
/* Time passes for the desk and for the world. */
void stage_pass (Stage *stage, gint64 us);
/* Tells what happens in a scene, by its name. */
void stage_play (Stage *stage, const char *scene);
/* Until nothing is left to do and a frame has been painted. */
void stage_settle (Stage *stage);
/* … and until the pictures of an article below @top are decoded, or broken. */
void stage_await_pictures (Stage *stage, GtkWidget *top);
void stage_resize (Stage *stage, int width, int height);
/* A picture of the window, popovers in their places. */
void stage_shoot (Stage *stage, const char *path);
/* The same of another window, for as long as the stage stands. */
void stage_shoot_window (Stage *stage, GtkWidget *window, const char *path);

/* The first mapped widget below root with this name (the "name" property in .ui), or NULL. */
GtkWidget *stage_find (GtkWidget *root, const char *name);
/* Calls func for root and every mapped widget below it. */
void stage_walk (GtkWidget *root, void (*func) (GtkWidget *widget, gpointer data), gpointer data);
/* The window beside the main one that asks something, or NULL. */
GtkWidget *stage_asking (void);
/* Before a window of a test's own is destroyed. */
void stage_close_popovers (GtkWidget *root);
/* The name of the page in the middle: "empty", "ringing", "contact", "preview". */
const char *stage_page (Stage *stage);
/* The words of a widget: a label's, a button's own, an entry's. (transfer full) */
char *stage_words (GtkWidget *widget);
/* Presses a button as a pointer would; FALSE if it is not there or insensitive. */
gboolean stage_press (Stage *stage, const char *name);
/* Activates an action of the window as its key would; FALSE if it is disabled. */
gboolean stage_act (Stage *stage, const char *detailed_action);
gboolean stage_can (Stage *stage, const char *action);

G_END_DECLS

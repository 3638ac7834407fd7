/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/keep-above.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>

#define SECONDS 5

/* Listens at the root window as a window manager does; on a connection of its own. */
static Display *
listen_as_window_manager (GdkDisplay *display)
{
  Display *listener = XOpenDisplay (gdk_display_get_name (display));

  g_assert_nonnull (listener);
  XSelectInput (listener, DefaultRootWindow (listener), SubstructureNotifyMask);
  XSync (listener, False);
  return listener;
}

/* The next wish about _NET_WM_STATE. */
static XClientMessageEvent
next_wish (Display *listener)
{
  Atom state = XInternAtom (listener, "_NET_WM_STATE", False);
  gint64 deadline = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  XEvent event;

  while (g_get_monotonic_time () < deadline) {
    g_main_context_iteration (NULL, FALSE);
    if (XCheckTypedEvent (listener, ClientMessage, &event) && event.xclient.message_type == state)
      return event.xclient;
  }
  g_assert_not_reached ();
}

static void
assert_wish (Display *listener, long action, XID window)
{
  XClientMessageEvent wish = next_wish (listener);

  g_assert_cmpuint (wish.window, ==, window);
  g_assert_cmpint (wish.data.l[0], ==, action);
  g_assert_cmpuint ((gulong) wish.data.l[1],
                    ==,
                    XInternAtom (listener, "_NET_WM_STATE_ABOVE", False));
}

static void
test_window_manager_is_asked (void)
{
  GtkWidget *window = gtk_window_new ();
  Display *listener;
  XID xid;

  gtk_window_present (GTK_WINDOW (window));
  if (!GDK_IS_X11_SURFACE (gtk_native_get_surface (GTK_NATIVE (window)))) {
    g_test_skip ("not on X11");
    gtk_window_destroy (GTK_WINDOW (window));
    return;
  }
  xid = gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window)));
  listener = listen_as_window_manager (gtk_widget_get_display (window));
  bh_keep_above (GTK_WINDOW (window), TRUE);
  assert_wish (listener, 1, xid);
  bh_keep_above (GTK_WINDOW (window), FALSE);
  assert_wish (listener, 0, xid);
  XCloseDisplay (listener);
  gtk_window_destroy (GTK_WINDOW (window));
}
#endif

/* A window that was never shown has nobody to ask. */
static void
test_window_without_surface (void)
{
  GtkWidget *window = gtk_window_new ();

  g_assert_false (bh_keep_above (GTK_WINDOW (window), TRUE));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  g_test_add_func ("/widgets/keep-above/without-surface", test_window_without_surface);
#ifdef GDK_WINDOWING_X11
  g_test_add_func ("/widgets/keep-above/window-manager-is-asked", test_window_manager_is_asked);
#endif
  return g_test_run ();
}

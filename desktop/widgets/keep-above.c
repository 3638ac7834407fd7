/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/keep-above.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>

/* EWMH 1.3, "_NET_WM_STATE": data.l is the action, one or two states, and who asks. */
#define STATE_REMOVE       0
#define STATE_ADD          1
#define SOURCE_APPLICATION 1

static gboolean
ask_window_manager (GdkDisplay *display, GdkSurface *surface, gboolean above)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (display);
  XEvent event = {0};

  event.xclient.type = ClientMessage;
  event.xclient.window = gdk_x11_surface_get_xid (surface);
  event.xclient.message_type = gdk_x11_get_xatom_by_name_for_display (display, "_NET_WM_STATE");
  event.xclient.format = 32;
  event.xclient.data.l[0] = above ? STATE_ADD : STATE_REMOVE;
  event.xclient.data.l[1] =
      (long) gdk_x11_get_xatom_by_name_for_display (display, "_NET_WM_STATE_ABOVE");
  event.xclient.data.l[3] = SOURCE_APPLICATION;
  XSendEvent (xdisplay,
              gdk_x11_display_get_xrootwindow (display),
              False,
              SubstructureNotifyMask | SubstructureRedirectMask,
              &event);
  XFlush (xdisplay);
  return gdk_x11_screen_supports_net_wm_hint (gdk_x11_display_get_screen (display),
                                              "_NET_WM_STATE_ABOVE");
}
#endif

gboolean
bh_keep_above (GtkWindow *window, gboolean above)
{
  GdkSurface *surface;

  g_return_val_if_fail (GTK_IS_WINDOW (window), FALSE);

  surface = gtk_native_get_surface (GTK_NATIVE (window));
  if (surface == NULL)
    return FALSE;
#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_SURFACE (surface))
    return ask_window_manager (gdk_surface_get_display (surface), surface, above);
#endif
  return FALSE;
}

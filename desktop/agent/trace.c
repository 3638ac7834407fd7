/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  char *event;
  char *contact;
  char *detail;
  gulong handler;
} Pending;

static void
pending_free (gpointer data, GClosure *closure)
{
  Pending *pending = data;

  g_free (pending->event);
  g_free (pending->contact);
  g_free (pending->detail);
  g_free (pending);
}

/* Names and ids only ever hold plain letters; anything else is left out rather than escaped. */
static char *
plain (const char *text)
{
  return g_strcanon (g_strdup (text != NULL ? text : ""),
                     G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.:/ ",
                     '_');
}

void
bh_trace_now (const char *event, const char *contact, const char *detail)
{
  const char *path = g_getenv ("BELLHOP_TRACE_FILE");
  g_autofree char *line = NULL;
  g_autofree char *safe_contact = plain (contact);
  g_autofree char *safe_detail = plain (detail);
  int fd;

  if (path == NULL || *path == '\0')
    return;
  line =
      g_strdup_printf ("{\"event\":\"%s\",\"contact\":\"%s\",\"detail\":\"%s\","
                       "\"wall_us\":%" G_GINT64_FORMAT ",\"monotonic_us\":%" G_GINT64_FORMAT "}\n",
                       event,
                       safe_contact,
                       safe_detail,
                       g_get_real_time (),
                       g_get_monotonic_time ());
  fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0 || write (fd, line, strlen (line)) < 0)
    g_warning ("The trace file %s cannot be written: %s", path, g_strerror (errno));
  if (fd >= 0)
    close (fd);
}

static void
on_after_paint (GdkFrameClock *frames, Pending *pending)
{
  bh_trace_now (pending->event, pending->contact, pending->detail);
  g_signal_handler_disconnect (frames, pending->handler);
}

void
bh_trace_painted (GtkWidget *widget, const char *event, const char *contact, const char *detail)
{
  GdkFrameClock *frames;
  Pending *pending;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  if (g_getenv ("BELLHOP_TRACE_FILE") == NULL)
    return;
  frames = gtk_widget_get_frame_clock (widget);
  if (frames == NULL) {
    bh_trace_now (event, contact, "no window");
    return;
  }
  pending = g_new0 (Pending, 1);
  pending->event = g_strdup (event);
  pending->contact = g_strdup (contact);
  pending->detail = g_strdup (detail);
  pending->handler = g_signal_connect_data (frames,
                                            "after-paint",
                                            G_CALLBACK (on_after_paint),
                                            pending,
                                            pending_free,
                                            0);
  gdk_frame_clock_request_phase (frames, GDK_FRAME_CLOCK_PHASE_PAINT);
}

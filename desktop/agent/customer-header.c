/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/customer-header.h"

#include "desktop/widgets/closures.h"
#include "desktop/widgets/format.h"
#include "desktop/widgets/tag.h"

#include <glib/gi18n.h>

struct _BhCustomerHeader {
  BhContactView parent_instance;
};

G_DEFINE_FINAL_TYPE (BhCustomerHeader, bh_customer_header, BH_TYPE_CONTACT_VIEW)

/* "Local time 21:40"; nothing when it is the same here. */
static char *
local_time_words (GObject *object, const char *time_zone, gint64 now_us)
{
  g_autofree char *time = bh_format_local_time (time_zone, now_us);

  return time != NULL ? g_strdup_printf (_ ("Local time %s"), time) : NULL;
}

static char *
waited_words (GObject *object, gint64 waited_ms, const char *queue)
{
  g_autofree char *time = NULL;

  if (queue == NULL || *queue == '\0')
    return NULL;
  if (waited_ms < 0)
    return g_strdup (queue);
  time = bh_format_length (waited_ms / 1000);
  /* Translators: %1$s is a time as 0:42, %2$s the name of a queue */
  return g_strdup_printf (_ ("waited %1$s in %2$s"), time, queue);
}

static char *
seen_words (GObject *object, gint64 seen_before)
{
  if (seen_before <= 0)
    return NULL;
  return g_strdup_printf (
      ngettext ("%d contact before", "%d contacts before", (gulong) seen_before),
      (int) seen_before);
}

/* Fills it in; by keys it is in the menu beside the name and in the palette. */
static void
on_number (BhCustomerHeader *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.call-number", NULL);
}

static void
bh_customer_header_class_init (BhCustomerHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_TAG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/customer-header.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, local_time_words);
  gtk_widget_class_bind_template_callback (widget_class, waited_words);
  gtk_widget_class_bind_template_callback (widget_class, seen_words);
  gtk_widget_class_bind_template_callback (widget_class, on_number);
}

static void
bh_customer_header_init (BhCustomerHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

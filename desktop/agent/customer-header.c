/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/customer-header.h"

#include "desktop/agent/dial-link.h"
#include "desktop/model/consents.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/format.h"
#include "desktop/widgets/tag.h"

#include <glib/gi18n.h>

struct _BhCustomerHeader {
  BhContactView parent_instance;
  BhConsents *consents; /* of the contact */
};

enum { PROP_CONSENTS = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

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

/* A number that stands as the title need not be said again. */
static char *
number_words (GObject *object, const char *text, const char *title)
{
  return g_strdup (g_strcmp0 (text, title) != 0 ? text : _ ("Call this number"));
}

static void
update_consents (BhCustomerHeader *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);
  BhContactItem *contact = bh_contact_view_get_contact (self);
  BhConsents *consents = desk != NULL && contact != NULL ? bh_consents_of (desk, contact) : NULL;

  if (g_set_object (&self->consents, consents))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONSENTS]);
}

static void
bh_customer_header_contact_changed (BhContactView *view, BhContactItem *contact)
{
  update_consents (BH_CUSTOMER_HEADER (view));
}

static void
bh_customer_header_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, BH_CUSTOMER_HEADER (object)->consents);
}

static void
bh_customer_header_dispose (GObject *object)
{
  g_clear_object (&BH_CUSTOMER_HEADER (object)->consents);
  G_OBJECT_CLASS (bh_customer_header_parent_class)->dispose (object);
}

/* By a sign and words, never by the colour alone. */
static char *
blocked_words (GObject *object, const char *blocked)
{
  return g_strdup (blocked != NULL && *blocked != '\0' ? _ ("Do not call") : NULL);
}

static void
bh_customer_header_class_init (BhCustomerHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bh_customer_header_get_property;
  object_class->dispose = bh_customer_header_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_customer_header_contact_changed;
  props[PROP_CONSENTS] = g_param_spec_object ("consents",
                                              NULL,
                                              NULL,
                                              BH_TYPE_CONSENTS,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (BH_TYPE_CONSENTS);
  g_type_ensure (BH_TYPE_DIAL_LINK);
  g_type_ensure (BH_TYPE_TAG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/customer-header.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, local_time_words);
  gtk_widget_class_bind_template_callback (widget_class, waited_words);
  gtk_widget_class_bind_template_callback (widget_class, seen_words);
  gtk_widget_class_bind_template_callback (widget_class, number_words);
  gtk_widget_class_bind_template_callback (widget_class, blocked_words);
}

static void
bh_customer_header_init (BhCustomerHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::desk", G_CALLBACK (update_consents), NULL);
}

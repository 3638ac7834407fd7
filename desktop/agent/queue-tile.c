/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/queue-tile.h"

#include "desktop/model/queue-item.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/format.h"

#include <glib/gi18n.h>

struct _BhQueueTile {
  BhContactView parent_instance;
  BhQueueItem *queue;
};

enum { PROP_QUEUE = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhQueueTile, bh_queue_tile, BH_TYPE_CONTACT_VIEW)

static char *
figure (GObject *object, gint64 number)
{
  return g_strdup_printf ("%d", (int) number);
}

static char *
ready_words (GObject *object, gint64 ready, gint64 members)
{
  return g_strdup_printf (ngettext ("%d of %d ready", "%d of %d ready", (gulong) ready),
                          (int) ready,
                          (int) members);
}

static char *
waiting_words (GObject *object, gint64 waiting, gint64 since, gint64 now)
{
  g_autofree char *longest =
      waiting > 0 && since > 0 ? bh_format_length ((now - since) / G_USEC_PER_SEC) : NULL;

  if (longest == NULL)
    return g_strdup (C_ ("queue", "waiting"));
  /* Translators: under the number of waiting callers; %s is how long the first has waited */
  return g_strdup_printf (C_ ("queue", "waiting, longest %s"), longest);
}

static void
bh_queue_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, BH_QUEUE_TILE (object)->queue);
}

static void
bh_queue_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (g_set_object (&BH_QUEUE_TILE (object)->queue, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
bh_queue_tile_dispose (GObject *object)
{
  g_clear_object (&BH_QUEUE_TILE (object)->queue);
  G_OBJECT_CLASS (bh_queue_tile_parent_class)->dispose (object);
}

static void
bh_queue_tile_class_init (BhQueueTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bh_queue_tile_get_property;
  object_class->set_property = bh_queue_tile_set_property;
  object_class->dispose = bh_queue_tile_dispose;
  props[PROP_QUEUE] =
      g_param_spec_object ("queue",
                           NULL,
                           NULL,
                           BH_TYPE_QUEUE_ITEM,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/queue-tile.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, figure);
  gtk_widget_class_bind_template_callback (widget_class, ready_words);
  gtk_widget_class_bind_template_callback (widget_class, waiting_words);
}

static void
bh_queue_tile_init (BhQueueTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

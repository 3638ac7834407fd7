/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/closures.h"

#include "desktop/widgets/format.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/state-look.h"

/* Each takes the template's object first, then the values of its expressions, then the data. */

static gboolean
is_set (GObject *object, const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
is_empty (GObject *object, const char *text)
{
  return text == NULL || *text == '\0';
}

static gboolean not(GObject * object, gboolean value)
{
  return !value;
}

static gboolean
is_object (GObject *object, GObject *value)
{
  return value != NULL;
}

static char *
day (GObject *object, gint64 at_us, gint64 now_us)
{
  return bh_format_day (at_us, now_us);
}

static char *
due (GObject *object, const char *text, gint64 now_us)
{
  return bh_format_due (text, now_us);
}

static char *
length_ms (GObject *object, gint64 ms)
{
  return ms > 0 ? bh_format_length (ms / 1000) : NULL;
}

static char *
local_time (GObject *object, const char *time_zone, gint64 now_us)
{
  return bh_format_local_time (time_zone, now_us);
}

static char *
state_icon (GObject *object, const char *state)
{
  return g_strdup (bh_state_look_icon (state));
}

static char *
key_tip (GObject *object, const char *text, const char *accel)
{
  g_autofree char *key = bh_key_cap_label (accel);

  return g_strdup_printf ("%s (%s)", text, key);
}

void
bh_closures_bind (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, is_set);
  gtk_widget_class_bind_template_callback (klass, is_empty);
  gtk_widget_class_bind_template_callback (klass, not );
  gtk_widget_class_bind_template_callback (klass, is_object);
  gtk_widget_class_bind_template_callback (klass, day);
  gtk_widget_class_bind_template_callback (klass, due);
  gtk_widget_class_bind_template_callback (klass, length_ms);
  gtk_widget_class_bind_template_callback (klass, local_time);
  gtk_widget_class_bind_template_callback (klass, state_icon);
  gtk_widget_class_bind_template_callback (klass, key_tip);
}

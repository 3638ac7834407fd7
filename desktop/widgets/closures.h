/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes the small functions that templates bind with known to a class: <closure function="is_set">,
 * "is_empty", "not", "is_object", "day", "due", "length_ms", "local_time", "state_icon", "key_tip".
 * Call in class_init before or after set_template. */
void bh_closures_bind (GtkWidgetClass *klass);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/* "changed": state or sentence are not what they were; whoever cares asks. The parts of the store
 * all have it. */
static inline guint
bh_changed_signal_new (GType type)
{
  return g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

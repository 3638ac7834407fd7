/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A queue as it stands now. A picture, as BhContact is one.  The counts are since the model began:
 * offered = answered + abandoned + flow_out + timeout + waiting, always. */
typedef struct {
  /*< private >*/
  gatomicrefcount refs;
  /*< public >*/
  const char *pbx;
  const char *queue;
  gint64 revision;
  gint64 oldest_us; /* since when the longest waiting caller waits; 0: nobody */
  guint waiting;
  guint members;
  guint ready; /* members that could be offered a call now */
  guint offered, answered, abandoned, flow_out, timeout;
} BhQueue;

BhQueue *bh_queue_ref (BhQueue *queue);
void bh_queue_unref (BhQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhQueue, bh_queue_unref)

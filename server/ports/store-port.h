/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/record.h"

/* Where the engine puts what must not be lost (station 6). Every write returns at once with a
 * position; when it lies safely on disk, the signal "durable" (guint64 position) says so on the
 * main context, and everything up to that position is safe. A reply that tells a person "saved"
 * waits for it.
 *
 * Beside the records there is a small table of *open* objects: what is going on now (contacts,
 * signed-in agents), put with each change and removed at its end, so that the model can be primed
 * after a crash. Records and open objects share one order: what was written together becomes
 * durable in that order. */

#define BH_TYPE_STORE_PORT (bh_store_port_get_type ())
G_DECLARE_INTERFACE (BhStorePort, bh_store_port, BH, STORE_PORT, GObject)

typedef void (*BhOpenFunc) (const char *kind, const char *id, GBytes *body, gpointer user_data);

struct _BhStorePortInterface {
  GTypeInterface parent_iface;

  guint64 (*append) (BhStorePort *self,
                     BhRecordKind kind,
                     const char *key,
                     GBytes *body,
                     GError **error);
  guint64 (*open_put) (BhStorePort *self,
                       const char *kind,
                       const char *id,
                       GBytes *body,
                       GError **error);
  guint64 (*open_remove) (BhStorePort *self, const char *kind, const char *id, GError **error);
  void (*open_each) (BhStorePort *self, BhOpenFunc func, gpointer user_data);
  guint64 (*get_durable) (BhStorePort *self);
  const char *(*get_problem) (BhStorePort *self);
};

/* The position, or 0 with @error when the store is full and cannot take more: the caller must tell
 * it, nothing is dropped silently. Never blocks. */
guint64 bh_store_port_append (BhStorePort *self,
                              BhRecordKind kind,
                              const char *key,
                              GBytes *body,
                              GError **error);
guint64 bh_store_port_open_put (BhStorePort *self,
                                const char *kind,
                                const char *id,
                                GBytes *body,
                                GError **error);
guint64
bh_store_port_open_remove (BhStorePort *self, const char *kind, const char *id, GError **error);
/* Every open object, in the order in which they were first put. @func must not write. */
void bh_store_port_open_each (BhStorePort *self, BhOpenFunc func, gpointer user_data);
/* The highest position that is safe on disk. */
guint64 bh_store_port_get_durable (BhStorePort *self);
/* NULL when all is well, else a sentence for people (disk full, ...). Signal "problem-changed"
 * tells of a change. */
const char *bh_store_port_get_problem (BhStorePort *self);

/* For implementations. */
void bh_store_port_emit_durable (BhStorePort *self, guint64 position);
void bh_store_port_emit_problem_changed (BhStorePort *self);

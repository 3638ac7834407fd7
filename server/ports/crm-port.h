/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/core/nick.h"

/* Customer look-up by what a PBX shows as the caller's number. None, one and several are three
 * different answers and three different screens; a withheld or odd number is an answer too, never
 * an error. */

#define BH_LOOKUP_KIND_TABLE(X)                                                                    \
  X (BH_LOOKUP_NONE, "none") /* nobody has that number, or it is none */                           \
  X (BH_LOOKUP_ONE, "one")                                                                         \
  X (BH_LOOKUP_MANY, "many")         /* a person must choose */                                    \
  X (BH_LOOKUP_WITHHELD, "withheld") /* there is no number to look for */
typedef enum { BH_LOOKUP_KIND_TABLE (BH_NICK_VALUE) } BhLookupKind;
BH_NICK_DECLARE (BhLookupKind, bh_lookup_kind)

typedef struct {
  BhLookupKind kind;
  char *reason;      /* for people: "exact", "suffix 8 digits", "withheld", "no number"... */
  char *e164;        /* the number as understood; NULL where there is none */
  char *display;     /* the number as people of the home region write it; never NULL */
  char *customer_id; /* of the one match, else NULL */
  char *json; /* the whole answer as the README of server/crm describes it: number, customers with
                 their cards */
} BhLookupResult;

void bh_lookup_result_free (BhLookupResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhLookupResult, bh_lookup_result_free)

#define BH_TYPE_CRM_PORT (bh_crm_port_get_type ())
G_DECLARE_INTERFACE (BhCrmPort, bh_crm_port, BH, CRM_PORT, GObject)

struct _BhCrmPortInterface {
  GTypeInterface parent_iface;

  void (*lookup_async) (BhCrmPort *self,
                        const char *number,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  BhLookupResult *(*lookup_finish) (BhCrmPort *self, GAsyncResult *result, GError **error);
  char *(*normalise) (BhCrmPort *self, const char *number, char **display);
};

/* @number as the PBX gave it; NULL and "" mean withheld. An error only if the customers cannot be
 * asked (database away). */
void bh_crm_port_lookup_async (BhCrmPort *self,
                               const char *number,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
BhLookupResult *bh_crm_port_lookup_finish (BhCrmPort *self, GAsyncResult *result, GError **error);
/* E.164 of @number in the home region, or NULL if it is none (service code, extension, withheld,
 * odd); *@display (optional) is always set, as people write it. At once, without the database; both
 * are owned by the caller. */
char *bh_crm_port_normalise (BhCrmPort *self, const char *number, char **display);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "server/daemon/config.h"
#include "server/outbox/outbox.h"
#include "server/ports/crm-port.h"
#include "server/ports/directory-port.h"

/* Everything behind the outbox: the database (our own or another), who reads and who writes it, and
 * the look-up of customers. Away is a state, never an error: it is tried again. */

typedef struct BhBackend BhBackend;

/* @state: up, starting or down; @message: for people; @backlog: records not in the database yet. */
typedef void (*BhBackendFunc) (const char *state,
                               const char *message,
                               gint64 backlog,
                               gpointer data);

BhBackend *
bh_backend_new (const BhConfig *config, BhOutbox *outbox, BhBackendFunc func, gpointer data);
void bh_backend_free (BhBackend *backend);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhBackend, bh_backend_free)

void bh_backend_start (BhBackend *backend);
/* Writes what it can, leaves the database, stops our own; blocks for it, at most half a minute. */
void bh_backend_stop (BhBackend *backend);

/* (transfer none) */
BhDirectoryPort *bh_backend_get_directory (BhBackend *backend);
BhCrmPort *bh_backend_get_crm (BhBackend *backend);
const char *bh_backend_get_state (BhBackend *backend);
/* Its figures, into @status. */
void bh_backend_add_status (BhBackend *backend, JsonObject *status);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/engine.h"
#include "server/ports/directory-port.h"

/* What stands around a desk instead of the world. Their members are open: a test world turns them
 * by hand. */

/* The PBX. */
#define TYPE_FAKE_PBX (fake_pbx_get_type ())
G_DECLARE_FINAL_TYPE (FakePbx, fake_pbx, FAKE, PBX, GObject)
struct _FakePbx {
  GObject parent;
  const BhPbxListener *listener;
  gpointer listener_data;
  BhPbxLinkState link;
  GString *commands;
  GString *trail; /* of the world, in one order with what people were told; or NULL */
  char *request;  /* of the last command */
};

/* The disk. */
#define TYPE_FAKE_STORE (fake_store_get_type ())
G_DECLARE_FINAL_TYPE (FakeStore, fake_store, FAKE, STORE, GObject)
struct _FakeStore {
  GObject parent;
  guint64 position;
  guint64 durable;
  gboolean slow;
  GString *kinds;
  char *bodies[BH_RECORD_N_KINDS];
  GString *all[BH_RECORD_N_KINDS]; /* a line each */
  GHashTable *open;                /* "kind id" -> GBytes */
};

/* The database: it answers at once, in the next turn of the loop. */
#define TYPE_FAKE_DIRECTORY (fake_directory_get_type ())
G_DECLARE_FINAL_TYPE (FakeDirectory, fake_directory, FAKE, DIRECTORY, GObject)
struct _FakeDirectory {
  GObject parent;
  GString *asked;
};

/* Customers: an answer comes when the test says so. */
#define TYPE_FAKE_CRM (fake_crm_get_type ())
G_DECLARE_FINAL_TYPE (FakeCrm, fake_crm, FAKE, CRM, GObject)
struct _FakeCrm {
  GObject parent;
  GTask *waiting;
};

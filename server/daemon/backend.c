/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/backend.h"

#include "server/crm/local-crm.h"
#include "server/daemon/no-directory.h"

struct BhBackend {
  const BhConfig *config;
  BhDirectoryPort *directory;
  BhCrmPort *crm;
  BhBackendFunc func;
  gpointer data;
};

BhBackend *
bh_backend_new (const BhConfig *config, BhRecordSource *records, BhBackendFunc func, gpointer data)
{
  BhBackend *backend = g_new0 (BhBackend, 1);

  backend->config = config;
  backend->directory = bh_no_directory_new ();
  backend->crm = BH_CRM_PORT (bh_local_crm_new (backend->directory, config->home_region));
  backend->func = func;
  backend->data = data;
  return backend;
}

void
bh_backend_free (BhBackend *backend)
{
  if (backend == NULL)
    return;
  g_object_unref (backend->crm);
  g_object_unref (backend->directory);
  g_free (backend);
}

void
bh_backend_start (BhBackend *backend)
{
  backend->func ("down", "There is no database.", 0, backend->data);
}

void
bh_backend_stop (BhBackend *backend)
{
}

BhDirectoryPort *
bh_backend_get_directory (BhBackend *backend)
{
  return backend->directory;
}

BhCrmPort *
bh_backend_get_crm (BhBackend *backend)
{
  return backend->crm;
}

const char *
bh_backend_get_state (BhBackend *backend)
{
  return "down";
}

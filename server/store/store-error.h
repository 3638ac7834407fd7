/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What can go wrong between us and PostgreSQL. */
typedef enum {
  BH_STORE_ERROR_PROGRAMS,  /* PostgreSQL's programs are not installed, or do not run */
  BH_STORE_ERROR_FOLDER,    /* the state folder cannot be used */
  BH_STORE_ERROR_IN_USE,    /* another Bellhop owns the state folder */
  BH_STORE_ERROR_AWAY,      /* no connection to the database */
  BH_STORE_ERROR_SCHEMA,    /* the database's schema is not what we know */
  BH_STORE_ERROR_STATEMENT, /* the database refused a statement */
  BH_STORE_ERROR_ARGUMENT,  /* what was asked makes no sense: a bad name, a missing file */
} BhStoreError;
#define BH_STORE_ERROR (bh_store_error_quark ())
GQuark bh_store_error_quark (void);

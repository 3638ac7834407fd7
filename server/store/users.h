/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

/* User accounts, as an administrator keeps them. Blocking: for bellhopctl. */

typedef struct {
  const char *name;
  const char *full_name; /* NULL: the name */
  const char *password;
  const char *language;     /* NULL: none */
  const char *device;       /* "PJSIP/1001", or NULL */
  const char *extension;    /* NULL: the device's number */
  const char *profile;      /* manual, notify, softphone; NULL: manual */
  const char *const *roles; /* NULL-terminated */
  const char *const
      *queues; /* NULL-terminated, or NULL: "support", or "support:2" with a penalty */
} BhUserSpec;

/* All of it or nothing. What is wrong is said: a name that is taken, a role or profile that does
 * not exist, a weak password. Queues that are not known yet are made. */
gboolean bh_user_add_blocking (PGconn *conn, const BhUserSpec *user, GError **error);
/* What is NULL in @user stays as it is; roles and queues that are given take the place of the old
 * ones. The password is not changed here. Holds from the next sign-in on. */
gboolean bh_user_change_blocking (PGconn *conn, const BhUserSpec *user, GError **error);
gboolean bh_user_set_password_blocking (PGconn *conn,
                                        const char *name,
                                        const char *password,
                                        GError **error);
/* JSON array of users without their hashes; owned. */
char *bh_user_list_blocking (PGconn *conn, GError **error);

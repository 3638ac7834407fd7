/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Passwords are kept as argon2id hashes (libsodium, "interactive" cost: some 60 ms and 64 MiB
 * each). */

#define BH_PASSWORD_MIN 8
#define BH_PASSWORD_MAX 512

/* NULL if @password is good enough to be set, else a sentence that says what is wrong with it. */
const char *bh_password_complaint (const char *password);

/* Blocking, some 60 ms: for bellhopctl and worker threads. NULL with error only when there is no
 * memory for it. */
char *bh_password_hash_blocking (const char *password, GError **error);
/* The same time for a right, a wrong and a missing (NULL or "") hash. */
gboolean bh_password_verify_blocking (const char *hash, const char *password);

/* In a worker thread. @hash NULL or "": there is no such user; takes as long and says FALSE. */
void bh_password_verify_async (const char *hash,
                               const char *password,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean bh_password_verify_finish (GAsyncResult *result, GError **error);

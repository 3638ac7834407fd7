/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/password.h"

#include <sodium.h>
#include <string.h>

#include "server/store/worker.h"

typedef struct {
  char *hash;
  char *password;
} Check;

static void
check_free (Check *check)
{
  sodium_memzero (check->password, strlen (check->password));
  g_free (check->hash);
  g_free (check->password);
  g_free (check);
}

const char *
bh_password_complaint (const char *password)
{
  gsize length = password != NULL ? strlen (password) : 0;

  if (length < BH_PASSWORD_MIN)
    return "The password is too short: it needs at least 8 characters.";
  if (length > BH_PASSWORD_MAX)
    return "The password is too long: 512 bytes are the limit.";
  if (!g_utf8_validate (password, -1, NULL))
    return "The password is not valid UTF-8.";
  return NULL;
}

char *
bh_password_hash_blocking (const char *password, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];

  g_return_val_if_fail (password != NULL, NULL);

  if (sodium_init () < 0 || crypto_pwhash_str_alg (hash,
                                                   password,
                                                   strlen (password),
                                                   crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                                   crypto_pwhash_MEMLIMIT_INTERACTIVE,
                                                   crypto_pwhash_ALG_ARGON2ID13) != 0) {
    g_set_error_literal (error,
                         G_IO_ERROR,
                         G_IO_ERROR_FAILED,
                         "The password cannot be hashed: 64 MiB of memory are needed for it.");
    return NULL;
  }
  return g_strdup (hash);
}

gboolean
bh_password_verify_blocking (const char *hash, const char *password)
{
  gboolean known = hash != NULL && *hash != '\0' && strlen (hash) < crypto_pwhash_STRBYTES;
  /* Of a password that nobody has: what a missing user is checked against, so that the time says
   * nothing. */
  const char *nobody = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  gboolean right;

  g_return_val_if_fail (password != NULL, FALSE);

  if (sodium_init () < 0 || strlen (password) > BH_PASSWORD_MAX)
    return FALSE;
  right = crypto_pwhash_str_verify (known ? hash : nobody, password, strlen (password)) == 0;
  return known && right;
}

static void
verify_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Check *check = data;

  g_task_return_boolean (task, bh_password_verify_blocking (check->hash, check->password));
}

void
bh_password_verify_async (const char *hash,
                          const char *password,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);

  check->hash = g_strdup (hash);
  check->password = g_strdup (password);
  g_task_set_source_tag (task, bh_password_verify_async);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  bh_worker_run (task, verify_thread);
}

gboolean
bh_password_verify_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, bh_password_verify_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

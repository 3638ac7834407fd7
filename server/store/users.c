/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/users.h"

#include <string.h>

#include "server/store/password.h"
#include "server/store/pg-blocking.h"
#include "server/store/store-error.h"

static gboolean
refuse (GError **error, const char *cure, const char *what)
{
  g_set_error (error, BH_STORE_ERROR, BH_STORE_ERROR_ARGUMENT, "%s: %s", what, cure);
  return FALSE;
}

static gboolean
exec (PGconn *conn, const char *sql, int n, const char *const *values, GError **error)
{
  g_autoptr (PGresult) result = bh_pg_exec_blocking (conn, sql, n, values, error);
  return result != NULL;
}

static char *
hash_of (const char *password, GError **error)
{
  const char *complaint = bh_password_complaint (password);
  if (complaint != NULL) {
    refuse (error, complaint, "The password cannot be set");
    return NULL;
  }
  return bh_password_hash_blocking (password, error);
}

/* As the table's own check says it, in words. */
static gboolean
is_user_name (const char *name)
{
  if (!g_utf8_validate (name, -1, NULL) || *name == '\0' || g_utf8_strlen (name, -1) > 64)
    return FALSE;
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
      return FALSE;
  }
  return TRUE;
}

/* As at the door: letters, digits and what the PBX's own names hold; nothing that could lengthen a
 * dial string. A PBX's name may stand before it. */
static gboolean
is_device (const char *device)
{
  return g_regex_match_simple ("^([A-Za-z0-9_.-]+:)?[A-Za-z0-9/_.+@-]{1,64}$",
                               device,
                               G_REGEX_DOLLAR_ENDONLY,
                               0);
}

/* "support:2" is the queue support with penalty 2: a queue's own name ends in no colon and digits.
 */
static char *
split_queue (const char *text, char **penalty)
{
  const char *colon = strrchr (text, ':');
  gsize digits = colon != NULL ? strspn (colon + 1, "0123456789") : 0;

  if (digits == 0 || colon[1 + digits] != '\0') {
    *penalty = g_strdup ("0");
    return g_strdup (text);
  }
  *penalty = g_strdup (colon + 1);
  return g_strndup (text, (gsize) (colon - text));
}

/* As Asterisk's penalties, and far more than anybody needs. */
#define PENALTY_DIGITS 4

static gboolean
check_queue (const char *text, GError **error)
{
  g_autofree char *penalty = NULL;
  g_autofree char *queue = split_queue (text, &penalty);

  if (*queue == '\0' || !g_utf8_validate (queue, -1, NULL))
    return refuse (error, "a queue has a name; a penalty follows it, as in support:2", text);
  if (strlen (penalty) > PENALTY_DIGITS)
    return refuse (error, "a penalty is 0 to 9999; the lower one is asked first", text);
  return TRUE;
}

static gboolean
check_words (const BhUserSpec *user, GError **error)
{
  if (!is_user_name (user->name))
    return refuse (error, "a user's name has 1 to 64 characters, and no spaces", user->name);
  for (guint i = 0; user->queues != NULL && user->queues[i] != NULL; i++)
    if (!check_queue (user->queues[i], error))
      return FALSE;
  if (user->device != NULL && !is_device (user->device))
    return refuse (error,
                   "that is no device. Write it as the PBX does, as in PJSIP/1001",
                   user->device);
  return TRUE;
}

static gboolean
check_roles (PGconn *conn, const BhUserSpec *user, GError **error)
{
  for (guint i = 0; user->roles != NULL && user->roles[i] != NULL; i++) {
    g_autofree char *known = bh_pg_get_blocking (conn,
                                                 "SELECT code FROM role WHERE code = $1",
                                                 1,
                                                 &user->roles[i],
                                                 NULL);
    if (known == NULL)
      return refuse (
          error,
          "there is no such role; roles are agent, editor, supervisor, admin and integration",
          user->roles[i]);
  }
  return TRUE;
}

static gboolean
check (PGconn *conn, const BhUserSpec *user, GError **error)
{
  static const char *const profiles[] = {"manual", "notify", "softphone", NULL};

  if (!check_words (user, error))
    return FALSE;
  if (user->profile != NULL && !g_strv_contains (profiles, user->profile))
    return refuse (error, "there is manual, notify and softphone", user->profile);
  return check_roles (conn, user, error);
}

/* FALSE with an error only when it could not be asked; else *known is the name as it is spelled
 * there, or NULL. */
static gboolean
find (PGconn *conn, const char *name, char **known, GError **error)
{
  g_autoptr (GError) inner = NULL;

  *known = bh_pg_get_blocking (conn,
                               "SELECT name FROM user_account WHERE lower(name) = lower($1)",
                               1,
                               &name,
                               &inner);
  if (inner == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&inner));
  return FALSE;
}

static gboolean
check_free (PGconn *conn, const char *name, GError **error)
{
  g_autofree char *taken = NULL;

  if (!find (conn, name, &taken, error))
    return FALSE;
  return taken == NULL ||
         refuse (error,
                 "that name is taken; \"bellhopctl user passwd\" changes its password",
                 taken);
}

static gboolean
insert (PGconn *conn, const BhUserSpec *user, const char *hash, GError **error)
{
  const char *number = user->device != NULL ? strchr (user->device, '/') : NULL;
  const char *extension = user->extension != NULL ? user->extension
                          : number != NULL        ? number + 1
                                                  : NULL;
  const char *values[] = {user->name,
                          user->full_name != NULL ? user->full_name : user->name,
                          hash,
                          user->language,
                          user->device,
                          extension,
                          user->profile != NULL ? user->profile : "manual"};
  return exec (conn,
               "INSERT INTO user_account (name, full_name, password_hash, language, device, "
               "extension, profile, password_changed_at) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, now())",
               G_N_ELEMENTS (values),
               values,
               error);
}

static gboolean
insert_lists (PGconn *conn, const BhUserSpec *user, GError **error)
{
  for (guint i = 0; user->roles != NULL && user->roles[i] != NULL; i++) {
    const char *values[] = {user->name, user->roles[i]};
    if (!exec (conn,
               "INSERT INTO user_role (user_id, role) SELECT id, $2 FROM user_account WHERE name = "
               "$1 ON CONFLICT DO NOTHING",
               2,
               values,
               error))
      return FALSE;
  }
  for (guint i = 0; user->queues != NULL && user->queues[i] != NULL; i++) {
    g_autofree char *penalty = NULL;
    g_autofree char *queue = split_queue (user->queues[i], &penalty);
    const char *values[] = {user->name, queue, penalty};
    if (!exec (conn,
               "INSERT INTO queue (name, label) VALUES ($1, $1) ON CONFLICT DO NOTHING",
               1,
               &values[1],
               error) ||
        !exec (conn,
               "INSERT INTO user_queue (user_id, queue, penalty) SELECT id, $2, $3::integer FROM "
               "user_account WHERE name = $1 ON CONFLICT (user_id, queue) DO UPDATE SET penalty = "
               "excluded.penalty",
               3,
               values,
               error))
      return FALSE;
  }
  return TRUE;
}

/* All that @user says, or, after a ROLLBACK, nothing. */
static gboolean
in_one (PGconn *conn,
        gboolean (*write) (PGconn *conn, const BhUserSpec *user, const char *hash, GError **error),
        const BhUserSpec *user,
        const char *hash,
        GError **error)
{
  if (!exec (conn, "BEGIN", 0, NULL, error))
    return FALSE;
  if (write (conn, user, hash, error) && insert_lists (conn, user, error) &&
      exec (conn, "COMMIT", 0, NULL, error))
    return TRUE;
  exec (conn, "ROLLBACK", 0, NULL, NULL);
  return FALSE;
}

gboolean
bh_user_add_blocking (PGconn *conn, const BhUserSpec *user, GError **error)
{
  g_autofree char *hash = NULL;
  if (!check (conn, user, error) || !check_free (conn, user->name, error))
    return FALSE;
  hash = hash_of (user->password, error);
  return hash != NULL && in_one (conn, insert, user, hash, error);
}

static gboolean
update (PGconn *conn, const BhUserSpec *user, const char *unused, GError **error)
{
  const char *values[] =
      {user->name, user->full_name, user->language, user->device, user->extension, user->profile};

  return exec (conn,
               "UPDATE user_account SET full_name = COALESCE($2, full_name), "
               "language = COALESCE($3, language), device = COALESCE($4, device), "
               "extension = COALESCE($5, CASE WHEN $4 LIKE '%/%' THEN split_part($4, '/', 2) END, "
               "extension), profile = COALESCE($6, profile), updated_at = now() WHERE name = $1",
               G_N_ELEMENTS (values),
               values,
               error) &&
         (user->roles == NULL ||
          exec (conn,
                "DELETE FROM user_role WHERE user_id IN (SELECT id FROM user_account WHERE name = "
                "$1)",
                1,
                values,
                error)) &&
         (user->queues == NULL ||
          exec (conn,
                "DELETE FROM user_queue WHERE user_id IN (SELECT id FROM user_account WHERE name = "
                "$1)",
                1,
                values,
                error));
}

gboolean
bh_user_change_blocking (PGconn *conn, const BhUserSpec *user, GError **error)
{
  g_autofree char *name = NULL;
  BhUserSpec spelled = *user;

  if (!check (conn, user, error) || !find (conn, user->name, &name, error))
    return FALSE;
  if (name == NULL)
    return refuse (error, "there is no such user; \"bellhopctl user list\" shows all", user->name);
  spelled.name = name;
  return in_one (conn, update, &spelled, NULL, error);
}

gboolean
bh_user_set_password_blocking (PGconn *conn, const char *name, const char *password, GError **error)
{
  g_autofree char *hash = hash_of (password, error);
  g_autoptr (GError) inner = NULL;
  if (hash == NULL)
    return FALSE;
  const char *values[] = {name, hash};
  g_autofree char *done = bh_pg_get_blocking (
      conn,
      "UPDATE user_account SET password_hash = $2, password_changed_at = now(), updated_at = now() "
      "WHERE lower(name) = lower($1) RETURNING name",
      2,
      values,
      &inner);
  if (inner != NULL) {
    g_propagate_error (error, g_steal_pointer (&inner));
    return FALSE;
  }
  return done != NULL ||
         refuse (error, "there is no such user; \"bellhopctl user list\" shows all", name);
}

char *
bh_user_list_blocking (PGconn *conn, GError **error)
{
  return bh_pg_get_blocking (
      conn,
      "SELECT COALESCE(jsonb_agg(bh_user(u) ORDER BY u.name), '[]')::text FROM user_account AS u",
      0,
      NULL,
      error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-store"
#include "server/store/store-reader.h"

#include <json-glib/json-glib.h>

#include "server/store/changed-signal.h"
#include "server/store/password.h"
#include "server/store/store-setup.h"

#define LIMIT_MS    3000
#define PENDING_MAX 64 /* questions of one connection */
/* Each password costs 64 MiB and a core's 60 ms. */
#define CHECKS_MAX 2

struct _BhStoreReader {
  GObject parent_instance;

  GPtrArray *connections; /* of BhPgConnection */
  GQueue sign_ins;        /* of GTask: waiting for their password to be checked */
  guint checks;
};

typedef struct {
  char *password;
  char *hash; /* NULL: there is no such user */
  char *user; /* JSON */
} SignIn;

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void bh_store_reader_directory_init (BhDirectoryPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BhStoreReader,
                               bh_store_reader,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_DIRECTORY_PORT,
                                                      bh_store_reader_directory_init))

/* ---- questions ---- */

static BhDirectoryError
code_of (const char *sqlstate)
{
  if (g_str_equal (sqlstate, "57014"))
    return BH_DIRECTORY_ERROR_TIMEOUT;
  if (g_str_has_prefix (sqlstate, "22") || g_str_has_prefix (sqlstate, "23"))
    return BH_DIRECTORY_ERROR_REFUSED;
  return BH_DIRECTORY_ERROR_FAILED;
}

static void
on_reply (const BhPgReply *reply, gpointer data)
{
  g_autoptr (GTask) task = data;
  const char *text = reply->ok ? reply->values->pdata[0] : NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (reply->ok)
    g_task_return_pointer (task, g_strdup (text != NULL ? text : "null"), g_free);
  else if (reply->lost)
    g_task_return_new_error (task,
                             BH_DIRECTORY_ERROR,
                             BH_DIRECTORY_ERROR_AWAY,
                             "%s",
                             reply->message);
  else
    g_task_return_new_error (task,
                             BH_DIRECTORY_ERROR,
                             code_of (reply->sqlstate),
                             "%s",
                             reply->message);
}

/* The one with the least to do; NULL: none is up. */
static BhPgConnection *
choose_connection (BhStoreReader *self)
{
  BhPgConnection *best = NULL;

  for (guint i = 0; i < self->connections->len; i++) {
    BhPgConnection *one = self->connections->pdata[i];

    if (bh_pg_connection_get_state (one) == BH_PG_UP &&
        (best == NULL || bh_pg_connection_get_pending (one) < bh_pg_connection_get_pending (best)))
      best = one;
  }
  return best;
}

static void
bh_store_reader_query_async (BhDirectoryPort *port,
                             BhDirectoryQuery query,
                             const char *args,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  BhStoreReader *self = BH_STORE_READER (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  BhPgConnection *connection = choose_connection (self);
  g_autofree char *statement = g_strdup_printf ("query/%s", bh_directory_query_to_string (query));
  BhPgBatch *batch;

  g_task_set_source_tag (task, bh_store_reader_query_async);
  if (connection == NULL) {
    g_task_return_new_error (task,
                             BH_DIRECTORY_ERROR,
                             BH_DIRECTORY_ERROR_AWAY,
                             "%s",
                             bh_store_reader_get_sentence (self));
    return;
  }
  if (bh_pg_connection_get_pending (connection) >= PENDING_MAX) {
    g_task_return_new_error (
        task,
        BH_DIRECTORY_ERROR,
        BH_DIRECTORY_ERROR_BUSY,
        "The database has too many questions to answer already; try again in a moment.");
    return;
  }
  batch = bh_pg_batch_new ();
  bh_pg_batch_add (batch, statement, 1, (const char *[]){args != NULL ? args : "{}"});
  bh_pg_connection_run (connection, batch, on_reply, g_steal_pointer (&task));
}

static char *
bh_store_reader_query_finish (BhDirectoryPort *port, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, port), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- sign-in ---- */

static void
sign_in_free (SignIn *sign_in)
{
  g_free (sign_in->password);
  g_free (sign_in->hash);
  g_free (sign_in->user);
  g_free (sign_in);
}

static void check_next (BhStoreReader *self);

static void
on_verified (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhStoreReader *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);
  gboolean right = bh_password_verify_finish (result, NULL);

  self->checks--;
  check_next (self);
  if (right)
    g_task_return_pointer (task, g_steal_pointer (&sign_in->user), g_free);
  else
    g_task_return_new_error (task,
                             BH_DIRECTORY_ERROR,
                             BH_DIRECTORY_ERROR_DENIED,
                             "The name or the password is wrong.");
}

static void
check_next (BhStoreReader *self)
{
  GTask *task;

  while (self->checks < CHECKS_MAX && (task = g_queue_pop_head (&self->sign_ins)) != NULL) {
    SignIn *sign_in = g_task_get_task_data (task);

    self->checks++;
    bh_password_verify_async (sign_in->hash, sign_in->password, NULL, on_verified, task);
  }
}

/* {"hash": ..., "user": {...}}, or null for nobody. */
static void
read_user (SignIn *sign_in, const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  object = json_node_get_object (node);
  sign_in->hash = g_strdup (json_object_get_string_member_with_default (object, "hash", ""));
  sign_in->user = json_to_string (json_object_get_member (object, "user"), FALSE);
}

static void
on_hash (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhStoreReader *self = BH_STORE_READER (source);
  GError *error = NULL;
  g_autofree char *json = bh_directory_port_query_finish (BH_DIRECTORY_PORT (self), result, &error);

  if (json == NULL) {
    g_task_return_error (task, error);
    return;
  }
  read_user (g_task_get_task_data (task), json);
  g_queue_push_tail (&self->sign_ins, g_steal_pointer (&task));
  check_next (self);
}

static void
bh_store_reader_sign_in_async (BhDirectoryPort *port,
                               const char *name,
                               const char *password,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);
  g_autoptr (JsonBuilder) args = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  SignIn *sign_in = g_new0 (SignIn, 1);

  sign_in->password = g_strdup (password);
  g_task_set_source_tag (task, bh_store_reader_sign_in_async);
  g_task_set_task_data (task, sign_in, (GDestroyNotify) sign_in_free);
  json_builder_begin_object (args);
  json_builder_set_member_name (args, "user");
  json_builder_add_string_value (args, name);
  json_builder_end_object (args);
  node = json_builder_get_root (args);
  text = json_to_string (node, FALSE);
  bh_directory_port_query_async (port,
                                 BH_QUERY_PASSWORD_HASH,
                                 text,
                                 cancellable,
                                 on_hash,
                                 g_steal_pointer (&task));
}

static char *
bh_store_reader_sign_in_finish (BhDirectoryPort *port, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, port), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bh_store_reader_directory_init (BhDirectoryPortInterface *iface)
{
  iface->query_async = bh_store_reader_query_async;
  iface->query_finish = bh_store_reader_query_finish;
  iface->sign_in_async = bh_store_reader_sign_in_async;
  iface->sign_in_finish = bh_store_reader_sign_in_finish;
}

/* ---- public ---- */

static void
on_connection_changed (BhPgConnection *connection, BhStoreReader *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
bh_store_reader_dispose (GObject *object)
{
  BhStoreReader *self = BH_STORE_READER (object);

  for (guint i = 0; i < self->connections->len; i++)
    g_signal_handlers_disconnect_by_data (self->connections->pdata[i], self);
  bh_store_reader_stop (self);
  g_ptr_array_set_size (self->connections, 0);

  G_OBJECT_CLASS (bh_store_reader_parent_class)->dispose (object);
}

static void
bh_store_reader_finalize (GObject *object)
{
  g_ptr_array_unref (BH_STORE_READER (object)->connections);

  G_OBJECT_CLASS (bh_store_reader_parent_class)->finalize (object);
}

static void
bh_store_reader_class_init (BhStoreReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bh_store_reader_dispose;
  object_class->finalize = bh_store_reader_finalize;
  signals[CHANGED] = bh_changed_signal_new (G_TYPE_FROM_CLASS (klass));
}

static void
bh_store_reader_init (BhStoreReader *self)
{
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->sign_ins);
}

BhStoreReader *
bh_store_reader_new (const char *conninfo, guint connections)
{
  BhStoreReader *self;

  g_return_val_if_fail (conninfo != NULL && connections >= 1 && connections <= 8, NULL);

  self = g_object_new (BH_TYPE_STORE_READER, NULL);
  for (guint i = 0; i < connections; i++) {
    BhPgConnection *one =
        bh_pg_connection_new (conninfo, "bellhop reader", LIMIT_MS, bh_store_setup_reader, NULL);

    g_signal_connect (one, "changed", G_CALLBACK (on_connection_changed), self);
    g_ptr_array_add (self->connections, one);
  }
  return self;
}

void
bh_store_reader_start (BhStoreReader *self)
{
  g_return_if_fail (BH_IS_STORE_READER (self));

  g_ptr_array_foreach (self->connections, (GFunc) (void (*) (void)) bh_pg_connection_start, NULL);
}

void
bh_store_reader_stop (BhStoreReader *self)
{
  g_return_if_fail (BH_IS_STORE_READER (self));

  g_ptr_array_foreach (self->connections, (GFunc) (void (*) (void)) bh_pg_connection_stop, NULL);
}

void
bh_store_reader_try_now (BhStoreReader *self)
{
  g_return_if_fail (BH_IS_STORE_READER (self));

  g_ptr_array_foreach (self->connections, (GFunc) (void (*) (void)) bh_pg_connection_try_now, NULL);
}

/* The best of all: one that is up is enough. */
static BhPgConnection *
best_connection (BhStoreReader *self)
{
  BhPgConnection *up = choose_connection (self);

  return up != NULL ? up : self->connections->pdata[0];
}

BhPgState
bh_store_reader_get_state (BhStoreReader *self)
{
  g_return_val_if_fail (BH_IS_STORE_READER (self), BH_PG_OFF);

  return bh_pg_connection_get_state (best_connection (self));
}

const char *
bh_store_reader_get_sentence (BhStoreReader *self)
{
  g_return_val_if_fail (BH_IS_STORE_READER (self), NULL);

  return bh_pg_connection_get_sentence (best_connection (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/no-directory.h"

struct _BhNoDirectory {
  GObject parent;
};

static void
answer_away (BhDirectoryPort *self,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task,
                           BH_DIRECTORY_ERROR,
                           BH_DIRECTORY_ERROR_AWAY,
                           "The database is away.");
}

static void
no_directory_query (BhDirectoryPort *self,
                    BhDirectoryQuery query,
                    const char *args,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  answer_away (self, cancellable, callback, user_data);
}

static void
no_directory_sign_in (BhDirectoryPort *self,
                      const char *name,
                      const char *password,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  answer_away (self, cancellable, callback, user_data);
}

static char *
no_directory_finish (BhDirectoryPort *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
no_directory_port_init (BhDirectoryPortInterface *iface)
{
  iface->query_async = no_directory_query;
  iface->query_finish = no_directory_finish;
  iface->sign_in_async = no_directory_sign_in;
  iface->sign_in_finish = no_directory_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BhNoDirectory,
                               bh_no_directory,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_DIRECTORY_PORT,
                                                      no_directory_port_init))

static void
bh_no_directory_class_init (BhNoDirectoryClass *class)
{
}

static void
bh_no_directory_init (BhNoDirectory *self)
{
}

BhDirectoryPort *
bh_no_directory_new (void)
{
  return g_object_new (BH_TYPE_NO_DIRECTORY, NULL);
}

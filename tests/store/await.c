/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/await.h"

#define LIMIT_S 60

static gboolean
on_limit (gpointer data)
{
  g_error ("nothing came in %d s", LIMIT_S); /* lint: ok, a test that hangs must end with a core */
  return G_SOURCE_REMOVE;
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
on_over (gpointer data)
{
  gboolean *over = data;

  *over = TRUE;
  return G_SOURCE_REMOVE;
}

void
bh_await_callback (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **slot = data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

GAsyncResult *
bh_await (GAsyncResult **result)
{
  guint limit = g_timeout_add_seconds (LIMIT_S, on_limit, NULL);

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
  return *result;
}

void
bh_await_until (BhAwaitFunc func, gpointer data)
{
  guint limit = g_timeout_add_seconds (LIMIT_S, on_limit, NULL);
  /* What is waited for may not wake the main context by itself. */
  guint tick = g_timeout_add (10, on_tick, NULL);

  while (!func (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_source_remove (limit);
}

void
bh_await_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_over, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

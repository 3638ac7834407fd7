/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include <glib.h>

static GLogWriterOutput
swallow (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  return G_LOG_WRITER_HANDLED;
}

static void
swallow_plain (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

void
bh_fuzz_quiet (void)
{
  /* A million bad inputs make a million warnings; criticals still end the program. */
  g_log_set_writer_func (swallow, NULL, NULL);
  g_log_set_default_handler (swallow_plain, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "server/outbox/outbox-salvage.h"
#include "tests/fuzz/fuzz.h"

static void
take_row (const BhSalvageRow *row, gpointer data)
{
  guint *sum = data;

  g_assert_cmpuint (row->n_columns, <=, BH_SALVAGE_COLUMNS);
  /* every byte that is handed out can be read */
  for (guint i = 0; i < row->n_columns; i++)
    for (gsize j = 0; row->columns[i].type >= BH_SALVAGE_TEXT && j < row->columns[i].size; j++)
      *sum += (guchar) row->columns[i].data[j];
}

/* The bytes are a broken SQLite file. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  guint sum = 0;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, size), ==, (ssize_t) size);
  bh_outbox_salvage (path, take_row, &sum);
  close (fd);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/line-diff.h"

#include <string.h>

#define CELLS_MAX 1000000

typedef struct {
  char **before;
  char **after;
  guint n_before;
  guint n_after;
  BhKbLineFunc func;
  gpointer data;
} Diff;

static void
tell (Diff *diff, BhKbLineKind kind, char **lines, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    diff->func (kind, lines[i], diff->data);
}

/* Length of the longest common subsequence of what follows (i, j). */
static guint16 *
common_lengths (const Diff *diff, guint first, guint last_a, guint last_b)
{
  guint rows = last_a - first, columns = last_b - first;
  guint16 *length = g_new0 (guint16, (gsize) (rows + 1) * (columns + 1));

  for (guint i = rows; i-- > 0;)
    for (guint j = columns; j-- > 0;) {
      guint16 *cell = &length[i * (columns + 1) + j];
      if (g_str_equal (diff->before[first + i], diff->after[first + j]))
        *cell = cell[columns + 2] + 1;
      else
        *cell = MAX (cell[columns + 1], cell[1]);
    }
  return length;
}

static void
walk (Diff *diff, guint first, guint last_a, guint last_b)
{
  g_autofree guint16 *length = common_lengths (diff, first, last_a, last_b);
  guint columns = last_b - first;
  guint i = first, j = first;

  while (i < last_a && j < last_b) {
    const guint16 *cell = &length[(i - first) * (columns + 1) + j - first];
    if (g_str_equal (diff->before[i], diff->after[j])) {
      tell (diff, BH_KB_LINE_SAME, diff->before, i, i + 1);
      i++;
      j++;
    } else if (cell[columns + 1] >= cell[1]) {
      tell (diff, BH_KB_LINE_AWAY, diff->before, i, i + 1);
      i++;
    } else {
      tell (diff, BH_KB_LINE_NEW, diff->after, j, j + 1);
      j++;
    }
  }
  tell (diff, BH_KB_LINE_AWAY, diff->before, i, last_a);
  tell (diff, BH_KB_LINE_NEW, diff->after, j, last_b);
}

void
bh_kb_line_diff (const char *before, const char *after, BhKbLineFunc func, gpointer data)
{
  g_auto (GStrv) a = g_strsplit (before, "\n", -1);
  g_auto (GStrv) b = g_strsplit (after, "\n", -1);
  Diff diff = {a, b, g_strv_length (a), g_strv_length (b), func, data};
  guint first = 0, same = 0;

  while (first < MIN (diff.n_before, diff.n_after) && g_str_equal (a[first], b[first]))
    first++;
  while (same < MIN (diff.n_before, diff.n_after) - first &&
         g_str_equal (a[diff.n_before - 1 - same], b[diff.n_after - 1 - same]))
    same++;
  tell (&diff, BH_KB_LINE_SAME, a, 0, first);
  if ((guint64) (diff.n_before - same - first) * (diff.n_after - same - first) <= CELLS_MAX) {
    walk (&diff, first, diff.n_before - same, diff.n_after - same);
  } else {
    tell (&diff, BH_KB_LINE_AWAY, a, first, diff.n_before - same);
    tell (&diff, BH_KB_LINE_NEW, b, first, diff.n_after - same);
  }
  tell (&diff, BH_KB_LINE_SAME, a, diff.n_before - same, diff.n_before);
}

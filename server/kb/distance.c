/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/distance.h"

#define LENGTH_MAX 64

static guint
least (guint a, guint b, guint c)
{
  return MIN (a, MIN (b, c));
}

/* Fills @row from the two before it; returns its least figure. */
static guint
next_row (guint *row,
          const guint *above,
          const guint *above_that,
          const gunichar *a,
          glong i,
          const gunichar *b,
          glong n_b)
{
  guint lowest;

  lowest = row[0] = (guint) i;
  for (glong j = 1; j <= n_b; j++) {
    row[j] = least (above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
    if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
      row[j] = MIN (row[j], above_that[j - 2] + 1);
    lowest = MIN (lowest, row[j]);
  }
  return lowest;
}

guint
bh_kb_distance (const char *a, const char *b, guint limit)
{
  glong n_a, n_b;
  g_autofree gunichar *from = g_utf8_to_ucs4_fast (a, -1, &n_a);
  g_autofree gunichar *to = g_utf8_to_ucs4_fast (b, -1, &n_b);
  guint rows[3][LENGTH_MAX + 1];

  if (n_a > LENGTH_MAX || n_b > LENGTH_MAX || ABS (n_a - n_b) > (glong) limit)
    return limit + 1;
  for (glong j = 0; j <= n_b; j++)
    rows[0][j] = (guint) j;
  for (glong i = 1; i <= n_a; i++)
    if (next_row (rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3], from, i, to, n_b) > limit)
      return limit + 1;
  return MIN (rows[n_a % 3][n_b], limit + 1);
}

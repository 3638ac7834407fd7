/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Sixteen bytes at a time: which of them are of interest, as a bit mask. Reads 16 bytes from @p,
 * and bh_scan_ends two more. */

#ifdef __SSE2__
#include <emmintrin.h>

static inline guint
bh_scan_byte (const char *p, char byte)
{
  __m128i chunk = _mm_loadu_si128 ((const __m128i *) p);
  return (guint) _mm_movemask_epi8 (_mm_cmpeq_epi8 (chunk, _mm_set1_epi8 (byte)));
}

/* Line ends that have an empty line behind them: LF LF or LF CR LF. */
static inline guint
bh_scan_ends (const char *p)
{
  const __m128i lf = _mm_set1_epi8 ('\n');
  const __m128i cr = _mm_set1_epi8 ('\r');
  __m128i here = _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *) p), lf);
  __m128i one = _mm_loadu_si128 ((const __m128i *) (p + 1));
  __m128i two = _mm_loadu_si128 ((const __m128i *) (p + 2));
  __m128i empty = _mm_and_si128 (_mm_cmpeq_epi8 (one, cr), _mm_cmpeq_epi8 (two, lf));
  return (guint) _mm_movemask_epi8 (
      _mm_and_si128 (here, _mm_or_si128 (_mm_cmpeq_epi8 (one, lf), empty)));
}

#else

static inline guint
bh_scan_byte (const char *p, char byte)
{
  guint mask = 0;
  for (guint i = 0; i < 16; i++)
    mask |= (guint) (p[i] == byte) << i;
  return mask;
}

static inline guint
bh_scan_ends (const char *p)
{
  guint mask = 0;
  for (guint i = 0; i < 16; i++)
    mask |= (guint) (p[i] == '\n' && (p[i + 1] == '\n' || (p[i + 1] == '\r' && p[i + 2] == '\n')))
            << i;
  return mask;
}

#endif

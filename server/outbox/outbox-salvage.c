/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/outbox/outbox-salvage.h"

#include <string.h>

#define PAGE         4096 /* ours: SQLite's default, never changed */
#define MAX_PAYLOAD  (64 << 20)
#define WAL_HEADER   32
#define FRAME_HEADER 24

typedef struct {
  const guint8 *data;
  gsize size;
} Bytes;

typedef struct {
  Bytes file;
  Bytes wal;
  GHashTable *frames; /* page number -> offset of its newest image in the WAL */
  BhSalvageFunc func;
  gpointer user_data;
} Salvage;

static guint32
get32 (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

/* SQLite's variable length integer; the bytes it took, 0 when there are too few. */
static gsize
get_varint (const guint8 *p, gsize left, guint64 *value)
{
  guint64 v = 0;

  for (gsize i = 0; i < 8 && i < left; i++) {
    v = v << 7 | (p[i] & 0x7f);
    if ((p[i] & 0x80) == 0) {
      *value = v;
      return i + 1;
    }
  }
  if (left < 9)
    return 0;
  *value = v << 8 | p[8];
  return 9;
}

static gsize
size_of_type (guint64 type)
{
  static const gsize small[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};

  return type < 12 ? small[type] : (gsize) ((type - 12) / 2);
}

static gint64
get_integer (guint64 type, const guint8 *p)
{
  gsize n = size_of_type (type);
  guint64 v = n > 0 && (p[0] & 0x80) != 0 ? G_MAXUINT64 : 0;

  if (type == 8 || type == 9)
    return type == 9;
  for (gsize i = 0; i < n; i++)
    v = v << 8 | p[i];
  return (gint64) v;
}

/* The row's header: how many columns, of which types, and whether it all adds up to the payload's
 * size. */
static gboolean
read_header (const guint8 *payload,
             gsize local,
             gsize total,
             guint64 *types,
             guint *n,
             gsize *header)
{
  guint64 size;
  gsize at = get_varint (payload, local, &size);
  guint64 sum = size;

  *n = 0;
  if (at == 0 || size < 2 || size > 64 || size > local)
    return FALSE;
  while (at < size) {
    gsize took;

    if (*n == BH_SALVAGE_COLUMNS || (took = get_varint (payload + at, size - at, &types[*n])) == 0)
      return FALSE;
    if (types[*n] == 7 || types[*n] == 10 || types[*n] == 11 ||
        types[*n] > MAX_PAYLOAD * G_GUINT64_CONSTANT (2))
      return FALSE;
    sum += size_of_type (types[(*n)++]);
    at += took;
  }
  *header = (gsize) size;
  return at == size && sum == total;
}

static void
hand_out (const Salvage *self,
          gint64 rowid,
          const guint8 *payload,
          const guint64 *types,
          guint n,
          gsize at)
{
  BhSalvageRow row = {.rowid = rowid, .n_columns = n};

  for (guint i = 0; i < n; i++) {
    gsize size = size_of_type (types[i]);

    if (types[i] == 0)
      row.columns[i].type = BH_SALVAGE_NULL;
    else if (types[i] < 12)
      row.columns[i].type = BH_SALVAGE_INTEGER;
    else
      row.columns[i].type = types[i] % 2 == 0 ? BH_SALVAGE_BLOB : BH_SALVAGE_TEXT;
    row.columns[i].integer = types[i] < 12 ? get_integer (types[i], payload + at) : 0;
    row.columns[i].data = (const char *) payload + at;
    row.columns[i].size = size;
    at += size;
  }
  self->func (&row, self->user_data);
}

static const guint8 *
find_page (const Salvage *self, guint32 number)
{
  gpointer offset = g_hash_table_lookup (self->frames, GUINT_TO_POINTER (number));
  gsize at = ((gsize) number - 1) * PAGE;

  if (offset != NULL)
    return self->wal.data + GPOINTER_TO_SIZE (offset);
  return number > 0 && at + PAGE <= self->file.size ? self->file.data + at : NULL;
}

/* A payload that does not fit its page goes on in a chain of others. NULL when the chain breaks. */
static guint8 *
collect_payload (const Salvage *self, const guint8 *first, gsize local, gsize total)
{
  g_autofree guint8 *all = g_malloc (total);
  guint32 next = get32 (first + local);
  gsize have = local;

  memcpy (all, first, local);
  while (have < total) {
    const guint8 *page = find_page (self, next);
    gsize part = MIN (total - have, PAGE - 4);

    if (page == NULL)
      return NULL;
    memcpy (all + have, page + 4, part);
    have += part;
    next = get32 (page);
  }
  return g_steal_pointer (&all);
}

/* How much of a payload lies in the page of its row (file format, "B-tree Pages"). */
static gsize
local_size (gsize total)
{
  const gsize most = PAGE - 35;
  const gsize least = (PAGE - 12) * 32 / 255 - 23;
  gsize wanted = least + (total - least) % (PAGE - 4);

  if (total <= most)
    return total;
  return wanted <= most ? wanted : least;
}

static void
try_row (const Salvage *self, const guint8 *p, gsize left)
{
  guint64 types[BH_SALVAGE_COLUMNS];
  g_autofree guint8 *whole = NULL;
  guint64 total;
  guint64 rowid;
  gsize header;
  gsize local;
  gsize took;
  guint n;

  took = get_varint (p, left, &total);
  if (took == 0 || total < 8 || total > MAX_PAYLOAD)
    return;
  p += took;
  left -= took;
  took = get_varint (p, left, &rowid);
  if (took == 0)
    return;
  p += took;
  left -= took;
  local = local_size ((gsize) total);
  if (left < local + (local < total ? 4 : 0) ||
      !read_header (p, local, (gsize) total, types, &n, &header))
    return;
  if (local < total && (whole = collect_payload (self, p, local, (gsize) total)) == NULL)
    return;
  hand_out (self, (gint64) rowid, whole != NULL ? whole : p, types, n, header);
}

static void
scan (const Salvage *self, Bytes bytes)
{
  for (gsize i = 0; i + 8 < bytes.size; i++)
    try_row (self, bytes.data + i, bytes.size - i);
}

static void
map_frames (Salvage *self)
{
  const gsize frame = FRAME_HEADER + PAGE;

  for (gsize at = WAL_HEADER; at + frame <= self->wal.size; at += frame)
    g_hash_table_insert (self->frames,
                         GUINT_TO_POINTER (get32 (self->wal.data + at)),
                         GSIZE_TO_POINTER (at + FRAME_HEADER));
}

static Bytes
bytes_of (GMappedFile *file)
{
  Bytes bytes = {NULL, 0};

  if (file != NULL) {
    bytes.data = (const guint8 *) g_mapped_file_get_contents (file);
    bytes.size = bytes.data != NULL ? g_mapped_file_get_length (file) : 0;
  }
  return bytes;
}

void
bh_outbox_salvage (const char *path, BhSalvageFunc func, gpointer user_data)
{
  g_autofree char *wal_path = g_strconcat (path, "-wal", NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GMappedFile) wal = g_mapped_file_new (wal_path, FALSE, NULL);
  g_autoptr (GHashTable) frames = g_hash_table_new (NULL, NULL);
  Salvage self = {bytes_of (file), bytes_of (wal), frames, func, user_data};

  map_frames (&self);
  scan (&self, self.file);
  scan (&self, self.wal);
}

/* SQLite's WAL checksum, over 32-bit words in the byte order that the magic number says. */
static void
wal_sum (const guint8 *p, gsize size, gboolean big, guint32 sum[2])
{
  for (gsize i = 0; i + 8 <= size; i += 8) {
    guint32 a = get32 (p + i);
    guint32 b = get32 (p + i + 4);

    sum[0] += (big ? a : GUINT32_SWAP_LE_BE (a)) + sum[1];
    sum[1] += (big ? b : GUINT32_SWAP_LE_BE (b)) + sum[0];
  }
}

static gboolean
frame_is_linked (const guint8 *frame, gboolean big, guint32 sum[2])
{
  wal_sum (frame, 8, big, sum);
  wal_sum (frame + FRAME_HEADER, PAGE, big, sum);
  return get32 (frame + 16) == sum[0] && get32 (frame + 20) == sum[1];
}

gboolean
bh_outbox_wal_is_broken (const char *path)
{
  g_autofree char *wal_path = g_strconcat (path, "-wal", NULL);
  g_autoptr (GMappedFile) wal = g_mapped_file_new (wal_path, FALSE, NULL);
  Bytes bytes = bytes_of (wal);
  const gsize frame = FRAME_HEADER + PAGE;
  guint32 sum[2] = {0, 0};
  gboolean linked = TRUE;
  gboolean big;

  if (bytes.size < WAL_HEADER + frame)
    return FALSE;
  big = (bytes.data[3] & 1) != 0;
  wal_sum (bytes.data, 24, big, sum);
  if (get32 (bytes.data + 24) != sum[0] || get32 (bytes.data + 28) != sum[1])
    return TRUE;
  for (gsize at = WAL_HEADER; at + frame <= bytes.size; at += frame) {
    gboolean ours = memcmp (bytes.data + at + 8, bytes.data + 16, 8) == 0;

    /* A frame of an earlier round has other salts and does not fit the chain; one that is of this
     * round has both. */
    linked = linked && frame_is_linked (bytes.data + at, big, sum);
    if (linked != ours)
      return TRUE;
  }
  return FALSE;
}

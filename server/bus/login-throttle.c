/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/bus/login-throttle.h"

#include <arpa/inet.h>
#include <string.h>

#define SECOND          ((gint64) G_USEC_PER_SEC)
#define LONGEST_WAIT    (30 * SECOND)
#define FORGET_AFTER    (15 * 60 * SECOND)
#define FREE_OF_ADDRESS 10
#define ADDRESS_PENDING 64 /* at the same time from one network */

typedef struct {
  guint failures;
  guint pending;
  gint64 not_before;
  gint64 touched;
} Entry;

struct BhLoginThrottle {
  GHashTable *accounts;  /* name -> Entry */
  GHashTable *addresses; /* network -> Entry */
  guint max_entries;
};

BhLoginThrottle *
bh_login_throttle_new (guint max_entries)
{
  BhLoginThrottle *self = g_new0 (BhLoginThrottle, 1);

  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->max_entries = MAX (max_entries, 1);
  return self;
}

void
bh_login_throttle_free (BhLoginThrottle *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->addresses);
  g_free (self);
}

static char *
v4_network (const guint8 *bytes)
{
  return g_strdup_printf ("%u.%u.%u.0/24", bytes[0], bytes[1], bytes[2]);
}

char *
bh_login_throttle_network (const char *address)
{
  static const guint8 v4_in_v6[12] = {[10] = 0xff, [11] = 0xff};
  char text[INET6_ADDRSTRLEN];
  guint8 bytes[16];

  if (inet_pton (AF_INET, address, bytes) == 1)
    return v4_network (bytes);
  if (inet_pton (AF_INET6, address, bytes) != 1)
    return g_strdup (address);
  if (memcmp (bytes, v4_in_v6, sizeof v4_in_v6) == 0)
    return v4_network (bytes + 12);
  memset (bytes + 8, 0, 8);
  inet_ntop (AF_INET6, bytes, text, sizeof text);
  return g_strdup_printf ("%s/64", text);
}

/* Walks the whole table, but only when it is full: once in max_entries new names at most. */
static void
drop_stale (GHashTable *table, gint64 now, gint64 age)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Entry *entry = value;
    if (entry->pending == 0 && now - entry->touched >= age)
      g_hash_table_iter_remove (&iter);
  }
}

static Entry *
get_entry (BhLoginThrottle *self, GHashTable *table, const char *name, gint64 now)
{
  Entry *entry = g_hash_table_lookup (table, name);

  if (entry != NULL && entry->pending == 0 && now - entry->touched >= FORGET_AFTER)
    entry->failures = 0;
  if (entry == NULL) {
    for (gint64 age = FORGET_AFTER; g_hash_table_size (table) >= self->max_entries; age /= 4) {
      drop_stale (table, now, age);
      if (age == 0)
        break;
    }
    entry = g_new0 (Entry, 1);
    g_hash_table_insert (table, g_strdup (name), entry);
  }
  entry->touched = now;
  return entry;
}

/* What is held against who tries, and against where they try from. */
typedef struct {
  Entry *account;
  Entry *address;
} Tries;

static Tries
tries_of (BhLoginThrottle *self, const char *account, const char *address, gint64 now)
{
  g_autofree char *network = bh_login_throttle_network (address);

  return (Tries){.account = get_entry (self, self->accounts, account, now),
                 .address = get_entry (self, self->addresses, network, now)};
}

/* After so many failures beyond the free ones: 1, 2, 4 … 30 s. */
static gint64
wait_after (guint failures, guint free_ones)
{
  guint n = failures > free_ones ? failures - free_ones : 0;

  if (n == 0)
    return 0;
  return n > 5 ? LONGEST_WAIT : SECOND << (n - 1);
}

gint64
bh_login_throttle_begin (BhLoginThrottle *self,
                         const char *account,
                         const char *address,
                         gint64 now)
{
  const Tries by = tries_of (self, account, address, now);
  gint64 wait = MAX (by.account->not_before, by.address->not_before) - now;

  if (by.account->pending > 0 || by.address->pending >= ADDRESS_PENDING)
    wait = MAX (wait, SECOND);
  if (wait > 0)
    return wait;
  by.account->pending++;
  by.address->pending++;
  return 0;
}

static void
end_try (Entry *entry)
{
  if (entry->pending > 0)
    entry->pending--;
}

void
bh_login_throttle_right (BhLoginThrottle *self,
                         const char *account,
                         const char *address,
                         gint64 now)
{
  const Tries by = tries_of (self, account, address, now);

  end_try (by.account);
  end_try (by.address);
  by.account->failures = 0;
  by.account->not_before = 0;
  /* One who knows one password must not wash away the tries at others. */
  if (by.address->failures > 0)
    by.address->failures--;
}

static void
fail_try (Entry *entry, guint free_ones, gint64 now)
{
  end_try (entry);
  entry->failures++;
  entry->not_before = now + wait_after (entry->failures, free_ones);
}

void
bh_login_throttle_wrong (BhLoginThrottle *self,
                         const char *account,
                         const char *address,
                         gint64 now)
{
  const Tries by = tries_of (self, account, address, now);

  fail_try (by.account, 0, now);
  fail_try (by.address, FREE_OF_ADDRESS, now);
}

void
bh_login_throttle_cancel (BhLoginThrottle *self,
                          const char *account,
                          const char *address,
                          gint64 now)
{
  const Tries by = tries_of (self, account, address, now);

  end_try (by.account);
  end_try (by.address);
}

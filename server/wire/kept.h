/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/wire/json-out.h"

/* Pictures of the model as they lie among the open objects of the outbox, so that after a crash the
 * same things go on. Tables of members drive both ways: what is written is what is read. Not a
 * format for anyone else. */

typedef enum {
  BH_KEPT_ERROR_TEXT, /* not JSON, not an object */
  BH_KEPT_ERROR_MEMBER,
} BhKeptError;
#define BH_KEPT_ERROR (bh_kept_error_quark ())
GQuark bh_kept_error_quark (void);

typedef enum {
  BH_KEPT_IS_TEXT,   /* GRefString */
  BH_KEPT_IS_NUMBER, /* gint64 */
  BH_KEPT_IS_WORD,   /* an enum, as its number */
  BH_KEPT_IS_FLAG,   /* gboolean */
} BhKeptKind;

typedef struct {
  const char *name;
  BhKeptKind kind;
  gsize offset;
} BhKeptMember;

typedef struct {
  const char *name;
  gsize count; /* offset of the guint */
  gsize items; /* offset of the pointer */
  gsize size;  /* of an item */
  const BhKeptMember *members;
  guint n_members;
} BhKeptList;

typedef struct {
  const BhKeptMember *members;
  guint n_members;
  const BhKeptList *lists;
  guint n_lists;
} BhKeptTable;

/* clang-format off */
#define BH_KEPT_TEXT(Type, member)   {#member, BH_KEPT_IS_TEXT, offsetof (Type, member)}
#define BH_KEPT_NUMBER(Type, member) {#member, BH_KEPT_IS_NUMBER, offsetof (Type, member)}
#define BH_KEPT_WORD(Type, member)   {#member, BH_KEPT_IS_WORD, offsetof (Type, member)}
#define BH_KEPT_FLAG(Type, member)   {#member, BH_KEPT_IS_FLAG, offsetof (Type, member)}
#define BH_KEPT_LIST(Type, member, Item, table) \
  {#member, offsetof (Type, n_##member), offsetof (Type, member), sizeof (Item), table, G_N_ELEMENTS (table)}
#define BH_KEPT_TABLE(members, lists) {members, G_N_ELEMENTS (members), lists, G_N_ELEMENTS (lists)}
/* clang-format on */

/* Into an object that has begun. */
void bh_kept_write (BhJsonOut *out, gconstpointer picture, const BhKeptTable *table);

/* The object that was written; NULL with @error where it is none. (transfer full) */
JsonObject *bh_kept_parse (GBytes *body, GError **error);
/* Fills in @picture, which is all 0. What is missing stays 0: an older version did not know it.
 * FALSE: a member is of another kind; what was read until then is in @picture. */
gboolean
bh_kept_read (JsonObject *object, gpointer picture, const BhKeptTable *table, GError **error);

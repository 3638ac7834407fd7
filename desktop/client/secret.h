/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A password in memory that is not swapped out, not dumped, and overwritten when it is freed. It is
 * never written anywhere. */
typedef struct BhSecret BhSecret;

/* NULL: libsodium could not start, or there is no memory that can be locked. */
BhSecret *bh_secret_new (const char *text);
void bh_secret_free (BhSecret *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhSecret, bh_secret_free)
/* (transfer none) */
const char *bh_secret_get (BhSecret *self);

G_END_DECLS

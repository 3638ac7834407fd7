/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/contact.h"
#include "server/wire/kept.h"

/* A running contact, whole, as it lies among the open objects of the outbox: every member of the
 * picture, so that after a crash the same contact goes on. Not a format for anyone else. */

void bh_contact_keep (GString *text, const BhContact *contact);

/* What was written by bh_contact_keep of this version, or of an older one. */
BhContact *bh_contact_from_kept (GBytes *body, GError **error /* BH_KEPT_ERROR */);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* Why an agent is not ready. Properties (strings): code, label (in the reader's language), icon
 * (symbolic icon name or NULL). */
#define BH_TYPE_REASON (bh_reason_get_type ())
G_DECLARE_FINAL_TYPE (BhReason, bh_reason, BH, REASON, BhItem)

BhReason *bh_reason_new (const char *code, const char *label, const char *icon);
const char *bh_reason_get_code (BhReason *self);
const char *bh_reason_get_label (BhReason *self);
const char *bh_reason_get_icon (BhReason *self);

G_END_DECLS

/* What people call the reason @code when the server says nothing of it: a word for the machine's
 * own reasons, the code itself for any other. */
const char *bh_reason_word (const char *code);

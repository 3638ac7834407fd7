/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/contact-item.h"

G_BEGIN_DECLS

/* What a colleague was to send and what does not come, in the reader's words. @reason: the wire's.
 * (transfer full) */
char *bh_desk_withdrawn_text (BhContactItem *contact, const char *reason);

G_END_DECLS

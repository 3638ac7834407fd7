/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* What a supervisor tells, in a slim line below the header until it is acknowledged: it never takes
 * the focus. An urgent one has a sign and a word of its own. */
#define BH_TYPE_MESSAGE_BAR (bh_message_bar_get_type ())
G_DECLARE_FINAL_TYPE (BhMessageBar, bh_message_bar, BH, MESSAGE_BAR, BhContactView)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* The call is over, the contact is not: time left, what the call was, more time, finish. */
#define BH_TYPE_WRAP_UP_BAR (bh_wrap_up_bar_get_type ())
G_DECLARE_FINAL_TYPE (BhWrapUpBar, bh_wrap_up_bar, BH, WRAP_UP_BAR, BhContactView)

G_END_DECLS

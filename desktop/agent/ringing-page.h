/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* The screen pop: who is calling, how long they waited, what is open, what was said last. */
#define BH_TYPE_RINGING_PAGE (bh_ringing_page_get_type ())
G_DECLARE_FINAL_TYPE (BhRingingPage, bh_ringing_page, BH, RINGING_PAGE, BhContactView)

G_END_DECLS

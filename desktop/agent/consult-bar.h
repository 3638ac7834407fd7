/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* While a colleague is consulted: who, since when, hand over or come back. */
#define BH_TYPE_CONSULT_BAR (bh_consult_bar_get_type ())
G_DECLARE_FINAL_TYPE (BhConsultBar, bh_consult_bar, BH, CONSULT_BAR, BhContactView)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* What only a phone on this machine has, in the call bar: the microphone off and on, and how loud
 * both ends are. Not there as long as no softphone is in a call. */
#define BH_TYPE_SOFTPHONE_BAR (bh_softphone_bar_get_type ())
G_DECLARE_FINAL_TYPE (BhSoftphoneBar, bh_softphone_bar, BH, SOFTPHONE_BAR, BhContactView)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The slim line under the header bar that says what is away (libadwaita 1.2 has no AdwBanner).
 * Properties: text (string; NULL or empty slides it away), tone ("away", "error", "notice",
 * "complete"). It is an alert for screen readers. */
#define BH_TYPE_NOTICE_BAR (bh_notice_bar_get_type ())
G_DECLARE_FINAL_TYPE (BhNoticeBar, bh_notice_bar, BH, NOTICE_BAR, AdwBin)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* The result that the end of the contact's script suggests, as a button with a key. Not there while
 * nothing is suggested, or something is chosen. */
#define BH_TYPE_SCRIPT_RESULT (bh_script_result_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptResult, bh_script_result, BH, SCRIPT_RESULT, BhContactView)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a state looks wherever it is shown: the wire word of the state ("ready", "wrap_up"…) to icon
 * and style class. A word that is not known looks like "unknown". */

/* The symbolic icon's name. (transfer none) */
const char *bh_state_look_icon (const char *state);
/* The style class, which is the state's own word; "unknown" for anything else. (transfer none) */
const char *bh_state_look_class (const char *state);
/* The icon of a not-ready reason by the icon word of the configuration ("lunch"…). (transfer none)
 */
const char *bh_state_look_reason_icon (const char *icon);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* From now on all text of the program is as large as the setting "text-percent" says, of what the
 * system asks for. */
void bh_text_size_follow (GSettings *settings);

G_END_DECLS

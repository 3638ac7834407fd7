/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The few things that an agent may want otherwise. */
#define BH_TYPE_PREFERENCES_WINDOW (bh_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (BhPreferencesWindow,
                      bh_preferences_window,
                      BH,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

G_END_DECLS

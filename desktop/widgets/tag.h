/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A word in a pill: a tier, a language, the state of a matter. Properties: label (string; empty
 * hides the tag), icon-name (string or NULL), tone ("gold", "warning", "good", "error", or NULL for
 * grey: only what asks for an act is coloured). */
#define BH_TYPE_TAG (bh_tag_get_type ())
G_DECLARE_FINAL_TYPE (BhTag, bh_tag, BH, TAG, AdwBin)

GtkWidget *bh_tag_new (const char *label, const char *tone);

G_END_DECLS

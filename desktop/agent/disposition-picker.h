/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* What came of it: type some letters of any word of the tree, Enter takes the first. */
#define BH_TYPE_DISPOSITION_PICKER (bh_disposition_picker_get_type ())
G_DECLARE_FINAL_TYPE (BhDispositionPicker,
                      bh_disposition_picker,
                      BH,
                      DISPOSITION_PICKER,
                      BhContactView)

void bh_disposition_picker_focus (BhDispositionPicker *self);

G_END_DECLS

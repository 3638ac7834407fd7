/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/client/softphone.h"

G_BEGIN_DECLS

/* What a softphone was started with, kept to start it anew; the password in locked memory. */
typedef struct BhSoftphoneAccount BhSoftphoneAccount;

BhSoftphoneAccount *bh_softphone_account_new (const BhSoftphoneSettings *settings);
void bh_softphone_account_free (BhSoftphoneAccount *self);
/* (transfer none) valid as long as @self lives and its sound is not set. */
const BhSoftphoneSettings *bh_softphone_account_get (BhSoftphoneAccount *self);
/* baresip's "MODULE,DEVICE" each; NULL = the usual one. */
void bh_softphone_account_set_sound (BhSoftphoneAccount *self,
                                     const char *microphone,
                                     const char *loudspeaker);

G_END_DECLS

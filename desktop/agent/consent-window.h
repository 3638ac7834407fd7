/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/consents.h"

G_BEGIN_DECLS

/* What a customer agreed to and took back, and a new word of it. @told: what was kept, in words, or
 * why it could not be. @name: the customer's, or the number. */
typedef void (*BhConsentTold) (gpointer data, const char *words);

void bh_consent_window_open (GtkWindow *parent,
                             BhDesk *desk,
                             BhConsents *consents,
                             const char *name,
                             BhConsentTold told,
                             GObject *data);
/* The customer does not want to be called any more. */
void bh_consent_window_stop (GtkWindow *parent,
                             BhConsents *consents,
                             const char *name,
                             BhConsentTold told,
                             GObject *data);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* Server, name, password, extension; what is wrong is said beside what caused it. Property: desk.
 */
#define BH_TYPE_SIGN_IN_PAGE (bh_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (BhSignInPage, bh_sign_in_page, BH, SIGN_IN_PAGE, BhContactView)

/* What the command line gave; NULL keeps what was remembered. */
void bh_sign_in_page_fill (BhSignInPage *self,
                           const char *server,
                           const char *user,
                           const char *device,
                           const char *profile,
                           const char *password);
/* Presses the button: signs in with what stands there. */
void bh_sign_in_page_start (BhSignInPage *self);
/* Says why the last session ended, above the form. @text: NULL says nothing. */
void bh_sign_in_page_say (BhSignInPage *self, const char *text);
/* Takes the focus to the first empty field. */
void bh_sign_in_page_focus (BhSignInPage *self);
const char *bh_sign_in_page_get_server (BhSignInPage *self);
/* What a softphone needs, for who starts one: the phone system's address (never NULL; "" = the
 * server's own host), and the password of the phone's account, which is forgotten here by the call.
 * (transfer full) */
const char *bh_sign_in_page_get_phone_server (BhSignInPage *self);
char *bh_sign_in_page_take_phone_password (BhSignInPage *self);
/* TRUE if the person wants to be ready at once. */
gboolean bh_sign_in_page_wants_ready (BhSignInPage *self);

G_END_DECLS

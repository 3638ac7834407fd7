/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-coming.h"

#include <glib/gi18n-lib.h>

#include "desktop/model/bidi.h"

char *
bh_desk_withdrawn_text (BhContactItem *contact, const char *reason)
{
  g_autofree char *sender = bh_bidi_part (bh_contact_item_get_sender (contact));
  g_autofree char *title = bh_bidi_part (bh_contact_item_get_title (contact));

  if (g_strcmp0 (reason, "ended") == 0)
    /* Translators: %s is a customer. */
    return g_strdup_printf (_ ("%s hung up before the call reached you."), title);
  if (sender == NULL)
    /* Translators: %s is a customer. */
    return g_strdup_printf (_ ("The call with %s does not come."), title);
  if (g_strcmp0 (reason, "taken_back") == 0)
    /* Translators: %1$s is a colleague, %2$s a customer. */
    return g_strdup_printf (_ ("%1$s keeps the call with %2$s."), sender, title);
  /* Translators: %1$s is a colleague, %2$s a customer. */
  return g_strdup_printf (_ ("The call from %1$s, with %2$s, does not come."), sender, title);
}

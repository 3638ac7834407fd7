/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* The base of every view that shows one contact of one desk. Properties: desk (BhDesk), contact
 * (BhContactItem or NULL). Templates bind to them by lookups; a class that must do something when
 * another contact is shown has contact_changed. */
#define BH_TYPE_CONTACT_VIEW (bh_contact_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (BhContactView, bh_contact_view, BH, CONTACT_VIEW, AdwBin)

struct _BhContactViewClass {
  AdwBinClass parent_class;
  /* Another contact is shown from now on. @contact: (nullable). May be NULL. */
  void (*contact_changed) (BhContactView *self, BhContactItem *contact);
};

BhDesk *bh_contact_view_get_desk (gpointer self);
BhContactItem *bh_contact_view_get_contact (gpointer self);

/* "Who is calling?", or what to ask of a number that was dialed here. For templates, as
 * "who_words".
 * @direction: the contact's. (transfer full) */
char *bh_contact_view_who (GObject *object, const char *direction);

G_END_DECLS

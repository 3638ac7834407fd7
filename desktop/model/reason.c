/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/reason.h"

#include <glib/gi18n-lib.h>

enum {
  PROP_CODE = 1,
  PROP_LABEL,
  PROP_ICON,
};

static const BhItemField fields[] = {
    {"code", bh_item_string},
    {"label", bh_item_string},
    {"icon", bh_item_string},
};

struct _BhReason {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhReason, bh_reason, BH_TYPE_ITEM)

static void
bh_reason_class_init (BhReasonClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_reason_init (BhReason *self)
{
}

BhReason *
bh_reason_new (const char *code, const char *label, const char *icon)
{
  BhReason *self = g_object_new (BH_TYPE_REASON, NULL);

  bh_item_set_string (self, PROP_CODE, code);
  bh_item_set_string (self, PROP_LABEL, label ? label : code);
  bh_item_set_string (self, PROP_ICON, icon);
  return self;
}

const char *
bh_reason_get_code (BhReason *self)
{
  return bh_item_get_string (self, PROP_CODE);
}

const char *
bh_reason_get_label (BhReason *self)
{
  return bh_item_get_string (self, PROP_LABEL);
}

const char *
bh_reason_get_icon (BhReason *self)
{
  return bh_item_get_string (self, PROP_ICON);
}

/* The machine's own reasons (protocol/schema/common.json, system_reason), for when the server's
 * labels are not there. */
static const struct {
  const char *code;
  const char *word;
} words[] = {
    {"signed_in", NC_ ("reason", "Just signed in")},
    {"signed_out", NC_ ("reason", "Signed out")},
    {"no_answer", NC_ ("reason", "Did not answer")},
    {"device_unreachable", NC_ ("reason", "Phone cannot be reached")},
    {"off_hook", NC_ ("reason", "Phone in use")},
    {"direct_call", NC_ ("reason", "Call of one's own")},
    {"wrap_up", NC_ ("reason", "Wrap-up")},
    {"wrap_up_expired", NC_ ("reason", "Wrap-up time over")},
    {"client_lost", NC_ ("reason", "Desktop lost")},
    {"pbx_lost", NC_ ("reason", "PBX link lost")},
    {"forced", NC_ ("reason", "Set by a supervisor")},
    {"pbx_side", NC_ ("reason", "Set at the PBX")},
    {"preview_skipped", NC_ ("reason", "Preview skipped")},
};

const char *
bh_reason_word (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (code, words[i].code) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "reason", words[i].word);
  return code;
}

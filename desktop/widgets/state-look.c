/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/state-look.h"

typedef struct {
  const char *state;
  const char *icon;
} Look;

/* clang-format off */
static const Look looks[] = {
  { "ready",      "bh-ready-symbolic" },
  { "offered",    "bh-offered-symbolic" },
  { "dialing",    "bh-call-out-symbolic" },
  { "talking",    "bh-talking-symbolic" },
  { "hold",       "bh-hold-symbolic" },
  { "consult",    "bh-consult-symbolic" },
  { "coming",     "bh-transfer-symbolic" },
  { "wrap_up",    "bh-wrap-up-symbolic" },
  { "not_ready",  "bh-not-ready-symbolic" },
  { "logged_out", "bh-logged-out-symbolic" },
  { "ended",      "bh-hangup-symbolic" },
  { "left",       "bh-transfer-symbolic" },
  { "unknown",    "bh-unknown-symbolic" },
};

static const struct { const char *name; const char *icon; } reason_icons[] = {
  { "break",    "bh-not-ready-symbolic" },
  { "cup",      "bh-not-ready-symbolic" },
  { "coffee",   "bh-not-ready-symbolic" },
  { "lunch",    "bh-lunch-symbolic" },
  { "meal",     "bh-lunch-symbolic" },
  { "meeting",  "bh-meeting-symbolic" },
  { "training", "bh-training-symbolic" },
  { "book",     "bh-training-symbolic" },
  { "paper",    "bh-note-symbolic" },
  { "backoffice", "bh-note-symbolic" },
  { "phone",    "bh-talking-symbolic" },
  { "ring",     "bh-call-missed-symbolic" },
};
/* clang-format on */

static const Look *
look_of (const char *state)
{
  for (gsize i = 0; state != NULL && i < G_N_ELEMENTS (looks); i++) {
    if (g_str_equal (looks[i].state, state))
      return &looks[i];
  }
  return &looks[G_N_ELEMENTS (looks) - 1];
}

const char *
bh_state_look_icon (const char *state)
{
  return look_of (state)->icon;
}

const char *
bh_state_look_class (const char *state)
{
  return look_of (state)->state;
}

const char *
bh_state_look_reason_icon (const char *icon)
{
  for (gsize i = 0; icon != NULL && i < G_N_ELEMENTS (reason_icons); i++) {
    if (g_str_equal (reason_icons[i].name, icon))
      return reason_icons[i].icon;
  }
  if (icon != NULL && g_str_has_suffix (icon, "-symbolic"))
    return icon;
  return "bh-not-ready-symbolic";
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/call-bar.h"
#include "desktop/agent/colleague-note-row.h"
#include "desktop/agent/colleague-row.h"
#include "desktop/agent/compact-page.h"
#include "desktop/agent/consult-bar.h"
#include "desktop/agent/contact-page.h"
#include "desktop/agent/contact-row.h"
#include "desktop/agent/customer-header.h"
#include "desktop/agent/customer-row.h"
#include "desktop/agent/dial-popover.h"
#include "desktop/agent/disposition-picker.h"
#include "desktop/agent/disposition-row.h"
#include "desktop/agent/ear-bar.h"
#include "desktop/agent/empty-page.h"
#include "desktop/agent/history-cell.h"
#include "desktop/agent/history-row.h"
#include "desktop/agent/match-card.h"
#include "desktop/agent/match-view.h"
#include "desktop/agent/matter-row.h"
#include "desktop/agent/notes-view.h"
#include "desktop/agent/palette-row.h"
#include "desktop/agent/palette.h"
#include "desktop/agent/queue-tile.h"
#include "desktop/agent/ringing-page.h"
#include "desktop/agent/side-bar.h"
#include "desktop/agent/sign-in-page.h"
#include "desktop/agent/state-button.h"
#include "desktop/agent/state-row.h"
#include "desktop/agent/target-list.h"
#include "desktop/agent/target-row.h"
#include "desktop/agent/time-line.h"
#include "desktop/agent/transfer-popover.h"
#include "desktop/agent/unknown-view.h"
#include "desktop/agent/wrap-up-bar.h"
#include "tests/desktop/agent/stage.h"

/* gtk4-builder-tool cannot check templates that name our types: each is built, with nothing to
 * show, and goes away again without a warning (the test harness makes every warning fatal). */
static void
test_builds (gconstpointer data)
{
  GType type = GPOINTER_TO_SIZE (data);
  GtkWidget *widget = g_object_ref_sink (g_object_new (type, NULL));

  g_assert_finalize_object (widget);
}

int
main (int argc, char **argv)
{
  const GType types[] = {
      BH_TYPE_CALL_BAR,           BH_TYPE_COLLEAGUE_ROW,
      BH_TYPE_COLLEAGUE_NOTE_ROW, BH_TYPE_CONSULT_BAR,
      BH_TYPE_CONTACT_PAGE,       BH_TYPE_CONTACT_ROW,
      BH_TYPE_CUSTOMER_HEADER,    BH_TYPE_CUSTOMER_ROW,
      BH_TYPE_DIAL_POPOVER,       BH_TYPE_DISPOSITION_PICKER,
      BH_TYPE_DISPOSITION_ROW,    BH_TYPE_EMPTY_PAGE,
      BH_TYPE_HISTORY_ROW,        BH_TYPE_MATCH_CARD,
      BH_TYPE_MATCH_VIEW,         BH_TYPE_MATTER_ROW,
      BH_TYPE_NOTES_VIEW,         BH_TYPE_PALETTE,
      BH_TYPE_COMPACT_PAGE,       BH_TYPE_PALETTE_ROW,
      BH_TYPE_QUEUE_TILE,         BH_TYPE_RINGING_PAGE,
      BH_TYPE_SIDE_BAR,           BH_TYPE_SIGN_IN_PAGE,
      BH_TYPE_STATE_BUTTON,       BH_TYPE_STATE_ROW,
      BH_TYPE_TARGET_LIST,        BH_TYPE_TARGET_ROW,
      BH_TYPE_TRANSFER_POPOVER,   BH_TYPE_UNKNOWN_VIEW,
      BH_TYPE_WRAP_UP_BAR,        BH_TYPE_HISTORY_CELL,
      BH_TYPE_TIME_LINE,          BH_TYPE_EAR_BAR,
  };

  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autofree char *path = g_strdup_printf ("/agent/templates/%s", g_type_name (types[i]));
    g_test_add_data_func (path, GSIZE_TO_POINTER (types[i]), test_builds);
  }
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "desktop/agent/act-keys.h"
#include "desktop/agent/article-editor.h"
#include "desktop/agent/day-window.h"
#include "desktop/agent/keys-page.h"
#include "desktop/agent/preferences-window.h"
#include "desktop/agent/script-editor.h"
#include "desktop/agent/script-try-window.h"
#include "desktop/agent/settings.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/script-draft-parts.h"
#include "tests/desktop/agent/stage.h"
#include "tests/fakes/fake-knowledge.h"

/* Draws every view of the desktop into a folder: screenshots FOLDER [NAME…]. Run it under Xvfb, as
 * screenshots.sh does. LANGUAGE chooses the words, TEXT_PERCENT the size of the text, and
 * ADW_DEBUG_HIGH_CONTRAST=1 (libadwaita's own) the contrast. For the gallery of all of them
 * (gallery.py) PICTURE_SIZE=1024x700 and PICTURE_LOOK=dark stand above what the table says, and the
 * rows that only repeat another in a look or a size are left out. */

typedef struct {
  const char *name;
  const char *scenes; /* played in order */
  int width, height;
  enum { LIGHT, DARK } look;
  const char *act;   /* actions to do then, with spaces between, or NULL */
  const char *typed; /* into the widget that has the focus then, or NULL */
} Picture;

/* clang-format off */
static const Picture pictures[] = { /* table */
  { "sign-in",          NULL,                        540,  820, LIGHT },
  { "empty",            "base",                     1280,  800, LIGHT },
  { "empty-dark",       "base",                     1440,  900, DARK },
  { "not-ready",        "base not-ready",           1280,  800, LIGHT },
  { "ringing",          "base ringing",             1280,  800, LIGHT },
  { "ringing-dark",     "base ringing",             1440,  900, DARK },
  { "ringing-small",    "base ringing",             1024,  700, LIGHT },
  { "ringing-unknown",  "base unknown-ringing",     1280,  800, LIGHT },
  { "talking",          "base talking",             1440,  900, LIGHT },
  { "talking-dark",     "base talking",             1280,  800, DARK },
  { "talking-small",    "base talking",             1024,  700, LIGHT },
  { "talking-tiny",     "base talking",              800,  600, LIGHT },
  { "second-ring",      "base talking second-ring", 1280,  800, LIGHT },
  { "several",          "base wrap-up second-talking", 1280, 800, LIGHT, "win.contact(2)" },
  { "several-dark",     "base talking hold second-talking", 1280, 800, DARK, "win.contact(2)" },
  { "three",            "base wrap-up third-hold second-talking", 1280, 800, LIGHT, "win.contact(2)" },
  { "widths",           "base talking",             1440,  900, LIGHT, "win.widths win.widths" },
  { "history-search",   "base talking",             1280,  800, LIGHT, "win.history-search", "first" },
  { "coming",           "base coming",              1280,  800, LIGHT },
  { "coming-dark",      "base second-ring second-talking coming", 1024, 700, DARK },
  { "coming-rings",     "base coming coming-rings", 1280,  800, LIGHT },
  { "coming-withdrawn", "base coming coming-withdrawn", 1280, 800, LIGHT },
  { "hold",             "base talking hold",        1280,  800, LIGHT },
  { "consult",          "base talking consult",     1280,  800, LIGHT },
  { "transfer",         "base talking",             1280,  800, LIGHT, "win.transfer", "bil" },
  { "transfer-dark",    "base talking",             1280,  800, DARK, "win.transfer" },
  { "keypad",           "base talking",             1280,  800, LIGHT, "win.keypad" },
  { "dial",             "base",                     1280,  800, LIGHT, "win.dial", "030 90182" },
  { "dial-check",       "base",                     1280,  800, LIGHT, "dial-check" },
  { "dial-check-dark",  "base",                     1280,  800, DARK, "dial-check" },
  { "states",           "base talking",             1280,  800, LIGHT, "win.state-menu" },
  { "palette",          "base talking",             1280,  800, LIGHT, "win.palette", "re" },
  { "compact",          "base talking",             1280,  800, LIGHT, "win.compact" },
  { "compact-dark",     "base talking second-ring", 1280,  800, DARK, "win.compact" },
  { "compact-ringing",  "base ringing",             1280,  800, LIGHT, "win.compact" },
  { "compact-consult",  "base talking consult",     1280,  800, LIGHT, "win.compact" },
  { "compact-wrap-up",  "base wrap-up",             1280,  800, LIGHT, "win.compact" },
  { "compact-empty",    "base",                     1280,  800, LIGHT, "win.compact" },
  { "many",             "base many",                1280,  800, LIGHT },
  { "many-dark",        "base many",                1440,  900, DARK },
  { "many-small",       "base many",                1024,  700, LIGHT },
  { "unknown",          "base unknown",             1280,  800, LIGHT },
  { "wrap-up",          "base wrap-up",             1440,  900, LIGHT, "win.disposition" },
  { "wrap-up-typed",    "base wrap-up",             1280,  800, DARK, "win.disposition", "re" },
  { "result-needed",      "world needed", 1280, 800, LIGHT, "win.disposition" },
  { "result-needed-dark", "world needed", 1280, 800, DARK, "win.disposition" },
  { "result-needed-small", "world needed", 1024, 700, LIGHT, "win.disposition" },
  { "colleague-note",     "base wrap-up colleague-note", 1280, 800, LIGHT, "win.notes" },
  { "colleague-note-dark", "base wrap-up colleague-note", 1280, 800, DARK, "win.notes" },
  { "message",            "base talking message",    1280, 800, LIGHT },
  { "message-dark",       "base talking message",    1280, 800, DARK },
  { "message-urgent",     "base talking message message-urgent", 1280, 800, LIGHT },
  { "message-urgent-dark", "base message-urgent",    1280, 800, DARK },
  { "message-urgent-small", "base talking message message-urgent", 1024, 700, LIGHT },
  { "correct",            "world finished",         1280,  800, LIGHT },
  { "correct-dark",       "world finished",         1024,  700, DARK },
  { "my-day",             "world",                  1280,  800, LIGHT, "my-day" },
  { "my-day-dark",        "world",                  1280,  800, DARK, "my-day" },
  { "preferences",      "base",                     1280,  800, LIGHT, "preferences" },
  { "preferences-keys", "base",                     1280,  800, LIGHT, "preferences-keys" },
  { "shortcuts",        "base",                     1280,  800, LIGHT, "shortcuts" },
  { "knowledge",         "base talking",            1440,  900, LIGHT, "win.knowledge", "password" },
  { "knowledge-dark",    "base talking",            1440,  900, DARK, "win.knowledge", "password" },
  { "knowledge-usual",   "base talking",            1280,  800, LIGHT, "win.knowledge" },
  { "knowledge-small",   "base talking",            1024,  700, LIGHT, "win.knowledge", "更改密码" },
  { "knowledge-none",    "base talking",            1280,  800, LIGHT, "win.knowledge", "gift card" },
  { "knowledge-meant",   "base talking",            1280,  800, DARK, "win.knowledge", "pasword" },
  { "article",           "base talking",            1440,  900, LIGHT, "win.kb-open('" FAKE_ARTICLE_CHANGE "') win.kb-vote(true)" },
  { "article-dark",      "base talking",            1280,  800, DARK, "win.kb-open('" FAKE_ARTICLE_CHANGE "')" },
  { "article-table",     "base wrap-up",            1280,  800, LIGHT, "win.kb-open('" FAKE_ARTICLE_REFUNDS "')" },
  { "article-picture",   "base talking",            1440,  900, LIGHT, "win.kb-open('" FAKE_ARTICLE_LIGHTS "')" },
  { "article-picture-dark", "base talking",         1024,  700, DARK, "win.kb-open('" FAKE_ARTICLE_LIGHTS "')" },
  { "article-small",     "base talking",            1024,  700, LIGHT, "win.kb-open('" FAKE_ARTICLE_CHINESE "')" },
  { "editor",            "base",                    1280,  800, LIGHT, "editor" },
  { "editor-dark",       "base",                    1280,  800, DARK, "editor" },
  { "read-out",          "base talking",            1440,  900, LIGHT, "win.kb-open('" FAKE_ARTICLE_FORGOTTEN "') win.kb-read-out" },
  { "script",           "base talking",             1280,  800, LIGHT, "script" },
  { "script-small",     "base talking",             1024,  700, LIGHT, "script" },
  { "script-dark",      "base talking",             1440,  900, DARK, "script" },
  { "refusals",         "base talking",             1280,  800, LIGHT, "refusals" },
  { "refusals-small",   "base talking",             1024,  700, LIGHT, "refusals" },
  { "refusals-dark",    "base talking",             1280,  800, DARK, "refusals" },
  { "script-editor",    "base",                     1280,  800, LIGHT, "scripts" },
  { "script-editor-dark", "base",                   1280,  800, DARK, "scripts" },
  { "script-editor-question", "base",               1280,  800, LIGHT, "scripts-question" },
  { "script-editor-links", "base",                  1280,  800, LIGHT, "scripts-links" },
  { "script-editor-article", "base",                1280,  800, LIGHT, "scripts-article" },
  { "script-editor-insert", "base",                 1280,  800, LIGHT, "scripts-insert" },
  { "script-editor-versions", "base",               1280,  800, LIGHT, "scripts-versions" },
  { "script-editor-changes", "base",                1280,  800, LIGHT, "scripts-changes" },
  { "script-editor-assign", "base",                 1280,  800, LIGHT, "scripts-assign" },
  { "script-player",    "base",                     1280,  800, LIGHT, "script-player" },
  { "script-payment",   "base",                     1280,  800, LIGHT, "script-payment" },
  { "script-chart",     "base",                     1280,  800, LIGHT, "script-chart" },
  { "script-chart-dark", "base",                    1280,  800, DARK, "script-chart" },
  { "campaigns",        "base",                     1280,  800, LIGHT, "campaigns" },
  { "preview",          "base",                     1280,  800, LIGHT, "preview" },
  { "preview-dark",     "base",                     1440,  900, DARK, "preview" },
  { "preview-small",    "base",                     1024,  700, LIGHT, "preview" },
  { "preview-skip",     "base",                     1280,  800, LIGHT, "preview-skip" },
  { "preview-numbers",  "base",                     1280,  800, LIGHT, "preview-next" },
  { "preview-none",     "base",                     1280,  800, LIGHT, "preview-none" },
  { "preview-refused",  "base",                     1280,  800, DARK, "preview-refused" },
  { "callback",         "base",                     1280,  800, LIGHT, "callback" },
  { "callback-dark",    "base",                     1280,  800, DARK, "callback" },
  { "preview-result",   "base",                     1280,  800, LIGHT, "preview-result" },
  { "consents",         "world",                    1280,  800, LIGHT, "consents" },
  { "consents-dark",    "world",                    1280,  800, DARK, "consents" },
  { "consents-small",   "world",                    1024,  700, LIGHT, "consents" },
  { "consents-window",  "world",                    1280,  800, LIGHT, "consents-window" },
  { "consents-window-dark", "world",                1280,  800, DARK, "consents-window" },
  { "consents-stop",    "world",                    1280,  800, LIGHT, "consents-stop" },
  { "consents-transfer", "world",                   1280,  800, LIGHT, "consents-transfer" },
  { "link-down",        "base talking link-down",   1280,  800, LIGHT },
};
/* clang-format on */

static void
type (Stage *stage, const char *text)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (stage->window));

  g_assert_true (GTK_IS_EDITABLE (focus));
  gtk_editable_set_text (GTK_EDITABLE (focus), text);
  gtk_editable_set_position (GTK_EDITABLE (focus), -1);
  stage_settle (stage);
}

/* The windows beside the main one. */
static void
draw_window (Stage *stage, GtkWidget *window, const char *path)
{
  gtk_window_present (GTK_WINDOW (window));
  stage_settle (stage);
  stage_shoot_window (stage, window, path);
  gtk_root_set_focus (GTK_ROOT (window), NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The test player, at its first step, at the one with the payment, or with the flow chart. */
static gboolean
draw_script (Stage *stage, const char *act, const char *path)
{
  g_autofree char *script = stage_read_script ("returns");
  GtkWidget *window = bh_script_try_window_new (GTK_WINDOW (stage->window), script, "Anna Berg");
  BhScriptView *view = bh_script_try_window_get_view (BH_SCRIPT_TRY_WINDOW (window));
  BhScriptPlayer *player = bh_script_view_get_player (view);

  bh_script_player_answer (player, "reason", "broken", NULL);
  gtk_window_present (GTK_WINDOW (window));
  if (!g_str_equal (act, "script-player"))
    bh_script_player_go_on (player, NULL);
  bh_script_view_focus (view);
  stage_settle (stage);
  if (g_str_equal (act, "script-chart"))
    bh_script_view_open_chart (view);
  draw_window (stage, window, path);
  return TRUE;
}

/* @contact: one that was there. */
static void
refuse (Stage *stage, BhContactItem *contact, const char *kind, const char *about, const char *text)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR,
                                                  G_IO_ERROR_FAILED,
                                                  "The contact was finished by somebody else.");
  g_autofree char *id = g_strdup_printf ("%s %s", bh_contact_item_get_id (contact), kind);
  g_autoptr (JsonObject) told = bh_desk_refusals_about (contact, kind, about, text, NULL, NULL);

  bh_desk_refusals_put (stage->desk->refusals, id, told, error);
}

/* Of the contact in the middle, and of one that is gone. */
static void
draw_refusals (Stage *stage, const char *path)
{
  BhContactItem *current = bh_desk_get_current (stage->desk);
  g_autoptr (BhContactItem) gone = bh_contact_item_new ("0192f7c2-0000-7000-8000-000000000001");

  bh_contact_item_refresh_title (gone);
  refuse (stage,
          gone,
          "note",
          NULL,
          "Wants to be called back on Monday before 10:00, on the mobile");
  refuse (stage, current, "answer", "Since when does it not work?", "since the summer");
  refuse (stage, current, "result", "Refund › Done", "Refund › Done");
  stage_shoot (stage, path);
}

/* The contact in the middle has a script. */
static void
give_script (Stage *stage)
{
  g_autofree char *document = stage_read_script ("returns");
  g_autoptr (BhScriptPlayer) player = bh_script_player_new (document, 3, NULL);

  bh_script_player_set_language (player, g_get_language_names ()[0]);
  bh_script_player_set_fact (player, "customer.name", "王小明");
  bh_contact_item_set_script (bh_desk_get_current (stage->desk), player);
  g_assert_true (stage_act (stage, "win.script-focus"));
  bh_script_player_answer (player, "reason", "broken", NULL);
  stage_settle (stage);
}

/* An article as its editor has it. */
static GtkWidget *
make_editor (Stage *stage)
{
  BhArticleEditor *editor;

  fake_world_allow (stage_world (stage), "kb.save");
  editor = bh_article_editor_new (GTK_WINDOW (stage->window), stage->desk);
  bh_article_editor_open (editor, FAKE_ARTICLE_CHANGE);
  stage_settle (stage);
  return GTK_WIDGET (editor);
}

/* The talk is over. */
static void
wrap_up (Stage *stage)
{
  const char *id = fake_world_offered (stage_world (stage), "+8613800138000", "王小明", "support");

  fake_world_talking (stage_world (stage), id);
  fake_world_wrap_up (stage_world (stage), id, 30);
  stage_settle (stage);
}

/* So is what follows it. */
static void
finish (Stage *stage)
{
  wrap_up (stage);
  g_assert_true (stage_act (stage, "win.finish"));
  stage_settle (stage);
}

/* The queue wants a result, and proposes one. */
static void
need_result (Stage *stage)
{
  fake_world_results (stage_world (stage), "support", TRUE, "solved");
  wrap_up (stage);
}

static void
draw_day (Stage *stage, const char *path)
{
  fake_world_message (stage_world (stage), "The payment page is slow today.", FALSE);
  fake_world_message (stage_world (stage), "付款系统故障：请不要再收银行卡付款。", TRUE);
  stage_settle (stage);
  draw_window (stage,
               GTK_WIDGET (bh_day_window_new (GTK_WINDOW (stage->window), stage->desk)),
               path);
}

/* A campaign's record before the agent, and what can be done with it. */
static void
draw_outbound (Stage *stage, const char *act, const char *path)
{
  FakeWorld *world = stage_world (stage);
  GtkWidget *asks;

  fake_world_pass (world, bh_clock_now (stage->clock) - fake_world_now (world));
  fake_world_outbound (world);
  stage_pass (stage, G_GINT64_CONSTANT (61) * G_USEC_PER_SEC); /* the lists are asked for again */
  if (g_str_equal (act, "dial-check")) {
    g_assert_true (stage_act (stage, "win.dial-number::+33 1 42 27 81 86"));
    stage_shoot (stage, path);
    return;
  }
  if (g_str_equal (act, "campaigns")) {
    stage_shoot (stage, path);
    return;
  }
  g_assert_true (stage_act (stage, "win.campaign-join::renewals"));
  stage_settle (stage);
  for (guint n = g_str_equal (act, "preview-none") ? 3 : g_str_equal (act, "preview-next"); n > 0;
       n--) {
    fake_world_campaign_result (world, "skipped");
    stage_settle (stage);
  }
  if (g_str_equal (act, "preview-skip"))
    g_assert_true (stage_act (stage, "win.record-skip"));
  if (g_str_equal (act, "preview-refused")) {
    fake_server_fail_next (
        stage->server,
        "campaign.dial",
        "dial_refused",
        "Calling hours: It is Sat 15:40 in Europe/Berlin; allowed is Mon-Fri 08:00-18:00. It may "
        "be dialed from 2026-11-23 08:00 in Europe/Berlin. (House rule)");
    g_assert_true (stage_act (stage, "win.record-dial"));
  }
  if (g_str_equal (act, "preview-result")) {
    const char *contact;
    g_assert_true (stage_act (stage, "win.record-dial"));
    stage_settle (stage);
    contact = bh_contact_item_get_id (bh_desk_get_current (stage->desk));
    fake_server_drop (stage->server);
    fake_world_gone (world, contact, "finished", NULL);
    fake_server_restart (stage->server);
    stage_settle (stage);
    while (bh_desk_get_current (stage->desk) != NULL && stage_act (stage, "win.finish"))
      stage_settle (stage);
    g_assert_true (stage_act (stage, "win.record-result"));
  }
  if (g_str_equal (act, "callback")) {
    g_assert_true (stage_act (stage, "win.record-callback"));
    stage_settle (stage);
    asks = stage_asking ();
    draw_window (stage, asks, path);
    return;
  }
  stage_shoot (stage, path);
}

/* The version before the one that is being written, compared with it. */
static void
draw_changes (Stage *stage, GtkWidget *editor, const char *path)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (BH_SCRIPT_EDITOR (editor));
  GtkListBox *list;

  bh_script_draft_set_text (draft, 0, "title", "Welcome");
  bh_script_draft_set_text (draft, 1, "text", "We send a new one to {customer.company|you} today.");
  bh_script_draft_set_flag (draft, 1, "payment", FALSE);
  bh_script_draft_set_part (draft, 0, BH_SCRIPT_PART_QUESTION, 1, "label", "Since which day?");
  bh_script_draft_remove_part (draft, 0, BH_SCRIPT_PART_WAY, 0);
  bh_script_draft_set_text (draft, bh_script_draft_add_step (draft, 1), "title", "Address");
  list = GTK_LIST_BOX (stage_find (editor, "script-version-list"));
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 0));
  stage_settle (stage);
  draw_window (stage, stage_asking (), path);
  gtk_window_destroy (GTK_WINDOW (editor));
}

/* What a customer said about being called. */
static void
draw_consents (Stage *stage, const char *act, const char *path)
{
  FakeWorld *world = stage_world (stage);
  gboolean listed = g_str_equal (act, "consents");
  const char *contact;

  fake_world_pass (world, bh_clock_now (stage->clock) - fake_world_now (world));
  fake_world_outbound (world);
  stage_pass (stage, G_USEC_PER_SEC);
  contact =
      fake_world_offered (world, listed ? "+8613800138000" : "+493090182014", NULL, "support");
  fake_world_card_one (world, contact, "Marie Dubois", "Dubois SARL");
  fake_world_history (world, 12);
  fake_world_talking (world, contact);
  fake_world_note (world, contact, "Call his wife: 030 9018 2045, after six.", "bob");
  stage_settle (stage);
  if (g_str_equal (act, "consents-transfer")) {
    g_assert_true (stage_act (stage, "win.transfer"));
    type (stage, "+33 1 42 27 81 86");
  }
  if (listed || g_str_equal (act, "consents-transfer")) {
    stage_shoot (stage, path);
    return;
  }
  g_assert_true (
      stage_act (stage, g_str_equal (act, "consents-stop") ? "win.do-not-call" : "win.consents"));
  stage_settle (stage);
  draw_window (stage, stage_asking (), path);
}

static void
open_part (GtkWidget *editor, BhScriptDraft *draft, const char *act)
{
  if (g_str_equal (act, "scripts-question")) {
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (stage_find (editor, "question-0")), TRUE);
  } else if (g_str_equal (act, "scripts-links")) {
    bh_script_draft_set_jump (draft, 0, "swap", TRUE);
    bh_script_draft_add_article (draft, 0, "99999999-9999-4999-8999-999999999999", "Old prices");
    bh_script_editor_edit (BH_SCRIPT_EDITOR (editor), draft, 3);
  } else if (g_str_equal (act, "scripts-article")) {
    gtk_widget_activate_action (editor, "editor.add-article", NULL);
    gtk_editable_set_text (GTK_EDITABLE (stage_find (editor, "article-words")), "pass");
  } else if (g_str_equal (act, "scripts-insert")) {
    gtk_widget_activate_action (editor, "editor.insert", NULL);
  } else {
    gtk_menu_button_popup (GTK_MENU_BUTTON (
        stage_find (editor,
                    g_str_equal (act, "scripts-assign") ? "script-assign" : "script-versions")));
  }
}

/* One of its parts, opened. */
static void
draw_part_of_editor (Stage *stage, const char *act, const char *path)
{
  g_autofree char *document = stage_read_script ("returns");
  g_autoptr (BhScriptDraft) draft = bh_script_draft_new (document, NULL);
  GtkWidget *editor = bh_script_editor_new (GTK_WINDOW (stage->window), stage->desk);
  const char *contact =
      fake_world_offered (stage_world (stage), "+8613800138000", "Zhang San", "support");

  fake_world_script (stage_world (stage), contact, document);
  stage_settle (stage);
  bh_script_editor_edit (BH_SCRIPT_EDITOR (editor), draft, 3);
  if (g_str_equal (act, "scripts-question") || g_str_equal (act, "scripts-links") ||
      g_str_equal (act, "scripts-article"))
    gtk_window_set_default_size (GTK_WINDOW (editor), 1200, 1500);
  gtk_window_present (GTK_WINDOW (editor));
  stage_settle (stage);
  open_part (editor, draft, act);
  stage_settle (stage);
  if (g_str_equal (act, "scripts-changes"))
    draw_changes (stage, editor, path);
  else
    draw_window (stage, editor, path);
}

/* One act has a key of its own, another waits for one and refuses what it was given. */
static void
draw_keys (Stage *stage, const char *path)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page;

  bh_act_keys_choose (settings, "win.transfer-or-complete", "<Control>y");
  page = bh_keys_page_new (settings);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 700);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  stage_settle (stage);
  adw_action_row_activate (ADW_ACTION_ROW (stage_find (page, "win.keypad")));
  bh_keys_page_press (BH_KEYS_PAGE (page), GDK_KEY_k, GDK_CONTROL_MASK);
  draw_window (stage, window, path);
  g_settings_reset (settings, "keys");
}

static gboolean
draw_other (Stage *stage, const char *act, const char *path)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (g_strcmp0 (act, "preferences-keys") == 0) {
    draw_keys (stage, path);
    return TRUE;
  }
  if (g_strcmp0 (act, "preferences") == 0) {
    draw_window (stage, g_object_new (BH_TYPE_PREFERENCES_WINDOW, NULL), path);
    return TRUE;
  }
  if (g_strcmp0 (act, "my-day") == 0) {
    draw_day (stage, path);
    return TRUE;
  }
  if (act != NULL && (g_str_has_prefix (act, "ca") || g_str_has_prefix (act, "preview") ||
                      g_str_equal (act, "dial-check"))) {
    draw_outbound (stage, act, path);
    return TRUE;
  }
  if (g_strcmp0 (act, "refusals") == 0) {
    draw_refusals (stage, path);
    return TRUE;
  }
  if (act != NULL && g_str_has_prefix (act, "consents")) {
    draw_consents (stage, act, path);
    return TRUE;
  }
  if (g_strcmp0 (act, "script") == 0) {
    give_script (stage);
    stage_shoot (stage, path);
    return TRUE;
  }
  if (act != NULL && g_str_has_prefix (act, "scripts-")) {
    draw_part_of_editor (stage, act, path);
    return TRUE;
  }
  if (g_strcmp0 (act, "scripts") == 0) {
    g_autofree char *document = stage_read_script ("returns");
    g_autoptr (BhScriptDraft) draft = bh_script_draft_new (document, NULL);
    GtkWidget *editor = bh_script_editor_new (GTK_WINDOW (stage->window), stage->desk);
    stage_settle (stage);
    bh_script_editor_edit (BH_SCRIPT_EDITOR (editor), draft, 3);
    bh_script_draft_set_text (draft, 2, "text", "I am sorry, {customer.nmae}.");
    bh_script_draft_set_clean (draft);
    draw_window (stage, editor, path);
    return TRUE;
  }
  if (act != NULL && g_str_has_prefix (act, "script-"))
    return draw_script (stage, act, path);
  if (g_strcmp0 (act, "editor") == 0) {
    draw_window (stage, make_editor (stage), path);
    return TRUE;
  }
  if (g_strcmp0 (act, "shortcuts") != 0)
    return FALSE;
  builder = gtk_builder_new_from_resource ("/org/bellhop/Agent/shortcuts.ui");
  draw_window (stage, GTK_WIDGET (gtk_builder_get_object (builder, "shortcuts")), path);
  return TRUE;
}

static void
choose_look (const Picture *picture)
{
  const char *look = g_getenv ("PICTURE_LOOK");
  gboolean dark = look != NULL ? g_str_equal (look, "dark") : picture->look == DARK;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

static void
choose_size (const Picture *picture, int *width, int *height)
{
  const char *size = g_getenv ("PICTURE_SIZE");

  *width = picture->width;
  *height = picture->height;
  if (size != NULL && sscanf (size, "%dx%d", width, height) != 2)
    g_error ("PICTURE_SIZE=%s is not like 1024x700", size); /* lint: ok, a tool for developers */
}

/* "talking-dark" is "talking" once more. */
static gboolean
is_repeated (const Picture *picture)
{
  static const char *const variants[] = {"-dark", "-small", "-tiny", "-wide"};

  for (guint i = 0; i < G_N_ELEMENTS (variants); i++) {
    if (g_str_has_suffix (picture->name, variants[i]))
      return g_getenv ("PICTURE_SIZE") != NULL;
  }
  return FALSE;
}

static void
draw (const Picture *picture, const char *folder)
{
  Stage stage = {0};
  g_autofree char *file = g_strconcat (picture->name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_auto (GStrv) scenes = g_strsplit (picture->scenes != NULL ? picture->scenes : "", " ", -1);
  g_auto (GStrv) acts = g_strsplit (picture->act != NULL ? picture->act : "", " ", -1);
  int width;
  int height;

  choose_look (picture);
  choose_size (picture, &width, &height);
  stage_set_up (&stage, NULL);
  stage_resize (&stage, width, height);
  for (char **scene = scenes; *scene != NULL; scene++) {
    if (g_str_equal (*scene, "base"))
      stage_sign_in (&stage);
    else if (g_str_equal (*scene, "world"))
      stage_enter (&stage);
    else if (g_str_equal (*scene, "finished"))
      finish (&stage);
    else if (g_str_equal (*scene, "needed"))
      need_result (&stage);
    else
      stage_play (&stage, *scene);
  }
  if (!draw_other (&stage, picture->act, path)) {
    for (guint i = 0; acts[i] != NULL; i++)
      g_assert_true (stage_act (&stage, acts[i]));
    if (picture->typed != NULL)
      type (&stage, picture->typed);
    stage_shoot (&stage, path);
  }
  stage_tear_down (&stage, NULL);
  g_print ("%s\n", path);
}

/* As the desktop environment's "large text" does it. */
static void
scale_text (const char *percent)
{
  guint64 value = 100;
  int dpi;

  if (percent == NULL || !g_ascii_string_to_unsigned (percent, 10, 50, 400, &value, NULL))
    return;
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (dpi * (int) value / 100), NULL);
}

int
main (int argc, char **argv)
{
  if (argc < 2 || !stage_init ())
    return EXIT_FAILURE;
  scale_text (g_getenv ("TEXT_PERCENT"));
  g_mkdir_with_parents (argv[1], 0755);
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++) {
    if (is_repeated (&pictures[i]))
      continue;
    if (argc == 2 || g_strv_contains ((const char *const *) argv + 2, pictures[i].name))
      draw (&pictures[i], argv[1]);
  }
  return EXIT_SUCCESS;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/ops.h"

#include "protocol/args.h"
#include "protocol/protocol-error.h"

#define ALL                                                                                        \
  (BH_WHO_AGENT | BH_WHO_SUPERVISOR | BH_WHO_ADMIN | BH_WHO_INTEGRATION | BH_WHO_EDITOR |          \
   BH_WHO_LOCAL)

/* of the knowledge base */
#define READERS (BH_WHO_AGENT | BH_WHO_EDITOR | BH_WHO_SUPERVISOR | BH_WHO_ADMIN)
/* of what is called from a list */
#define CALLERS (BH_WHO_AGENT | BH_WHO_SUPERVISOR | BH_WHO_ADMIN)
#define EDITORS (BH_WHO_EDITOR | BH_WHO_SUPERVISOR | BH_WHO_ADMIN)

#define BOSSES (BH_WHO_SUPERVISOR | BH_WHO_ADMIN)

static const char *const profiles[] = {"manual", "notify", "softphone", NULL};
static const char *const states[] = {"ready", "not_ready", NULL};

#define MUST(text, low, high)                                                                      \
  {                                                                                                \
    .name = text, .kind = BH_ARG_STRING, .required = TRUE, .min = low, .max = high                 \
  }
#define MAY(text, low, high)                                                                       \
  {                                                                                                \
    .name = text, .kind = BH_ARG_STRING, .min = low, .max = high                                   \
  }
#define END                                                                                        \
  {                                                                                                \
    .name = NULL                                                                                   \
  }

static const BhArgSpec no_args[] = {END};
static const BhArgSpec login_args[] = {
    MAY ("user", 1, 128),
    MAY ("password", 1, 1024),
    MAY ("device", 1, 64),
    {.name = "profile", .kind = BH_ARG_ENUM, .words = profiles},
    MAY ("ticket", 1, 4096),
    END,
};
static const BhArgSpec state_args[] = {
    {.name = "state", .kind = BH_ARG_ENUM, .required = TRUE, .words = states},
    MAY ("reason", 1, 64),
    END,
};
static const char *const purposes[] = {"service", "marketing", NULL};

static const BhArgSpec dial_args[] = {
    MUST ("number", 1, 64),
    MAY ("customer", 1, 64),
    MAY ("campaign", 1, 64),
    {.name = "purpose", .kind = BH_ARG_ENUM, .words = purposes},
    END,
};
static const BhArgSpec dial_check_args[] = {
    MUST ("number", 1, 64),
    MAY ("customer", 1, 64),
    MAY ("campaign", 1, 64),
    {.name = "purpose", .kind = BH_ARG_ENUM, .words = purposes},
    MAY ("at", 1, 40),
    END,
};
static const BhArgSpec campaign_args[] = {MUST ("campaign", 1, 64), END};
static const BhArgSpec record_dial_args[] = {MUST ("record", 36, 36), MUST ("number", 1, 64), END};
static const BhArgSpec record_skip_args[] = {MUST ("record", 36, 36), MUST ("reason", 1, 200), END};
static const BhArgSpec record_result_args[] = {
    MUST ("record", 36, 36),
    MUST ("outcome", 1, 32),
    MAY ("reason", 1, 200),
    END,
};
static const char *const whose[] = {"me", "team", NULL};
static const BhArgSpec callback_create_args[] = {
    MUST ("number", 1, 64),
    MAY ("name", 1, 200),
    MUST ("due", 1, 40),
    MUST ("zone", 1, 64),
    {.name = "to", .kind = BH_ARG_ENUM, .required = TRUE, .words = whose},
    MAY ("note", 1, 1000),
    MAY ("customer", 36, 36),
    MAY ("contact", 36, 36),
    MAY ("record", 36, 36),
    MAY ("queue", 1, 64),
    END,
};
static const BhArgSpec callback_args[] = {MUST ("callback", 36, 36), END};
static const BhArgSpec callback_move_args[] = {
    MUST ("callback", 36, 36),
    MAY ("due", 1, 40),
    MAY ("zone", 1, 64),
    {.name = "to", .kind = BH_ARG_ENUM, .words = whose},
    END,
};
static const BhArgSpec consent_args[] = {
    MAY ("number", 1, 64),
    MAY ("customer", 36, 36),
    MUST ("purpose", 1, 32),
    {.name = "given", .kind = BH_ARG_BOOL, .required = TRUE},
    MUST ("source", 1, 200),
    MAY ("contact", 36, 36),
    END,
};
static const BhArgSpec consents_args[] = {MAY ("number", 1, 64), MAY ("customer", 36, 36), END};
static const BhArgSpec do_not_call_args[] = {
    MUST ("number", 1, 64),
    MUST ("reason", 1, 200),
    MAY ("contact", 36, 36),
    END,
};
static const BhArgSpec contact_args[] = {MUST ("contact", 1, 64), END};
static const BhArgSpec to_args[] = {MUST ("contact", 1, 64), MUST ("to", 1, 64), END};
static const BhArgSpec dtmf_args[] = {MUST ("contact", 1, 64), MUST ("digits", 1, 32), END};
static const BhArgSpec note_args[] = {
    MUST ("contact", 1, 64),
    MUST ("body", 0, 20000),
    {.name = "base", .kind = BH_ARG_INT, .required = TRUE, .min = 0, .max = G_MAXINT64},
    MAY ("pen", 36, 36),
    {.name = "edit", .kind = BH_ARG_INT, .min = 1, .max = G_MAXINT64},
    MAY ("typed_at", 20, 40),
    END,
};
static const BhArgSpec disposition_args[] = {
    MUST ("contact", 1, 64),
    {.name = "code",
     .kind = BH_ARG_STRING,
     .required = TRUE,
     .nullable = TRUE,
     .min = 1,
     .max = 64},
    END,
};
static const BhArgSpec customer_args[] = {
    MUST ("contact", 1, 64),
    {.name = "customer",
     .kind = BH_ARG_STRING,
     .required = TRUE,
     .nullable = TRUE,
     .min = 1,
     .max = 64},
    END,
};
static const BhArgSpec extend_args[] = {
    MUST ("contact", 1, 64),
    {.name = "seconds", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 3600},
    END,
};
static const BhArgSpec create_args[] = {
    MUST ("name", 1, 200),
    MAY ("number", 1, 64),
    MAY ("company", 1, 200),
    MAY ("language", 1, 35),
    MAY ("contact", 1, 64),
    END,
};
static const BhArgSpec attach_args[] = {
    MUST ("customer", 1, 64),
    MUST ("number", 1, 64),
    MAY ("contact", 1, 64),
    END,
};
static const BhArgSpec search_args[] = {
    MUST ("text", 1, 200),
    {.name = "limit", .kind = BH_ARG_INT, .min = 1, .max = 200},
    END,
};
static const BhArgSpec history_args[] = {
    MUST ("customer", 1, 64),
    MAY ("before", 1, 64),
    {.name = "limit", .kind = BH_ARG_INT, .min = 1, .max = 200},
    MAY ("text", 1, 200),
    MAY ("only", 1, 16),
    END,
};
static const BhArgSpec agent_recent_args[] = {
    {.name = "limit", .kind = BH_ARG_INT, .min = 1, .max = 50},
    END,
};
static const BhArgSpec agent_day_args[] = {MAY ("agent", 1, 64), MAY ("day", 10, 10), END};
static const BhArgSpec agent_sign_out_args[] = {
    MUST ("agent", 1, 64),
    MUST ("reason", 1, 200),
    END,
};
static const BhArgSpec message_send_args[] = {
    MUST ("to", 1, 80),
    MUST ("body", 1, 500),
    {.name = "urgent", .kind = BH_ARG_BOOL},
    END,
};
static const BhArgSpec message_seen_args[] = {
    MUST ("message", 36, 36),
    {.name = "read", .kind = BH_ARG_BOOL, .required = TRUE},
    END,
};
static const BhArgSpec kb_search_args[] = {
    MUST ("text", 1, 200),
    {.name = "limit", .kind = BH_ARG_INT, .min = 1, .max = 50},
    MAY ("language", 2, 16),
    MAY ("search", 1, 64),
    MAY ("contact", 1, 64),
    END,
};
static const BhArgSpec kb_article_args[] = {
    MUST ("article", 36, 36),
    {.name = "version", .kind = BH_ARG_INT, .min = 1, .max = 2147483647},
    END,
};
static const BhArgSpec kb_suggested_args[] = {
    MAY ("contact", 1, 64),
    MAY ("queue", 1, 64),
    MAY ("reason", 1, 64),
    MAY ("step", 1, 64),
    MAY ("language", 2, 16),
    {.name = "limit", .kind = BH_ARG_INT, .min = 1, .max = 20},
    END,
};
static const char *const kb_click_how[] = {"opened", "inserted", "read_out", "suggested", NULL};
static const BhArgSpec kb_click_args[] = {
    MUST ("article", 36, 36),
    {.name = "version", .kind = BH_ARG_INT, .min = 1, .max = 2147483647},
    MAY ("search", 1, 64),
    {.name = "place", .kind = BH_ARG_INT, .min = 1, .max = 1000},
    {.name = "how", .kind = BH_ARG_ENUM, .words = kb_click_how},
    MAY ("contact", 1, 64),
    END,
};
static const BhArgSpec kb_useful_args[] = {
    MUST ("article", 36, 36),
    {.name = "useful", .kind = BH_ARG_BOOL, .required = TRUE},
    MAY ("comment", 0, 500),
    MAY ("contact", 1, 64),
    END,
};
static const BhArgSpec kb_gap_args[] = {
    MUST ("text", 1, 200),
    MAY ("comment", 0, 500),
    MAY ("search", 1, 64),
    MAY ("language", 2, 16),
    MAY ("contact", 1, 64),
    END,
};
static const BhArgSpec kb_suggest_args[] = {
    MUST ("article", 36, 36),
    {.name = "base", .kind = BH_ARG_INT, .required = TRUE, .min = 0, .max = 2147483647},
    MUST ("title", 1, 200),
    MUST ("body", 0, 20000),
    MAY ("language", 2, 16),
    MAY ("category", 0, 200),
    {.name = "tags", .kind = BH_ARG_TEXTS, .max = 20},
    MAY ("comment", 0, 500),
    END,
};
static const BhArgSpec kb_picture_args[] = {
    MUST ("picture", 64, 64),
    {.name = "offset", .kind = BH_ARG_INT, .min = 0, .max = 524288},
    END,
};
static const BhArgSpec kb_picture_put_args[] = {
    MUST ("picture", 64, 64),
    {.name = "size", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 524288},
    {.name = "offset", .kind = BH_ARG_INT, .required = TRUE, .min = 0, .max = 524287},
    MUST ("data", 4, 60000),
    END,
};
static const BhArgSpec kb_versions_args[] = {
    MUST ("article", 36, 36),
    {.name = "before", .kind = BH_ARG_INT, .min = 1, .max = 2147483647},
    {.name = "limit", .kind = BH_ARG_INT, .min = 1, .max = 200},
    END,
};
static const BhArgSpec kb_diff_args[] = {
    MUST ("article", 36, 36),
    {.name = "from", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 2147483647},
    {.name = "to", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 2147483647},
    END,
};
static const BhArgSpec kb_save_args[] = {
    MUST ("article", 36, 36),
    {.name = "base", .kind = BH_ARG_INT, .required = TRUE, .min = 0, .max = 2147483647},
    MUST ("title", 1, 200),
    MUST ("body", 0, 20000),
    MAY ("language", 2, 16),
    MAY ("category", 0, 200),
    {.name = "tags", .kind = BH_ARG_TEXTS, .max = 20},
    MAY ("owner", 1, 64),
    MAY ("review_on", 10, 10),
    MAY ("comment", 0, 500),
    END,
};
static const char *const kb_review_verdict[] = {"started", "returned", NULL};
static const BhArgSpec kb_review_args[] = {
    MUST ("article", 36, 36),
    {.name = "version", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 2147483647},
    {.name = "verdict", .kind = BH_ARG_ENUM, .required = TRUE, .words = kb_review_verdict},
    MAY ("comment", 0, 500),
    END,
};
static const BhArgSpec kb_publish_args[] = {
    MUST ("article", 36, 36),
    {.name = "version", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 2147483647},
    MAY ("review_on", 10, 10),
    MAY ("comment", 0, 500),
    END,
};
static const BhArgSpec kb_archive_args[] = {
    MUST ("article", 36, 36),
    {.name = "version", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 2147483647},
    MAY ("comment", 0, 500),
    END,
};
static const BhArgSpec kb_rollback_args[] = {
    MUST ("article", 36, 36),
    {.name = "version", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 2147483647},
    {.name = "base", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 2147483647},
    MAY ("comment", 0, 500),
    END,
};
static const BhArgSpec kb_recommend_args[] = {
    MUST ("article", 36, 36),
    {.name = "on", .kind = BH_ARG_BOOL, .required = TRUE},
    MAY ("queue", 1, 64),
    MAY ("reason", 1, 64),
    MAY ("step", 1, 64),
    END,
};
static const char *const kb_work_status[] =
    {"draft", "suggested", "in_review", "published", "archived", "due", NULL};
static const BhArgSpec kb_work_args[] = {
    {.name = "status", .kind = BH_ARG_ENUM, .required = TRUE, .words = kb_work_status},
    {.name = "limit", .kind = BH_ARG_INT, .min = 1, .max = 200},
    END,
};
static const BhArgSpec kb_gaps_args[] = {
    {.name = "limit", .kind = BH_ARG_INT, .min = 1, .max = 200},
    END,
};
static const BhArgSpec kb_gap_close_args[] = {
    MUST ("text", 1, 200),
    MAY ("article", 36, 36),
    END,
};
static const BhArgSpec kb_synonyms_args[] = {
    MAY ("text", 1, 200),
    {.name = "limit", .kind = BH_ARG_INT, .min = 1, .max = 1000},
    END,
};
static const BhArgSpec kb_synonym_save_args[] = {
    {.name = "group", .kind = BH_ARG_INT, .min = 1, .max = G_GINT64_CONSTANT (9007199254740991)},
    {.name = "words", .kind = BH_ARG_TEXTS, .required = TRUE, .max = 32},
    END,
};
static const BhArgSpec script_get_args[] = {
    MUST ("script", 1, 64),
    {.name = "version", .kind = BH_ARG_INT, .min = 1, .max = 2147483647},
    END,
};
static const BhArgSpec script_args[] = {MUST ("script", 1, 64), END};
static const BhArgSpec script_save_args[] = {
    {.name = "document", .kind = BH_ARG_OBJECT, .required = TRUE},
    {.name = "base", .kind = BH_ARG_INT, .required = TRUE, .min = 0, .max = 2147483647},
    MAY ("comment", 0, 500),
    END,
};
static const BhArgSpec script_publish_args[] = {
    MUST ("script", 1, 64),
    {.name = "version", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 2147483647},
    END,
};
static const BhArgSpec script_assign_args[] = {
    {.name = "script",
     .kind = BH_ARG_STRING,
     .required = TRUE,
     .nullable = TRUE,
     .min = 1,
     .max = 64},
    MAY ("queue", 1, 64),
    MAY ("campaign", 1, 64),
    MAY ("language", 2, 16),
    END,
};
static const BhArgSpec script_for_args[] = {
    MAY ("queue", 1, 64),
    MAY ("campaign", 1, 64),
    MAY ("language", 2, 16),
    END,
};
static const BhArgSpec script_step_args[] = {
    MUST ("contact", 1, 64),
    MUST ("script", 1, 64),
    {.name = "version", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 2147483647},
    {.name = "path", .kind = BH_ARG_TEXTS, .required = TRUE, .max = 256},
    END,
};
static const BhArgSpec script_answer_args[] = {
    MUST ("contact", 1, 64),
    MUST ("id", 36, 36),
    MUST ("script", 1, 64),
    {.name = "version", .kind = BH_ARG_INT, .required = TRUE, .min = 1, .max = 2147483647},
    MUST ("step", 1, 64),
    MUST ("question", 1, 64),
    {.name = "value", .kind = BH_ARG_ANSWER, .required = TRUE, .nullable = TRUE},
    END,
};
static const BhArgSpec tail_args[] = {
    {.name = "on", .kind = BH_ARG_BOOL, .required = TRUE},
    {.name = "raw", .kind = BH_ARG_BOOL},
    END,
};

static const BhOpSpec specs[BH_OP_N] = {
    [BH_OP_LOGIN] = {BH_OP_LOGIN, BH_WHO_STRANGER, login_args},
    [BH_OP_LOGOUT] = {BH_OP_LOGOUT, ALL, no_args},
    [BH_OP_STATE_SET] = {BH_OP_STATE_SET, BH_WHO_AGENT, state_args},
    [BH_OP_STATE_KEEP] = {BH_OP_STATE_KEEP, BH_WHO_AGENT, no_args},
    [BH_OP_CALL_DIAL] = {BH_OP_CALL_DIAL, BH_WHO_AGENT, dial_args},
    [BH_OP_DIAL_CHECK] = {BH_OP_DIAL_CHECK,
                          BH_WHO_AGENT | BH_WHO_SUPERVISOR | BH_WHO_ADMIN | BH_WHO_LOCAL,
                          dial_check_args},
    [BH_OP_CALL_ANSWER] = {BH_OP_CALL_ANSWER, BH_WHO_AGENT, contact_args},
    [BH_OP_CALL_HOLD] = {BH_OP_CALL_HOLD, BH_WHO_AGENT, contact_args},
    [BH_OP_CALL_RETRIEVE] = {BH_OP_CALL_RETRIEVE, BH_WHO_AGENT, contact_args},
    [BH_OP_CALL_HANGUP] = {BH_OP_CALL_HANGUP, BH_WHO_AGENT, contact_args},
    [BH_OP_CALL_TRANSFER] = {BH_OP_CALL_TRANSFER, BH_WHO_AGENT, to_args},
    [BH_OP_CALL_CONSULT] = {BH_OP_CALL_CONSULT, BH_WHO_AGENT, to_args},
    [BH_OP_CALL_CONSULT_COMPLETE] = {BH_OP_CALL_CONSULT_COMPLETE, BH_WHO_AGENT, contact_args},
    [BH_OP_CALL_CONSULT_CANCEL] = {BH_OP_CALL_CONSULT_CANCEL, BH_WHO_AGENT, contact_args},
    [BH_OP_CALL_CONFERENCE] = {BH_OP_CALL_CONFERENCE, BH_WHO_AGENT, contact_args},
    [BH_OP_CALL_DTMF] = {BH_OP_CALL_DTMF, BH_WHO_AGENT, dtmf_args},
    [BH_OP_CALL_RECORD_PAUSE] = {BH_OP_CALL_RECORD_PAUSE, BH_WHO_AGENT, contact_args},
    [BH_OP_CALL_RECORD_RESUME] = {BH_OP_CALL_RECORD_RESUME, BH_WHO_AGENT, contact_args},
    [BH_OP_CONTACT_NOTE] = {BH_OP_CONTACT_NOTE, BH_WHO_AGENT, note_args},
    [BH_OP_CONTACT_DISPOSITION] = {BH_OP_CONTACT_DISPOSITION, BH_WHO_AGENT, disposition_args},
    [BH_OP_CONTACT_CUSTOMER] = {BH_OP_CONTACT_CUSTOMER, BH_WHO_AGENT, customer_args},
    [BH_OP_CONTACT_EXTEND] = {BH_OP_CONTACT_EXTEND, BH_WHO_AGENT, extend_args},
    [BH_OP_CONTACT_FINISH] = {BH_OP_CONTACT_FINISH, BH_WHO_AGENT, contact_args},
    [BH_OP_CUSTOMER_CREATE] = {BH_OP_CUSTOMER_CREATE, BH_WHO_AGENT, create_args},
    [BH_OP_CUSTOMER_ATTACH_NUMBER] = {BH_OP_CUSTOMER_ATTACH_NUMBER, BH_WHO_AGENT, attach_args},
    [BH_OP_CUSTOMER_SEARCH] = {BH_OP_CUSTOMER_SEARCH, BH_WHO_AGENT, search_args},
    [BH_OP_CUSTOMER_HISTORY] = {BH_OP_CUSTOMER_HISTORY, BH_WHO_AGENT, history_args},
    [BH_OP_AGENT_RECENT] = {BH_OP_AGENT_RECENT, BH_WHO_AGENT, agent_recent_args},
    [BH_OP_AGENT_DAY] = {BH_OP_AGENT_DAY, BH_WHO_AGENT | BOSSES, agent_day_args},
    [BH_OP_AGENT_SIGN_OUT] = {BH_OP_AGENT_SIGN_OUT, BOSSES | BH_WHO_LOCAL, agent_sign_out_args},
    [BH_OP_MESSAGE_SEND] = {BH_OP_MESSAGE_SEND, BOSSES | BH_WHO_LOCAL, message_send_args},
    [BH_OP_MESSAGE_SEEN] = {BH_OP_MESSAGE_SEEN, BH_WHO_AGENT, message_seen_args},
    [BH_OP_MESSAGE_LIST] = {BH_OP_MESSAGE_LIST, BOSSES | BH_WHO_LOCAL, no_args},
    [BH_OP_KB_SEARCH] = {BH_OP_KB_SEARCH, READERS, kb_search_args},
    [BH_OP_KB_ARTICLE] = {BH_OP_KB_ARTICLE, READERS, kb_article_args},
    [BH_OP_KB_SUGGESTED] = {BH_OP_KB_SUGGESTED, READERS, kb_suggested_args},
    [BH_OP_KB_CLICK] = {BH_OP_KB_CLICK, READERS, kb_click_args},
    [BH_OP_KB_USEFUL] = {BH_OP_KB_USEFUL, READERS, kb_useful_args},
    [BH_OP_KB_GAP] = {BH_OP_KB_GAP, READERS, kb_gap_args},
    [BH_OP_KB_SUGGEST] = {BH_OP_KB_SUGGEST, READERS, kb_suggest_args},
    [BH_OP_KB_PICTURE] = {BH_OP_KB_PICTURE, READERS, kb_picture_args},
    [BH_OP_KB_PICTURE_PUT] = {BH_OP_KB_PICTURE_PUT, EDITORS, kb_picture_put_args},
    [BH_OP_KB_VERSIONS] = {BH_OP_KB_VERSIONS, EDITORS, kb_versions_args},
    [BH_OP_KB_DIFF] = {BH_OP_KB_DIFF, EDITORS, kb_diff_args},
    [BH_OP_KB_SAVE] = {BH_OP_KB_SAVE, EDITORS, kb_save_args},
    [BH_OP_KB_REVIEW] = {BH_OP_KB_REVIEW, EDITORS, kb_review_args},
    [BH_OP_KB_PUBLISH] = {BH_OP_KB_PUBLISH, EDITORS, kb_publish_args},
    [BH_OP_KB_ARCHIVE] = {BH_OP_KB_ARCHIVE, EDITORS, kb_archive_args},
    [BH_OP_KB_ROLLBACK] = {BH_OP_KB_ROLLBACK, EDITORS, kb_rollback_args},
    [BH_OP_KB_RECOMMEND] = {BH_OP_KB_RECOMMEND, EDITORS, kb_recommend_args},
    [BH_OP_KB_WORK] = {BH_OP_KB_WORK, EDITORS, kb_work_args},
    [BH_OP_KB_GAPS] = {BH_OP_KB_GAPS, EDITORS, kb_gaps_args},
    [BH_OP_KB_GAP_CLOSE] = {BH_OP_KB_GAP_CLOSE, EDITORS, kb_gap_close_args},
    [BH_OP_KB_SYNONYMS] = {BH_OP_KB_SYNONYMS, EDITORS, kb_synonyms_args},
    [BH_OP_KB_SYNONYM_SAVE] = {BH_OP_KB_SYNONYM_SAVE, EDITORS, kb_synonym_save_args},
    [BH_OP_SCRIPT_LIST] = {BH_OP_SCRIPT_LIST, READERS, no_args},
    [BH_OP_SCRIPT_GET] = {BH_OP_SCRIPT_GET, READERS, script_get_args},
    [BH_OP_SCRIPT_VERSIONS] = {BH_OP_SCRIPT_VERSIONS, EDITORS, script_args},
    [BH_OP_SCRIPT_SAVE] = {BH_OP_SCRIPT_SAVE, EDITORS, script_save_args},
    [BH_OP_SCRIPT_PUBLISH] = {BH_OP_SCRIPT_PUBLISH, EDITORS, script_publish_args},
    [BH_OP_SCRIPT_RETIRE] = {BH_OP_SCRIPT_RETIRE, EDITORS, script_args},
    [BH_OP_SCRIPT_ASSIGN] = {BH_OP_SCRIPT_ASSIGN, EDITORS, script_assign_args},
    [BH_OP_SCRIPT_FOR] = {BH_OP_SCRIPT_FOR, READERS, script_for_args},
    [BH_OP_SCRIPT_STEP] = {BH_OP_SCRIPT_STEP, BH_WHO_AGENT, script_step_args},
    [BH_OP_SCRIPT_ANSWER] = {BH_OP_SCRIPT_ANSWER, BH_WHO_AGENT, script_answer_args},
    [BH_OP_CAMPAIGN_LIST] = {BH_OP_CAMPAIGN_LIST, CALLERS, no_args},
    [BH_OP_CAMPAIGN_JOIN] = {BH_OP_CAMPAIGN_JOIN, CALLERS, campaign_args},
    [BH_OP_CAMPAIGN_LEAVE] = {BH_OP_CAMPAIGN_LEAVE, CALLERS, no_args},
    [BH_OP_CAMPAIGN_NEXT] = {BH_OP_CAMPAIGN_NEXT, CALLERS, no_args},
    [BH_OP_CAMPAIGN_DIAL] = {BH_OP_CAMPAIGN_DIAL, CALLERS, record_dial_args},
    [BH_OP_CAMPAIGN_SKIP] = {BH_OP_CAMPAIGN_SKIP, CALLERS, record_skip_args},
    [BH_OP_CAMPAIGN_RESULT] = {BH_OP_CAMPAIGN_RESULT, CALLERS, record_result_args},
    [BH_OP_CALLBACK_CREATE] = {BH_OP_CALLBACK_CREATE, CALLERS, callback_create_args},
    [BH_OP_CALLBACK_LIST] = {BH_OP_CALLBACK_LIST, CALLERS, no_args},
    [BH_OP_CALLBACK_TAKE] = {BH_OP_CALLBACK_TAKE, CALLERS, callback_args},
    [BH_OP_CALLBACK_DONE] = {BH_OP_CALLBACK_DONE, CALLERS, callback_args},
    [BH_OP_CALLBACK_CANCEL] = {BH_OP_CALLBACK_CANCEL, CALLERS, callback_args},
    [BH_OP_CALLBACK_MOVE] = {BH_OP_CALLBACK_MOVE, CALLERS, callback_move_args},
    [BH_OP_CUSTOMER_CONSENT] = {BH_OP_CUSTOMER_CONSENT, CALLERS, consent_args},
    [BH_OP_CUSTOMER_CONSENTS] = {BH_OP_CUSTOMER_CONSENTS, CALLERS, consents_args},
    [BH_OP_CUSTOMER_DO_NOT_CALL] = {BH_OP_CUSTOMER_DO_NOT_CALL, CALLERS, do_not_call_args},
    [BH_OP_STATUS] = {BH_OP_STATUS, BH_WHO_SUPERVISOR | BH_WHO_ADMIN | BH_WHO_LOCAL, no_args},
    [BH_OP_SETUP_READ] = {BH_OP_SETUP_READ, BH_WHO_ADMIN | BH_WHO_LOCAL, no_args},
    [BH_OP_TAIL] = {BH_OP_TAIL, BH_WHO_ADMIN | BH_WHO_LOCAL, tail_args},
};

const BhOpSpec *
bh_op_spec (BhOp op)
{
  g_return_val_if_fail ((guint) op < BH_OP_N, NULL);

  return &specs[op];
}

gboolean
bh_op_is_allowed (BhOp op, guint who)
{
  return (guint) op < BH_OP_N && (specs[op].who & who) != 0;
}

static gboolean
check_arg (const BhArgSpec *spec, JsonObject *args, GError **error)
{
  gboolean there = spec->nullable ? json_object_has_member (args, spec->name)
                                  : bh_args_has (args, spec->name);
  JsonObject *object;
  const char *text;
  gint64 number;
  gboolean yes;
  guint which;

  if (!there && !spec->required)
    return TRUE;
  if (there && spec->nullable && !bh_args_has (args, spec->name))
    return TRUE;
  switch (spec->kind) {
  case BH_ARG_STRING:
    return bh_args_string (args, spec->name, (glong) spec->min, (glong) spec->max, &text, error);
  case BH_ARG_INT:
    return bh_args_int (args, spec->name, spec->min, spec->max, &number, error);
  case BH_ARG_BOOL:
    return bh_args_bool (args, spec->name, &yes, error);
  case BH_ARG_TEXTS:
    return bh_args_texts (args, spec->name, (guint) spec->max, BH_ARG_TEXT_MAX, error);
  case BH_ARG_OBJECT:
    return bh_args_object (args, spec->name, &object, error);
  case BH_ARG_ANSWER:
    return bh_args_answer (args, spec->name, error);
  default:
    return bh_args_enum (args, spec->name, spec->words, &which, error);
  }
}

static gboolean
is_known (const BhArgSpec *specs_of_op, const char *member)
{
  for (const BhArgSpec *spec = specs_of_op; spec->name != NULL; spec++)
    if (g_str_equal (spec->name, member))
      return TRUE;
  return FALSE;
}

static gboolean
check_members (const BhOpSpec *spec, JsonObject *args, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (args);

  for (GList *item = members; item != NULL; item = item->next)
    if (!is_known (spec->args, item->data)) {
      g_set_error (error,
                   BH_PROTOCOL_ERROR,
                   BH_PROTOCOL_ERROR_ARGS,
                   "`%.64s` is not an arg of %s",
                   (const char *) item->data,
                   bh_op_to_string (spec->op));
      return FALSE;
    }
  return TRUE;
}

/* The one choice that the table cannot say: a password, or a ticket and nothing else. */
static gboolean
check_login (JsonObject *args, GError **error)
{
  const char *text;

  if (!bh_args_has (args, "ticket"))
    return bh_args_string (args, "user", 1, 128, &text, error) &&
           bh_args_string (args, "password", 1, 1024, &text, error);
  if (json_object_get_size (args) == 1)
    return TRUE;
  g_set_error_literal (error,
                       BH_PROTOCOL_ERROR,
                       BH_PROTOCOL_ERROR_ARGS,
                       "`ticket` must be the only arg of login");
  return FALSE;
}

gboolean
bh_op_check_args (BhOp op, JsonObject *args, GError **error)
{
  const BhOpSpec *spec = bh_op_spec (op);

  if (!check_members (spec, args, error))
    return FALSE;
  for (const BhArgSpec *arg = spec->args; arg->name != NULL; arg++)
    if (!check_arg (arg, args, error))
      return FALSE;
  return op != BH_OP_LOGIN || check_login (args, error);
}

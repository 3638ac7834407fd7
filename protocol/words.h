/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Every word of the wire, in one place. An enum's nick is the word as it is sent. */

#define BH_WORD_VALUE(value, word) value,
#define BH_WORD_TEXT(value, word)  word,

/* const char *prefix_to_string (Type): never NULL, "unknown" out of range; gboolean
 * prefix_from_string (word, out): FALSE and *out untouched for an unknown word. */
#define BH_WORDS_DECLARE(Type, prefix)                                                             \
  const char *prefix##_to_string (Type value);                                                     \
  gboolean prefix##_from_string (const char *word, Type *out);

#define BH_FRAME_TABLE(X)                                                                          \
  X (BH_FRAME_HELLO, "hello")                                                                      \
  X (BH_FRAME_WELCOME, "welcome")                                                                  \
  X (BH_FRAME_REQUEST, "request")                                                                  \
  X (BH_FRAME_REPLY, "reply")                                                                      \
  X (BH_FRAME_SNAPSHOT_BEGIN, "snapshot_begin")                                                    \
  X (BH_FRAME_EVENT, "event")                                                                      \
  X (BH_FRAME_SNAPSHOT_END, "snapshot_end")                                                        \
  X (BH_FRAME_ACK, "ack")                                                                          \
  X (BH_FRAME_HEARTBEAT, "heartbeat")                                                              \
  X (BH_FRAME_BYE, "bye")
typedef enum { BH_FRAME_TABLE (BH_WORD_VALUE) BH_FRAME_N } BhFrameType;
BH_WORDS_DECLARE (BhFrameType, bh_frame_type)

#define BH_EVENT_TABLE(X)                                                                          \
  X (BH_EVENT_SETUP, "setup")                                                                      \
  X (BH_EVENT_LINK, "link")                                                                        \
  X (BH_EVENT_STORE, "store")                                                                      \
  X (BH_EVENT_AGENT, "agent")                                                                      \
  X (BH_EVENT_COLLEAGUE, "colleague")                                                              \
  X (BH_EVENT_QUEUE, "queue")                                                                      \
  X (BH_EVENT_CONTACT, "contact")                                                                  \
  X (BH_EVENT_CONTACT_GONE, "contact_gone")                                                        \
  X (BH_EVENT_CARD, "card")                                                                        \
  X (BH_EVENT_NOTE, "note")                                                                        \
  X (BH_EVENT_SCRIPT, "script")                                                                    \
  X (BH_EVENT_MESSAGE, "message")                                                                  \
  X (BH_EVENT_CAMPAIGN_RESULT, "campaign_result")                                                  \
  X (BH_EVENT_CALLBACK, "callback")                                                                \
  X (BH_EVENT_PBX_EVENT, "pbx_event")
typedef enum { BH_EVENT_TABLE (BH_WORD_VALUE) BH_EVENT_N } BhEvent;
BH_WORDS_DECLARE (BhEvent, bh_event)

#define BH_OP_TABLE(X)                                                                             \
  X (BH_OP_LOGIN, "login")                                                                         \
  X (BH_OP_LOGOUT, "logout")                                                                       \
  X (BH_OP_STATE_SET, "state.set")                                                                 \
  X (BH_OP_STATE_KEEP, "state.keep")                                                               \
  X (BH_OP_CALL_DIAL, "call.dial")                                                                 \
  X (BH_OP_DIAL_CHECK, "dial.check")                                                               \
  X (BH_OP_CALL_ANSWER, "call.answer")                                                             \
  X (BH_OP_CALL_HOLD, "call.hold")                                                                 \
  X (BH_OP_CALL_RETRIEVE, "call.retrieve")                                                         \
  X (BH_OP_CALL_HANGUP, "call.hangup")                                                             \
  X (BH_OP_CALL_TRANSFER, "call.transfer")                                                         \
  X (BH_OP_CALL_CONSULT, "call.consult")                                                           \
  X (BH_OP_CALL_CONSULT_COMPLETE, "call.consult_complete")                                         \
  X (BH_OP_CALL_CONSULT_CANCEL, "call.consult_cancel")                                             \
  X (BH_OP_CALL_CONFERENCE, "call.conference")                                                     \
  X (BH_OP_CALL_DTMF, "call.dtmf")                                                                 \
  X (BH_OP_CALL_RECORD_PAUSE, "call.record_pause")                                                 \
  X (BH_OP_CALL_RECORD_RESUME, "call.record_resume")                                               \
  X (BH_OP_CONTACT_NOTE, "contact.note")                                                           \
  X (BH_OP_CONTACT_DISPOSITION, "contact.disposition")                                             \
  X (BH_OP_CONTACT_CUSTOMER, "contact.customer")                                                   \
  X (BH_OP_CONTACT_EXTEND, "contact.extend")                                                       \
  X (BH_OP_CONTACT_FINISH, "contact.finish")                                                       \
  X (BH_OP_CUSTOMER_CREATE, "customer.create")                                                     \
  X (BH_OP_CUSTOMER_ATTACH_NUMBER, "customer.attach_number")                                       \
  X (BH_OP_CUSTOMER_SEARCH, "customer.search")                                                     \
  X (BH_OP_CUSTOMER_HISTORY, "customer.history")                                                   \
  X (BH_OP_AGENT_DAY, "agent.day")                                                                 \
  X (BH_OP_AGENT_RECENT, "agent.recent")                                                           \
  X (BH_OP_AGENT_SIGN_OUT, "agent.sign_out")                                                       \
  X (BH_OP_MESSAGE_SEND, "message.send")                                                           \
  X (BH_OP_MESSAGE_SEEN, "message.seen")                                                           \
  X (BH_OP_MESSAGE_LIST, "message.list")                                                           \
  X (BH_OP_KB_SEARCH, "kb.search")                                                                 \
  X (BH_OP_KB_ARTICLE, "kb.article")                                                               \
  X (BH_OP_KB_SUGGESTED, "kb.suggested")                                                           \
  X (BH_OP_KB_CLICK, "kb.click")                                                                   \
  X (BH_OP_KB_USEFUL, "kb.useful")                                                                 \
  X (BH_OP_KB_GAP, "kb.gap")                                                                       \
  X (BH_OP_KB_SUGGEST, "kb.suggest")                                                               \
  X (BH_OP_KB_PICTURE, "kb.picture")                                                               \
  X (BH_OP_KB_PICTURE_PUT, "kb.picture_put")                                                       \
  X (BH_OP_KB_VERSIONS, "kb.versions")                                                             \
  X (BH_OP_KB_DIFF, "kb.diff")                                                                     \
  X (BH_OP_KB_SAVE, "kb.save")                                                                     \
  X (BH_OP_KB_REVIEW, "kb.review")                                                                 \
  X (BH_OP_KB_PUBLISH, "kb.publish")                                                               \
  X (BH_OP_KB_ARCHIVE, "kb.archive")                                                               \
  X (BH_OP_KB_ROLLBACK, "kb.rollback")                                                             \
  X (BH_OP_KB_RECOMMEND, "kb.recommend")                                                           \
  X (BH_OP_KB_WORK, "kb.work")                                                                     \
  X (BH_OP_KB_GAPS, "kb.gaps")                                                                     \
  X (BH_OP_KB_GAP_CLOSE, "kb.gap_close")                                                           \
  X (BH_OP_KB_SYNONYMS, "kb.synonyms")                                                             \
  X (BH_OP_KB_SYNONYM_SAVE, "kb.synonym_save")                                                     \
  X (BH_OP_SCRIPT_LIST, "script.list")                                                             \
  X (BH_OP_SCRIPT_GET, "script.get")                                                               \
  X (BH_OP_SCRIPT_VERSIONS, "script.versions")                                                     \
  X (BH_OP_SCRIPT_SAVE, "script.save")                                                             \
  X (BH_OP_SCRIPT_PUBLISH, "script.publish")                                                       \
  X (BH_OP_SCRIPT_RETIRE, "script.retire")                                                         \
  X (BH_OP_SCRIPT_ASSIGN, "script.assign")                                                         \
  X (BH_OP_SCRIPT_FOR, "script.for")                                                               \
  X (BH_OP_SCRIPT_STEP, "script.step")                                                             \
  X (BH_OP_SCRIPT_ANSWER, "script.answer")                                                         \
  X (BH_OP_CAMPAIGN_LIST, "campaign.list")                                                         \
  X (BH_OP_CAMPAIGN_JOIN, "campaign.join")                                                         \
  X (BH_OP_CAMPAIGN_LEAVE, "campaign.leave")                                                       \
  X (BH_OP_CAMPAIGN_NEXT, "campaign.next")                                                         \
  X (BH_OP_CAMPAIGN_DIAL, "campaign.dial")                                                         \
  X (BH_OP_CAMPAIGN_SKIP, "campaign.skip")                                                         \
  X (BH_OP_CAMPAIGN_RESULT, "campaign.result")                                                     \
  X (BH_OP_CALLBACK_CREATE, "callback.create")                                                     \
  X (BH_OP_CALLBACK_LIST, "callback.list")                                                         \
  X (BH_OP_CALLBACK_TAKE, "callback.take")                                                         \
  X (BH_OP_CALLBACK_DONE, "callback.done")                                                         \
  X (BH_OP_CALLBACK_CANCEL, "callback.cancel")                                                     \
  X (BH_OP_CALLBACK_MOVE, "callback.move")                                                         \
  X (BH_OP_CUSTOMER_CONSENT, "customer.consent")                                                   \
  X (BH_OP_CUSTOMER_CONSENTS, "customer.consents")                                                 \
  X (BH_OP_CUSTOMER_DO_NOT_CALL, "customer.do_not_call")                                           \
  X (BH_OP_STATUS, "status")                                                                       \
  X (BH_OP_SETUP_READ, "setup.read")                                                               \
  X (BH_OP_TAIL, "tail")
typedef enum { BH_OP_TABLE (BH_WORD_VALUE) BH_OP_N } BhOp;
BH_WORDS_DECLARE (BhOp, bh_op)

/* Error codes of replies. */
#define BH_CODE_TABLE(X)                                                                           \
  X (BH_CODE_BAD_REQUEST, "bad_request")                                                           \
  X (BH_CODE_TOO_LARGE, "too_large")                                                               \
  X (BH_CODE_VERSION, "version")                                                                   \
  X (BH_CODE_NOT_LOGGED_IN, "not_logged_in")                                                       \
  X (BH_CODE_BAD_CREDENTIALS, "bad_credentials")                                                   \
  X (BH_CODE_TOO_MANY_TRIES, "too_many_tries")                                                     \
  X (BH_CODE_FORBIDDEN, "forbidden")                                                               \
  X (BH_CODE_NOT_FOUND, "not_found")                                                               \
  X (BH_CODE_NOT_POSSIBLE, "not_possible")                                                         \
  X (BH_CODE_DIAL_REFUSED, "dial_refused")                                                         \
  X (BH_CODE_PBX_AWAY, "pbx_away")                                                                 \
  X (BH_CODE_PBX_REFUSED, "pbx_refused")                                                           \
  X (BH_CODE_STORE_AWAY, "store_away")                                                             \
  X (BH_CODE_TIMEOUT, "timeout")                                                                   \
  X (BH_CODE_BUSY, "busy")                                                                         \
  X (BH_CODE_WATCH_ONLY, "watch_only")                                                             \
  X (BH_CODE_STALE, "stale")                                                                       \
  X (BH_CODE_INTERNAL, "internal")
typedef enum { BH_CODE_TABLE (BH_WORD_VALUE) BH_CODE_N } BhCode;
BH_WORDS_DECLARE (BhCode, bh_code)

/* Why the server said bye. */
#define BH_BYE_TABLE(X)                                                                            \
  X (BH_BYE_LOGOUT, "logout")                                                                      \
  X (BH_BYE_REVOKED, "revoked")                                                                    \
  X (BH_BYE_SIGNED_OUT, "signed_out")                                                              \
  X (BH_BYE_EXPIRED, "expired")                                                                    \
  X (BH_BYE_REPLACED, "replaced")                                                                  \
  X (BH_BYE_LAGGING, "lagging")                                                                    \
  X (BH_BYE_PROTOCOL, "protocol")                                                                  \
  X (BH_BYE_VERSION, "version")                                                                    \
  X (BH_BYE_UNKNOWN, "unknown")                                                                    \
  X (BH_BYE_SHUTDOWN, "shutdown")
typedef enum { BH_BYE_TABLE (BH_WORD_VALUE) BH_BYE_N } BhBye;
BH_WORDS_DECLARE (BhBye, bh_bye)

/* Limits of the wire. */
#define BH_WIRE_VERSION       1
#define BH_WIRE_MAX_TO_SERVER (64 * 1024)
#define BH_WIRE_MAX_TO_CLIENT (1024 * 1024)
#define BH_WIRE_MAX_DEPTH     16
#define BH_WIRE_MAX_ID        64
#define BH_WIRE_HEARTBEAT_MS  1000
#define BH_WIRE_SILENCE_MS    3000
#define BH_WIRE_ACK_MS        2000
#define BH_WIRE_ACK_EVENTS    100

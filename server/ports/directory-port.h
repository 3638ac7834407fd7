/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/core/nick.h"

/* What can be asked of the database: one table of questions, each with a JSON object of arguments
 * and a JSON answer. Arguments and answers are described, question by question, in
 * server/store/README.md. Nothing here blocks; an answer comes within the time limit or as an
 * error. */

#define BH_DIRECTORY_QUERY_TABLE(X)                                                                \
  X (BH_QUERY_LOOKUP, "lookup")     /* who has this number: cards, matters, contacts */            \
  X (BH_QUERY_CUSTOMER, "customer") /* one customer's card */                                      \
  X (BH_QUERY_HISTORY, "history")   /* a customer's contacts, newest first, in pages */            \
  X (BH_QUERY_CONTACT, "contact")   /* one contact, whole */                                       \
  X (BH_QUERY_SEARCH, "search")     /* customers by name, company or digits */                     \
  X (BH_QUERY_REASON_CODES, "reason_codes")                                                        \
  X (BH_QUERY_DISPOSITIONS, "dispositions")                                                        \
  X (BH_QUERY_QUEUES, "queues")                                                                    \
  X (BH_QUERY_USERS, "users")                                                                      \
  X (BH_QUERY_USER, "user")                   /* one user by name, without the password */         \
  X (BH_QUERY_PASSWORD_HASH, "password_hash") /* only for the sign-in below */                     \
  X (BH_QUERY_CREATE_CUSTOMER, "create_customer")                                                  \
  X (BH_QUERY_ATTACH_NUMBER, "attach_number") /* this number is that customer's */                 \
  X (BH_QUERY_SAVE_NOTE, "save_note")                                                              \
  X (BH_QUERY_AGENT_DAY, "agent_day")       /* what an agent did on a day, and the figures */      \
  X (BH_QUERY_AGENT_RECENT, "agent_recent") /* whom an agent talked with lately */                 \
  X (BH_QUERY_CONTACT_PART, "contact_part") /* what an agent had to do with a contact */           \
  X (BH_QUERY_KB_WORDS, "kb_words")         /* the knowledge base: what of a search is known */    \
  X (BH_QUERY_KB_SEARCH, "kb_search")       /* published articles */                               \
  X (BH_QUERY_KB_ARTICLE, "kb_article")                                                            \
  X (BH_QUERY_KB_VERSIONS, "kb_versions")                                                          \
  X (BH_QUERY_KB_PAIR, "kb_pair")       /* two versions of an article */                           \
  X (BH_QUERY_KB_SAVE, "kb_save")       /* a new version */                                        \
  X (BH_QUERY_KB_MOVE, "kb_move")       /* a version on its way to be published, and back */       \
  X (BH_QUERY_KB_PICTURE, "kb_picture") /* a piece of a picture */                                 \
  X (BH_QUERY_KB_PICTURE_PUT, "kb_picture_put")                                                    \
  X (BH_QUERY_KB_SUGGESTED, "kb_suggested")                                                        \
  X (BH_QUERY_KB_RECOMMEND, "kb_recommend")                                                        \
  X (BH_QUERY_KB_WORK, "kb_work") /* what editors have to do */                                    \
  X (BH_QUERY_KB_GAPS, "kb_gaps")                                                                  \
  X (BH_QUERY_KB_GAP_CLOSE, "kb_gap_close")                                                        \
  X (BH_QUERY_KB_SYNONYMS, "kb_synonyms")                                                          \
  X (BH_QUERY_KB_SYNONYM_SAVE, "kb_synonym_save")                                                  \
  X (BH_QUERY_SCRIPT_LIST, "script_list")                                                          \
  X (BH_QUERY_SCRIPT_GET, "script_get")                                                            \
  X (BH_QUERY_SCRIPT_VERSIONS, "script_versions")                                                  \
  X (BH_QUERY_SCRIPT_SAVE, "script_save") /* a new version */                                      \
  X (BH_QUERY_SCRIPT_PUBLISH, "script_publish")                                                    \
  X (BH_QUERY_SCRIPT_RETIRE, "script_retire")                                                      \
  X (BH_QUERY_SCRIPT_ASSIGN, "script_assign")                                                      \
  X (BH_QUERY_SCRIPT_FOR, "script_for") /* which script a contact is to have */                    \
  X (BH_QUERY_DIAL_FACTS, "dial_facts") /* what the judge of a call has to know */                 \
  X (BH_QUERY_CAMPAIGN_LIST, "campaign_list")                                                      \
  X (BH_QUERY_CAMPAIGN_NEXT, "campaign_next") /* hands out a record */                             \
  X (BH_QUERY_CALLBACK_LIST, "callback_list")                                                      \
  X (BH_QUERY_CALLBACK_CHANGE, "callback_change")
typedef enum { BH_DIRECTORY_QUERY_TABLE (BH_NICK_VALUE) BH_QUERY_N_QUERIES } BhDirectoryQuery;
BH_NICK_DECLARE (BhDirectoryQuery, bh_directory_query)

typedef enum {
  BH_DIRECTORY_ERROR_AWAY,    /* the database cannot be reached now */
  BH_DIRECTORY_ERROR_TIMEOUT, /* it took too long */
  BH_DIRECTORY_ERROR_BUSY,    /* too many questions wait already */
  BH_DIRECTORY_ERROR_REFUSED, /* the arguments make no sense, or the change clashes */
  BH_DIRECTORY_ERROR_DENIED, /* wrong name or password, or the user is disabled: never said which */
  BH_DIRECTORY_ERROR_FAILED,
} BhDirectoryError;
#define BH_DIRECTORY_ERROR (bh_directory_error_quark ())
GQuark bh_directory_error_quark (void);

#define BH_TYPE_DIRECTORY_PORT (bh_directory_port_get_type ())
G_DECLARE_INTERFACE (BhDirectoryPort, bh_directory_port, BH, DIRECTORY_PORT, GObject)

struct _BhDirectoryPortInterface {
  GTypeInterface parent_iface;

  void (*query_async) (BhDirectoryPort *self,
                       BhDirectoryQuery query,
                       const char *args,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  char *(*query_finish) (BhDirectoryPort *self, GAsyncResult *result, GError **error);
  void (*sign_in_async) (BhDirectoryPort *self,
                         const char *name,
                         const char *password,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
  char *(*sign_in_finish) (BhDirectoryPort *self, GAsyncResult *result, GError **error);
};

/* @args is JSON text (NULL: {}); the answer is JSON text, owned by the caller; "null" where there
 * is no such thing. */
void bh_directory_port_query_async (BhDirectoryPort *self,
                                    BhDirectoryQuery query,
                                    const char *args,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *bh_directory_port_query_finish (BhDirectoryPort *self, GAsyncResult *result, GError **error);
/* The answer is that of BH_QUERY_USER. Takes the same time for a wrong name as for a wrong
 * password. */
void bh_directory_port_sign_in_async (BhDirectoryPort *self,
                                      const char *name,
                                      const char *password,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *
bh_directory_port_sign_in_finish (BhDirectoryPort *self, GAsyncResult *result, GError **error);

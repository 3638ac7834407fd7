/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/actions.h"
#include "server/engine/desk.h"
#include "server/wire/messages.h"

/* Among the files of the desk. */

#define BH_SEES_ALL (BH_ROLE_SUPERVISOR | BH_ROLE_ADMIN | BH_ROLE_INTEGRATION | BH_ROLE_LOCAL)

typedef struct {
  BhSessionUser *user;
  BhEnginePbx *pbx;  /* where its phone is; NULL without one */
  GHashTable *shown; /* ids of contacts on its screen */
  gboolean tail;     /* asked for the PBX's events */
} BhDeskSession;

/* What a login knows and a session's begin must. */
typedef struct {
  BhEnginePbx *pbx;
  gboolean returns; /* by a ticket */
} BhDeskSeat;

typedef struct BhDeskDial BhDeskDial;           /* desk-dial.h */
typedef struct BhDeskMessages BhDeskMessages;   /* desk-messages.h */
typedef struct BhDeskCampaigns BhDeskCampaigns; /* desk-campaign.h */
typedef struct BhDeskScripts BhDeskScripts;     /* desk-scripts.h */
typedef struct BhDeskComings BhDeskComings;     /* desk-coming.h */
typedef struct BhDeskRecords BhDeskRecords;     /* desk-record.h */
typedef struct BhDeskPictures BhDeskPictures;   /* desk-pictures.h */

struct BhDesk {
  BhDeskSettings settings;
  char *home_region;
  BhEngine *engine;
  BhDoor *door;
  GCancellable *cancel;
  BhDeskDial *dial;
  BhDeskMessages *messages;
  BhDeskCampaigns *campaigns;
  GHashTable *sessions;     /* id -> BhDeskSession */
  GHashTable *people;       /* user -> JsonObject, as the directory gave it */
  GHashTable *seats;        /* id -> BhDeskSeat, from the login to the session's begin */
  GHashTable *cards;        /* contact -> JsonNode, as last sent */
  GHashTable *notes;        /* contact -> GPtrArray of BhNote, one for each author */
  GHashTable *past;         /* contact -> who has it, and who had it until when (desk-past.c) */
  BhDeskScripts *scripts;   /* of contacts */
  BhDeskComings *comings;   /* on their way to a colleague */
  BhDeskRecords *records;   /* what the PBX records */
  BhDeskPictures *pictures; /* on their way from editors */
  GPtrArray *over;          /* ended while their agent was away (desk-over.c) */
  GHashTable *labels;       /* queue -> label */
  GHashTable *extensions;   /* queue -> what to dial for it */
  JsonNode *reasons;
  JsonNode *dispositions;
  JsonNode *queues;
  char *store_state, *store_message;
  gint64 store_since_us;
  gint64 store_backlog;
  gboolean store_caught_up; /* all that was kept before the start is in the database */
};

/* ---- desk.c */
BhModel *bh_desk_model (BhDesk *desk);
gboolean bh_desk_is_agent (const BhDeskSession *session);
gboolean bh_desk_sees_all (const BhDeskSession *session);
BhDeskSession *bh_desk_find_session (BhDesk *desk, BhSessionUser *user);
/* The session that @agent sits at, or NULL. */
BhDeskSession *bh_desk_session_of_agent (BhDesk *desk, const char *agent);
const char *bh_desk_queue_label (BhDesk *desk, const char *queue);
const char *bh_desk_queue_extension (BhDesk *desk, const char *queue);
/* Signs @agent out, who is in; the desktop, if any, says @reason. */
void bh_desk_force_out (BhDesk *desk, const char *agent, const char *reason);
/* An agent who never came back to its desk was signed out. */
void bh_desk_note_agent (BhDesk *desk, const BhChange *change);

/* ---- desk-publish.c */
void bh_desk_send (BhDesk *desk, const BhDeskSession *session, const char *event, JsonNode *data);
/* To every session that has @contact on its screen, and to who sees all. Takes @data. */
void bh_desk_send_of_contact (BhDesk *desk, const char *contact, const char *event, JsonNode *data);
void bh_desk_send_all (BhDesk *desk, const char *event, JsonNode *data);
/* @contact for @session, with its buttons. */
JsonNode *bh_desk_contact_node (BhDesk *desk, BhDeskSession *session, const BhContact *contact);
gboolean bh_desk_action_view (BhDesk *desk,
                              const BhDeskSession *session,
                              const BhContact *contact,
                              BhActionView *view);
/* The same for one contact of one session, outside of a turn. */
void bh_desk_look_at (BhDesk *desk, BhDeskSession *session, BhContact *contact);
/* Whether @contact is on @session's screen now. */
gboolean bh_desk_is_theirs (BhDesk *desk, BhDeskSession *session, const BhContact *contact);
/* Whose contacts are whose has changed without a change of the contacts. */
void bh_desk_look_again (BhDesk *desk, BhDeskSession *session);
extern const BhEngineWatcher bh_desk_watcher;

/* ---- desk-snapshot.c */
void bh_desk_snapshot (gpointer desk, BhSessionUser *user, GPtrArray *out);
JsonNode *bh_desk_setup_node (BhDesk *desk, const BhDeskSession *session);
JsonNode *bh_desk_link_node (const BhEnginePbx *pbx);
JsonNode *bh_desk_store_node (BhDesk *desk);
void bh_desk_read_setup (BhDesk *desk);

/* ---- desk-seat.c */
/* The device that @user means by @text, and its PBX (NULL: there is none at all). NULL: @text
 * cannot be a phone. (transfer full) */
char *bh_desk_find_phone (BhDesk *desk, const char *user, const char *text, BhEnginePbx **pbx);

/* ---- desk-login.c */
void bh_desk_login (gpointer desk, BhRequest *request);
void bh_desk_readmit (gpointer desk, BhRequest *request, gint64 issued_us, gint64 expires_us);

/* ---- desk-ops.c */
void bh_desk_request (gpointer desk, BhRequest *request);
typedef struct {
  BhDesk *desk;
  BhDeskSession *session;
  BhRequest *request;
  JsonObject *args;
  BhContact *contact; /* of ops about one; (transfer none) */
  const BhPart *part; /* of the session's phone in it, or NULL */
} BhOpCall;
void bh_op_fail (BhOpCall *call, const char *code, const char *format, ...) G_GNUC_PRINTF (3, 4);
void bh_op_fail_args (BhOpCall *call, const GError *error);
void bh_op_fail_store (BhOpCall *call, const GError *error);
void bh_op_fail_late (BhOpCall *call, gint64 until_us); /* corrections were possible till then */
/* Answers when everything up to @position is on disk. Takes @result. */
void bh_op_succeed_when_safe (BhOpCall *call, guint64 position, JsonObject *result);
/* The argument "contact", where there is one, is on the session's screen; FALSE: it was refused. */
gboolean bh_op_contact_is_ones_own (BhOpCall *call);
/* What the directory says, for a reply: the code of its error; its object, owned, or NULL. */
const char *bh_op_code_of (const GError *error);
JsonObject *bh_op_object_of (const char *text);

/* ---- desk-contacts.c, desk-wrap-up.c: the handlers (of calls: desk-calls.h) */
void bh_op_contact_disposition (BhOpCall *call);
void bh_op_contact_customer (BhOpCall *call);
void bh_op_contact_extend (BhOpCall *call);
void bh_op_contact_finish (BhOpCall *call);
void bh_op_agent_day (BhOpCall *call);
void bh_op_agent_recent (BhOpCall *call);
void bh_op_customer_create (BhOpCall *call);
void bh_op_customer_attach_number (BhOpCall *call);
void bh_op_customer_search (BhOpCall *call);
void bh_op_customer_history (BhOpCall *call);

/* ---- desk-cards.c */
void bh_desk_look_up (const char *contact, const char *number, gpointer desk);
void bh_desk_show_customer (BhDesk *desk, const char *contact, const char *customer);
JsonNode *bh_desk_card_node (BhDesk *desk, const char *contact); /* (transfer none), or NULL */

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/core/pbx-command.h"
#include "server/core/pbx-event.h"

/* What the engine needs of a switch. Implemented once for each kind of PBX. */

#define BH_PBX_LINK_TABLE(X)                                                                       \
  X (BH_PBX_LINK_OFF, "off")                 /* not started, or stopped */                         \
  X (BH_PBX_LINK_CONNECTING, "connecting")   /* on the way: network, greeting, login */            \
  X (BH_PBX_LINK_BOOTING, "booting")         /* logged in; the PBX has not finished its start */   \
  X (BH_PBX_LINK_LEARNING, "learning")       /* the snapshot is on its way */                      \
  X (BH_PBX_LINK_LIVE, "live")               /* everything is known and current */                 \
  X (BH_PBX_LINK_UNREACHABLE, "unreachable") /* no connection; tried again by itself */            \
  X (BH_PBX_LINK_REFUSED, "refused")         /* wrong account or secret; tried again, slower */    \
  X (BH_PBX_LINK_FORBIDDEN, "forbidden")     /* the account lacks a right that we need */          \
  X (BH_PBX_LINK_LOST, "lost")               /* was live, is not; tried again by itself */
typedef enum { BH_PBX_LINK_TABLE (BH_NICK_VALUE) } BhPbxLinkState;
BH_NICK_DECLARE (BhPbxLinkState, bh_pbx_link_state)

typedef enum {
  BH_PBX_ERROR_WATCH_ONLY,  /* this installation only watches */
  BH_PBX_ERROR_LINK,        /* there is no live link to the PBX */
  BH_PBX_ERROR_DIAL_STRING, /* the number is outside of the allowed patterns */
  BH_PBX_ERROR_ARGUMENT,    /* a value is missing, or cannot be sent to a PBX */
  BH_PBX_ERROR_UNSUPPORTED, /* not possible with this device profile or PBX */
  BH_PBX_ERROR_BUSY,        /* too many commands wait for their answers */
} BhPbxError;
#define BH_PBX_ERROR (bh_pbx_error_quark ())
GQuark bh_pbx_error_quark (void);

/* Who is told. Called in the main context that the port was started in. Any may be NULL. */
typedef struct {
  /* @event lives only for the duration of the call. */
  void (*event) (const BhPbxEvent *event, gpointer user_data);
  /* A run of events that came in one read is over: the moment to write and flush. */
  void (*batch_end) (gpointer user_data);
  /* The link changed; @sentence is for people: what happened, to what, what to do. */
  void (*link) (BhPbxLinkState state, const char *sentence, gpointer user_data);
} BhPbxListener;

#define BH_TYPE_PBX_PORT (bh_pbx_port_get_type ())
G_DECLARE_INTERFACE (BhPbxPort, bh_pbx_port, BH, PBX_PORT, GObject)

struct _BhPbxPortInterface {
  GTypeInterface parent;
  void (*start) (BhPbxPort *self);
  void (*stop) (BhPbxPort *self);
  void (*set_listener) (BhPbxPort *self, const BhPbxListener *listener, gpointer user_data);
  BhPbxLinkState (*get_link) (BhPbxPort *self, const char **sentence);
  guint (*get_capabilities) (BhPbxPort *self, BhDeviceProfile profile);
  gboolean (*command) (BhPbxPort *self, const BhPbxCommand *command, GError **error);
  /* may be NULL: command says it */
  gboolean (*check_number) (BhPbxPort *self, const char *number, GError **error);
};

/* Begins to connect, and keeps at it until stop. Never blocks. */
void bh_pbx_port_start (BhPbxPort *self);

/* Leaves the PBX at once. Commands that wait are answered with a failed COMMAND_DONE first. */
void bh_pbx_port_stop (BhPbxPort *self);

/* One listener; @listener and @user_data outlive the port or the next call of this. NULL: none. */
void bh_pbx_port_set_listener (BhPbxPort *self, const BhPbxListener *listener, gpointer user_data);

/* @sentence (optional, owned by the port, until the next change): the state in words for people. */
BhPbxLinkState bh_pbx_port_get_link (BhPbxPort *self, const char **sentence);

/* The ops that this PBX can do now for a device of @profile, as BH_PBX_CAN (op) bits. Answer, hold
 * and retrieve of a softphone are the desktop's own and not among them. 0 while only watching. */
guint bh_pbx_port_get_capabilities (BhPbxPort *self, BhDeviceProfile profile);

/* FALSE with an error of BH_PBX_ERROR: refused here, nothing was sent and no event follows.
 * TRUE: exactly one COMMAND_DONE with the command's request id follows (never from within this
 * call), at the latest when its time limit is over or the link is lost; a dial that the PBX took
 * has one ORIGINATE_DONE after it. COMMAND_DONE says that the PBX took the order; what became
 * of it is told by other events. */
gboolean bh_pbx_port_command (BhPbxPort *self, const BhPbxCommand *command, GError **error);

/* Whether a dial of @number would pass the administrator's patterns; FALSE with
 * BH_PBX_ERROR_DIAL_STRING. Asked before a dial, so that the refusal stands among the other rules;
 * the command looks itself all the same. */
gboolean bh_pbx_port_check_number (BhPbxPort *self, const char *number, GError **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "desktop/client/enum-type.h"

G_BEGIN_DECLS

#define BH_SOFTPHONE_TABLE(X)                                                                      \
  X (BH_SOFTPHONE_OFF, "off")                                                                      \
  X (BH_SOFTPHONE_STARTING, "starting")                                                            \
  X (BH_SOFTPHONE_REGISTERING, "registering")                                                      \
  X (BH_SOFTPHONE_READY, "ready")                                                                  \
  X (BH_SOFTPHONE_FAILED, "failed")
typedef enum { BH_SOFTPHONE_TABLE (BH_ENUM_VALUE) } BhSoftphoneState;
BH_ENUM_DECLARE (BhSoftphoneState, bh_softphone_state)
#define BH_TYPE_SOFTPHONE_STATE (bh_softphone_state_get_type ())

#define BH_SOFTPHONE_CALL_TABLE(X)                                                                 \
  X (BH_SOFTPHONE_CALL_NONE, "none")                                                               \
  X (BH_SOFTPHONE_CALL_RINGING, "ringing")                                                         \
  X (BH_SOFTPHONE_CALL_DIALING, "dialing")                                                         \
  X (BH_SOFTPHONE_CALL_TALKING, "talking")                                                         \
  X (BH_SOFTPHONE_CALL_HELD, "held")
typedef enum { BH_SOFTPHONE_CALL_TABLE (BH_ENUM_VALUE) } BhSoftphoneCall;
BH_ENUM_DECLARE (BhSoftphoneCall, bh_softphone_call)
#define BH_TYPE_SOFTPHONE_CALL (bh_softphone_call_get_type ())

/* A phone of the agent's own machine: baresip, started, told what to do, and ended by us. It dies
 * with this program, however that ends. Its files (the SIP password is in one) are in a folder of
 * the user's runtime directory that nobody else can read, and are removed when it has registered.
 * Its control socket is on loopback: other users of the same machine could reach it, so a shared
 * machine wants the profile `notify` instead. One that stops by itself is started again, a few
 * times.
 *
 * Properties: state (BhSoftphoneState), message (string: why it failed, in words), call
 * (BhSoftphoneCall), peer (string: number of the other end, or NULL), muted (boolean: nobody hears
 * this machine's microphone), sound (string: what is wrong with the devices, or NULL), level-in and
 * level-out (double, 0 to 1: how loud the microphone and the other end are, some five times a
 * second in a call). */
#define BH_TYPE_SOFTPHONE (bh_softphone_get_type ())
G_DECLARE_FINAL_TYPE (BhSoftphone, bh_softphone, BH, SOFTPHONE, GObject)

typedef struct {
  const char *server;      /* of the PBX: "pbx.example.org" or "pbx.example.org:5060" */
  const char *user;        /* "1001" */
  const char *password;    /* of the SIP account */
  const char *transport;   /* "udp", "tcp", "tls"; NULL = udp */
  const char *microphone;  /* baresip's "MODULE,DEVICE"; NULL = "alsa,default" */
  const char *loudspeaker; /* the same */
  const char *program;     /* NULL = baresip in $PATH */
  const char *modules;     /* folder of its modules; NULL = where Debian has them */
  const char *listen;      /* "127.0.0.1:0"; NULL = all addresses, any port */
  gboolean unregistered;   /* do not register (tests) */
  guint timeout_ms;        /* for an answer of baresip; 0 = 5000 */
} BhSoftphoneSettings;

BhSoftphone *bh_softphone_new (void);

/* Done when it is registered; BH_CLIENT_ERROR_NO_SOFTPHONE when baresip is not there,
 * BH_CLIENT_ERROR_SOFTPHONE else. */
void bh_softphone_start_async (BhSoftphone *self,
                               const BhSoftphoneSettings *settings,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean bh_softphone_start_finish (BhSoftphone *self, GAsyncResult *result, GError **error);
void bh_softphone_stop (BhSoftphone *self);
/* Talks to a control socket that is there already, on loopback; for tests. */
void bh_softphone_attach_async (BhSoftphone *self,
                                guint16 port,
                                guint timeout_ms,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

BhSoftphoneState bh_softphone_get_state (BhSoftphone *self);
const char *bh_softphone_get_message (BhSoftphone *self);
BhSoftphoneCall bh_softphone_get_call (BhSoftphone *self);
const char *bh_softphone_get_peer (BhSoftphone *self);
gboolean bh_softphone_get_muted (BhSoftphone *self);
/* A sentence while what is said or heard may be lost, or NULL: what bh_softphone_set_missing()
 * said, else what baresip says of its devices, till the end of the call. */
const char *bh_softphone_get_sound (BhSoftphone *self);
/* @sentence: which device is not there; NULL: they are. */
void bh_softphone_set_missing (BhSoftphone *self, const char *sentence);
/* Takes other devices at once, also in a call; baresip's "MODULE,DEVICE", NULL = "alsa,default".
 * The same ones again: opens them anew, as after they were plugged in. */
void bh_softphone_set_devices (BhSoftphone *self, const char *microphone, const char *loudspeaker);

/* What it can be told; all end with bh_softphone_command_finish(). An answer is done only when the
 * two hear each other: baresip says yes to the command even when it cannot open the microphone. */
typedef enum {
  BH_SOFTPHONE_ANSWER,
  BH_SOFTPHONE_HANG_UP,
  BH_SOFTPHONE_HOLD,
  BH_SOFTPHONE_RETRIEVE,
  BH_SOFTPHONE_DTMF, /* @text: digits, * and # */
  BH_SOFTPHONE_MUTE, /* and the other way round */
  BH_SOFTPHONE_DIAL, /* @text: a SIP URI or a number */
} BhSoftphoneCommand;
void bh_softphone_command_async (BhSoftphone *self,
                                 BhSoftphoneCommand command,
                                 const char *text,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean bh_softphone_command_finish (BhSoftphone *self, GAsyncResult *result, GError **error);

G_END_DECLS

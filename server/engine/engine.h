/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/model.h"
#include "server/engine/clock.h"
#include "server/ports/crm-port.h"
#include "server/ports/pbx-port.h"
#include "server/ports/store-port.h"

/* Station 4: the one place where everything enters (PBX events, answers to commands, timers,
 * people's wishes), and where each turn of the model passes through the stages in their written
 * order: keep, publish, effects. One main context; a turn is never begun inside of another one. */

typedef struct BhEngine BhEngine;

/* A PBX as the engine knows it. Strings are the engine's. */
typedef struct {
  const char *name;
  const char *kind;
  const char *device; /* of an extension: "PJSIP/%s" */
  guint dial_ring_ms; /* how long a phone of its may ring when it is to dial; 0: as the port does */
  BhPbxPort *port;    /* NULL: only fed (replay) */
  BhModelPbx *model;
  gboolean watch_only;
  BhPbxLinkState link;
  const char *sentence; /* about link, for people */
  gint64 since_us;
} BhEnginePbx;

typedef struct {
  BhClock *clock;     /* outlives the engine */
  BhStorePort *store; /* NULL: nothing is kept */
  BhCrmPort *crm;     /* for full numbers; NULL: as the PBX shows them */
  BhModelOptions model;
} BhEngineSettings;

/* Who is told. One; any function may be NULL. */
typedef struct {
  /* The stage publish: what changed. */
  void (*turn) (const BhTurn *turn, gint64 now_us, gpointer data);
  /* The stage effects: look this number up. */
  void (*look_up) (const char *contact, const char *number, gpointer data);
  void (*link) (const BhEnginePbx *pbx, gpointer data);
  /* The watcher's own time: when it is to be called next (0: not needed), and that it is due. */
  gint64 (*deadline) (gpointer data);
  void (*due) (gint64 now_us, gpointer data);
  /* Every event as it came, before its turn. */
  void (*pbx_event) (const BhEnginePbx *pbx, const BhPbxEvent *event, gint64 now_us, gpointer data);
} BhEngineWatcher;

BhEngine *bh_engine_new (const BhEngineSettings *settings);
void bh_engine_free (BhEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhEngine, bh_engine_free)

/* Before start. What it points to is copied, the port kept. */
typedef struct {
  const char *name;
  const char *kind;
  const char *device; /* as in BhEnginePbx; NULL: "PJSIP/%s" */
  guint dial_ring_ms;
  BhPbxPort *port; /* or NULL */
  gboolean watch_only;
  const char *const *trunks; /* device patterns, NULL-terminated, or NULL */
} BhEnginePbxSettings;
BhEnginePbx *bh_engine_add_pbx (BhEngine *engine, const BhEnginePbxSettings *settings);
/* Of BhEnginePbx, in the order in which they were added. */
GPtrArray *bh_engine_get_pbxs (BhEngine *engine);
BhEnginePbx *bh_engine_find_pbx (BhEngine *engine, const char *name);

void bh_engine_watch (BhEngine *engine, const BhEngineWatcher *watcher, gpointer data);

/* Takes back what was open when the server went down, then starts the ports. */
void bh_engine_start (BhEngine *engine);
/* Stops the ports; what is open stays open in the store. */
void bh_engine_stop (BhEngine *engine);

/* The customer's number in full (E.164), where it is one; else NULL. */
const char *bh_engine_get_e164 (BhEngine *engine, const BhContact *contact);

BhModel *bh_engine_get_model (BhEngine *engine);
gint64 bh_engine_now (BhEngine *engine);

/* The way in for events of a PBX without a port. */
void bh_engine_take_event (BhEngine *engine, BhEnginePbx *pbx, const BhPbxEvent *event);

/* Sends a turn that the caller took (bh_model_set_intent (model, …, bh_engine_now (engine)))
 * through the stages. Returns the position in the store that makes it safe (see
 * bh_engine_when_safe). */
guint64 bh_engine_take_turn (BhEngine *engine, const BhTurn *turn, gint64 now_us);

/* Does what is due in the model, for who has no main loop. */
void bh_engine_tick (BhEngine *engine);
/* The watcher's deadline may be another now, outside of a turn. */
void bh_engine_look_at_time (BhEngine *engine);

/* Carries out a command; @done is called exactly once, later. @request is filled in. FALSE: refused
 * with a BH_PBX_ERROR, @done is not called. */
typedef void (*BhCommandDone) (gboolean ok, const char *text, gpointer data);
gboolean bh_engine_command (BhEngine *engine,
                            BhEnginePbx *pbx,
                            BhPbxCommand *command,
                            BhCommandDone done,
                            gpointer data,
                            GError **error);

/* Calls @func when everything up to @position is on disk; at once where it is. @destroy frees @data
 * afterwards, and where the engine ends before. */
void bh_engine_when_safe (BhEngine *engine,
                          guint64 position,
                          void (*func) (gpointer data),
                          gpointer data,
                          GDestroyNotify destroy);

/* Puts a record into the store; the position, or 0 with @error. */
guint64 bh_engine_append (BhEngine *engine,
                          BhRecordKind kind,
                          const char *key,
                          const char *body,
                          GError **error);

/* Open objects of the desk's own beside those of the model: what goes on now and must be there
 * after a crash. Returns the position, or 0: it is in memory alone, and the log says why. */
guint64 bh_engine_open_put (BhEngine *engine, const char *kind, const char *id, const char *body);
void bh_engine_open_remove (BhEngine *engine, const char *kind, const char *id);
void bh_engine_open_each (BhEngine *engine, BhOpenFunc func, gpointer data);

typedef struct {
  guint64 events, turns, changes, effects, commands, refused;
  guint64 of_kind[BH_PBX_EVENT_N_KINDS]; /* of the events */
} BhEngineFigures;
const BhEngineFigures *bh_engine_get_figures (const BhEngine *engine);

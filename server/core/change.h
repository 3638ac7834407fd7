/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/agent.h"
#include "server/core/contact.h"
#include "server/core/queue.h"

/* What a turn changed: at most one change for each object, with its picture before and after. */

typedef enum {
  BH_LINK_DOWN,
  BH_LINK_SYNCING, /* up, the snapshot is not complete */
  BH_LINK_UP,
} BhLinkState;

typedef enum {
  BH_CHANGE_CONTACT,
  BH_CHANGE_AGENT,
  BH_CHANGE_QUEUE,
  BH_CHANGE_LINK,
} BhChangeKind;

typedef struct {
  BhChangeKind kind;
  gint64 at_us;
  union {
    struct {
      BhContact *before; /* NULL: it is new */
      BhContact *after;  /* ended_us != 0: its last picture */
    } contact;
    struct {
      BhAgent *before;
      BhAgent *after; /* NULL: unknown from now on */
    } agent;
    struct {
      BhQueue *before;
      BhQueue *after; /* NULL: the queue is gone */
    } queue;
    struct {
      const char *pbx;
      BhLinkState before;
      BhLinkState after;
      const char *text; /* why, in words, or NULL */
    } link;
  };
} BhChange;

/* One line for people and text goldens, appended to @out without a line end. */
void bh_change_describe (const BhChange *change, GString *out);

/* A wish of the model, carried out by the engine through a port; the answer comes back as an event.
 */
typedef enum {
  BH_EFFECT_QUEUE_ADD,     /* pbx, device, agent (name), queue, paused, reason */
  BH_EFFECT_QUEUE_REMOVE,  /* pbx, device, queue */
  BH_EFFECT_QUEUE_PAUSE,   /* pbx, device, queue (NULL: all), paused, reason */
  BH_EFFECT_QUEUE_PENALTY, /* pbx, device, queue, penalty */
  BH_EFFECT_LOOK_UP,       /* contact, number */
} BhEffectKind;

typedef struct {
  BhEffectKind kind;
  const char *pbx;
  const char *device;
  const char *agent;
  const char *queue;
  const char *reason;
  const char *contact;
  const char *number;
  gint penalty;
  gboolean paused;
} BhEffect;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/model.h"

/* A PBX of the mind: what happens in it is said in domain words, and the model hears it as an
 * adapter would say it. Time stands still but for world_wait(). The customer's leg is "c1", "c2" …
 * and agents' legs are named by who makes them. */

typedef struct World World;

World *world_new (const BhModelOptions *options /* (nullable) */);
void world_free (World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

BhModel *world_model (World *world);
BhModelPbx *world_pbx (World *world);
gint64 world_now (World *world);
void world_wait (World *world, gint64 ms);

/* Any event, as it is; the leg's device and call are filled in from what the world knows when they
 * are NULL. */
void world_say (World *world, BhPbxEvent event);
/* After a turn that the test took itself: takes note of what it changed. */
void world_note (World *world, const BhTurn *turn);

/* ---- restarts, of either side */
/* What is open and who is signed in goes over to a new model; its link is down. */
void world_server_restarts (World *world);
void world_link_is_cut (World *world);
/* The link is up and a snapshot begins; say what it shows, then let it take orders. */
void world_link_comes_up (World *world, const char *boot);
void world_takes_orders (World *world);
/* @paused_for: NULL: not paused. */
void world_member (World *world, const char *queue, const char *device, const char *paused_for);
/* Time passes, and timers run out. */
void world_tick (World *world, gint64 ms);

/* ---- what people and the PBX do */
void world_customer_calls (World *world, const char *leg, const char *number, const char *dialed);
void world_agent_calls (World *world, const char *leg, const char *device, const char *dialed);
/* The PBX calls @device on an order: click to dial. */
void world_pbx_calls (World *world, const char *leg, const char *device);
/* The same, and the agent has asked for it: to be connected with @number. */
void world_agent_orders (World *world, const char *leg, const char *device, const char *number);
void world_joins (World *world, const char *leg, const char *queue);
void world_leaves (World *world, const char *leg, const char *queue);
/* The queue lets @device ring for the caller. */
void world_offers (World *world,
                   const char *caller,
                   const char *leg,
                   const char *device,
                   const char *queue);
/* A plain dial: @dial_string as the dialplan wrote it. */
void world_dials (World *world,
                  const char *from,
                  const char *leg,
                  const char *device,
                  const char *dial_string);
void world_dial_ends (World *world, const char *leg, BhDialResult result);
/* The rung leg answers the caller out of @queue (NULL: a plain dial) and both meet in @bridge. */
void world_answers (World *world,
                    const char *caller,
                    const char *leg,
                    const char *queue,
                    const char *bridge);
void world_misses (World *world, const char *caller, const char *leg, const char *queue);
void world_enters (World *world, const char *leg, const char *bridge);
void world_exits (World *world, const char *leg);
void world_holds (World *world, const char *leg);
void world_retrieves (World *world, const char *leg);
/* The party of @leg hangs up; the others in its bridge are hung up by the PBX. */
void world_hangs_up (World *world, const char *leg);
void world_leg_ends (World *world, const char *leg, gint cause);
void world_pairs (World *world, const char *one, const char *two);

/* ---- what came of it: one line a contact, in the order of their end, those that still run last:
 *
 *   inbound answered by caller | PJSIP/1001 | PJSIP/1001 answered 1000 | | ring 0-1000 PJSIP/1001,
 * talk 1000-3000 PJSIP/1001 direction outcome by ender | agents | offers | transfers | segments */
char *world_tell (World *world);
#define world_assert_told(world, expected)                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *told_ = world_tell (world);                                                   \
    g_assert_cmpstr (told_, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END
/* The last contact that was told of, or NULL. */
BhContact *world_last (World *world);
/* The last one of @direction that was told of, or NULL. */
BhContact *world_find (World *world, BhDirection direction);
/* Effects since the last call, a line each: "queue_add PJSIP/1001 support paused". */
char *world_take_effects (World *world);
guint world_n_changes (World *world);

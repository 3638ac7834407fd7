/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/esl/esl-pbx.h"
#include "tests/fakes/fake-esl.h"
#include "tests/fakes/port-log.h"

/* A fake event socket, a real adapter to it, and what the adapter said. Times are short: 300 ms of
 * silence is a lost link. */
typedef struct {
  BhFakeEsl *fake;
  BhEslConfig *config;
  BhEslPbx *pbx;
  BhPortLog log; /* what the adapter said */
} BhEslWorld;

/* The pbx is made by bh_esl_world_start, so that a test can change the config before. */
BhEslWorld *bh_esl_world_new (void);
void bh_esl_world_free (BhEslWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhEslWorld, bh_esl_world_free)

void bh_esl_world_start (BhEslWorld *self);

/* Start, and wait until it is live. */
void bh_esl_world_go_live (BhEslWorld *self);

/* Waits for it, and fails the test when it does not come within some seconds. */
void bh_esl_world_wait_command (BhEslWorld *self, const char *command, guint count);

BhEslStats bh_esl_world_stats (const BhEslWorld *self);

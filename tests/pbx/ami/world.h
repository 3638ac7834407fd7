/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/ami/ami-pbx.h"
#include "tests/fakes/fake-ami.h"
#include "tests/fakes/port-log.h"

/* A fake Asterisk, a real adapter to it, and what the adapter said. Times are short: 300 ms of
 * silence is a lost link. */
typedef struct {
  BhFakeAmi *fake;
  BhAmiConfig *config;
  BhAmiPbx *pbx;
  BhPortLog log; /* what the adapter said */
} BhAmiWorld;

/* The pbx is made by bh_ami_world_start, so that a test can change the config before. */
BhAmiWorld *bh_ami_world_new (void);
void bh_ami_world_free (BhAmiWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhAmiWorld, bh_ami_world_free)

void bh_ami_world_start (BhAmiWorld *self);

/* Start, and wait until it is live. */
void bh_ami_world_go_live (BhAmiWorld *self);

/* Waits for it, and fails the test when it does not come within some seconds. */
void bh_ami_world_wait_action (BhAmiWorld *self, const char *action, guint count);

BhAmiStats bh_ami_world_stats (const BhAmiWorld *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/script-player.h"
#include "protocol/script/script-run.h"

G_BEGIN_DECLS

/* Property ids, for script-player.c and -get.c. */
enum {
  BH_PLAYER_NAME = 1,
  BH_PLAYER_TITLE,
  BH_PLAYER_VERSION,
  BH_PLAYER_LANGUAGE,
  BH_PLAYER_STEP,
  BH_PLAYER_STEP_TITLE,
  BH_PLAYER_TEXT,
  BH_PLAYER_MARKUP,
  BH_PLAYER_PAYMENT,
  BH_PLAYER_IS_END,
  BH_PLAYER_IS_COMPLETE,
  BH_PLAYER_DISPOSITION,
  BH_PLAYER_TODO,
  BH_PLAYER_CAN_GO_ON,
  BH_PLAYER_CAN_GO_BACK,
  BH_PLAYER_WHY_NOT,
  BH_PLAYER_PASSED,
  BH_PLAYER_LEFT,
  BH_PLAYER_QUESTIONS,
  BH_PLAYER_JUMPS,
  BH_PLAYER_LINKS,
  BH_PLAYER_KEPT_STATE,
  BH_PLAYER_KEPT_MESSAGE,
  BH_PLAYER_RECORD_STATE,
  BH_PLAYER_RECORD_MESSAGE,
};

/* For the desk. */
BhScriptPlayer *bh_script_player_new_of_run (BhScriptRun *run);
BhScriptRun *bh_script_player_get_run (BhScriptPlayer *self);
/* The walk was changed from outside: properties and lists follow. */
void bh_script_player_refresh (BhScriptPlayer *self);
/* @state: "asking" …; @message may be NULL. */
void bh_script_player_set_record (BhScriptPlayer *self, const char *state, const char *message);
/* @state: "saved" …; @message may be NULL. */
void bh_script_player_set_kept (BhScriptPlayer *self, const char *state, const char *message);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Why a walk through a script refuses something. Messages are for the agent, in their language. */
typedef enum {
  BH_SCRIPT_ERROR_QUESTION, /* no such question */
  BH_SCRIPT_ERROR_VALUE,    /* the answer is not one that the question takes */
  BH_SCRIPT_ERROR_STEP,     /* no such step, or no way there from here */
  BH_SCRIPT_ERROR_MISSING,  /* something required has no answer yet */
  BH_SCRIPT_ERROR_STATE,    /* what should be restored is none of this script's */
} BhScriptError;
#define BH_SCRIPT_ERROR (bh_script_error_quark ())
GQuark bh_script_error_quark (void);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/members.h"

/* A wish on its way. */
typedef struct {
  BhEngine *engine;
  BhEnginePbx *pbx;
  BhPbxOp op;
  char *device;
  char *agent;
  char *queue;
  char *reason;
  char *refused; /* what the PBX said to the first try, or NULL */
  gint penalty;
  gboolean paused;
} Wish;

static void
wish_free (Wish *wish)
{
  g_free (wish->device);
  g_free (wish->agent);
  g_free (wish->queue);
  g_free (wish->reason);
  g_free (wish->refused);
  g_free (wish);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_free)

static Wish *
wish_new (BhEngine *engine, BhEnginePbx *pbx, BhPbxOp op, const BhEffect *effect)
{
  Wish *wish = g_new (Wish, 1);

  *wish = (Wish){.engine = engine,
                 .pbx = pbx,
                 .op = op,
                 .device = g_strdup (effect->device),
                 .agent = g_strdup (effect->agent),
                 .queue = g_strdup (effect->queue),
                 .reason = g_strdup (effect->reason),
                 .penalty = effect->penalty,
                 .paused = effect->paused};
  return wish;
}

static void
complain (const Wish *wish, const char *why)
{
  g_log_structured (G_LOG_DOMAIN,
                    G_LOG_LEVEL_WARNING,
                    "TOPIC",
                    "queue",
                    "PBX",
                    wish->pbx->name,
                    "AGENT",
                    wish->agent != NULL ? wish->agent : wish->device,
                    "MESSAGE",
                    "%s of %s in %s did not come about: %s",
                    bh_pbx_op_to_string (wish->refused != NULL ? BH_PBX_OP_QUEUE_ADD : wish->op),
                    wish->device,
                    wish->queue != NULL ? wish->queue : "all queues",
                    why);
}

static void send (Wish *wish);

/* Who is a member already cannot be added, but paused as was wished. */
static void
try_otherwise (Wish *wish, const char *refused)
{
  wish->op = BH_PBX_OP_QUEUE_PAUSE;
  wish->refused = g_strdup (refused);
  send (wish);
}

static void
on_done (gboolean ok, const char *text, gpointer data)
{
  g_autoptr (Wish) wish = data;

  if (ok)
    return;
  if (text == NULL)
    text = "no reason given";
  if (wish->op == BH_PBX_OP_QUEUE_ADD)
    try_otherwise (g_steal_pointer (&wish), text);
  else
    complain (wish, wish->refused != NULL ? wish->refused : text);
}

/* Takes @wish. */
static void
send (Wish *wish)
{
  g_autoptr (Wish) owned = wish;
  g_autoptr (GError) error = NULL;
  BhPbxCommand command = {.op = wish->op,
                          .queue = wish->queue,
                          .member = wish->device,
                          .name = wish->agent,
                          .reason = wish->reason,
                          .penalty = wish->penalty,
                          .paused = wish->paused};

  if (bh_engine_command (wish->engine, wish->pbx, &command, on_done, wish, &error))
    g_steal_pointer (&owned);
  else if (!g_error_matches (error, BH_PBX_ERROR, BH_PBX_ERROR_LINK)) /* told again when it is up */
    complain (wish, error->message);
}

void
bh_members_carry_out (BhEngine *engine, const BhEffect *effect)
{
  static const BhPbxOp ops[] = {[BH_EFFECT_QUEUE_ADD] = BH_PBX_OP_QUEUE_ADD,
                                [BH_EFFECT_QUEUE_REMOVE] = BH_PBX_OP_QUEUE_REMOVE,
                                [BH_EFFECT_QUEUE_PAUSE] = BH_PBX_OP_QUEUE_PAUSE,
                                [BH_EFFECT_QUEUE_PENALTY] = BH_PBX_OP_QUEUE_PENALTY};
  BhEnginePbx *pbx = bh_engine_find_pbx (engine, effect->pbx);

  if (pbx != NULL && pbx->port != NULL && !pbx->watch_only)
    send (wish_new (engine, pbx, ops[effect->kind], effect));
}

gboolean
bh_members_give_up (BhCommandDone done, gpointer data)
{
  if (done != on_done)
    return FALSE;
  wish_free (data);
  return TRUE;
}

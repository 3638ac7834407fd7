/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/agent-window.h"
#include "desktop/model/task.h"

G_BEGIN_DECLS

/* agent-window-pop.c */
void bh_agent_window_watch_pops (BhAgentWindow *self);
/* TRUE while the person writes somewhere in this window: nothing may come between. */
gboolean bh_agent_window_is_typing (BhAgentWindow *self);

/* agent-window-notify.c */
/* The person wants to be told by the system's notifications, now. */
gboolean bh_agent_window_may_notify (BhAgentWindow *self);
/* It is in front, so that what it shows is seen. */
gboolean bh_agent_window_is_looked_at (BhAgentWindow *self);
/* Once there is a desk: a message that comes while nobody looks is told by a notification. */
void bh_agent_window_watch_messages (BhAgentWindow *self);
/* A promised call is due; @words says which. */
void bh_agent_window_notify_task (BhAgentWindow *self, BhTask *task, const char *words);

G_END_DECLS

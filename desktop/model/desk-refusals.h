/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"
#include "desktop/model/refusal.h"

G_BEGIN_DECLS

/* What the server did not take, with what was typed: in a journal of this machine until a person
 * has put it away or the server has taken it after all, also over the death of the program. */
typedef struct BhDeskRefusals BhDeskRefusals;

/* With more the oldest one goes: something is very wrong then, and the newest says it as well. */
#define BH_REFUSALS_MAX 100

/* @desk: not owned; it owns us. */
BhDeskRefusals *bh_desk_refusals_new (BhDesk *desk);
void bh_desk_refusals_free (BhDeskRefusals *self);
/* As bh_desk_notes_open. */
void bh_desk_refusals_open (BhDeskRefusals *self, const char *dir, const char *user);
void bh_desk_refusals_close (BhDeskRefusals *self);
/* As bh_desk_notes_release. */
void bh_desk_refusals_release (BhDeskRefusals *self);

/* (transfer full) what can be kept of something that goes to the server. @subject, @op, @args:
 * (nullable); @text: NULL = "". */
JsonObject *bh_desk_refusals_about (BhContactItem *contact,
                                    const char *kind,
                                    const char *subject,
                                    const char *text,
                                    const char *op,
                                    JsonObject *args);
/* It is on its way, and nothing else remembers it: if this program dies before it is known what
 * became of it, that is told when it starts again. */
void bh_desk_refusals_begin (BhDeskRefusals *self, const char *id, JsonObject *about);
/* It was not taken. What was told under this @id before is replaced. */
void
bh_desk_refusals_put (BhDeskRefusals *self, const char *id, JsonObject *about, const GError *error);
/* The server has it: nothing is left to be told. */
void bh_desk_refusals_settle (BhDeskRefusals *self, const char *id);
/* The contact says whether something of it was not taken. */
void bh_desk_refusals_mark (BhDeskRefusals *self, const char *contact);

/* Of BhRefusal, oldest first. (transfer none) */
GListModel *bh_desk_get_refusals (BhDesk *desk);
/* NULL: there is none (any more). (transfer none) */
BhRefusal *bh_desk_find_refusal (BhDesk *desk, const char *id);
/* A person has seen it; it is gone for good. */
void bh_desk_dismiss_refusal (BhDesk *desk, const char *id);
/* Sends it again, now or when the server is back. If it is refused again, it comes again. */
void bh_desk_retry_refusal (BhDesk *desk, const char *id);

G_END_DECLS

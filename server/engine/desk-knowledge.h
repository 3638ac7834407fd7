/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* The ops of the knowledge base: handlers for the table of desk-ops.c. */

/* Asks the database and hands its answer over; null is "not_found" with the words @missing
 * (static). Takes @args. */
void bh_op_kb_ask (BhOpCall *call, BhDirectoryQuery query, JsonObject *args, const char *missing);

void bh_op_kb_search (BhOpCall *call);
void bh_op_kb_article (BhOpCall *call);
void bh_op_kb_suggested (BhOpCall *call);
void bh_op_kb_click (BhOpCall *call);
void bh_op_kb_useful (BhOpCall *call);
void bh_op_kb_gap (BhOpCall *call);
void bh_op_kb_suggest (BhOpCall *call);
void bh_op_kb_versions (BhOpCall *call);
void bh_op_kb_diff (BhOpCall *call);
void bh_op_kb_save (BhOpCall *call);
void bh_op_kb_review (BhOpCall *call);
void bh_op_kb_publish (BhOpCall *call);
void bh_op_kb_archive (BhOpCall *call);
void bh_op_kb_rollback (BhOpCall *call);
void bh_op_kb_recommend (BhOpCall *call);
void bh_op_kb_work (BhOpCall *call);
void bh_op_kb_gaps (BhOpCall *call);
void bh_op_kb_gap_close (BhOpCall *call);
void bh_op_kb_synonyms (BhOpCall *call);
void bh_op_kb_synonym_save (BhOpCall *call);

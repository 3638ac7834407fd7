/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/frame.h"

/* Frames <-> bytes, as protocol/README.md says. Members that are not known are passed over, so that
 * a newer peer can be talked to; a member that is known must be of the right kind. */

typedef enum {
  BH_FROM_CLIENT, /* at most 64 KiB */
  BH_FROM_SERVER, /* at most 1 MiB */
} BhFrom;

/* NULL with a BH_PROTOCOL_ERROR. *id (out) (optional) (transfer full): the request's or reply's id
 * where it could be read, even when the rest could not, so that it can be answered; else NULL. */
BhFrame *bh_codec_parse (GBytes *bytes, BhFrom from, char **id, GError **error);

/* Times on the wire: microseconds since 1970 as RFC 3339 UTC with milliseconds, and back. */
char *bh_codec_time (gint64 unix_us);
gboolean bh_codec_parse_time (const char *text, gint64 *unix_us);

/* From a client. @locale, @resume_epoch, @args: or NULL. */
GBytes *bh_codec_hello (const char *client,
                        const char *locale,
                        gboolean stream,
                        const char *resume_epoch,
                        gint64 resume_seq);
GBytes *bh_codec_request (const char *id, const char *op, JsonObject *args);
GBytes *bh_codec_ack (gint64 seq);
GBytes *bh_codec_client_heartbeat (void);

/* From the server. @welcome: its members of welcome, epoch and at are used. */
GBytes *bh_codec_welcome (const BhFrame *welcome);
GBytes *bh_codec_reply_ok (const char *id, JsonObject *result);
GBytes *
bh_codec_reply_error (const char *id, const char *code, const char *message, JsonObject *detail);
/* @type: BH_FRAME_SNAPSHOT_BEGIN or _END. */
GBytes *bh_codec_mark (BhFrameType type, const char *epoch, gint64 seq, const char *at);
/* @data: JSON text (bh_codec_data), made once for all who are sent the event. */
GBytes *
bh_codec_event (const char *epoch, gint64 seq, const char *at, const char *event, const char *data);
GBytes *bh_codec_server_heartbeat (const char *epoch, gint64 seq);
GBytes *bh_codec_bye (const char *code, const char *message);

/* An event's data as text; what is not UTF-8 in it is replaced. (transfer full) */
char *bh_codec_data (JsonNode *data);

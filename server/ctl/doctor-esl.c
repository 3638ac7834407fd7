/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/doctor-esl.h"

#include <string.h>

#include "server/ctl/client.h"

#define PATIENCE_S 5

void
bh_doctor_esl_clear (BhDoctorEsl *talk)
{
  g_free (talk->check);
  g_clear_object (&talk->connection);
  g_clear_pointer (&talk->parser, bh_esl_parser_free);
  g_strfreev (talk->apis);
}

void
bh_doctor_esl_say (BhDoctorEsl *talk,
                   BhDoctorLevel level,
                   const char *cure,
                   const char *format,
                   ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  bh_doctor_say (talk->doctor, level, talk->check, cure, "%s", text);
}

static void
note_time (BhDoctorEsl *talk, BhEslMessage *message)
{
  const char *stamp = bh_esl_message_get (message, "Event-Date-Timestamp");

  if (stamp != NULL)
    talk->skew_us = g_get_real_time () - g_ascii_strtoll (stamp, NULL, 10);
}

static BhEslMessage *
fail (GError **error, const char *why)
{
  g_set_error_literal (error, BH_CTL_ERROR, BH_CTL_ERROR_REFUSED, why);
  return NULL;
}

/* The next message, or NULL with an error: the end, or nothing for some seconds. */
static BhEslMessage *
receive (BhDoctorEsl *talk, GError **error)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (talk->connection));
  BhEslMessage *message;

  while ((message = bh_esl_parser_next (talk->parser)) == NULL) {
    gsize room;
    char *buffer;
    gssize n;

    if (bh_esl_parser_get_fault (talk->parser) != NULL)
      return fail (error, "what it sends is not the Event Socket");
    buffer = bh_esl_parser_reserve (talk->parser, &room);
    n = g_input_stream_read (in, buffer, room, NULL, error);
    if (n < 0)
      return NULL;
    if (n == 0)
      return fail (error, "it closed the connection");
    bh_esl_parser_commit (talk->parser, (gsize) n);
  }
  if (message->kind == BH_ESL_MESSAGE_EVENT)
    note_time (talk, message);
  return message;
}

gboolean
bh_doctor_esl_connect (BhDoctorEsl *talk, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  BhEslMessage *message;

  g_socket_client_set_timeout (client, PATIENCE_S);
  g_socket_client_set_tls (client, talk->pbx->tls);
  g_clear_object (&talk->connection);
  g_clear_pointer (&talk->parser, bh_esl_parser_free);
  talk->parser = bh_esl_parser_new (NULL);
  talk->connection = g_socket_client_connect_to_host (client,
                                                      talk->pbx->host,
                                                      (guint16) talk->pbx->port,
                                                      NULL,
                                                      error);
  if (talk->connection == NULL)
    return FALSE;
  message = receive (talk, error);
  if (message == NULL)
    return FALSE;
  if (message->kind == BH_ESL_MESSAGE_REJECTION)
    return fail (error, "its ACL does not admit this machine's address") != NULL;
  if (message->kind != BH_ESL_MESSAGE_AUTH_REQUEST)
    return fail (error, "it is no Event Socket") != NULL;
  return TRUE;
}

BhEslMessage *
bh_doctor_esl_ask (BhDoctorEsl *talk, const char *line, GError **error)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (talk->connection));
  g_autofree char *command = g_strconcat (line, "\n\n", NULL);
  BhEslMessage *message;

  if (!g_output_stream_write_all (out, command, strlen (command), NULL, NULL, error))
    return NULL;
  while ((message = receive (talk, error)) != NULL) {
    if (message->kind == BH_ESL_MESSAGE_REPLY || message->kind == BH_ESL_MESSAGE_API_RESPONSE)
      return message;
    if (message->kind == BH_ESL_MESSAGE_DISCONNECT)
      return fail (error, "it ended the connection");
  }
  return NULL;
}

BhEslMessage *
bh_doctor_esl_await (BhDoctorEsl *talk, const char *name)
{
  BhEslMessage *message;

  while ((message = receive (talk, NULL)) != NULL)
    if (message->kind == BH_ESL_MESSAGE_EVENT &&
        g_str_equal (bh_esl_message_name (message, NULL), name))
      return message;
  return NULL;
}

gboolean
bh_doctor_esl_may (const BhDoctorEsl *talk, const char *api)
{
  return talk->apis == NULL || g_strv_contains ((const char *const *) talk->apis, "ALL") ||
         g_strv_contains ((const char *const *) talk->apis, api);
}

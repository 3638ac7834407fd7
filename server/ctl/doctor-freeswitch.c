/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/ctl/client.h"
#include "server/ctl/doctor-esl.h"
#include "server/pbx/esl/esl-normalize.h"

/* A FreeSWITCH, asked with the account that bellhopd uses. Only questions: the login, which events
 * and commands it grants, what time it is there, mod_callcenter's lists. */

#define DEFAULT_PASSWORD "ClueCon"

/* What Bellhop asks of each, and whether it does so while only watching too. */
static const struct {
  const char *api;
  gboolean watching;
} needed[] = {
    {"show", TRUE},
    {"uuid_dump", TRUE},
    {"callcenter_config", TRUE},
    {"echo", TRUE},
    {"version", TRUE},
    {"uptime", TRUE},
    {"originate", FALSE},
    {"uuid_kill", FALSE},
    {"uuid_hold", FALSE},
    {"uuid_phone_event", FALSE},
    {"uuid_transfer", FALSE},
    {"uuid_bridge", FALSE},
    {"uuid_setvar_multi", FALSE},
    {"uuid_broadcast", FALSE},
    {"uuid_send_dtmf", FALSE},
    {"uuid_recv_dtmf", FALSE},
    {"uuid_record", FALSE},
};
static const char *const dangerous[] = {"system",
                                        "bg_system",
                                        "load",
                                        "unload",
                                        "reload",
                                        "fsctl",
                                        "lua",
                                        "luarun",
                                        "python3",
                                        "jsrun",
                                        "sched_api",
                                        "ALL"};

/* An account of the directory, "bellhop@pbx.example"; else the one password of the socket. */
static gboolean
has_account (const BhDoctorEsl *talk)
{
  return talk->pbx->user != NULL && strchr (talk->pbx->user, '@') != NULL;
}

/* ---- the way in */

static void
say_closed (BhDoctorEsl *talk, const GError *error)
{
  bh_doctor_esl_say (talk,
                     BH_DOCTOR_FAIL,
                     error->domain == BH_CTL_ERROR
                         ? "put this machine's address into the list that apply-inbound-acl of "
                           "event_socket.conf.xml names, then \"reloadacl\""
                         : "check host and port, listen-ip and listen-port of "
                           "event_socket.conf.xml, and the firewall between",
                     "%s:%" G_GINT64_FORMAT " cannot be used: %s",
                     talk->pbx->host,
                     talk->pbx->port,
                     error->message);
}

static gboolean
log_in (BhDoctorEsl *talk, GError **error)
{
  g_autofree char *secret = bh_config_pbx_read_secret (talk->pbx, error);
  g_autofree char *line = NULL;
  BhEslMessage *message;
  const char *apis;

  if (secret == NULL)
    return FALSE;
  line = has_account (talk) ? g_strdup_printf ("userauth %s:%s", talk->pbx->user, secret)
                            : g_strdup_printf ("auth %s", secret);
  message = bh_doctor_esl_ask (talk, line, error);
  if (message == NULL)
    return FALSE;
  if (!bh_esl_text_is_ok (bh_esl_message_text (message))) {
    g_set_error (error, BH_CTL_ERROR, BH_CTL_ERROR_REFUSED, "%s", bh_esl_message_text (message));
    return FALSE;
  }
  apis = bh_esl_message_get (message, "Allowed-API");
  if (apis != NULL)
    talk->apis = g_strsplit_set (apis, " ,", -1);
  return TRUE;
}

/* Whether everybody's password opens it. Never with a password of ours: it would be tried twice. */
static void
check_default (BhDoctor *doctor, const BhConfigPbx *pbx, const char *check)
{
  g_auto (BhDoctorEsl) talk = {.doctor = doctor, .pbx = pbx, .check = g_strdup (check)};
  BhEslMessage *message;

  if (!bh_doctor_esl_connect (&talk, NULL))
    return;
  message = bh_doctor_esl_ask (&talk, "auth " DEFAULT_PASSWORD, NULL);
  if (message != NULL && bh_esl_text_is_ok (bh_esl_message_text (message)))
    bh_doctor_esl_say (&talk,
                       BH_DOCTOR_FAIL,
                       "set another password in event_socket.conf.xml, then \"reload "
                       "mod_event_socket\" (calls go on)",
                       "the password that every new FreeSWITCH has opens it: a shell for anybody "
                       "who can reach it");
}

/* ---- rights */

static void
check_commands (BhDoctorEsl *talk)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  g_autoptr (GString) more = g_string_new (NULL);
  g_autofree char *cure = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if ((needed[i].watching || !talk->pbx->watch_only) && !bh_doctor_esl_may (talk, needed[i].api))
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? " " : "", needed[i].api);
  for (guint i = 0; talk->apis != NULL && i < G_N_ELEMENTS (dangerous); i++)
    if (g_strv_contains ((const char *const *) talk->apis, dangerous[i]))
      g_string_append_printf (more, "%s%s", more->len > 0 ? " " : "", dangerous[i]);
  cure = g_strdup_printf ("add \"%s\" to esl-allowed-api of the user, then \"reloadxml\"",
                          missing->str);
  if (missing->len > 0)
    bh_doctor_esl_say (talk, BH_DOCTOR_FAIL, cure, "the account may not ask: %s", missing->str);
  else
    bh_doctor_esl_say (talk,
                       BH_DOCTOR_OK,
                       NULL,
                       "the account may ask all that Bellhop needs%s",
                       talk->pbx->watch_only ? " to watch" : "");
  if (more->len > 0)
    bh_doctor_esl_say (talk,
                       BH_DOCTOR_WARN,
                       "take it out of esl-allowed-api: it is the machine itself to who learns the "
                       "password",
                       "the account may do more than Bellhop needs: %s",
                       more->str);
  if (talk->apis == NULL)
    bh_doctor_esl_say (talk,
                       BH_DOCTOR_WARN,
                       "make a user of the directory with esl-password, esl-allowed-events and "
                       "esl-allowed-api (data/freeswitch), and set user = NAME@DOMAIN",
                       "the socket's own password may do everything, a shell on that machine "
                       "included");
}

static void
check_events (BhDoctorEsl *talk)
{
  g_auto (GStrv) names = g_strsplit (bh_esl_normalize_get_subscription (), " ", -1);
  g_autoptr (GString) missing = g_string_new (NULL);
  g_autofree char *cure = NULL;
  gboolean custom = FALSE;

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *line = g_strdup_printf ("event json %s%s", custom ? "CUSTOM " : "", names[i]);
    BhEslMessage *message;

    if (g_str_equal (names[i], "CUSTOM")) {
      custom = TRUE;
      continue;
    }
    message = bh_doctor_esl_ask (talk, line, NULL);
    if (message == NULL || !bh_esl_text_is_ok (bh_esl_message_text (message)))
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? " " : "", names[i]);
  }
  if (missing->len == 0)
    return;
  cure = g_strdup_printf ("add \"%s\" to esl-allowed-events of the user (behind CUSTOM what has "
                          "\"::\" in it), then \"reloadxml\"",
                          missing->str);
  bh_doctor_esl_say (talk, BH_DOCTOR_FAIL, cure, "events are not granted: %s", missing->str);
}

/* ---- what it is */

static void
check_clock (BhDoctorEsl *talk)
{
  double seconds;

  talk->skew_us = G_MININT64;
  if (bh_doctor_esl_ask (talk, "bgapi uptime\nJob-UUID: bh-doctor", NULL) == NULL ||
      bh_doctor_esl_await (talk, "BACKGROUND_JOB") == NULL || talk->skew_us == G_MININT64) {
    bh_doctor_esl_say (talk,
                       BH_DOCTOR_FAIL,
                       "grant BACKGROUND_JOB and the command uptime; if both are: restart "
                       "mod_event_socket, a client that does not read may have stopped it",
                       "no event came back for a command");
    return;
  }
  seconds = (double) talk->skew_us / G_USEC_PER_SEC;
  if (ABS (seconds) > 2)
    bh_doctor_esl_say (talk,
                       BH_DOCTOR_WARN,
                       "run an NTP client on both machines, then \"fsctl sync_clock\"",
                       "its clock is %.1f s %s ours",
                       ABS (seconds),
                       seconds > 0 ? "behind" : "ahead of");
  else
    bh_doctor_esl_say (talk,
                       BH_DOCTOR_OK,
                       NULL,
                       "its clock agrees with ours to %.3f s",
                       ABS (seconds));
}

static void
check_network (BhDoctorEsl *talk)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (talk->pbx->host);
  gboolean near = g_ascii_strcasecmp (talk->pbx->host, "localhost") == 0 ||
                  (address != NULL && g_inet_address_get_is_loopback (address));

  if (!near && !talk->pbx->tls)
    bh_doctor_esl_say (talk,
                       BH_DOCTOR_WARN,
                       "lead it through a tunnel (stunnel with tls = yes, WireGuard, ssh): the "
                       "Event Socket has no encryption of its own",
                       "the password and every call's numbers cross the network as they are");
}

void
bh_doctor_check_freeswitch (BhDoctor *doctor, const BhConfigPbx *pbx)
{
  g_auto (BhDoctorEsl) talk = {.doctor = doctor, .pbx = pbx, .skew_us = G_MININT64};
  g_autoptr (GError) error = NULL;

  talk.check = g_strdup_printf ("pbx %s", pbx->name);
  if (!bh_doctor_esl_connect (&talk, &error)) {
    say_closed (&talk, error);
    return;
  }
  if (!log_in (&talk, &error)) {
    bh_doctor_esl_say (&talk,
                       BH_DOCTOR_FAIL,
                       has_account (&talk)
                           ? "check user and secret against esl-password of that user in the "
                             "directory, then \"reloadxml\""
                           : "check secret against password in event_socket.conf.xml",
                       "the login failed: %s",
                       error->message);
    check_default (doctor, pbx, talk.check);
    return;
  }
  bh_doctor_esl_say (&talk,
                     BH_DOCTOR_OK,
                     NULL,
                     "logged in%s%s at %s:%" G_GINT64_FORMAT,
                     has_account (&talk) ? " as " : "",
                     has_account (&talk) ? pbx->user : "",
                     pbx->host,
                     pbx->port);
  check_network (&talk);
  check_commands (&talk);
  check_events (&talk);
  check_clock (&talk);
  bh_doctor_check_callcenter (&talk);
  check_default (doctor, pbx, talk.check);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/config-option.h"

#include <string.h>

#include "server/crm/phone-number.h"
#include "server/daemon/config.h"

#define SERVER(member) .section = "server", .offset = offsetof (BhConfig, member)
#define STORE(member)  .section = "store", .offset = offsetof (BhConfig, member)
#define DESK(member)   .section = "desk", .offset = offsetof (BhConfig, member)
#define DIAL(member)   .section = "dial", .offset = offsetof (BhConfig, member)
#define RECORD(member) .section = "record", .offset = offsetof (BhConfig, member)
#define PBX(member)    .section = "pbx", .offset = offsetof (BhConfigPbx, member)
#define QUEUE(member)  .section = "queue", .offset = offsetof (BhConfigQueue, member)

static const BhConfigOption options[] = {
    {SERVER (endpoint),
     .key = "endpoint",
     .type = BH_OPTION_ENDPOINT,
     .fallback = "tcp://127.0.0.1:7780",
     .help = "where desktops and other clients connect; loopback until told otherwise"},
    {SERVER (state_dir),
     .key = "state_dir",
     .type = BH_OPTION_PATH,
     .fallback = "/var/lib/bellhop",
     .help = "what must survive a restart: outbox, keys, the embedded database"},
    {SERVER (runtime_dir),
     .key = "runtime_dir",
     .type = BH_OPTION_PATH,
     .fallback = "/run/bellhop",
     .help = "sockets for programs on this machine"},
    {SERVER (grace_s),
     .key = "grace",
     .type = BH_OPTION_NUMBER,
     .fallback = "60",
     .low = 5,
     .high = 3600,
     .unit = "seconds",
     .help = "how long an agent whose desktop is gone stays signed in"},
    {SERVER (session_hours),
     .key = "session_hours",
     .type = BH_OPTION_NUMBER,
     .fallback = "12",
     .low = 1,
     .high = 24,
     .unit = "hours",
     .help = "after this a person signs in again",
     .live = TRUE},
    {SERVER (log_level),
     .key = "log_level",
     .type = BH_OPTION_WORD,
     .fallback = "info",
     .choices = "warning|message|info|debug",
     .help = "the least serious line that is written",
     .live = TRUE},
    {SERVER (log_to),
     .key = "log_to",
     .type = BH_OPTION_WORD,
     .fallback = "auto",
     .choices = "auto|journal|stderr",
     .help = "auto: the journal under systemd, else standard error",
     .live = TRUE},
    {SERVER (outbox_limit_mib),
     .key = "outbox_limit",
     .type = BH_OPTION_NUMBER,
     .fallback = "2048",
     .low = 16,
     .high = 1048576,
     .unit = "MiB",
     .help = "disk that records may take while PostgreSQL is away"},
    {STORE (store_mode),
     .key = "mode",
     .type = BH_OPTION_WORD,
     .fallback = "embedded",
     .choices = "embedded|external",
     .help = "embedded: a private PostgreSQL in state_dir, kept by bellhopd; external: conninfo"},
    {STORE (store_conninfo),
     .key = "conninfo",
     .type = BH_OPTION_STRING,
     .help = "for external: a libpq connection string"},
    {STORE (store_fsync),
     .key = "wait_for_disk",
     .type = BH_OPTION_FLAG,
     .fallback = "yes",
     .help = "for embedded: no is for demonstrations, a power cut can then cost everything"},
    {DESK (wrap_up_s),
     .key = "wrap_up",
     .type = BH_OPTION_NUMBER,
     .fallback = "30",
     .low = 0,
     .high = 3600,
     .unit = "seconds",
     .help = "time for notes after a call; 0: none"},
    {DESK (wrap_up_limit_s),
     .key = "wrap_up_limit",
     .type = BH_OPTION_NUMBER,
     .fallback = "600",
     .low = 0,
     .high = 7200,
     .unit = "seconds",
     .help = "the longest wrap-up, with every extension; 0: no limit"},
    {DESK (home_region),
     .key = "home_region",
     .type = BH_OPTION_REGION,
     .fallback = "US",
     .help = "the country that numbers without a country code belong to"},
    {DIAL (dial_purpose),
     .key = "purpose",
     .type = BH_OPTION_WORD,
     .fallback = "service",
     .choices = "service|marketing",
     .help = "of a call that nobody says it of: rules about marketing hold for marketing alone"},
    {DIAL (dial_rules),
     .key = "rules",
     .type = BH_OPTION_PATH,
     .help = "a file with rules of your own, read after those that come with Bellhop"},
    {DIAL (dial_outside),
     .key = "outside",
     .type = BH_OPTION_STRING,
     .help = "what the PBX wants dialed first for numbers outside; left out when they are judged"},
    {RECORD (record_dir),
     .key = "folder",
     .type = BH_OPTION_PATH,
     .help = "keep every byte that a PBX sends, for replay; holds customers' numbers"},
    {RECORD (record_limit_mib),
     .key = "limit",
     .type = BH_OPTION_NUMBER,
     .fallback = "1024",
     .low = 1,
     .high = 1048576,
     .unit = "MiB",
     .help = "a recording stops when it is as large as this"},
    {PBX (kind),
     .key = "kind",
     .type = BH_OPTION_WORD,
     .fallback = "asterisk",
     .choices = "asterisk|freeswitch",
     .help = "what is at the other end"},
    {PBX (host),
     .key = "host",
     .type = BH_OPTION_STRING,
     .fallback = "127.0.0.1",
     .help = "name or address of the PBX"},
    {PBX (port),
     .key = "port",
     .type = BH_OPTION_NUMBER,
     .fallback = "0",
     .low = 0,
     .high = 65535,
     .unit = "",
     .help = "0: the usual one, 5038 (with tls 5039) of Asterisk, 8021 of FreeSWITCH"},
    {PBX (tls),
     .key = "tls",
     .type = BH_OPTION_FLAG,
     .fallback = "no",
     .help = "encrypt; needed where the PBX is another machine"},
    {PBX (tls_ca),
     .key = "tls_ca",
     .type = BH_OPTION_PATH,
     .help = "PEM file with the certificate that signed the PBX's; none: the system's"},
    {PBX (user),
     .key = "user",
     .type = BH_OPTION_STRING,
     .fallback = "bellhop",
     .help = "the account in manager.conf; with FreeSWITCH NAME@DOMAIN of its directory"},
    {PBX (secret),
     .key = "secret",
     .type = BH_OPTION_STRING,
     .help = "its secret; better in a file of its own, see secret_file"},
    {PBX (secret_file),
     .key = "secret_file",
     .type = BH_OPTION_PATH,
     .help = "a file whose first line is the secret, readable by bellhopd alone"},
    {PBX (region),
     .key = "region",
     .type = BH_OPTION_REGION,
     .help = "home_region of this PBX, where it differs"},
    {PBX (watch_only),
     .key = "watch_only",
     .type = BH_OPTION_FLAG,
     .fallback = "no",
     .help = "never send anything but questions"},
    {PBX (device),
     .key = "device",
     .type = BH_OPTION_DEVICE,
     .help = "the device of an extension, %s; none: PJSIP/%s, or user/%s@ and user's domain"},
    {PBX (trunks),
     .key = "trunks",
     .type = BH_OPTION_LIST,
     .help = "devices that lead outside, parted by ;  * is anything; none: */*trunk*, or sofia/*"},
    {PBX (dial_context),
     .key = "dial_context",
     .type = BH_OPTION_STRING,
     .fallback = "bellhop-out",
     .help = "dialplan context that numbers are dialed in"},
    {PBX (transfer_context),
     .key = "transfer_context",
     .type = BH_OPTION_STRING,
     .help = "the same for transfers; none: dial_context"},
    {PBX (talk_context),
     .key = "talk_context",
     .type = BH_OPTION_STRING,
     .help =
         "dialplan context that sends a phone the NOTIFY to answer; none: PJSIPNotify, if it may"},
    {PBX (hold_context),
     .key = "hold_context",
     .type = BH_OPTION_STRING,
     .help = "the same to hold"},
    {PBX (supervise_context),
     .key = "supervise_context",
     .type = BH_OPTION_STRING,
     .help = "Asterisk: dialplan context that listens and records; none: neither can be done"},
    {PBX (conference_keys),
     .key = "conference_keys",
     .type = BH_OPTION_STRING,
     .fallback = "*3",
     .help = "Asterisk: the keys that join all three of a consultation, its atxferthreeway"},
    {PBX (dial_allowed),
     .key = "dial_allowed",
     .type = BH_OPTION_PATTERNS,
     .fallback = "[0-9]{2,6}",
     .help = "regular expressions, parted by ;  what matches none is refused"},
    {PBX (dial_ring_s),
     .key = "dial_ring",
     .type = BH_OPTION_NUMBER,
     .fallback = "30",
     .low = 5,
     .high = 300,
     .unit = "seconds",
     .help = "how long an agent's own phone rings on a dial"},
    {PBX (insecure),
     .key = "insecure",
     .type = BH_OPTION_FLAG,
     .fallback = "no",
     .help = "FreeSWITCH: take the password that every new one has, too"},
    {PBX (routes),
     .key = "routes",
     .type = BH_OPTION_LIST,
     .help = "FreeSWITCH: PATTERN=user/%s@pbx.example;...  how a consulted number is called"},
    {PBX (recordings),
     .key = "recordings",
     .type = BH_OPTION_PATH,
     .help = "FreeSWITCH: the folder on its machine for recordings; none: nothing is recorded"},
    {PBX (hold_music),
     .key = "hold_music",
     .type = BH_OPTION_STRING,
     .fallback = "local_stream://moh",
     .help = "FreeSWITCH: what a customer hears while an agent consults"},
    {PBX (conference_profile),
     .key = "conference_profile",
     .type = BH_OPTION_STRING,
     .fallback = "default",
     .help = "FreeSWITCH: the profile of its conference.conf for three who are together"},
    {QUEUE (label),
     .key = "label",
     .type = BH_OPTION_STRING,
     .help = "what people call the queue",
     .live = TRUE},
    {QUEUE (extension),
     .key = "extension",
     .type = BH_OPTION_STRING,
     .help =
         "what is dialed in transfer_context to come into the queue; none: nobody is sent there",
     .live = TRUE},
};

static const char *const sections[] = {"server", "store", "desk", "dial", "record", "pbx", "queue"};

const BhConfigOption *
bh_config_options (guint *n)
{
  *n = G_N_ELEMENTS (options);
  return options;
}

const BhConfigOption *
bh_config_option_find (const char *section, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (g_str_equal (options[i].section, section) && g_str_equal (options[i].key, key))
      return &options[i];
  return NULL;
}

gboolean
bh_config_section_known (const char *section)
{
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (g_str_equal (sections[i], section))
      return TRUE;
  return FALSE;
}

/* Letters to insert, delete or change to make @b of @a (Levenshtein), 64 at most. */
static guint
edit_distance (const char *a, const char *b)
{
  guint row[65];
  gsize n = strlen (b);

  if (n > 64)
    return 64;
  for (guint j = 0; j <= n; j++)
    row[j] = j;
  for (guint i = 1; a[i - 1] != '\0'; i++) {
    guint diagonal = row[0];
    row[0] = i;
    for (guint j = 1; j <= n; j++) {
      guint above = row[j];
      guint change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = MIN (MIN (above, row[j - 1]) + 1, change);
      diagonal = above;
    }
  }
  return row[n];
}

static void
consider (const char *word, const char *candidate, guint *best, const char **nearest)
{
  guint distance = edit_distance (word, candidate);
  if (distance < *best) {
    *best = distance;
    *nearest = candidate;
  }
}

const char *
bh_config_option_nearest (const char *section, const char *key)
{
  const char *word = key != NULL ? key : section;
  const char *nearest = NULL;
  guint best = strlen (word) / 3 + 2;

  if (key == NULL)
    for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
      consider (word, sections[i], &best, &nearest);
  else
    for (guint i = 0; i < G_N_ELEMENTS (options); i++)
      if (g_str_equal (options[i].section, section))
        consider (word, options[i].key, &best, &nearest);
  return nearest;
}

static gboolean
check_number (const BhConfigOption *option, const char *text, gint64 *out, char **why)
{
  g_autoptr (GError) error = NULL;

  if (g_ascii_string_to_signed (text, 10, option->low, option->high, out, &error))
    return TRUE;
  *why = g_strdup_printf ("\"%s\" is not a whole number from %" G_GINT64_FORMAT
                          " to %" G_GINT64_FORMAT "%s%s. Write one, without a unit",
                          text,
                          option->low,
                          option->high,
                          *option->unit ? " " : "",
                          option->unit);
  return FALSE;
}

static gboolean
check_flag (const char *text, gboolean *out, char **why)
{
  static const char *const yes[] = {"yes", "true", "on", "1", NULL};
  static const char *const no[] = {"no", "false", "off", "0", NULL};

  *out = g_strv_contains (yes, text);
  if (*out || g_strv_contains (no, text))
    return TRUE;
  *why = g_strdup_printf ("\"%s\" is neither yes nor no. Write yes or no", text);
  return FALSE;
}

static gboolean
check_word (const BhConfigOption *option, const char *text, char **why)
{
  g_auto (GStrv) words = g_strsplit (option->choices, "|", -1);
  g_autofree char *list = g_strjoinv (", ", words);

  if (g_strv_contains ((const char *const *) words, text))
    return TRUE;
  *why = g_strdup_printf ("\"%s\" is not known here. Write one of: %s", text, list);
  return FALSE;
}

static gboolean
check_endpoint (const char *text, char **why)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GRegex) shape =
      g_regex_new ("^tcp://(\\*|[0-9A-Za-z.-]+|\\[[0-9A-Fa-f:]+\\]):([0-9]{1,5})$", 0, 0, NULL);

  if (g_regex_match (shape, text, 0, &match)) {
    g_autofree char *port = g_match_info_fetch (match, 2);
    if (g_ascii_strtoull (port, NULL, 10) <= 65535)
      return TRUE;
  }
  *why = g_strdup_printf ("\"%s\" is not an address to listen on. "
                          "Write tcp://ADDRESS:PORT, for example tcp://127.0.0.1:7780",
                          text);
  return FALSE;
}

static gboolean
check_region (const char *text, char **why)
{
  if (bh_phone_region_is_known (text))
    return TRUE;
  *why =
      g_strdup_printf ("\"%s\" is not a country. Write two capital letters, as in CN or DE", text);
  return FALSE;
}

static gboolean
check_path (const char *text, char **why)
{
  if (g_path_is_absolute (text))
    return TRUE;
  *why = g_strdup_printf ("\"%s\" is not an absolute path. Let it begin with /", text);
  return FALSE;
}

static gboolean
check_device (const char *text, char **why)
{
  const char *place = strstr (text, "%s");

  if (place != NULL && strchr (text, '%') == place && strchr (place + 1, '%') == NULL)
    return TRUE;
  *why = g_strdup_printf ("\"%s\" does not say where the extension goes. "
                          "Write %%s once, as in PJSIP/%%s",
                          text);
  return FALSE;
}

static gboolean
check_patterns (char **patterns, char **why)
{
  for (guint i = 0; patterns[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GRegex) regex = g_regex_new (patterns[i], 0, 0, &error);
    if (regex == NULL) {
      *why = g_strdup_printf ("\"%s\" is not a regular expression: %s. "
                              "Mend it, as in 0[1-9][0-9]{6,10}",
                              patterns[i],
                              error->message);
      return FALSE;
    }
  }
  return TRUE;
}

static char **
split_list (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (kept, parts[i]);
  return g_strv_builder_end (kept);
}

static gboolean
check_text (const BhConfigOption *option, const char *text, char **why)
{
  switch (option->type) {
  case BH_OPTION_WORD:
    return check_word (option, text, why);
  case BH_OPTION_PATH:
    return check_path (text, why);
  case BH_OPTION_REGION:
    return check_region (text, why);
  case BH_OPTION_ENDPOINT:
    return check_endpoint (text, why);
  case BH_OPTION_DEVICE:
    return check_device (text, why);
  default:
    return TRUE;
  }
}

static gboolean
set_list (const BhConfigOption *option, gpointer member, const char *text, char **why)
{
  g_auto (GStrv) list = split_list (text);

  if (option->type == BH_OPTION_PATTERNS && !check_patterns (list, why))
    return FALSE;
  g_strfreev (*(char ***) member);
  *(char ***) member = g_steal_pointer (&list);
  return TRUE;
}

gboolean
bh_config_option_set (const BhConfigOption *option, gpointer base, const char *text, char **why)
{
  gpointer member = (char *) base + option->offset;
  gint64 number;
  gboolean flag;

  switch (option->type) {
  case BH_OPTION_NUMBER:
    if (!check_number (option, text, &number, why))
      return FALSE;
    *(gint64 *) member = number;
    return TRUE;
  case BH_OPTION_FLAG:
    if (!check_flag (text, &flag, why))
      return FALSE;
    *(gboolean *) member = flag;
    return TRUE;
  case BH_OPTION_LIST:
  case BH_OPTION_PATTERNS:
    return set_list (option, member, text, why);
  default:
    if (!check_text (option, text, why))
      return FALSE;
    g_free (*(char **) member);
    *(char **) member = g_strdup (text);
    return TRUE;
  }
}

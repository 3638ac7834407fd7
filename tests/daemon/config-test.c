/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "server/daemon/config-option.h"

/* Every row is a file that must be refused, and what its message must say. */
typedef struct {
  const char *name;
  const char *text;
  const char *message; /* the whole of it */
} BadFile;

static const BadFile bad_files[] = {
    {"unknown-section",
     "[servr]\nendpoint = x\n",
     "f:1: [servr]: there is no such section. Did you mean [server]?"},
    {"unknown-section-far", "\n[zebra]\n", "f:2: [zebra]: there is no such section. Remove it."},
    {"unknown-key",
     "[server]\n\nstat_dir = /x\n",
     "f:3: [server] stat_dir: there is no such key. Did you mean \"state_dir\"?"},
    {"unknown-key-far",
     "[server]\nzebra = 1\n",
     "f:2: [server] zebra: there is no such key. Remove the line."},
    {"not-a-line",
     "[server]\nhello world\n",
     "f:2: \"hello world\" is not understood. Write key = value, [section] or # comment."},
    {"broken-section",
     "[server\n",
     "f:1: \"[server\" is not understood. A section is written [name]."},
    {"key-before-section",
     "grace = 5\n[server]\n",
     "f:1: grace: stands before any section. Put it below a [section] line."},
    {"said-twice",
     "[server]\ngrace = 5\n\ngrace = 6\n",
     "f:4: [server] grace: is said twice, first in line 2. Remove one of the two."},
    {"pbx-without-name",
     "[pbx]\nsecret = x\n",
     "f:1: [pbx]: the section needs a name of letters, digits, \".\", \"_\" and \"-\". "
     "Write [pbx NAME], for example [pbx main]."},
    {"server-with-name",
     "[server one]\n",
     "f:1: [server one]: this section has no name. Write [server]."},
    {"number-not-one",
     "[server]\ngrace = soon\n",
     "f:2: [server] grace: \"soon\" is not a whole number from 5 to 3600 seconds. "
     "Write one, without a unit."},
    {"number-too-high",
     "[pbx main]\nsecret = x\nport = 70000\n",
     "f:3: [pbx main] port: \"70000\" is not a whole number from 0 to 65535. "
     "Write one, without a unit."},
    {"flag",
     "[pbx main]\nsecret = x\ntls = maybe\n",
     "f:3: [pbx main] tls: \"maybe\" is neither yes nor no. Write yes or no."},
    {"word",
     "[store]\nmode = mysql\n",
     "f:2: [store] mode: \"mysql\" is not known here. Write one of: embedded, external."},
    {"path",
     "[server]\nstate_dir = var/lib\n",
     "f:2: [server] state_dir: \"var/lib\" is not an absolute path. Let it begin with /."},
    {"region",
     "[desk]\nhome_region = china\n",
     "f:2: [desk] home_region: \"china\" is not a country. "
     "Write two capital letters, as in CN or DE."},
    {"endpoint",
     "[server]\nendpoint = localhost:80\n",
     "f:2: [server] endpoint: \"localhost:80\" is not an address to listen on. "
     "Write tcp://ADDRESS:PORT, for example tcp://127.0.0.1:7780."},
    {"endpoint-port",
     "[server]\nendpoint = tcp://127.0.0.1:77800\n",
     "f:2: [server] endpoint: \"tcp://127.0.0.1:77800\" is not an address to listen on. "
     "Write tcp://ADDRESS:PORT, for example tcp://127.0.0.1:7780."},
    {"device",
     "[pbx main]\nsecret = x\ndevice = PJSIP/%d\n",
     "f:3: [pbx main] device: \"PJSIP/%d\" does not say where the extension goes. "
     "Write %s once, as in PJSIP/%s."},
    {"not-utf8",
     "[store]\nconninfo = \xd5\xc5\n",
     "f:2: [store] conninfo: the value is not UTF-8. Save the file as UTF-8."},
    {"secret-missing",
     "\n[pbx main]\nuser = cti\n",
     "f:2: [pbx main] secret: is missing. Set secret_file to a file that holds the secret of "
     "\"cti\" in manager.conf."},
    {"secret-twice",
     "[pbx main]\nsecret = a\nsecret_file = /b\n",
     "f:1: [pbx main] secret: is given beside secret_file. Keep one of the two."},
    {"conninfo-missing",
     "[store]\nmode = external\n",
     "f:1: [store] conninfo: is missing. Say where the database is, as in host=db.example "
     "dbname=bellhop user=bellhop, or set mode = embedded."},
    {"conninfo-alone",
     "[store]\nconninfo = host=db\n",
     "f:1: [store] conninfo: counts for a database of your own only. "
     "Say mode = external beside it, or leave it out."},
    {"two-problems",
     "[server]\ngrace = 1\nzebra = 1\n",
     "f:2: [server] grace: \"1\" is not a whole number from 5 to 3600 seconds. "
     "Write one, without a unit.\n"
     "f:3: [server] zebra: there is no such key. Remove the line."},
};

static void
test_bad_file (gconstpointer data)
{
  const BadFile *row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config = bh_config_parse ("f", row->text, &error);

  g_assert_error (error, BH_CONFIG_ERROR, BH_CONFIG_ERROR_VALUE);
  g_assert_null (config);
  g_assert_cmpstr (error->message, ==, row->message);
}

static void
test_bad_pattern (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config =
      bh_config_parse ("f", "[pbx main]\nsecret = x\ndial_allowed = [0-9]{3};[0-9\n", &error);

  g_assert_error (error, BH_CONFIG_ERROR, BH_CONFIG_ERROR_VALUE);
  g_assert_null (config);
  g_assert_true (
      g_str_has_prefix (error->message,
                        "f:3: [pbx main] dial_allowed: \"[0-9\" is not a regular expression: "));
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config = bh_config_parse ("f", "", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (config->endpoint, ==, "tcp://127.0.0.1:7780");
  g_assert_cmpstr (config->store_mode, ==, "embedded");
  g_assert_cmpint (config->wrap_up_s, ==, 30);
  g_assert_null (config->record_dir);
  g_assert_cmpuint (config->pbxs->len, ==, 0);
}

static void
test_whole (void)
{
  static const char text[] = "# a comment\n"
                             "[server]\n"
                             "endpoint=tcp://*:1\n"
                             "grace =  7  \r\n"
                             "[pbx main]\n"
                             "secret = a\\b ; c # d\n"
                             "tls = yes\n"
                             "trunks = PJSIP/out ; ;SIP/*\n"
                             "[pbx second.site]\n"
                             "secret_file = /etc/secret\n"
                             "watch_only = on\n"
                             "dial_allowed = 1[0-9]{3};\\+?0[1-9][0-9]+\n"
                             "[queue sup-port]\n"
                             "label = 客服 Support\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config = bh_config_parse ("f", text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (config->endpoint, ==, "tcp://*:1");
  g_assert_cmpint (config->grace_s, ==, 7);
  g_assert_cmpuint (config->pbxs->len, ==, 2);
  BhConfigPbx *first = bh_config_find_pbx (config, "main");
  g_assert_cmpstr (first->secret, ==, "a\\b ; c # d");
  g_assert_cmpint (first->port, ==, 5039);
  g_assert_cmpuint (g_strv_length (first->trunks), ==, 2);
  g_assert_cmpstr (first->trunks[1], ==, "SIP/*");
  g_assert_false (first->watch_only);
  BhConfigPbx *second = bh_config_find_pbx (config, "second.site");
  g_assert_true (second->watch_only);
  g_assert_cmpint (second->port, ==, 5038);
  g_assert_cmpstr (second->dial_allowed[1], ==, "\\+?0[1-9][0-9]+");
  BhConfigQueue *queue = g_ptr_array_index (config->queues, 0);
  g_assert_cmpstr (queue->queue, ==, "sup-port");
  g_assert_cmpstr (queue->label, ==, "客服 Support");
}

/* A private folder, removed with what is in it. */
typedef char TmpDir;

static void
tmp_dir_free (TmpDir *dir)
{
  g_autoptr (GSubprocess) rm =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-rf", dir, NULL);
  g_subprocess_wait (rm, NULL, NULL);
  g_free (dir);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TmpDir, tmp_dir_free)

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_drop_ins (void)
{
  g_autoptr (TmpDir) dir = g_dir_make_tmp ("bh-config-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (dir, "b.conf", NULL);
  g_autofree char *more = g_strconcat (file, ".d", NULL);
  g_autofree char *one = g_build_filename (more, "10.conf", NULL);
  g_autofree char *two = g_build_filename (more, "20.conf", NULL);
  g_autofree char *other = g_build_filename (more, "30.bak", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir (more, 0700);
  write_file (file, "[server]\ngrace = 10\n[pbx main]\nsecret = a\n");
  write_file (two, "[server]\ngrace = 30\n");
  write_file (one, "[server]\ngrace = 20\n[pbx main]\nhost = pbx.example\n");
  write_file (other, "not read");
  g_autoptr (BhConfig) config = bh_config_load (file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (config->grace_s, ==, 30);
  g_assert_cmpstr (bh_config_find_pbx (config, "main")->host, ==, "pbx.example");
  g_assert_cmpstr (bh_config_find_pbx (config, "main")->secret, ==, "a");

  write_file (two, "[server]\ngrace = x\n");
  g_autoptr (BhConfig) broken = bh_config_load (file, &error);
  g_assert_null (broken);
  g_assert_true (g_str_has_prefix (error->message, two));
  g_assert_nonnull (strstr (error->message, "20.conf:2: [server] grace: "));
}

static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config = bh_config_load ("/nonexistent/b.conf", &error);

  g_assert_error (error, BH_CONFIG_ERROR, BH_CONFIG_ERROR_FILE);
  g_assert_null (config);
  g_assert_nonnull (strstr (error->message, "/nonexistent/b.conf"));
  g_assert_nonnull (strstr (error->message, "--config"));
}

static void
test_secret_file (void)
{
  g_autoptr (TmpDir) dir = g_dir_make_tmp ("bh-config-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (dir, "secret", NULL);
  BhConfigPbx pbx = {.name = (char *) "main", .user = (char *) "cti", .secret_file = file};
  g_autoptr (GError) error = NULL;

  g_assert_null (bh_config_pbx_read_secret (&pbx, &error));
  g_assert_error (error, BH_CONFIG_ERROR, BH_CONFIG_ERROR_FILE);
  g_assert_true (g_str_has_prefix (error->message, "[pbx main] secret_file: "));
  g_clear_error (&error);
  write_file (file, "s3cret\r\nmore\n");
  g_autofree char *secret = bh_config_pbx_read_secret (&pbx, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, "s3cret");
}

/* The sample shows every key with the value that holds when nothing is said. */
static void
test_sample_is_complete (void)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "../../data/bellhopd.conf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint n;
  const BhConfigOption *options = bh_config_options (&n);

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_autoptr (BhConfig) config = bh_config_load (file, &error);
  g_assert_no_error (error);
  g_assert_nonnull (config);
  for (guint i = 0; i < n; i++) {
    g_autofree char *line = g_strdup_printf ("\n#%s =%s%s\n",
                                             options[i].key,
                                             options[i].fallback ? " " : "",
                                             options[i].fallback ? options[i].fallback : "");
    if (!g_str_equal (options[i].section, "queue") && strstr (text, line) == NULL)
      g_test_fail_printf ("the sample lacks: %s", line);
    g_assert_nonnull (options[i].help);
  }
}

/* What follows from the user's domain, and what a FreeSWITCH without one must say. */
static void
test_freeswitch (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config = bh_config_parse ("f",
                                                 "[pbx main]\nkind = freeswitch\n"
                                                 "user = bellhop@pbx.test\nsecret = x\n",
                                                 &error);
  const BhConfigPbx *pbx;

  g_assert_no_error (error);
  pbx = bh_config_find_pbx (config, "main");
  g_assert_cmpint (pbx->port, ==, 8021);
  g_assert_cmpstr (pbx->device, ==, "user/%s@pbx.test");
  g_assert_cmpstr (pbx->trunks[0], ==, "sofia/*");
  g_assert_cmpstr (pbx->routes[0], ==, "[0-9]{2,6}=user/%s@pbx.test");
  g_assert_false (pbx->insecure);
  g_assert_null (pbx->recordings);
}

static void
test_freeswitch_without_domain (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config =
      bh_config_parse ("f", "[pbx main]\nkind = freeswitch\nsecret = x\n", &error);

  g_assert_null (config);
  g_assert_cmpstr (error->message,
                   ==,
                   "f:1: [pbx main] device: is missing. Say how FreeSWITCH calls an extension, as "
                   "in user/%s@pbx.example.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bad_files); i++) {
    g_autofree char *path = g_strdup_printf ("/daemon/config/bad/%s", bad_files[i].name);
    g_test_add_data_func (path, &bad_files[i], test_bad_file);
  }
  g_test_add_func ("/daemon/config/bad/pattern", test_bad_pattern);
  g_test_add_func ("/daemon/config/defaults", test_defaults);
  g_test_add_func ("/daemon/config/whole", test_whole);
  g_test_add_func ("/daemon/config/freeswitch", test_freeswitch);
  g_test_add_func ("/daemon/config/freeswitch-without-domain", test_freeswitch_without_domain);
  g_test_add_func ("/daemon/config/drop-ins", test_drop_ins);
  g_test_add_func ("/daemon/config/no-file", test_no_file);
  g_test_add_func ("/daemon/config/secret-file", test_secret_file);
  g_test_add_func ("/daemon/config/sample-is-complete", test_sample_is_complete);
  return g_test_run ();
}

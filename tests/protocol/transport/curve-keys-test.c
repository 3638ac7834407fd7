/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/curve-keys.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "protocol/transport/transport-error.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("bellhop-keys-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "server.key", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0); /* nothing else was left there */
  g_free (f->folder);
  g_free (f->path);
}

static void
write_file (Fixture *f, const char *text, int mode)
{
  g_assert_true (g_file_set_contents (f->path, text, -1, NULL));
  g_assert_cmpint (g_chmod (f->path, mode), ==, 0);
}

static void
assert_refused (Fixture *f, const char *says)
{
  BhCurveKeys keys;
  g_autoptr (GError) error = NULL;

  g_assert_false (bh_curve_keys_load_or_create (f->path, &keys, NULL, &error));
  g_assert_error (error, BH_TRANSPORT_ERROR, BH_TRANSPORT_ERROR_KEY_FILE);
  g_assert_nonnull (strstr (error->message, f->path));
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_created_once (Fixture *f, gconstpointer data)
{
  BhCurveKeys first, second;
  gboolean created = FALSE;
  struct stat info;

  g_assert_true (bh_curve_keys_load_or_create (f->path, &first, &created, NULL));
  g_assert_true (created);
  g_assert_cmpint (stat (f->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (bh_curve_keys_load_or_create (f->path, &second, &created, NULL));
  g_assert_false (created);
  g_assert_cmpstr (first.public_key, ==, second.public_key);
  g_assert_cmpstr (first.secret_key, ==, second.secret_key);
}

static void
test_readable_by_others (Fixture *f, gconstpointer data)
{
  BhCurveKeys keys;

  g_assert_true (bh_curve_keys_load_or_create (f->path, &keys, NULL, NULL));
  g_chmod (f->path, 0640);
  assert_refused (f, "chmod 600");
}

static void
test_damaged (Fixture *f, gconstpointer data)
{
  BhCurveKeys keys;
  g_autofree char *text = NULL;

  write_file (f, "", 0600);
  assert_refused (f, "damaged");
  write_file (f, "public=short\nsecret=short\n", 0600);
  assert_refused (f, "damaged");
  g_unlink (f->path);
  g_assert_true (bh_curve_keys_load_or_create (f->path, &keys, NULL, NULL));
  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  *strstr (text, "secret=") = 'S';
  write_file (f, text, 0600);
  assert_refused (f, "damaged");
}

static void
test_mismatched (Fixture *f, gconstpointer data)
{
  BhCurveKeys one, other;
  g_autofree char *text = NULL;

  bh_curve_keys_generate (&one, NULL);
  bh_curve_keys_generate (&other, NULL);
  text = g_strdup_printf ("public=%s\nsecret=%s\n", one.public_key, other.secret_key);
  write_file (f, text, 0600);
  assert_refused (f, "do not belong together");
}

static void
test_too_large (Fixture *f, gconstpointer data)
{
  g_autofree char *text = g_strnfill (5000, '#');

  write_file (f, text, 0600);
  assert_refused (f, "is not a key file");
}

static void
test_no_folder (void)
{
  BhCurveKeys keys;
  g_autoptr (GError) error = NULL;

  g_assert_false (
      bh_curve_keys_load_or_create ("/nonexistent/folder/server.key", &keys, NULL, &error));
  g_assert_error (error, BH_TRANSPORT_ERROR, BH_TRANSPORT_ERROR_KEY_FILE);
  g_assert_nonnull (strstr (error->message, "cannot be written"));
}

static void
test_fingerprint (void)
{
  /* The keys of RFC 7748 section 6.1 in Z85, BLAKE2b-160 by Python's hashlib. */
  g_autofree char *one = bh_curve_fingerprint ("G=]<>I7>&bBC>O5V{aj/4zK}kco8}o(.HIuS*=:#");
  g_autofree char *other = bh_curve_fingerprint ("?K-FIDWS-q^{3m$)bQ2.kz8tAtx<^PT]9RZz?]]t");

  g_assert_cmpstr (one, ==, "4ngp-bocn-ytdw-teb4-gy5g-p522-yhoe-4kam");
  g_assert_cmpstr (other, ==, "uuja-u3to-a5lq-eau4-bili-3fbr-ska6-recz");
  g_assert_null (bh_curve_fingerprint ("too short"));
  g_assert_null (bh_curve_fingerprint (NULL));
}

static void
test_valid (void)
{
  BhCurveKeys keys;

  g_assert_true (bh_curve_keys_generate (&keys, NULL));
  g_assert_true (bh_curve_key_is_valid (keys.public_key));
  g_assert_false (bh_curve_key_is_valid (""));
  g_assert_false (bh_curve_key_is_valid ("0123456789012345678901234567890123456789x"));
  g_assert_false (bh_curve_key_is_valid ("012345678901234567890123456789012345678~"));
  bh_curve_keys_clear (&keys);
  g_assert_cmpstr (keys.secret_key, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/protocol/transport/curve-keys/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("created-once", test_created_once);
  ADD ("readable-by-others", test_readable_by_others);
  ADD ("damaged", test_damaged);
  ADD ("mismatched", test_mismatched);
  ADD ("too-large", test_too_large);
  g_test_add_func ("/protocol/transport/curve-keys/no-folder", test_no_folder);
  g_test_add_func ("/protocol/transport/curve-keys/fingerprint", test_fingerprint);
  g_test_add_func ("/protocol/transport/curve-keys/valid", test_valid);
  return g_test_run ();
}

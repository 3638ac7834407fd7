/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/curve-keys.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "protocol/transport/transport-error.h"

#define KEY_LENGTH        40 /* Z85 of 32 bytes */
#define FINGERPRINT_BYTES 20
#define GROUP             4
#define MAX_FILE          4096

gboolean
bh_curve_keys_generate (BhCurveKeys *keys, GError **error)
{
  g_return_val_if_fail (keys != NULL, FALSE);

  if (zmq_curve_keypair (keys->public_key, keys->secret_key) == 0)
    return TRUE;
  g_set_error (error,
               BH_TRANSPORT_ERROR,
               BH_TRANSPORT_ERROR_NO_CURVE,
               "No key pair could be made: %s; install a libzmq that is built with CURVE",
               zmq_strerror (zmq_errno ()));
  return FALSE;
}

void
bh_curve_keys_clear (BhCurveKeys *keys)
{
  sodium_memzero (keys, sizeof *keys);
}

gboolean
bh_curve_key_is_valid (const char *z85)
{
  guint8 raw[32];

  return z85 != NULL && strlen (z85) == KEY_LENGTH && zmq_z85_decode (raw, z85) != NULL;
}

static char *
base32_groups (const guint8 *bytes, gsize size)
{
  static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
  GString *text = g_string_new (NULL);
  guint bits = 0, n_bits = 0, n_letters = 0;

  for (gsize i = 0; i < size; i++) {
    bits = (bits << 8) | bytes[i];
    for (n_bits += 8; n_bits >= 5; n_bits -= 5) {
      if (n_letters > 0 && n_letters % GROUP == 0)
        g_string_append_c (text, '-');
      g_string_append_c (text, alphabet[(bits >> (n_bits - 5)) & 31]);
      n_letters++;
    }
  }
  return g_string_free (text, FALSE);
}

char *
bh_curve_fingerprint (const char *public_key)
{
  guint8 raw[32], hash[FINGERPRINT_BYTES];

  if (!bh_curve_key_is_valid (public_key))
    return NULL;
  zmq_z85_decode (raw, public_key);
  crypto_generichash (hash, sizeof hash, raw, sizeof raw, NULL, 0);
  return base32_groups (hash, sizeof hash);
}

static gboolean
fail_file (const char *path, const char *what, GError **error)
{
  g_set_error (error,
               BH_TRANSPORT_ERROR,
               BH_TRANSPORT_ERROR_KEY_FILE,
               "The key file %s %s",
               path,
               what);
  return FALSE;
}

/* errno says why. */
static gboolean
fail_file_errno (const char *path, const char *verb, GError **error)
{
  g_autofree char *what = g_strdup_printf ("cannot be %s: %s", verb, g_strerror (errno));

  return fail_file (path, what, error);
}

static gboolean
parse_keys (const char *path, const char *text, BhCurveKeys *keys, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  char derived[KEY_LENGTH + 1];

  memset (keys, 0, sizeof *keys);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], "public="))
      g_strlcpy (keys->public_key, lines[i] + 7, sizeof keys->public_key);
    else if (g_str_has_prefix (lines[i], "secret="))
      g_strlcpy (keys->secret_key, lines[i] + 7, sizeof keys->secret_key);
    sodium_memzero (lines[i], strlen (lines[i]));
  }
  if (!bh_curve_key_is_valid (keys->public_key) || !bh_curve_key_is_valid (keys->secret_key))
    return fail_file (path, "is damaged: move it away, and a new key is made", error);
  if (zmq_curve_public (derived, keys->secret_key) != 0 || strcmp (derived, keys->public_key) != 0)
    return fail_file (path, "holds two keys that do not belong together", error);
  return TRUE;
}

static gboolean
read_file (const char *path, int fd, BhCurveKeys *keys, GError **error)
{
  char text[MAX_FILE + 1];
  struct stat info;
  gssize n;
  gboolean ok;

  if (fstat (fd, &info) != 0)
    return fail_file_errno (path, "read", error);
  if (!S_ISREG (info.st_mode) || info.st_size > MAX_FILE)
    return fail_file (path, "is not a key file", error);
  if ((info.st_mode & 077) != 0)
    return fail_file (path, "may be read by others: chmod 600, and better make a new key", error);
  n = read (fd, text, MAX_FILE);
  if (n < 0)
    return fail_file_errno (path, "read", error);
  text[n] = '\0';
  ok = parse_keys (path, text, keys, error);
  sodium_memzero (text, sizeof text);
  return ok;
}

static gboolean
write_all (int fd, const char *text)
{
  gsize done = 0, size = strlen (text);

  while (done < size) {
    gssize n = write (fd, text + done, size - done);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    done += (gsize) n;
  }
  return fsync (fd) == 0;
}

static gboolean
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return ok;
}

/* Written beside, then linked: a file with half a key is never seen, and of two that start at the
 * same time the second finds the first one's key. TRUE with EEXIST in errno: it was there. */
static gboolean
write_file (const char *path, const BhCurveKeys *keys, gboolean *existed)
{
  g_autofree char *beside = g_strdup_printf ("%s.%d.new", path, (int) getpid ());
  g_autofree char *text = g_strdup_printf ("# Bellhop: the server's key. Keep it secret.\n"
                                           "public=%s\nsecret=%s\n",
                                           keys->public_key,
                                           keys->secret_key);
  int fd = open (beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean ok = fd >= 0 && write_all (fd, text);
  int reason;

  *existed = FALSE;
  if (fd >= 0)
    close (fd);
  if (ok && link (beside, path) != 0) {
    *existed = errno == EEXIST;
    ok = *existed;
  }
  reason = errno;
  if (fd >= 0)
    g_unlink (beside);
  sodium_memzero (text, strlen (text));
  errno = reason;
  return ok && sync_folder (path);
}

static gboolean
create (const char *path, BhCurveKeys *keys, gboolean *existed, GError **error)
{
  if (!bh_curve_keys_generate (keys, error))
    return FALSE;
  if (!write_file (path, keys, existed))
    return fail_file_errno (path, "written", error);
  return TRUE;
}

gboolean
bh_curve_keys_load_or_create (const char *path,
                              BhCurveKeys *keys,
                              gboolean *created,
                              GError **error)
{
  gboolean existed = FALSE, ok;
  int fd;

  g_return_val_if_fail (path != NULL && keys != NULL, FALSE);

  if (created != NULL)
    *created = FALSE;
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0 && errno == ENOENT) {
    if (!create (path, keys, &existed, error))
      return FALSE;
    if (created != NULL)
      *created = !existed;
    if (!existed)
      return TRUE;
    fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  }
  if (fd < 0)
    return fail_file_errno (path, "read", error);
  ok = read_file (path, fd, keys, error);
  close (fd);
  if (!ok)
    bh_curve_keys_clear (keys);
  return ok;
}

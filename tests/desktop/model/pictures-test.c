/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/json-get.h"
#include "desktop/model/knowledge.h"
#include "desktop/model/picture-shelf.h"
#include "tests/desktop/model/fixture.h"
#include "tests/fakes/fake-knowledge.h"
#include "tests/fakes/fake-picture.h"

/* Pictures of articles: what is asked, what is believed, what is kept. */

#define NOWHERE "0000000000000000000000000000000000000000000000000000000000000000"

static guint
asked (Fixture *f)
{
  return fake_server_count (f->server, "kb.picture");
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static GBytes *
fetch (Fixture *f, const char *hash, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  BhPictureShelf *shelf = bh_picture_shelf_of (f->desk);

  bh_picture_shelf_fetch_async (shelf, hash, NULL, on_result, &result);
  return bh_picture_shelf_fetch_finish (shelf, wait_for (&result), error);
}

static BhPicture *
put (Fixture *f, GBytes *bytes, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  BhPictureShelf *shelf = bh_picture_shelf_of (f->desk);

  bh_picture_shelf_put_async (shelf, bytes, NULL, on_result, &result);
  return bh_picture_shelf_put_finish (shelf, wait_for (&result), error);
}

/* A PNG of @length bytes: what follows its end is nobody's concern. */
static GBytes *
png_of (gsize length)
{
  gsize n;
  g_autofree guint8 *png = g_base64_decode (FAKE_PNG_BASE64, &n);
  guint8 *data = g_malloc0 (MAX (length, n));

  memcpy (data, png, n);
  return g_bytes_new_take (data, MAX (length, n));
}

static BhPicture *
lights (Fixture *f)
{
  g_autoptr (BhKnowledge) knowledge = bh_knowledge_new (f->desk);
  BhPicture *picture;

  bh_knowledge_open (knowledge, FAKE_ARTICLE_LIGHTS, 0);
  bh_fixture_settle ();
  picture = bh_pictures_find (bh_article_get_pictures (bh_knowledge_get_article (knowledge)),
                              "pictures/lights.png");
  g_assert_nonnull (picture);
  g_assert_cmpint (bh_picture_get_width (picture), >, 0);
  return g_object_ref (picture);
}

static void
test_once (Fixture *f, gconstpointer data)
{
  g_autoptr (BhPicture) picture = lights (f);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fetch (f, bh_picture_get_hash (picture), &error);
  g_autoptr (GBytes) again = fetch (f, bh_picture_get_hash (picture), &error);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  g_assert_no_error (error);
  g_assert_cmpstr (hash, ==, bh_picture_get_hash (picture));
  g_assert_true (bytes == again);
  g_assert_cmpuint (asked (f), ==, 1);
}

/* Two that want the same at once ask once; two pictures come one after the other. */
static void
test_at_once (Fixture *f, gconstpointer data)
{
  g_autoptr (BhPicture) picture = lights (f);
  BhPictureShelf *shelf = bh_picture_shelf_of (f->desk);
  g_autoptr (GAsyncResult) one = NULL;
  g_autoptr (GAsyncResult) two = NULL;
  g_autoptr (GAsyncResult) other = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  bh_picture_shelf_fetch_async (shelf, bh_picture_get_hash (picture), NULL, on_result, &one);
  bh_picture_shelf_fetch_async (shelf, bh_picture_get_hash (picture), NULL, on_result, &two);
  bh_picture_shelf_fetch_async (shelf, NOWHERE, NULL, on_result, &other);
  g_assert_cmpuint (asked (f), <=, 1);
  first = bh_picture_shelf_fetch_finish (shelf, wait_for (&one), NULL);
  second = bh_picture_shelf_fetch_finish (shelf, wait_for (&two), NULL);
  g_assert_true (first != NULL && first == second);
  g_assert_null (bh_picture_shelf_fetch_finish (shelf, wait_for (&other), NULL));
  g_assert_cmpuint (asked (f), ==, 2);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) none = fetch (f, NOWHERE, &error);
  g_autoptr (BhPicture) picture = lights (f);
  g_autoptr (GBytes) again = NULL;

  g_assert_null (none);
  g_assert_nonnull (error);
  g_clear_error (&error);
  fake_server_fail_next (f->server, "kb.picture", "store_away", "The database is away.");
  g_assert_null (fetch (f, bh_picture_get_hash (picture), NULL));
  again = fetch (f, bh_picture_get_hash (picture), &error); /* a refusal is not kept */
  g_assert_no_error (error);
  g_assert_nonnull (again);
}

static void
test_put (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = png_of (100 * 1000);
  g_autoptr (GError) error = NULL;
  g_autoptr (BhPicture) picture = put (f, bytes, &error);
  g_autoptr (GBytes) mine = NULL;
  g_autofree char *name = NULL;

  g_assert_no_error (error);
  name = g_strdup_printf ("pictures/%.16s.png", bh_picture_get_hash (picture));
  g_assert_cmpstr (bh_picture_get_name (picture), ==, name);
  g_assert_cmpint (bh_picture_get_width (picture), ==, 8);
  g_assert_cmpuint (fake_server_count (f->server, "kb.picture_put"), ==, 4); /* 30,000 at a time */
  mine = fetch (f, bh_picture_get_hash (picture), &error);
  g_assert_true (g_bytes_equal (mine, bytes));
  g_assert_cmpuint (asked (f), ==, 0); /* it is here already */
}

static void
test_put_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) large = png_of (BH_PICTURE_MAX_BYTES + 1);
  g_autoptr (GBytes) words = g_bytes_new_static ("<svg/>", 6);
  g_autoptr (GBytes) png = png_of (0);
  g_autoptr (GError) error = NULL;

  g_assert_null (put (f, large, &error));
  g_assert_nonnull (strstr (error->message, "more than 512 KiB"));
  g_clear_error (&error);
  g_assert_null (put (f, words, &error));
  g_assert_nonnull (strstr (error->message, "neither a PNG nor a JPEG"));
  g_assert_cmpuint (fake_server_count (f->server, "kb.picture_put"), ==, 0);
  g_clear_error (&error);
  fake_server_fail_next (f->server,
                         "kb.picture_put",
                         "busy",
                         "Too many pictures are on their way.");
  g_assert_null (put (f, png, &error));
  g_assert_nonnull (error);
}

static void
test_put_file (Fixture *f, gconstpointer data)
{
  BhPictureShelf *shelf = bh_picture_shelf_of (f->desk);
  g_autofree char *path = g_build_filename (f->dir, "nothing.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) missing = NULL;
  g_autoptr (GError) error = NULL;

  bh_picture_shelf_put_file_async (shelf, file, NULL, on_result, &missing);
  g_assert_null (bh_picture_shelf_put_finish (shelf, wait_for (&missing), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* What the journal keeps of a draft comes back; what is no picture does not. */
static void
test_text (Fixture *f, gconstpointer data)
{
  g_autoptr (GListModel) pictures =
      bh_pictures_from_text ("8 6 " FAKE_PNG_SHA256 " pictures/a b.png\n9999 1 " FAKE_PNG_SHA256
                             " wide\n8 6 short x\n\nnoise");
  g_autofree char *text = bh_pictures_to_text (pictures);

  g_assert_cmpstr (text, ==, "8 6 " FAKE_PNG_SHA256 " pictures/a b.png\n");
  g_assert_nonnull (bh_pictures_find (pictures, "pictures/a b.png"));
  g_assert_null (bh_pictures_find (pictures, "wide"));
  g_assert_null (bh_pictures_find (NULL, "x"));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/model/pictures/" name, Fixture, "en", bh_fixture_set_up, func, bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("once", test_once);
  ADD ("at-once", test_at_once);
  ADD ("refused", test_refused);
  ADD ("put", test_put);
  ADD ("put-refused", test_put_refused);
  ADD ("put-file", test_put_file);
  ADD ("text", test_text);
  return g_test_run ();
}

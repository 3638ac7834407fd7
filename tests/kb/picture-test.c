/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/picture.h"

#include <string.h>

#include "server/kb/document.h"
#include "server/kb/plain.h"
#include "tests/fakes/fake-picture.h"

/* What a picture's bytes say of it, and what is refused before anybody decodes it. */

static void
assert_refused (const guint8 *bytes, gsize length, const char *says)
{
  g_autoptr (GError) error = NULL;
  BhKbPicture picture;

  g_assert_false (bh_kb_picture_read (bytes, length, &picture, &error));
  g_assert_error (error, BH_KB_ERROR, BH_KB_ERROR_PICTURE);
  if (strstr (error->message, says) == NULL)
    g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_good (void)
{
  static const struct {
    const char *base64, *type, *extension;
    guint width, height;
  } cases[] = {{FAKE_PNG_BASE64, "image/png", "png", 8, 6},
               {FAKE_JPEG_BASE64, "image/jpeg", "jpg", 16, 8}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize length;
    g_autofree guint8 *bytes = g_base64_decode (cases[i].base64, &length);
    g_autoptr (GError) error = NULL;
    BhKbPicture picture;
    g_assert_true (bh_kb_picture_read (bytes, length, &picture, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (picture.type, ==, cases[i].type);
    g_assert_cmpstr (picture.extension, ==, cases[i].extension);
    g_assert_cmpuint (picture.width, ==, cases[i].width);
    g_assert_cmpuint (picture.height, ==, cases[i].height);
  }
}

static void
test_not_a_picture (void)
{
  static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>";

  assert_refused ((const guint8 *) svg, sizeof svg, "neither PNG nor JPEG");
  assert_refused ((const guint8 *) "GIF89a\x01\x00\x01\x00", 10, "neither PNG nor JPEG");
  assert_refused ((const guint8 *) "", 0, "neither PNG nor JPEG");
}

/* Every beginning of a good picture, each in memory of its own so that a read beyond it is seen. */
static void
test_cut_off (void)
{
  static const char *const pictures[] = {FAKE_PNG_BASE64, FAKE_JPEG_BASE64};

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++) {
    gsize length;
    g_autofree guint8 *bytes = g_base64_decode (pictures[i], &length);
    for (gsize n = 0; n < length; n++) {
      g_autofree guint8 *part = g_memdup2 (bytes, n);
      BhKbPicture picture;
      bh_kb_picture_read (part, n, &picture, NULL);
    }
    assert_refused (bytes, length / 3, "broken or cut off");
  }
}

static void
test_too_large (void)
{
  gsize length;
  g_autofree guint8 *bytes = g_base64_decode (FAKE_PNG_BASE64, &length);
  g_autofree guint8 *jpeg = g_base64_decode (FAKE_JPEG_BASE64, &length);

  bytes[18] = 0x10; /* 4104 across: a bomb says so in its head */
  assert_refused (bytes, FAKE_PNG_BYTES, "4104 × 6 pixels");
  bytes[18] = 0;
  bytes[19] = 0;
  assert_refused (bytes, FAKE_PNG_BYTES, "broken");
  assert_refused (bytes, BH_KB_PICTURE_MAX_BYTES + 1, "more than 512. Save it smaller");
  for (gsize i = 0; i + 8 < length; i++)
    if (jpeg[i] == 0xff && jpeg[i + 1] == 0xc0)
      jpeg[i + 5] = 0x20;
  assert_refused (jpeg, length, "8200 pixels");
}

/* ---- names in Markdown */

static void
test_names (void)
{
  g_autoptr (BhKbPlain) plain = bh_kb_plain_new (
      "![a](pictures/a.png) ![again](pictures/a.png)\n\n- ![b](<b c.jpg> \"t\")\n\n"
      "![far](https://x/y.png) ![](//x/z.png) ![d](data:image/png;base64,AA==) ![]()");

  g_assert_cmpuint (g_strv_length (plain->pictures), ==, 2);
  g_assert_cmpstr (plain->pictures[0], ==, "pictures/a.png");
  g_assert_cmpstr (plain->pictures[1], ==, "b c.jpg");
  g_assert_cmpstr (plain->remote_image, ==, "https://x/y.png");
}

static void
test_too_many (void)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *complaint = NULL;
  g_autofree char *many = NULL;

  for (guint i = 0; i < BH_KB_PICTURES_MAX; i++)
    g_string_append_printf (body, "![x](%u.png) ", i);
  complaint = bh_kb_complaint ("T", "en", body->str);
  g_assert_cmpstr (complaint, ==, NULL);
  g_string_append (body, "![x](one-more.png)");
  many = bh_kb_complaint ("T", "en", body->str);
  g_assert_nonnull (strstr (many, "more than 32 pictures"));
}

static void
test_hash (void)
{
  const BhKbPicture picture = {.extension = "png"};
  g_autofree char *name = bh_kb_picture_name (FAKE_PNG_SHA256, &picture);

  g_assert_cmpstr (name, ==, FAKE_PNG_NAME);
  g_assert_true (bh_kb_is_picture_hash (FAKE_PNG_SHA256));
  g_assert_false (bh_kb_is_picture_hash ("10b0"));
  g_assert_false (
      bh_kb_is_picture_hash ("10B0d54dceb6e449e13d7b01b8012b45193fc3332475368e95abc0628e43ee30"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kb/picture/good", test_good);
  g_test_add_func ("/kb/picture/not-a-picture", test_not_a_picture);
  g_test_add_func ("/kb/picture/cut-off", test_cut_off);
  g_test_add_func ("/kb/picture/too-large", test_too_large);
  g_test_add_func ("/kb/picture/names-in-markdown", test_names);
  g_test_add_func ("/kb/picture/too-many", test_too_many);
  g_test_add_func ("/kb/picture/hash", test_hash);
  return g_test_run ();
}

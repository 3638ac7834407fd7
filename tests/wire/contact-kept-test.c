/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/contact-kept.h"

#include <string.h>

#include "server/core/model.h"
#include "server/pbx/ami/ami-normalize.h"
#include "server/pbx/ami/ami-parser.h"
#include "server/wire/contact-json.h"

typedef struct {
  BhModel *model;
  BhModelPbx *pbx;
  gint64 now_us;
  guint pictures;
} Reader;

static char *
kept (const BhContact *contact)
{
  GString *text = g_string_new (NULL);
  bh_contact_keep (text, contact);
  return g_string_free (text, FALSE);
}

static char *
line (const BhContact *contact)
{
  GString *text = g_string_new (NULL);
  bh_contact_line (contact, NULL, text);
  return g_string_free (text, FALSE);
}

/* What is written and read back is the same in every word. */
static void
check_picture (const BhContact *contact)
{
  g_autofree char *text = kept (contact);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (BhContact) back = bh_contact_from_kept (body, &error);

  g_assert_no_error (error);
  g_autofree char *again = kept (back);
  g_assert_cmpstr (again, ==, text);
  g_autofree char *one = line (contact);
  g_autofree char *two = line (back);
  g_assert_cmpstr (one, ==, two);
}

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  Reader *reader = data;
  const BhTurn *turn =
      bh_model_take_event (reader->model, reader->pbx, event, reader->now_us += 1000);

  for (guint i = 0; i < turn->n_changes; i++)
    if (turn->changes[i].kind == BH_CHANGE_CONTACT && turn->changes[i].contact.after != NULL) {
      check_picture (turn->changes[i].contact.after);
      reader->pictures++;
    }
}

static void
read_feed (const char *file, Reader *reader)
{
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
  g_autoptr (BhAmiNormalize) normalize = bh_ami_normalize_new (on_event, reader);
  g_autofree char *bytes = NULL;
  gsize length, at = 0;

  g_assert_true (g_file_get_contents (file, &bytes, &length, NULL));
  while (at < length) {
    BhAmiMessage *message;
    at += bh_ami_parser_feed (parser, bytes + at, length - at);
    while ((message = bh_ami_parser_next (parser)) != NULL)
      bh_ami_normalize_feed (normalize, message);
  }
}

/* Every picture that the recorded feeds give rise to. */
static void
test_recorded (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("BH_CAPTURES"), "asterisk-22", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint pictures = 0;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (folder, name, NULL);
    g_autoptr (BhModel) model = bh_model_new (NULL);
    Reader reader = {model, bh_model_add_pbx (model, "main"), 1000, 0};
    if (!g_str_has_suffix (name, ".ami"))
      continue;
    read_feed (file, &reader);
    pictures += reader.pictures;
  }
  g_assert_cmpuint (pictures, >, 800);
}

static const struct {
  const char *name;
  const char *text;
  const char *says;
} broken[] = {
    {"empty", "", "it is not a JSON object"},
    {"half", "{\"id\":\"0f9c", "it is not a JSON object"},
    {"array", "[]", "it is not a JSON object"},
    {"no-id", "{}", "it has no id"},
    {"id-odd", "{\"id\":\"x\"}", "it has no id"},
    {"kind",
     "{\"id\":\"a4d82d8d-f26b-591f-a24e-af0d537417b4\",\"pbx\":7}",
     "the member \"pbx\" is of another kind"},
    {"list",
     "{\"id\":\"a4d82d8d-f26b-591f-a24e-af0d537417b4\",\"segments\":[7]}",
     "\"segments\" holds no objects"},
    {"item",
     "{\"id\":\"a4d82d8d-f26b-591f-a24e-af0d537417b4\",\"parts\":[{\"leg\":[]}]}",
     "the member \"leg\" is of another kind"},
};

static void
test_broken (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GBytes) body = g_bytes_new (broken[i].text, strlen (broken[i].text));
  g_autoptr (GError) error = NULL;

  g_assert_null (bh_contact_from_kept (body, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, broken[i].says);
}

/* An older version wrote less. */
static void
test_older (void)
{
  static const char text[] = "{\"id\":\"a4d82d8d-f26b-591f-a24e-af0d537417b4\"}";
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (BhContact) contact = bh_contact_from_kept (body, NULL);

  g_assert_nonnull (contact);
  g_assert_cmpstr (contact->number, ==, "");
  g_assert_cmpuint (contact->n_segments, ==, 0);
  g_assert_null (contact->customer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/contact-kept/recorded", test_recorded);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autofree char *path = g_strdup_printf ("/wire/contact-kept/broken/%s", broken[i].name);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_broken);
  }
  g_test_add_func ("/wire/contact-kept/older", test_older);
  return g_test_run ();
}

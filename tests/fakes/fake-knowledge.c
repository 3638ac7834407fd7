/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-knowledge.h"

#include <string.h>

#include "desktop/client/json-get.h"
#include "server/kb/picture.h"
#include "server/kb/plain.h"
#include "tests/fakes/fake-picture.h"
#include "tests/fakes/fake-setup.h"

#define AT "2026-11-01T09:00:00.000Z"

typedef struct {
  char *id;
  GPtrArray *versions; /* of JsonObject: title, body, … */
  guint live;          /* from 1; 0: none */
  char *status;
} Article;

struct FakeKnowledge {
  GPtrArray *articles; /* of Article */
  GPtrArray *groups;   /* of JsonObject: {"group", "words"}; NULL: gone */
  GPtrArray *gaps;     /* of JsonObject */
  GHashTable *names;   /* of pictures -> hash */
  GHashTable *bytes;   /* hash -> GBytes */
  GByteArray *coming;  /* a picture of which not everything is here */
};

static const char *const articles[][2] = {
    {FAKE_ARTICLE_CHANGE,
     "{\"title\":\"Change a password\",\"language\":\"en\",\"category\":\"account\","
     "\"tags\":[\"password\",\"sign-in\"],\"owner\":\"sue\",\"queue\":\"support\",\"body\":\""
     "For customers who can still sign in. Who cannot: "
     "[Forgotten password](kb:22222222-2222-4222-8222-222222222222).\\n\\n"
     "1. Check who it is: **name**, last four digits of the phone, last order.\\n"
     "2. Account → Security → *Change password*.\\n"
     "3. Eight characters or more, letters and digits, none of the last three.\\n\\n"
     "> We never ask for a password and never write one down.\\n\\n"
     "## No mail after two minutes?\\n\\nLook in the bounce list, then read the address back "
     "letter by letter.\\n\\n![The security page](https://example.org/page.png)\\n\"}"},
    {FAKE_ARTICLE_FORGOTTEN,
     "{\"title\":\"Forgotten password\",\"language\":\"en\",\"category\":\"account\","
     "\"tags\":[\"password\",\"reset\"],\"owner\":\"sue\",\"queue\":\"support\",\"body\":\""
     "Let the customer choose `Forgotten password` on the sign-in page. The code comes by text "
     "message and is good for five minutes.\\n\"}"},
    {FAKE_ARTICLE_CHINESE,
     "{\"title\":\"修改密码\",\"language\":\"zh_CN\",\"category\":\"账户\",\"tags\":[\"密码\"],"
     "\"owner\":\"fang\",\"queue\":\"\",\"body\":\"打开 **账户 → 安全**，点击修改密码。\\n\\n"
     "1. 核对身份。\\n2. 发送验证码，30 分钟内有效。\\n3. 新密码至少八位。\\n\"}"},
    {FAKE_ARTICLE_REFUNDS,
     "{\"title\":\"How refunds work\",\"language\":\"en\",\"category\":\"refunds\","
     "\"tags\":[\"refund\"],\"owner\":\"bob\",\"queue\":\"support\",\"body\":\""
     "| Paid by | Days |\\n|---|---|\\n| Card | 3 to 5 |\\n| Bank | 1 to 2 |\\n| Cash | 0 |\\n\\n"
     "```\\nREFUND <order> <reason>\\n```\\n\"}"},
    {FAKE_ARTICLE_LIGHTS,
     "{\"title\":\"Router "
     "lights\",\"language\":\"en\",\"category\":\"service\",\"tags\":[\"router\"],"
     "\"owner\":\"sue\",\"queue\":\"\",\"body\":\"Ask which lights are on, from the left.\\n\\n"
     "![The router from the front: power, line, internet and Wi-Fi "
     "light](pictures/lights.png)\\n\\n"
     "1. **Line** blinks: wait two minutes.\\n2. **Line** is off: is the grey cable in?\\n\\n"
     "![The back of the router](pictures/back.png)\\n\"}"},
};

static void
article_free (Article *article)
{
  g_free (article->id);
  g_free (article->status);
  g_ptr_array_unref (article->versions);
  g_free (article);
}

static void
object_unref (gpointer object)
{
  if (object != NULL)
    json_object_unref (object);
}

static Article *
add_article (FakeKnowledge *self, const char *id)
{
  Article *article = g_new0 (Article, 1);

  article->id = g_strdup (id);
  article->versions = g_ptr_array_new_with_free_func (object_unref);
  g_ptr_array_add (self->articles, article);
  return article;
}

static void
add_version (Article *article, JsonObject *version, const char *author, const char *status)
{
  json_object_set_string_member (version, "author", author);
  json_object_set_string_member (version, "status", status);
  g_ptr_array_add (article->versions, version);
  g_free (article->status);
  article->status = g_strdup (status);
  if (g_str_equal (status, "published"))
    article->live = article->versions->len;
}

/* ---- pictures */

static void
add_picture (FakeKnowledge *self, const char *name, GBytes *bytes)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  g_hash_table_insert (self->names, g_strdup (name), g_strdup (hash));
  g_hash_table_insert (self->bytes, g_steal_pointer (&hash), g_bytes_ref (bytes));
}

/* The one of the demo; where the source is not at hand, a small one. */
static void
add_png (FakeKnowledge *self)
{
  const char *root = g_getenv ("BELLHOP_SOURCE_ROOT");
  g_autofree char *path = g_build_filename (root != NULL ? root : "",
                                            "data/demo/knowledge/service/pictures",
                                            "router-lights.png",
                                            NULL);
  gsize length;
  char *png;
  g_autoptr (GBytes) bytes = NULL;

  if (!g_file_get_contents (path, &png, &length, NULL))
    png = (char *) g_base64_decode (FAKE_PNG_BASE64, &length);
  bytes = g_bytes_new_take (png, length);
  add_picture (self, "pictures/lights.png", bytes);
}

static JsonObject *
about_picture (const char *name, const char *hash, GBytes *bytes)
{
  BhKbPicture picture = {.type = "image/png", .width = 8, .height = 6};
  JsonObject *result = json_object_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  bh_kb_picture_read (data, size, &picture, NULL);
  json_object_set_string_member (result, "name", name);
  json_object_set_string_member (result, "picture", hash);
  json_object_set_string_member (result, "type", picture.type);
  json_object_set_int_member (result, "width", picture.width);
  json_object_set_int_member (result, "height", picture.height);
  json_object_set_int_member (result, "size", (gint64) size);
  return result;
}

/* Those that @body names and that were here once. */
static JsonArray *
pictures_of (FakeKnowledge *self, const char *body)
{
  g_autoptr (BhKbPlain) plain = bh_kb_plain_new (body);
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  JsonArray *list = json_array_new ();

  for (guint i = 0; plain->pictures[i] != NULL; i++) {
    const char *hash = g_hash_table_lookup (self->names, plain->pictures[i]);
    GBytes *bytes = hash != NULL ? g_hash_table_lookup (self->bytes, hash) : NULL;
    if (hash != NULL)
      json_array_add_object_element (
          list,
          about_picture (plain->pictures[i], hash, bytes != NULL ? bytes : none));
  }
  return list;
}

FakeKnowledge *
fake_knowledge_new (void)
{
  FakeKnowledge *self = g_new0 (FakeKnowledge, 1);

  self->articles = g_ptr_array_new_with_free_func ((GDestroyNotify) article_free);
  self->groups = g_ptr_array_new_with_free_func (object_unref);
  self->gaps = g_ptr_array_new_with_free_func (object_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (articles); i++)
    add_version (add_article (self, articles[i][0]),
                 fake_json (articles[i][1]),
                 "sue",
                 "published");
  g_ptr_array_add (self->groups, fake_json ("{\"group\":1,\"words\":[\"修改密码\",\"更改密码\"]}"));
  g_ptr_array_add (self->groups, fake_json ("{\"group\":2,\"words\":[\"refund\",\"money back\"]}"));
  g_ptr_array_add (self->gaps,
                   fake_json ("{\"text\":\"gift card\",\"times\":7,\"agents\":3,\"contacts\":6,"
                              "\"first_at\":\"" AT "\",\"last_at\":\"" AT "\","
                              "\"comments\":[\"asked every day before a holiday\"]}"));
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->bytes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->coming = g_byte_array_new ();
  add_png (self);
  return self;
}

void
fake_knowledge_free (FakeKnowledge *self)
{
  g_ptr_array_unref (self->articles);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->gaps);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->bytes);
  g_byte_array_unref (self->coming);
  g_free (self);
}

typedef struct {
  FakeKnowledge *self;
  JsonObject *args;
  Article *article; /* of the argument "article"; NULL: none */
  const char **code;
  const char **message;
} Ask;

static JsonObject *
refuse (Ask *ask, const char *code, const char *message)
{
  *ask->code = code;
  *ask->message = message;
  return NULL;
}

static JsonObject *
version_of (Article *article, guint version)
{
  return version >= 1 && version <= article->versions->len
             ? g_ptr_array_index (article->versions, version - 1)
             : NULL;
}

static JsonObject *
newest (Article *article)
{
  return version_of (article, article->versions->len);
}

static JsonArray *
strings (char **texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  return array;
}

static void
copy_text (JsonObject *from, JsonObject *to, const char *member)
{
  const char *text = bh_json_string (from, member);

  if (text != NULL)
    json_object_set_string_member (to, member, text);
  else
    json_object_set_null_member (to, member);
}

/* What lists have of an article. */
static JsonObject *
line_of (Article *article, JsonObject *data, guint version)
{
  static const char *const texts[] =
      {"title", "language", "category", "owner", "review_on", "author", "comment", "status"};
  g_auto (GStrv) tags = bh_json_strv (data, "tags");
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "article", article->id);
  json_object_set_int_member (line, "version", version);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    copy_text (data, line, texts[i]);
  json_object_set_array_member (line, "tags", strings (tags));
  json_object_set_string_member (line, "at", AT);
  json_object_set_int_member (line, "useful", 12);
  json_object_set_int_member (line, "useless", 1);
  json_object_set_boolean_member (line, "due", FALSE);
  if (article->live != 0)
    json_object_set_int_member (line, "live", article->live);
  return line;
}

/* ---- searching */

static void
mark (JsonObject *hit, const char *member, const char *text, const char *needle)
{
  g_autofree char *ranges = g_strconcat (member, "_ranges", NULL);
  JsonArray *array = json_array_new ();
  const char *found = strstr (text, needle);

  json_object_set_string_member (hit, member, text);
  if (found != NULL) {
    JsonArray *pair = json_array_new ();
    json_array_add_int_element (pair, g_utf8_pointer_to_offset (text, found));
    json_array_add_int_element (pair, g_utf8_strlen (needle, -1));
    json_array_add_array_element (array, pair);
  }
  json_object_set_array_member (hit, ranges, array);
}

static gboolean
holds (const char *text, const char *needle)
{
  g_autofree char *small = g_utf8_strdown (text, -1);
  g_autofree char *wanted = g_utf8_strdown (needle, -1);

  return strstr (small, wanted) != NULL;
}

static void
search_for (FakeKnowledge *self, const char *text, JsonArray *hits)
{
  for (guint i = 0; i < self->articles->len; i++) {
    Article *article = g_ptr_array_index (self->articles, i);
    JsonObject *data = version_of (article, article->live);
    const char *title = bh_json_string (data, "title");
    const char *body = bh_json_string (data, "body");
    g_autoptr (BhKbPlain) plain = NULL;
    JsonObject *hit;
    if (data == NULL || (!holds (title, text) && !holds (body, text)))
      continue;
    hit = line_of (article, data, article->live);
    mark (hit, "title", title, text);
    plain = bh_kb_plain_new (body);
    mark (hit, "snippet", plain->text, text);
    json_object_set_boolean_member (hit, "loose", FALSE);
    json_array_add_object_element (hits, hit);
  }
}

/* The words of the group that @text stands in, @text aside. */
static JsonArray *
meaning_the_same (FakeKnowledge *self, const char *text)
{
  JsonArray *others = json_array_new ();

  for (guint i = 0; i < self->groups->len; i++) {
    g_auto (GStrv) words = bh_json_strv (g_ptr_array_index (self->groups, i), "words");
    if (!g_strv_contains ((const char *const *) words, text))
      continue;
    for (guint w = 0; words[w] != NULL; w++)
      if (!g_str_equal (words[w], text))
        json_array_add_string_element (others, words[w]);
  }
  return others;
}

static JsonObject *
do_search (Ask *ask)
{
  const char *text = bh_json_string (ask->args, "text");
  JsonObject *result = json_object_new ();
  JsonArray *hits = json_array_new ();
  JsonArray *also = meaning_the_same (ask->self, text);

  search_for (ask->self, text, hits);
  for (guint i = 0; i < json_array_get_length (also); i++)
    search_for (ask->self, json_array_get_string_element (also, i), hits);
  json_object_set_boolean_member (result, "more", FALSE);
  if (g_str_equal (text, "pasword"))
    json_object_set_string_member (result, "did_you_mean", "password");
  json_object_set_array_member (result, "hits", hits);
  json_object_set_array_member (result, "also", also);
  return result;
}

/* The first by an editor, the rest by what colleagues use. */
static JsonArray *
why_of (guint place)
{
  JsonArray *why = json_array_new ();

  json_array_add_object_element (
      why,
      fake_json (place == 0 ? "{\"by\":\"editor\",\"queue\":\"support\"}"
                            : "{\"by\":\"use\",\"queue\":\"support\",\"times\":214}"));
  return why;
}

static JsonObject *
do_suggested (Ask *ask)
{
  JsonObject *result = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < ask->self->articles->len; i++) {
    Article *article = g_ptr_array_index (ask->self->articles, i);
    JsonObject *data = version_of (article, article->live);
    JsonObject *line;
    if (data == NULL || g_strcmp0 (bh_json_string (data, "queue"), "support") != 0)
      continue;
    line = line_of (article, data, article->live);
    json_object_set_array_member (line, "why", why_of (json_array_get_length (list)));
    json_array_add_object_element (list, line);
  }
  json_object_set_array_member (result, "articles", list);
  return result;
}

static JsonObject *
do_article (Ask *ask)
{
  guint version;
  JsonObject *data;
  JsonObject *result;

  if (ask->article == NULL)
    return refuse (ask, "not_found", "There is no such article, or none that you may see.");
  version = (guint) bh_json_int (ask->args,
                                 "version",
                                 ask->article->live != 0 ? ask->article->live
                                                         : ask->article->versions->len);
  data = version_of (ask->article, version);
  if (data == NULL)
    return refuse (ask, "not_found", "There is no such article, or none that you may see.");
  result = line_of (ask->article, data, version);
  copy_text (data, result, "body");
  json_object_set_array_member (result,
                                "pictures",
                                pictures_of (ask->self, bh_json_string (data, "body")));
  json_object_set_int_member (result, "newest", ask->article->versions->len);
  if (ask->article->live != 0)
    json_object_set_int_member (result, "live", ask->article->live);
  else
    json_object_set_null_member (result, "live");
  json_object_set_int_member (result, "clicks", 40);
  return result;
}

#define PIECE 49152

static JsonObject *
do_picture (Ask *ask)
{
  const char *hash = bh_json_string (ask->args, "picture");
  gsize offset = (gsize) bh_json_int (ask->args, "offset", 0);
  GBytes *bytes = g_hash_table_lookup (ask->self->bytes, hash);
  g_autofree char *data = NULL;
  JsonObject *result;
  gsize size;
  const guint8 *content;

  if (bytes == NULL)
    return refuse (ask, "not_found", "There is no such picture.");
  content = g_bytes_get_data (bytes, &size);
  offset = MIN (offset, size);
  data = g_base64_encode (content + offset, MIN (PIECE, size - offset));
  result = about_picture ("", hash, bytes);
  json_object_remove_member (result, "name");
  json_object_set_int_member (result, "offset", (gint64) offset);
  json_object_set_string_member (result, "data", data);
  return result;
}

static JsonObject *
do_picture_put (Ask *ask)
{
  GByteArray *coming = ask->self->coming;
  const char *hash = bh_json_string (ask->args, "picture");
  gsize length;
  g_autofree guint8 *data = g_base64_decode (bh_json_string (ask->args, "data"), &length);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  JsonObject *result;
  BhKbPicture picture;

  if (bh_json_int (ask->args, "offset", 0) == 0)
    g_byte_array_set_size (coming, 0);
  g_byte_array_append (coming, data, (guint) length);
  if (coming->len < bh_json_int (ask->args, "size", 0)) {
    result = json_object_new ();
    json_object_set_string_member (result, "picture", hash);
    json_object_set_int_member (result, "received", coming->len);
    return result;
  }
  if (!bh_kb_picture_read (coming->data, coming->len, &picture, NULL))
    return refuse (ask, "bad_request", "The picture cannot be taken: it is broken or cut off.");
  bytes = g_bytes_new (coming->data, coming->len);
  name = bh_kb_picture_name (hash, &picture);
  add_picture (ask->self, name, bytes);
  return about_picture (name, hash, bytes);
}

static JsonObject *
do_nothing (Ask *ask)
{
  return json_object_new ();
}

/* ---- editing */

static JsonObject *
state_of (Article *article)
{
  JsonObject *result = json_object_new ();

  json_object_set_string_member (result, "article", article->id);
  json_object_set_int_member (result, "version", article->versions->len);
  json_object_set_string_member (result, "status", article->status);
  if (article->live != 0)
    json_object_set_int_member (result, "live", article->live);
  else
    json_object_set_null_member (result, "live");
  return result;
}

static JsonObject *
keep (Ask *ask, const char *status)
{
  gint64 base = bh_json_int (ask->args, "base", -1);
  Article *article = ask->article;

  if (base != (article != NULL ? article->versions->len : 0))
    return refuse (
        ask,
        "stale",
        "The article was changed elsewhere since you read it. Look at it and save again.");
  if (strstr (bh_json_string (ask->args, "body"), "](http") != NULL &&
      strstr (bh_json_string (ask->args, "body"), "![") != NULL)
    return refuse (ask, "bad_request", "The article cannot be kept: the image is not here.");
  if (article == NULL)
    article = add_article (ask->self, bh_json_string (ask->args, "article"));
  add_version (article, json_object_ref (ask->args), "alice", status);
  return state_of (article);
}

static JsonObject *
do_save (Ask *ask)
{
  return keep (ask, "draft");
}

static JsonObject *
do_suggest (Ask *ask)
{
  return keep (ask, "suggested");
}

static JsonObject *
move (Ask *ask, const char *status)
{
  Article *article = ask->article;

  if (article == NULL)
    return refuse (ask, "not_found", "There is no such article, or none that you may see.");
  if (bh_json_int (ask->args, "version", 0) != article->versions->len)
    return refuse (
        ask,
        "stale",
        "The article was changed elsewhere since you read it. Look at it and save again.");
  if (g_str_equal (article->status, status))
    return refuse (ask,
                   "not_possible",
                   "The article is in that state already; that cannot be done with it now.");
  g_free (article->status);
  article->status = g_strdup (status);
  json_object_set_string_member (newest (article), "status", status);
  if (g_str_equal (status, "published"))
    article->live = article->versions->len;
  if (g_str_equal (status, "archived"))
    article->live = 0;
  return state_of (article);
}

static JsonObject *
do_review (Ask *ask)
{
  return move (ask,
               g_strcmp0 (bh_json_string (ask->args, "verdict"), "started") == 0 ? "in_review"
                                                                                 : "draft");
}

static JsonObject *
do_publish (Ask *ask)
{
  return move (ask, "published");
}

static JsonObject *
do_archive (Ask *ask)
{
  return move (ask, "archived");
}

static JsonObject *
do_rollback (Ask *ask)
{
  JsonObject *old = ask->article != NULL
                        ? version_of (ask->article, (guint) bh_json_int (ask->args, "version", 0))
                        : NULL;

  if (old == NULL)
    return refuse (ask, "not_found", "There is no such article, or none that you may see.");
  add_version (ask->article, json_object_ref (old), "alice", "published");
  return state_of (ask->article);
}

static JsonObject *
do_versions (Ask *ask)
{
  JsonObject *result = json_object_new ();
  JsonArray *list = json_array_new ();

  if (ask->article == NULL)
    return refuse (ask, "not_found", "There is no such article, or none that you may see.");
  for (guint i = ask->article->versions->len; i > 0; i--) {
    JsonObject *line = line_of (ask->article, version_of (ask->article, i), i);
    json_object_set_boolean_member (line, "live", i == ask->article->live);
    json_object_set_array_member (line, "reviews", json_array_new ());
    json_array_add_object_element (list, line);
  }
  json_object_set_array_member (result, "versions", list);
  json_object_set_boolean_member (result, "more", FALSE);
  return result;
}

static void
add_line (JsonArray *lines, const char *kind, const char *text)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "kind", kind);
  json_object_set_string_member (line, "text", text);
  json_array_add_object_element (lines, line);
}

/* All of the one away, all of the other new: enough for a test of who shows it. */
static JsonObject *
do_diff (Ask *ask)
{
  JsonObject *from = version_of (ask->article, (guint) bh_json_int (ask->args, "from", 0));
  JsonObject *to = version_of (ask->article, (guint) bh_json_int (ask->args, "to", 0));
  JsonObject *result = json_object_new ();
  JsonArray *lines = json_array_new ();

  add_line (lines, "away", bh_json_string (from, "body"));
  add_line (lines, "new", bh_json_string (to, "body"));
  json_object_set_array_member (result, "lines", lines);
  return result;
}

static JsonObject *
do_work (Ask *ask)
{
  JsonObject *result = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < ask->self->articles->len; i++) {
    Article *article = g_ptr_array_index (ask->self->articles, i);
    if (g_strcmp0 (article->status, bh_json_string (ask->args, "status")) == 0)
      json_array_add_object_element (list,
                                     line_of (article, newest (article), article->versions->len));
  }
  json_object_set_array_member (result, "articles", list);
  return result;
}

static JsonArray *
array_of (GPtrArray *objects)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < objects->len; i++)
    json_array_add_object_element (array, json_object_ref (g_ptr_array_index (objects, i)));
  return array;
}

static JsonObject *
do_gaps (Ask *ask)
{
  JsonObject *result = json_object_new ();

  json_object_set_array_member (result, "gaps", array_of (ask->self->gaps));
  return result;
}

static JsonObject *
do_gap_close (Ask *ask)
{
  const char *text = bh_json_string (ask->args, "text");
  JsonObject *result = json_object_new ();

  for (guint i = ask->self->gaps->len; i > 0; i--)
    if (g_strcmp0 (bh_json_string (g_ptr_array_index (ask->self->gaps, i - 1), "text"), text) == 0)
      g_ptr_array_remove_index (ask->self->gaps, i - 1);
  json_object_set_int_member (result, "closed", 1);
  return result;
}

static JsonObject *
do_synonyms (Ask *ask)
{
  JsonObject *result = json_object_new ();

  json_object_set_array_member (result, "groups", array_of (ask->self->groups));
  return result;
}

static JsonObject *
do_synonym_save (Ask *ask)
{
  gint64 id = bh_json_int (ask->args, "group", 0);
  JsonObject *group = json_object_ref (ask->args);
  gboolean empty = bh_json_array_length (bh_json_array (ask->args, "words")) == 0;

  for (guint i = ask->self->groups->len; id != 0 && i > 0; i--)
    if (bh_json_int (g_ptr_array_index (ask->self->groups, i - 1), "group", 0) == id)
      g_ptr_array_remove_index (ask->self->groups, i - 1);
  json_object_set_int_member (group, "group", id != 0 ? id : 100 + ask->self->groups->len);
  if (!empty)
    g_ptr_array_add (ask->self->groups, json_object_ref (group));
  return group;
}

static const struct {
  const char *op;
  JsonObject *(*answer) (Ask *ask);
} answers[] = {
    {"kb.search", do_search},
    {"kb.suggested", do_suggested},
    {"kb.article", do_article},
    {"kb.picture", do_picture},
    {"kb.picture_put", do_picture_put},
    {"kb.click", do_nothing},
    {"kb.useful", do_nothing},
    {"kb.gap", do_nothing},
    {"kb.save", do_save},
    {"kb.suggest", do_suggest},
    {"kb.review", do_review},
    {"kb.publish", do_publish},
    {"kb.archive", do_archive},
    {"kb.rollback", do_rollback},
    {"kb.versions", do_versions},
    {"kb.diff", do_diff},
    {"kb.work", do_work},
    {"kb.gaps", do_gaps},
    {"kb.gap_close", do_gap_close},
    {"kb.synonyms", do_synonyms},
    {"kb.synonym_save", do_synonym_save},
    {"kb.recommend", do_nothing},
};

JsonObject *
fake_knowledge_do (FakeKnowledge *self,
                   const char *op,
                   JsonObject *args,
                   const char **code,
                   const char **message)
{
  const char *id = bh_json_string (args, "article");
  Ask ask = {self, args, NULL, code, message};

  for (guint i = 0; id != NULL && i < self->articles->len; i++) {
    Article *article = g_ptr_array_index (self->articles, i);
    if (g_str_equal (article->id, id))
      ask.article = article;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (answers[i].op, op))
      return answers[i].answer (&ask);
  return refuse (&ask, "bad_request", "There is no such op.");
}

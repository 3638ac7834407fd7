/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/knowledge-load.h"

#include "server/store/bulk-load.h"
#include "server/store/pg-blocking.h"

struct BhKnowledgeLoad {
  PGconn *conn;
  BhBulkLoad *bulk;
};

BhKnowledgeLoad *
bh_knowledge_load_begin (PGconn *conn, GError **error)
{
  BhBulkLoad *bulk = bh_bulk_load_begin (conn, "articles", error);
  BhKnowledgeLoad *load;

  if (bulk == NULL)
    return NULL;
  load = g_new0 (BhKnowledgeLoad, 1);
  load->conn = conn;
  load->bulk = bulk;
  return load;
}

gboolean
bh_knowledge_load_add (BhKnowledgeLoad *load, guint n, const char *json, GError **error)
{
  return bh_bulk_load_add (load->bulk, n, json, error);
}

gboolean
bh_knowledge_load_picture (BhKnowledgeLoad *load,
                           const char *json,
                           const char *data,
                           GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (!bh_bulk_load_run (load->bulk, NULL, 0, error))
    return FALSE;
  result = bh_pg_exec_blocking (load->conn,
                                "SELECT bh_kb_put_picture($1::jsonb, decode($2, 'base64'))",
                                2,
                                (const char *[]){json, data},
                                error);
  return result != NULL;
}

/* What a version of the database shows, in the words of an article that comes in. */
#define SHOWN                                                                                      \
  "COALESCE((SELECT jsonb_object_agg(p.name, p.sha256) FROM kb_version_picture AS p WHERE"         \
  " p.article_id = v.article_id AND p.version = v.version), '{}')"
#define TAGS "ARRAY(SELECT jsonb_array_elements_text(l.doc->'tags'))"
#define LIST(name)                                                                                 \
  "(SELECT jsonb_array_elements_text(CASE WHEN jsonb_array_length(l.doc->'" name                   \
  "') = 0 THEN '[\"\"]' ELSE l.doc->'" name "' END) AS v)"

/* clang-format off */
/* In this order: which article each is, whether anything in it is new, then the new versions. */
static const char *const steps[] = {
    /* many rows at once: the inverted indexes take them in heaps, and are put in order at the end */
    "SET LOCAL work_mem = '128MB'; SET LOCAL maintenance_work_mem = '256MB';"
    "SET LOCAL gin_pending_list_limit = '64MB';"
    "ALTER INDEX kb_version_words SET (fastupdate = on);"
    "ALTER INDEX kb_version_head SET (fastupdate = on);"
    "ALTER INDEX kb_word_grams SET (fastupdate = on)",
    "UPDATE bh_load AS l SET id = k.id, known = true FROM kb_article AS k"
    " WHERE k.id = (l.doc->>'id')::uuid",
    "UPDATE bh_load AS l SET id = k.id, known = true FROM kb_article AS k"
    " WHERE l.doc->>'id' IS NULL AND k.source = l.doc->>'source'",
    "UPDATE bh_load SET id = COALESCE((doc->>'id')::uuid, gen_random_uuid()), known = false"
    " WHERE id IS NULL",
    "UPDATE bh_load AS l SET same = true FROM kb_version AS v WHERE v.article_id = l.id AND v.live"
    " AND (v.title, v.body, v.language, v.category, v.tags, v.owner, v.review_on, v.words,"
    " " SHOWN ")"
    " IS NOT DISTINCT FROM (l.doc->>'title', l.doc->>'body', l.doc->>'language',"
    " l.doc->>'category', " TAGS ", l.doc->>'owner', (l.doc->>'review_on')::date,"
    " (l.doc->>'words')::tsvector, COALESCE(l.doc->'shown', '{}'))",
    "INSERT INTO kb_article (id, source, status, created_by) SELECT id, CASE WHEN doc->>'id' IS"
    " NULL THEN doc->>'source' END, 'published', doc->>'by' FROM bh_load WHERE NOT known",
    "UPDATE kb_version SET live = false WHERE live AND article_id IN"
    " (SELECT id FROM bh_load WHERE same IS NULL)",
    "INSERT INTO kb_version (article_id, version, live, status, title, body, language, category,"
    " tags, owner, review_on, comment, author, published_by, published_at, title_folded,"
    " head_words, words)"
    " SELECT l.id, k.version + 1, true, 'published', l.doc->>'title', l.doc->>'body',"
    " l.doc->>'language', l.doc->>'category', " TAGS ", l.doc->>'owner',"
    " (l.doc->>'review_on')::date, 'import', l.doc->>'by', l.doc->>'by', now(),"
    " l.doc->>'title_folded', (l.doc->>'head_words')::tsvector, (l.doc->>'words')::tsvector"
    " FROM bh_load AS l JOIN kb_article AS k ON k.id = l.id WHERE l.same IS NULL ORDER BY l.line",
    "INSERT INTO kb_version_picture (article_id, version, name, sha256)"
    " SELECT l.id, k.version + 1, p.key, p.value FROM bh_load AS l JOIN kb_article AS k ON k.id ="
    " l.id, LATERAL jsonb_each_text(COALESCE(l.doc->'shown', '{}')) AS p WHERE l.same IS NULL",
    "UPDATE kb_article AS k SET version = k.version + 1, live = k.version + 1,"
    " status = 'published', updated_at = now() FROM bh_load AS l WHERE l.id = k.id"
    " AND l.same IS NULL",
    "DELETE FROM kb_suggestion WHERE set_by = 'import' AND article_id IN (SELECT id FROM bh_load)",
    "INSERT INTO kb_suggestion (article_id, queue, reason, step, set_by)"
    " SELECT l.id, q.v, r.v, s.v, 'import' FROM bh_load AS l"
    ", LATERAL " LIST ("queues") " AS q"
    ", LATERAL " LIST ("reasons") " AS r"
    ", LATERAL " LIST ("steps") " AS s"
    " WHERE q.v <> '' OR r.v <> '' OR s.v <> '' ON CONFLICT DO NOTHING",
    "SELECT gin_clean_pending_list('kb_version_words'), gin_clean_pending_list('kb_version_head'),"
    " gin_clean_pending_list('kb_word_grams')",
    "ALTER INDEX kb_version_words SET (fastupdate = off);"
    "ALTER INDEX kb_version_head SET (fastupdate = off);"
    "ALTER INDEX kb_word_grams SET (fastupdate = off)",
    "ANALYZE kb_article",
    "ANALYZE kb_version",
    "ANALYZE kb_word",
};
/* clang-format on */

gboolean
bh_knowledge_load_finish (BhKnowledgeLoad *load,
                          gboolean keep,
                          BhKnowledgeLoadResult *result,
                          GError **error)
{
  if (!bh_bulk_load_run (load->bulk, steps, G_N_ELEMENTS (steps), error))
    return FALSE;
  result->inserted =
      bh_bulk_load_count (load->bulk, "SELECT count(*) FROM bh_load WHERE NOT known");
  result->updated =
      bh_bulk_load_count (load->bulk, "SELECT count(*) FROM bh_load WHERE known AND same IS NULL");
  result->unchanged = bh_bulk_load_count (load->bulk, "SELECT count(*) FROM bh_load WHERE same");
  return bh_bulk_load_finish (load->bulk, keep, error);
}

void
bh_knowledge_load_free (BhKnowledgeLoad *load)
{
  bh_bulk_load_free (load->bulk);
  g_free (load);
}

static gboolean
exec (PGconn *conn, const char *sql, const char *json, GError **error)
{
  g_autoptr (PGresult) result =
      bh_pg_exec_blocking (conn, sql, json != NULL, (const char *[]){json}, error);

  return result != NULL;
}

gboolean
bh_synonyms_load_blocking (PGconn *conn, const char *json, gboolean keep, GError **error)
{
  if (!exec (conn, "BEGIN", NULL, error))
    return FALSE;
  if (exec (conn, "DELETE FROM kb_synonym_group WHERE updated_by = 'import'", NULL, error) &&
      exec (
          conn,
          "SELECT bh_kb_put_synonyms(NULL, g, 'import') FROM jsonb_array_elements($1::jsonb) AS g",
          json,
          error))
    return exec (conn, keep ? "COMMIT" : "ROLLBACK", NULL, error);
  exec (conn, "ROLLBACK", NULL, NULL);
  return FALSE;
}

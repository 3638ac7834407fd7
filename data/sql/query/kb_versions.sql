-- The versions of an article, newest first, and what became of them. Arguments: article, before?, limit?.
WITH line AS (
  SELECT v FROM kb_version AS v
  WHERE v.article_id = ($1::jsonb->>'article')::uuid AND v.version < COALESCE(($1::jsonb->>'before')::int, 2147483647)
  ORDER BY v.version DESC LIMIT least(COALESCE(($1::jsonb->>'limit')::int, 50), 200) + 1
), place AS (
  SELECT v, row_number() OVER (ORDER BY (v).version DESC) AS n FROM line
)
SELECT CASE WHEN EXISTS (SELECT FROM kb_article WHERE id = ($1::jsonb->>'article')::uuid) THEN jsonb_build_object(
  'versions', COALESCE(jsonb_agg(bh_kb_version_json(v) || jsonb_build_object('reviews', COALESCE((
      SELECT jsonb_agg(jsonb_build_object('verdict', r.verdict, 'comment', r.comment, 'by', r.by, 'at', bh_rfc3339(r.at)) ORDER BY r.id)
      FROM kb_review AS r WHERE r.article_id = (v).article_id AND r.version = (v).version), '[]')) ORDER BY n)
    FILTER (WHERE n <= least(COALESCE(($1::jsonb->>'limit')::int, 50), 200)), '[]'),
  'more', count(*) > least(COALESCE(($1::jsonb->>'limit')::int, 50), 200))::text END
FROM place

-- What editors have to do: articles whose newest version is in a state, or whose review is due. Arguments: status (draft, suggested,
-- in_review, published, archived, due), limit?.
WITH line AS (
  SELECT k.id, k.status, k.version, k.live, v.title, v.language, v.category, v.owner, v.review_on, v.author, v.comment, k.updated_at, k.useful, k.useless,
         row_number() OVER (ORDER BY CASE WHEN $1::jsonb->>'status' = 'due' THEN v.review_on END, k.updated_at DESC, k.id) AS place
  FROM kb_article AS k JOIN kb_version AS v ON v.article_id = k.id AND v.version = k.version
  WHERE CASE WHEN $1::jsonb->>'status' = 'due' THEN k.live IS NOT NULL AND v.review_on < current_date ELSE k.status = $1::jsonb->>'status' END
  ORDER BY place LIMIT least(COALESCE(($1::jsonb->>'limit')::int, 50), 200)
)
SELECT jsonb_build_object('articles', COALESCE(jsonb_agg(jsonb_build_object('article', id, 'status', status, 'version', version, 'live', live,
  'title', title, 'language', language, 'category', category, 'owner', owner, 'review_on', review_on, 'author', author, 'comment', comment,
  'at', bh_rfc3339(updated_at), 'useful', useful, 'useless', useless) ORDER BY place), '[]'))::text
FROM line

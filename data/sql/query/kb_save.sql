-- A new version of an article, or a new article (base 0). Arguments: article, base, status (draft, suggested), title, body, language?,
-- category?, tags[]?, owner?, review_on?, comment?, by, and what server/kb made of them: title_folded, head_words, words, pictures[]
-- (their names). "missing" are those that are nowhere.
SELECT CASE WHEN p.version IS NOT NULL
  THEN jsonb_build_object('article', $1::jsonb->'article', 'version', p.version, 'status', $1::jsonb->'status',
    'missing', bh_kb_missing_pictures(($1::jsonb->>'article')::uuid, p.version, $1::jsonb->'pictures'))::text
  ELSE (SELECT jsonb_build_object('stale', bh_kb_version_json(v))::text FROM kb_article AS k
        JOIN kb_version AS v ON v.article_id = k.id AND v.version = k.version WHERE k.id = ($1::jsonb->>'article')::uuid) END
FROM (SELECT bh_kb_put($1::jsonb, $1::jsonb->>'status') AS version) AS p

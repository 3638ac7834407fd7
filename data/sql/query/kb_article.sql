-- One article. Arguments: article, version? (the published one), by, editor. Who is no editor sees what is published and what is theirs.
SELECT (SELECT bh_kb_article_json(k, v)::text
        FROM kb_article AS k JOIN kb_version AS v ON v.article_id = k.id
        WHERE k.id = ($1::jsonb->>'article')::uuid
          AND v.version = COALESCE(($1::jsonb->>'version')::int, k.live, k.version)
          AND (v.live OR ($1::jsonb->>'editor')::boolean OR v.author = $1::jsonb->>'by'))

-- Two versions of an article, to be compared. Arguments: article, from, to.
SELECT (SELECT jsonb_build_object('from', bh_kb_article_json(k, a), 'to', bh_kb_article_json(k, b))::text
        FROM kb_article AS k
        JOIN kb_version AS a ON a.article_id = k.id AND a.version = ($1::jsonb->>'from')::int
        JOIN kb_version AS b ON b.article_id = k.id AND b.version = ($1::jsonb->>'to')::int
        WHERE k.id = ($1::jsonb->>'article')::uuid)

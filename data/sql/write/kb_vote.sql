-- Was it useful: one vote of each person and contact, the newest.
INSERT INTO kb_vote AS t (article_id, agent, contact_id, useful, comment, at, revision)
SELECT ($1::jsonb->>'article')::uuid, $1::jsonb->>'agent', COALESCE(($1::jsonb->>'contact')::uuid, '00000000-0000-0000-0000-000000000000'),
       ($1::jsonb->>'useful')::boolean, $1::jsonb->>'comment', ($1::jsonb->>'at')::timestamptz, ($1::jsonb->>'revision')::bigint
ON CONFLICT (article_id, agent, contact_id) DO UPDATE SET useful = excluded.useful, comment = excluded.comment, at = excluded.at,
  revision = excluded.revision
WHERE t.revision < excluded.revision

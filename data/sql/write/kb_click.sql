-- An article was opened, or used.
INSERT INTO kb_click (id, article_id, version, agent, search, place, how, contact_id, queue, at)
SELECT ($1::jsonb->>'id')::uuid, ($1::jsonb->>'article')::uuid, ($1::jsonb->>'version')::int, $1::jsonb->>'agent', $1::jsonb->>'search',
       ($1::jsonb->>'place')::int, $1::jsonb->>'how', ($1::jsonb->>'contact')::uuid, $1::jsonb->>'queue', ($1::jsonb->>'at')::timestamptz
ON CONFLICT (id) DO NOTHING

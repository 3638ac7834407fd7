-- "Not in the knowledge base".
INSERT INTO kb_gap (id, text, folded, comment, language, agent, search, contact_id, queue, at)
SELECT ($1::jsonb->>'id')::uuid, $1::jsonb->>'text', $1::jsonb->>'folded', COALESCE($1::jsonb->>'comment', ''), $1::jsonb->>'language',
       $1::jsonb->>'agent', $1::jsonb->>'search', ($1::jsonb->>'contact')::uuid, $1::jsonb->>'queue', ($1::jsonb->>'at')::timestamptz
ON CONFLICT (id) DO NOTHING

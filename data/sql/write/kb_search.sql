-- What a person searched, as it stands: the newest revision of one search.
INSERT INTO kb_search AS t (agent, search, text, folded, language, hits, contact_id, queue, began, at, revision)
SELECT $1::jsonb->>'agent', $1::jsonb->>'search', $1::jsonb->>'text', $1::jsonb->>'folded', $1::jsonb->>'language',
       ($1::jsonb->>'hits')::int, ($1::jsonb->>'contact')::uuid, $1::jsonb->>'queue', ($1::jsonb->>'at')::timestamptz,
       ($1::jsonb->>'at')::timestamptz, ($1::jsonb->>'revision')::bigint
ON CONFLICT (agent, search) DO UPDATE SET text = excluded.text, folded = excluded.folded, language = excluded.language,
  hits = excluded.hits, contact_id = excluded.contact_id, queue = excluded.queue, at = excluded.at, revision = excluded.revision
WHERE t.revision < excluded.revision

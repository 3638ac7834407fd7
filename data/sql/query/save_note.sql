-- Arguments: those of the record "note". For tools; a desk's notes go through the outbox.
WITH last AS (
  SELECT ordinal FROM contact_note WHERE contact_id = ($1::jsonb->>'contact')::uuid AND author = $1::jsonb->>'author'
  ORDER BY ordinal DESC LIMIT 1
), put AS (
  INSERT INTO contact_note (contact_id, author, ordinal, body, revision, begun_at, saved_at)
  SELECT c.id, $1::jsonb->>'author', COALESCE((SELECT ordinal FROM last), 0) + 1, $1::jsonb->>'body',
         COALESCE(($1::jsonb->>'revision')::bigint, (extract(epoch FROM now()) * 1000000)::bigint), now(), now()
  FROM contact AS c WHERE c.id = ($1::jsonb->>'contact')::uuid
  RETURNING revision, saved_at
)
SELECT COALESCE((SELECT jsonb_build_object('revision', revision, 'saved_at', bh_rfc3339(saved_at))::text FROM put), 'null')

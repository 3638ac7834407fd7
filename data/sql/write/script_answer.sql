-- An answer, or its correction: a line each.
WITH src AS (
  SELECT ($1::jsonb->>'contact')::uuid AS contact, ($1::jsonb->>'at')::timestamptz AS at
), stub AS (
  INSERT INTO contact (id, started) SELECT contact, at FROM src ON CONFLICT DO NOTHING
)
INSERT INTO script_answer (id, contact_id, script, version, step, question, label, value, said, agent, at, revision)
SELECT ($1::jsonb->>'id')::uuid, src.contact, $1::jsonb->>'script', ($1::jsonb->>'version')::int, $1::jsonb->>'step', $1::jsonb->>'question',
       COALESCE($1::jsonb->>'label', ''), NULLIF($1::jsonb->'value', 'null'), $1::jsonb->>'said', $1::jsonb->>'agent', src.at,
       ($1::jsonb->>'revision')::bigint
FROM src ON CONFLICT (id) DO NOTHING

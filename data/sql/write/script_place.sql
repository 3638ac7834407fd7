-- Where a contact stands in its script: the newest word.
WITH src AS (
  SELECT ($1::jsonb->>'contact')::uuid AS contact, ($1::jsonb->>'at')::timestamptz AS at
), stub AS (
  INSERT INTO contact (id, started) SELECT contact, at FROM src ON CONFLICT DO NOTHING
)
INSERT INTO script_place AS t (contact_id, script, version, path, agent, at, revision)
SELECT src.contact, $1::jsonb->>'script', ($1::jsonb->>'version')::int,
       ARRAY(SELECT jsonb_array_elements_text($1::jsonb->'path')), $1::jsonb->>'agent', src.at, ($1::jsonb->>'revision')::bigint
FROM src
ON CONFLICT (contact_id) DO UPDATE SET script = excluded.script, version = excluded.version, path = excluded.path, agent = excluded.agent,
  at = excluded.at, revision = excluded.revision
WHERE t.revision < excluded.revision

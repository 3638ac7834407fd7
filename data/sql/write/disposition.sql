-- The result that an agent chose; a code of null takes it back.
WITH src AS (
  SELECT ($1::jsonb->>'contact')::uuid AS id, COALESCE($1::jsonb->>'agent', '') AS agent, $1::jsonb->>'code' AS code,
         ($1::jsonb->>'revision')::bigint AS revision, COALESCE(($1::jsonb->>'at')::timestamptz, now()) AS at
), put AS (
  INSERT INTO contact_disposition AS t (contact_id, agent, code, revision, at)
  SELECT id, agent, code, revision, at FROM src
  ON CONFLICT (contact_id, agent) DO UPDATE SET code = excluded.code, revision = excluded.revision, at = excluded.at
  WHERE t.revision < excluded.revision
  RETURNING contact_id, code
)
INSERT INTO contact AS c (id, started, disposition)
SELECT put.contact_id, src.at, put.code FROM put, src
ON CONFLICT (id) DO UPDATE SET disposition = excluded.disposition

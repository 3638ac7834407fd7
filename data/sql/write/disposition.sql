-- The result that an agent chose; a code of null takes it back. Each choice stays in contact_change.
WITH src AS (
  SELECT ($1::jsonb->>'contact')::uuid AS id, COALESCE($1::jsonb->>'agent', '') AS agent, $1::jsonb->>'code' AS code,
         ($1::jsonb->>'revision')::bigint AS revision, COALESCE(($1::jsonb->>'at')::timestamptz, now()) AS at,
         COALESCE(($1::jsonb->>'correction')::boolean, false) AS correction
), old AS (
  SELECT c.disposition FROM contact AS c, src WHERE c.id = src.id
), put AS (
  INSERT INTO contact_disposition AS t (contact_id, agent, code, revision, at, correction)
  SELECT id, agent, code, revision, at, correction FROM src
  ON CONFLICT (contact_id, agent) DO UPDATE SET code = excluded.code, revision = excluded.revision, at = excluded.at,
    correction = excluded.correction
  WHERE t.revision < excluded.revision
  RETURNING contact_id, code
), change AS (
  INSERT INTO contact_change (contact_id, kind, agent, revision, at, value_before, value_after, correction)
  SELECT src.id, 'disposition', src.agent, src.revision, src.at, (SELECT disposition FROM old), src.code, src.correction
  FROM src, put
  ON CONFLICT DO NOTHING
)
INSERT INTO contact AS c (id, started, disposition)
SELECT put.contact_id, src.at, put.code FROM put, src
ON CONFLICT (id) DO UPDATE SET disposition = excluded.disposition

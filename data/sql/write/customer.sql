-- A customer that a person made or changed; numbers are added, never taken away.
WITH src AS (
  SELECT $1::jsonb AS b, ($1::jsonb->>'customer')::uuid AS id, COALESCE(($1::jsonb->>'revision')::bigint, 1) AS revision
), put AS (
  INSERT INTO customer AS t (id, name, latin_name, company, tier, language, time_zone, email, notes, attributes, revision, created_by)
  SELECT id, COALESCE(NULLIF(btrim(b->>'name'), ''), '?'), b->>'latin_name', b->>'company', b->>'tier', b->>'language',
         b->>'time_zone', b->>'email', b->>'notes',
         CASE jsonb_typeof(b->'attributes') WHEN 'object' THEN b->'attributes' ELSE '{}' END, revision, b->>'by'
  FROM src
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, latin_name = COALESCE(excluded.latin_name, t.latin_name),
    company = COALESCE(excluded.company, t.company), tier = COALESCE(excluded.tier, t.tier),
    language = COALESCE(excluded.language, t.language), time_zone = COALESCE(excluded.time_zone, t.time_zone),
    email = COALESCE(excluded.email, t.email), notes = COALESCE(excluded.notes, t.notes),
    attributes = t.attributes || excluded.attributes, revision = excluded.revision, updated_at = now()
  WHERE t.revision < excluded.revision
)
INSERT INTO customer_phone (customer_id, number, label, ordinal)
SELECT id, COALESCE(e->>'e164', e->>'number'), COALESCE(e->>'label', ''), o
FROM src, jsonb_array_elements(CASE jsonb_typeof(b->'phones') WHEN 'array' THEN b->'phones' ELSE '[]' END) WITH ORDINALITY AS p (e, o)
ON CONFLICT (customer_id, number) DO NOTHING

-- Arguments: those of the record "customer". The same id again changes nothing.
WITH src AS (
  SELECT $1::jsonb AS b, COALESCE(($1::jsonb->>'customer')::uuid, gen_random_uuid()) AS id
), put AS (
  INSERT INTO customer (id, name, latin_name, company, tier, language, time_zone, email, notes, created_by)
  SELECT id, btrim(b->>'name'), b->>'latin_name', b->>'company', b->>'tier', b->>'language', b->>'time_zone', b->>'email', b->>'notes',
         b->>'by'
  FROM src ON CONFLICT (id) DO NOTHING RETURNING id
), phone AS (
  INSERT INTO customer_phone (customer_id, number, label, ordinal)
  SELECT put.id, COALESCE(e->>'e164', e->>'number'), COALESCE(e->>'label', ''), o
  FROM put, src, jsonb_array_elements(CASE jsonb_typeof(b->'phones') WHEN 'array' THEN b->'phones' ELSE '[]' END)
    WITH ORDINALITY AS p (e, o)
  ON CONFLICT (customer_id, number) DO NOTHING
)
SELECT jsonb_build_object('customer', id)::text FROM src

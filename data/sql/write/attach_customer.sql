-- This contact is with that customer (null: it is not known with whom). With a number, the number is the customer's from now on,
-- and earlier contacts from it that belonged to nobody are too. Who said so, and what was believed before, stays in contact_change.
WITH src AS (
  SELECT ($1::jsonb->>'contact')::uuid AS id, ($1::jsonb->>'customer')::uuid AS customer,
         COALESCE($1::jsonb->>'e164', $1::jsonb->>'number') AS number, COALESCE($1::jsonb->>'label', '') AS label,
         COALESCE(($1::jsonb->>'at')::timestamptz, now()) AS at, COALESCE($1::jsonb->>'agent', '') AS agent,
         $1::jsonb->>'before' AS before
), attach AS (
  INSERT INTO contact (id, started, customer_id) SELECT id, at, customer FROM src WHERE id IS NOT NULL
  ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id
), change AS (
  INSERT INTO contact_change (contact_id, kind, agent, revision, at, value_before, value_after)
  SELECT id, 'customer', agent, (extract(epoch FROM at) * 1000000)::bigint, at, before, customer::text
  FROM src WHERE id IS NOT NULL AND agent <> ''
  ON CONFLICT DO NOTHING
), phone AS (
  INSERT INTO customer_phone (customer_id, number, label, ordinal)
  SELECT customer, number, label, (SELECT count(*) + 1 FROM customer_phone WHERE customer_id = customer)
  FROM src WHERE number IS NOT NULL AND customer IS NOT NULL
  ON CONFLICT (customer_id, number) DO NOTHING
)
UPDATE contact AS c SET customer_id = src.customer FROM src
WHERE c.customer_number = src.number AND c.customer_id IS NULL AND src.customer IS NOT NULL AND c.id IS DISTINCT FROM src.id

-- This number is that customer's, and so are earlier contacts from it that belonged to nobody. Arguments: customer, e164, label?.
WITH src AS (
  SELECT c.id, $1::jsonb->>'e164' AS number FROM customer AS c WHERE c.id = ($1::jsonb->>'customer')::uuid
), phone AS (
  INSERT INTO customer_phone (customer_id, number, label, ordinal)
  SELECT id, number, COALESCE($1::jsonb->>'label', ''), (SELECT count(*) + 1 FROM customer_phone WHERE customer_id = id) FROM src
  ON CONFLICT (customer_id, number) DO NOTHING
), earlier AS (
  UPDATE contact AS c SET customer_id = src.id FROM src WHERE c.customer_number = src.number AND c.customer_id IS NULL
  RETURNING c.id
)
SELECT COALESCE((SELECT jsonb_build_object('customer', id, 'contacts', (SELECT count(*) FROM earlier))::text FROM src), 'null')

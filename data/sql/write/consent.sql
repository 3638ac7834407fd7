-- A consent that a customer gave to an agent, or took back; the same twice is once.
WITH b AS (SELECT $1::jsonb AS b), back AS (
  UPDATE consent AS c SET withdrawn_at = (b->>'at')::timestamptz FROM b
  WHERE (b->>'given')::boolean IS FALSE AND c.purpose = b->>'purpose' AND c.withdrawn_at IS NULL
    AND c.given_at <= (b->>'at')::timestamptz
    AND (c.number = b->>'number' OR c.customer_id = (b->>'customer')::uuid)
)
INSERT INTO consent (customer_id, number, purpose, given_at, source, entered_by)
SELECT (b->>'customer')::uuid, b->>'number', b->>'purpose', (b->>'at')::timestamptz, b->>'source', COALESCE(b->>'by', '')
FROM b WHERE (b->>'given')::boolean AND NOT EXISTS (
  SELECT FROM consent AS c WHERE c.given_at = (b->>'at')::timestamptz AND c.purpose = b->>'purpose'
    AND c.number IS NOT DISTINCT FROM b->>'number' AND c.customer_id IS NOT DISTINCT FROM (b->>'customer')::uuid)

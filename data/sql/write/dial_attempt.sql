-- An attempt to reach a number; a later record of the same id says how it ended.
INSERT INTO dial_attempt AS t (id, number, customer_id, campaign, purpose, mode, agent, at, outcome, revision)
SELECT (b->>'id')::uuid, b->>'number',
       CASE WHEN b->>'customer' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN (b->>'customer')::uuid END,
       b->>'campaign', COALESCE(b->>'purpose', 'service'), COALESCE(b->>'mode', 'manual'), COALESCE(b->>'agent', ''),
       (b->>'at')::timestamptz, COALESCE(b->>'outcome', 'dialed'), COALESCE((b->>'revision')::bigint, 0)
FROM (SELECT $1::jsonb AS b) AS src
ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome, revision = excluded.revision WHERE t.revision < excluded.revision

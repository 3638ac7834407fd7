-- An attempt to reach a number; a later record of the same id says how it ended. Of a campaign's record: who dials keeps it.
WITH src AS (SELECT $1::jsonb AS b), put AS (
  INSERT INTO dial_attempt AS t (id, number, customer_id, campaign, purpose, mode, agent, at, outcome, revision, record_id)
  SELECT (b->>'id')::uuid, b->>'number',
         CASE WHEN b->>'customer' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN (b->>'customer')::uuid END,
         b->>'campaign', COALESCE(b->>'purpose', 'service'), COALESCE(b->>'mode', 'manual'), COALESCE(b->>'agent', ''),
         (b->>'at')::timestamptz, COALESCE(b->>'outcome', 'dialed'), COALESCE((b->>'revision')::bigint, 0), (b->>'record')::uuid
  FROM src
  ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome, revision = excluded.revision WHERE t.revision < excluded.revision
  RETURNING record_id, at, agent, outcome
)
UPDATE campaign_record AS r SET dialed_at = put.at, leased_until = put.at + interval '4 hours'
FROM put WHERE r.id = put.record_id AND r.leased_by = put.agent AND r.lease IS NOT NULL AND put.outcome = 'dialed'

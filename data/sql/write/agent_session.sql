INSERT INTO agent_session AS t (id, agent, device, profile, address, signed_in, signed_out, end_reason, revision)
SELECT b->>'session', b->>'agent', b->>'device', b->>'profile', b->>'address', (b->>'signed_in')::timestamptz,
       (b->>'signed_out')::timestamptz, b->>'end_reason', (b->>'revision')::bigint
FROM (SELECT $1::jsonb AS b) AS src
ON CONFLICT (id) DO UPDATE SET device = COALESCE(excluded.device, t.device), profile = COALESCE(excluded.profile, t.profile),
  address = COALESCE(excluded.address, t.address),
  signed_in = excluded.signed_in, signed_out = excluded.signed_out, end_reason = excluded.end_reason, revision = excluded.revision
WHERE t.revision < excluded.revision

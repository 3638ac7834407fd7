INSERT INTO agent_session AS t (id, agent, device, profile, address, signed_in, signed_out, end_reason, revision)
SELECT b->>'session', b->>'agent', b->>'device', b->>'profile', b->>'address', (b->>'signed_in')::timestamptz,
       (b->>'signed_out')::timestamptz, b->>'end_reason', (b->>'revision')::bigint
FROM (SELECT $1::jsonb AS b) AS src
ON CONFLICT (id) DO UPDATE SET device = excluded.device, profile = excluded.profile, address = excluded.address,
  signed_in = excluded.signed_in, signed_out = excluded.signed_out, end_reason = excluded.end_reason, revision = excluded.revision
WHERE t.revision < excluded.revision

INSERT INTO agent_state_interval AS t (agent, started, ended, state, reason, intent, why, session_id, contact_id, device, revision)
SELECT b->>'agent', (b->>'started')::timestamptz, (b->>'ended')::timestamptz, b->>'state', b->>'reason', b->>'intent', b->>'why',
       b->>'session', (b->>'contact')::uuid, b->>'device', (b->>'revision')::bigint
FROM (SELECT $1::jsonb AS b) AS src
ON CONFLICT (agent, started) DO UPDATE SET ended = excluded.ended, state = excluded.state, reason = excluded.reason,
  intent = excluded.intent, why = excluded.why, session_id = excluded.session_id, contact_id = excluded.contact_id,
  device = excluded.device, revision = excluded.revision
WHERE t.revision < excluded.revision

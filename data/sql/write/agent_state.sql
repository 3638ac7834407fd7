-- A stretch ends where the next one begins, even where its own end was lost with the server that should have told it.
WITH src AS (
  SELECT b->>'agent' AS agent, (b->>'started')::timestamptz AS started, (b->>'ended')::timestamptz AS ended, b->>'state' AS state,
         b->>'reason' AS reason, b->>'intent' AS intent, b->>'why' AS why, b->>'session' AS session, (b->>'contact')::uuid AS contact,
         b->>'device' AS device, (b->>'revision')::bigint AS revision
  FROM (SELECT $1::jsonb AS b) AS body
), former AS (
  UPDATE agent_state_interval AS t SET ended = src.started, revision = src.revision
  FROM src WHERE t.agent = src.agent AND t.ended IS NULL AND t.started < src.started
)
INSERT INTO agent_state_interval AS t (agent, started, ended, state, reason, intent, why, session_id, contact_id, device, revision)
SELECT agent, started, ended, state, reason, intent, why, session, contact, device, revision FROM src
ON CONFLICT (agent, started) DO UPDATE SET ended = excluded.ended, state = excluded.state, reason = excluded.reason,
  intent = excluded.intent, why = excluded.why, session_id = excluded.session_id, contact_id = excluded.contact_id,
  device = excluded.device, revision = excluded.revision
WHERE t.revision < excluded.revision

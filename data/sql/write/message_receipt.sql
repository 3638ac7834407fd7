-- That a message was on an agent's screen, or was acknowledged: the first time counts.
INSERT INTO message_receipt AS t (message_id, agent, shown_at, read_at)
SELECT m.id, $1::jsonb->>'agent', ($1::jsonb->>'shown_at')::timestamptz, ($1::jsonb->>'read_at')::timestamptz
FROM message AS m WHERE m.id = ($1::jsonb->>'message')::uuid
ON CONFLICT (message_id, agent) DO UPDATE SET shown_at = COALESCE(t.shown_at, excluded.shown_at), read_at = COALESCE(t.read_at, excluded.read_at)

-- What somebody told agents.
INSERT INTO message (id, sender, sender_name, audience, target, body, urgent, sent_at)
SELECT ($1::jsonb->>'message')::uuid, $1::jsonb->>'from', COALESCE($1::jsonb->>'from_name', ''), $1::jsonb->>'audience', $1::jsonb->>'target',
       $1::jsonb->>'body', COALESCE(($1::jsonb->>'urgent')::boolean, false), ($1::jsonb->>'sent_at')::timestamptz
ON CONFLICT DO NOTHING

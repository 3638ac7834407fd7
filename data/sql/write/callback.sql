-- A call that was promised; once.
INSERT INTO callback (id, number, name, customer_id, campaign, record_id, contact_id, due, zone, agent, queue, team_after_s, note,
                      created_by, created_at)
SELECT (b->>'callback')::uuid, b->>'number', COALESCE(b->>'name', ''),
       CASE WHEN b->>'customer' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN (b->>'customer')::uuid END,
       COALESCE((SELECT r.campaign FROM campaign_record AS r WHERE r.id = (b->>'record')::uuid),
                (SELECT c.name FROM campaign AS c WHERE c.name = b->>'campaign')),
       (SELECT r.id FROM campaign_record AS r WHERE r.id = (b->>'record')::uuid), (b->>'contact')::uuid,
       (b->>'due')::timestamptz, b->>'zone', b->>'agent', b->>'queue', COALESCE((b->>'team_after_s')::int, 900),
       COALESCE(b->>'note', ''), COALESCE(b->>'by', ''), (b->>'at')::timestamptz
FROM (SELECT $1::jsonb AS b) AS src
ON CONFLICT (id) DO NOTHING

-- Somebody told an agent not to be called any more: on the house's own list, once. What was taken off since stays off.
INSERT INTO do_not_call (number, list, reason, source, since, entered_by)
SELECT b->>'number', 'house', COALESCE(b->>'reason', ''), 'contact', (b->>'at')::timestamptz, COALESCE(b->>'by', '')
FROM (SELECT $1::jsonb AS b) AS src
WHERE NOT EXISTS (SELECT FROM do_not_call AS d
                  WHERE d.number = b->>'number' AND d.list = 'house' AND d.since = (b->>'at')::timestamptz)
ON CONFLICT (number, list, COALESCE(campaign, '')) WHERE removed_at IS NULL DO NOTHING

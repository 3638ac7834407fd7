-- The contacts that an agent had lately, the newest first, each once: to call again. Arguments: agent, limit? (50, at most 50).
WITH arg AS (
  SELECT $1::jsonb->>'agent' AS agent, greatest(1, least(COALESCE(($1::jsonb->>'limit')::int, 50), 50)) AS n
), stretch AS MATERIALIZED (
  SELECT i.contact_id, i.started FROM agent_state_interval AS i
  WHERE i.agent = (SELECT agent FROM arg) AND i.contact_id IS NOT NULL AND i.started > now() - interval '14 days'
  ORDER BY i.started DESC LIMIT 2000
), had AS MATERIALIZED (
  SELECT contact_id, min(started) AS at FROM stretch GROUP BY contact_id
)
SELECT jsonb_build_object('contacts', COALESCE(jsonb_agg(line ORDER BY at DESC), '[]'))::text
FROM (
  SELECT had.at, jsonb_strip_nulls(jsonb_build_object(
           'contact', c.id, 'at', bh_rfc3339(had.at), 'direction', c.direction, 'number', c.customer_number, 'customer', k.id,
           'name', COALESCE(k.name, NULLIF(c.caller_name, '')), 'queue', c.queues[1], 'disposition', c.disposition,
           'outcome', c.outcome)) AS line
  FROM had JOIN contact AS c ON c.id = had.contact_id LEFT JOIN customer AS k ON k.id = c.customer_id
  WHERE c.customer_number IS NOT NULL AND c.ended IS NOT NULL
  ORDER BY had.at DESC LIMIT (SELECT n FROM arg)
) AS newest

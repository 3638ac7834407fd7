-- An agent's day as it was: stretches of state, and the figures that supervisors see too. Arguments: agent, day? (today).
WITH arg AS (
  SELECT $1::jsonb->>'agent' AS agent, COALESCE(($1::jsonb->>'day')::date, current_date) AS day
), band AS (
  SELECT i.state, i.reason, i.contact_id, greatest(i.started, arg.day::timestamptz) AS started,
         least(COALESCE(i.ended, now()), arg.day::timestamptz + interval '1 day') AS ended, i.ended IS NULL AS lasts
  FROM agent_state_interval AS i, arg
  WHERE i.agent = arg.agent AND i.started < arg.day::timestamptz + interval '1 day'
    AND (i.ended IS NULL OR i.ended > arg.day::timestamptz) AND i.started <= now()
  ORDER BY i.started LIMIT 3000
)
SELECT jsonb_build_object('agent', arg.agent, 'day', arg.day, 'from', bh_rfc3339(arg.day::timestamptz),
  'until', bh_rfc3339(arg.day::timestamptz + interval '1 day'), 'as_of', bh_rfc3339(now()),
  'bands', COALESCE((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('state', state, 'reason', reason, 'contact', contact_id,
                            'from', bh_rfc3339(started), 'until', bh_rfc3339(ended), 'lasts', CASE WHEN lasts THEN true END)) ORDER BY started)
                     FROM band), '[]'),
  'figures', (SELECT to_jsonb(d) - 'agent' - 'day' || jsonb_build_object('handling_s',
                       round((COALESCE(d.talking_s, 0) + COALESCE(d.hold_s, 0) + COALESCE(d.wrap_up_s, 0)) / NULLIF(d.answered, 0)))
              FROM bh_agent_day(arg.agent, arg.day, arg.day) AS d))::text
FROM arg

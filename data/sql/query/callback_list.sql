-- The open callbacks of an agent: theirs, and the team's. Whose one is that nobody called in time, the desk reads off `team_from`.
-- Arguments: agent, queues[].
SELECT COALESCE(jsonb_agg(jsonb_build_object(
  'callback', c.id, 'number', c.number, 'name', c.name, 'customer', c.customer_id, 'campaign', c.campaign, 'record', c.record_id,
  'contact', c.contact_id, 'due', to_char(c.due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'zone', c.zone, 'agent', c.agent,
  'queue', c.queue, 'note', c.note, 'state', c.state, 'taken_by', c.taken_by, 'by', c.created_by, 'revision', c.revision,
  'team_from', to_char((c.due + make_interval(secs => c.team_after_s)) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
  ORDER BY c.due, c.id), '[]')::text
FROM (SELECT c.* FROM callback AS c, (SELECT $1::jsonb AS b) AS arg
      WHERE c.state = 'open' AND (c.agent = b->>'agent' OR c.taken_by = b->>'agent'
        OR (c.queue IS NULL OR c.queue IN (SELECT jsonb_array_elements_text(COALESCE(b->'queues', '[]'))))
           AND (c.agent IS NULL OR c.due + make_interval(secs => c.team_after_s) <= now()))
      ORDER BY c.due LIMIT 500) AS c

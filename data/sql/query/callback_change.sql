-- Takes, moves, finishes or cancels a callback; who is second is told so, until a quarter of an hour after it was taken, or until who
-- took it is signed out. Of a campaign's record: what is done, cancelled or moved here, the campaign does not promise any more.
-- Arguments: callback, what (take, move, done, cancel), by, due?, zone?, to? (me, team), queues[], here[] (agents who are signed in).
-- The answer: the callback as it is now with `changed`; null: there is none of theirs.
WITH arg AS (SELECT $1::jsonb AS b), theirs AS MATERIALIZED (
  SELECT c.* FROM callback AS c, arg
  WHERE c.id = (b->>'callback')::uuid
    AND (c.agent = b->>'by' OR c.taken_by = b->>'by' OR c.created_by = b->>'by'
      OR (c.queue IS NULL OR c.queue IN (SELECT jsonb_array_elements_text(COALESCE(b->'queues', '[]'))))
         AND (c.agent IS NULL OR c.due + make_interval(secs => c.team_after_s) <= now()))
), did AS (
  UPDATE callback AS c
  SET taken_by = CASE b->>'what' WHEN 'take' THEN b->>'by' WHEN 'move' THEN NULL ELSE c.taken_by END,
      taken_at = CASE b->>'what' WHEN 'take' THEN now() WHEN 'move' THEN NULL ELSE c.taken_at END,
      due = CASE WHEN b->>'what' = 'move' THEN COALESCE((b->>'due')::timestamptz, c.due) ELSE c.due END,
      zone = CASE WHEN b->>'what' = 'move' THEN COALESCE(b->>'zone', c.zone) ELSE c.zone END,
      agent = CASE WHEN b->>'what' <> 'move' THEN c.agent WHEN b->>'to' = 'team' THEN NULL WHEN b->>'to' = 'me' THEN b->>'by'
              ELSE c.agent END,
      state = CASE b->>'what' WHEN 'done' THEN 'done' WHEN 'cancel' THEN 'cancelled' ELSE c.state END,
      closed_by = CASE WHEN b->>'what' IN ('done', 'cancel') THEN b->>'by' END,
      closed_at = CASE WHEN b->>'what' IN ('done', 'cancel') THEN now() END,
      revision = c.revision + 1
  FROM arg WHERE c.id IN (SELECT id FROM theirs) AND c.state = 'open'
    AND (c.taken_by IS NULL OR c.taken_by = b->>'by' OR COALESCE(c.taken_at, '-infinity') <= now() - interval '15 minutes'
      OR b ? 'here' AND NOT b->'here' ? c.taken_by)
  RETURNING c.*
), kept AS (
  -- not under the hands of who has the record on the screen: what becomes of it says more
  UPDATE campaign_record AS r
  SET state = CASE WHEN b->>'what' = 'done' THEN 'done' ELSE r.state END,
      outcome = CASE WHEN b->>'what' = 'done' THEN 'reached' ELSE r.outcome END,
      why = CASE b->>'what' WHEN 'done' THEN 'The promised call was made.' WHEN 'cancel' THEN 'The promised call was cancelled.' ELSE r.why END,
      agent = CASE WHEN b->>'what' = 'move' THEN did.agent END,
      due = CASE b->>'what' WHEN 'done' THEN NULL WHEN 'move' THEN did.due ELSE r.due END
  FROM did, arg
  WHERE r.id = did.record_id AND b->>'what' <> 'take' AND r.state = 'open' AND (r.lease IS NULL OR r.leased_until <= now())
  RETURNING r.id
), told AS (
  INSERT INTO campaign_result (id, record_id, agent, at, outcome, note, number)
  SELECT gen_random_uuid(), did.record_id, b->>'by', now(), 'reached', did.note, did.number
  FROM did, arg WHERE did.record_id IN (SELECT id FROM kept) AND b->>'what' = 'done'
)
SELECT (SELECT jsonb_build_object(
  'callback', c.id, 'number', c.number, 'name', c.name, 'customer', c.customer_id, 'campaign', c.campaign, 'record', c.record_id,
  'contact', c.contact_id, 'due', to_char(c.due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'zone', c.zone, 'agent', c.agent,
  'queue', c.queue, 'note', c.note, 'state', c.state, 'taken_by', c.taken_by, 'by', c.created_by, 'revision', c.revision,
  'team_from', to_char((c.due + make_interval(secs => c.team_after_s)) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
  'changed', EXISTS (SELECT FROM did))
FROM (SELECT * FROM did UNION ALL SELECT * FROM theirs LIMIT 1) AS c)::text

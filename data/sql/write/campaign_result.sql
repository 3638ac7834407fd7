-- What became of a record that was handed out: the end of a lease, once. A refusal for good goes on the do-not-call list with it, and
-- the calls that were promised for it are made by it.
WITH b AS (SELECT $1::jsonb AS b), ended AS (
  INSERT INTO campaign_result (id, record_id, agent, at, outcome, note, number, contact_id, next)
  SELECT (b->>'lease')::uuid, (b->>'record')::uuid, COALESCE(b->>'agent', ''), (b->>'at')::timestamptz, b->>'outcome',
         COALESCE(b->>'note', ''), b->>'number', (b->>'contact')::uuid, (b->>'due')::timestamptz
  FROM b WHERE EXISTS (SELECT FROM campaign_record AS r WHERE r.id = (b->>'record')::uuid)
  ON CONFLICT (id) DO NOTHING
  RETURNING record_id
), numbered AS (
  UPDATE campaign_number AS n
  SET tries = n.tries + COALESCE((b->>'dials')::int, 0), outcome = b->>'outcome',
      closed = n.closed OR COALESCE((b->>'close')::boolean, false)
  FROM b, ended WHERE n.record_id = ended.record_id AND n.number = b->>'number'
), shut AS (
  UPDATE campaign_number AS n SET closed = true FROM b, ended
  WHERE n.record_id = ended.record_id AND n.number IN (SELECT jsonb_array_elements_text(COALESCE(b->'shut', '[]')))
    AND n.number IS DISTINCT FROM b->>'number'
), unwanted AS (
  INSERT INTO do_not_call (number, list, reason, source, since, entered_by)
  SELECT b->>'number', 'house', 'asked for it', 'campaign', (b->>'at')::timestamptz, COALESCE(b->>'agent', '')
  FROM b, ended WHERE b->>'outcome' = 'do_not_call' AND b->>'number' IS NOT NULL
  ON CONFLICT (number, list, COALESCE(campaign, '')) WHERE removed_at IS NULL DO NOTHING
), made AS (
  UPDATE callback AS k
  SET state = 'done', closed_by = COALESCE(b->>'agent', ''), closed_at = (b->>'at')::timestamptz, revision = k.revision + 1
  FROM b, ended
  WHERE k.record_id = ended.record_id AND k.state = 'open'
    AND (b->>'state' = 'done' OR b->>'outcome' IN ('reached', 'sold', 'refused', 'do_not_call', 'wrong_number')
      -- the new promise stays
      OR b->>'outcome' = 'callback' AND k.due IS DISTINCT FROM (b->>'due')::timestamptz)
)
UPDATE campaign_record AS r
SET state = COALESCE(b->>'state', r.state), due = (b->>'due')::timestamptz, agent = b->>'for', why = COALESCE(b->>'why', ''),
    outcome = CASE WHEN (b->>'dials')::int > 0 OR b->>'state' = 'done' THEN b->>'outcome' ELSE r.outcome END,
    tries = r.tries + COALESCE((b->>'dials')::int, 0),
    lease = NULL, leased_by = NULL, leased_at = NULL, leased_until = NULL, dialed_at = NULL
FROM b, ended WHERE r.id = ended.record_id AND (r.lease = (b->>'lease')::uuid OR r.lease IS NULL)

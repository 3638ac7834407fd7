-- The next record of a campaign, which is this agent's from now on and nobody else's: first one that is theirs already, then what was
-- promised by them, then what is due, then the list. Arguments: campaign, agent, lease (a new UUID), ended (leases that are over,
-- which may not be written yet), record? (this one only, before it is due: a promised call that is made now). What two ask for at once is handed to each once: the second skips what the first has locked.
WITH arg AS (
  SELECT $1::jsonb->>'campaign' AS campaign, $1::jsonb->>'agent' AS agent, ($1::jsonb->>'lease')::uuid AS lease,
         ($1::jsonb->>'record')::uuid AS record,
         ARRAY(SELECT e::uuid FROM jsonb_array_elements_text(COALESCE($1::jsonb->'ended', '[]')) AS e) AS ended
), mine AS MATERIALIZED (
  SELECT r.id FROM campaign_record AS r, arg
  WHERE r.campaign = arg.campaign AND r.leased_by = arg.agent AND r.lease IS NOT NULL AND r.leased_until > now()
    AND r.state = 'open' AND r.lease <> ALL (arg.ended)
  ORDER BY r.leased_at LIMIT 1
), pick AS MATERIALIZED (
  SELECT r.id FROM campaign_record AS r JOIN campaign AS c ON c.name = r.campaign JOIN arg ON arg.campaign = r.campaign
  WHERE c.running AND NOT c.disabled AND r.state = 'open'
    AND (arg.record IS NULL AND (r.due IS NULL OR r.due <= now())
         AND (r.agent IS NULL OR r.agent = arg.agent OR r.due <= now() - interval '15 minutes')
      OR r.id = arg.record AND (r.agent IS NULL OR r.agent = arg.agent OR r.due <= now() - interval '15 minutes'
         OR EXISTS (SELECT FROM callback AS k WHERE k.record_id = r.id AND k.state = 'open' AND k.taken_by = arg.agent)))
    AND (r.lease IS NULL OR r.leased_until <= now()) AND NOT EXISTS (SELECT FROM mine)
  ORDER BY r.agent IS NOT DISTINCT FROM arg.agent DESC, r.due NULLS LAST, r.place
  LIMIT 1 FOR UPDATE OF r SKIP LOCKED
), took AS (
  UPDATE campaign_record AS r
  SET lease = arg.lease, leased_by = arg.agent, leased_at = now(), dialed_at = NULL,
      leased_until = now() + make_interval(secs => c.decide_s + 30) -- the desk says when it is over; this is for a desk that is gone
  FROM arg, campaign AS c WHERE c.name = r.campaign AND r.id IN (SELECT id FROM pick)
  RETURNING r.*
), had AS (
  SELECT * FROM took UNION ALL SELECT r.* FROM campaign_record AS r JOIN mine ON mine.id = r.id
)
SELECT jsonb_build_object(
  'campaign', jsonb_build_object('campaign', c.name, 'label', CASE WHEN c.label = '' THEN c.name ELSE c.label END, 'about', c.about,
     'mode', c.mode, 'running', c.running, 'disabled', c.disabled,
     'decide_s', c.decide_s, 'retry', c.retry, 'purpose', c.purpose, 'records', v.records, 'done', v.done, 'reached', v.reached,
     'sold', v.sold, 'refused', v.refused,
     'next', to_char((SELECT min(GREATEST(r.due, r.leased_until)) FROM campaign_record AS r WHERE r.campaign = c.name AND r.state = 'open'
              AND GREATEST(r.due, r.leased_until) > now()) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
  'record', (SELECT jsonb_build_object(
     'record', h.id, 'place', h.place, 'name', h.name, 'company', h.company, 'language', h.language, 'zone', h.zone,
     'reason', h.reason, 'fields', h.fields, 'tries', h.tries, 'lease', h.lease, 'dialed', h.dialed_at IS NOT NULL,
     'called', (SELECT a.number FROM campaign_number AS n JOIN dial_attempt AS a ON a.number = n.number AND a.record_id = h.id
                WHERE n.record_id = h.id AND h.dialed_at IS NOT NULL AND a.at >= h.leased_at ORDER BY a.at DESC LIMIT 1),
     'left_s', GREATEST(0, c.decide_s - floor(extract(epoch FROM now() - h.leased_at)))::bigint,
     'promised', h.agent IS NOT NULL, 'for', h.agent, 'due', to_char(h.due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
     'customer', k.card,
     'numbers', COALESCE((SELECT jsonb_agg(jsonb_build_object('number', n.number, 'label', n.label, 'tries', n.tries,
                   'outcome', n.outcome, 'closed', n.closed) ORDER BY n.place) FROM campaign_number AS n WHERE n.record_id = h.id), '[]'),
     'results', COALESCE((SELECT jsonb_agg(jsonb_build_object('at', to_char(s.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                   'agent', s.agent, 'outcome', s.outcome, 'note', s.note, 'number', s.number) ORDER BY s.at DESC)
                 FROM (SELECT * FROM campaign_result AS s WHERE s.record_id = h.id ORDER BY s.at DESC LIMIT 20) AS s), '[]'))
   FROM had AS h LEFT JOIN LATERAL (
     SELECT jsonb_build_object('customer', k.id, 'name', k.name, 'company', k.company, 'language', k.language) AS card
     FROM customer AS k WHERE k.id = h.customer_id) AS k ON true))::text
FROM campaign AS c JOIN v_campaign AS v ON v.campaign = c.name, arg WHERE c.name = arg.campaign

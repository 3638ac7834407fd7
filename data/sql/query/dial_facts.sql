-- What the judge of a call has to know. Arguments: number, customer?, campaign?. Times are unix seconds; null: without an end.
-- Lists are about the number; attempts and consents are the customer's, over all numbers, where it is known whose number this is.
WITH arg AS (
  SELECT $1::jsonb->>'number' AS number, $1::jsonb->>'campaign' AS campaign,
         CASE WHEN $1::jsonb->>'customer' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
              THEN ($1::jsonb->>'customer')::uuid END AS customer
), has AS MATERIALIZED (
  SELECT DISTINCT customer_id FROM customer_phone WHERE number = (SELECT number FROM arg) LIMIT 9
), who AS MATERIALIZED (
  SELECT c.id, c.time_zone FROM customer AS c, arg
  WHERE c.id = arg.customer
     OR arg.customer IS NULL AND c.id IN (SELECT customer_id FROM has) AND (SELECT count(*) FROM has) = 1
), number AS MATERIALIZED (
  SELECT number FROM arg UNION SELECT p.number FROM customer_phone AS p JOIN who ON who.id = p.customer_id
), attempt AS MATERIALIZED (
  (SELECT a.* FROM dial_attempt AS a JOIN number AS n ON n.number = a.number
   WHERE a.at > now() - interval '400 days' ORDER BY a.at DESC LIMIT 1000)
  UNION -- who refused once is not asked again for as long as a rule says: for ever, some
  (SELECT a.* FROM dial_attempt AS a JOIN number AS n ON n.number = a.number
   WHERE a.outcome = 'refused' ORDER BY a.at DESC LIMIT 100)
)
SELECT jsonb_build_object(
  'customer', (SELECT id FROM who),
  'zone', (SELECT time_zone FROM who),
  'campaign', (SELECT jsonb_build_object('campaign', c.name, 'purpose', c.purpose, 'mode', c.mode, 'caller_id', c.caller_id,
                                         'disabled', c.disabled)
               FROM campaign AS c, arg WHERE c.name = arg.campaign),
  'listings', COALESCE((SELECT jsonb_agg(jsonb_build_object(
                 'list', d.list, 'campaign', d.campaign, 'reason', d.reason, 'by', d.entered_by, 'since', floor(extract(epoch FROM d.since))::bigint,
                 'until', floor(extract(epoch FROM d.until))::bigint) ORDER BY d.since, d.id)
               FROM do_not_call AS d, arg WHERE d.number = arg.number AND d.removed_at IS NULL), '[]'),
  'registers', COALESCE((SELECT jsonb_agg(jsonb_build_object('list', l.name, 'imported', floor(extract(epoch FROM l.imported_at))::bigint)
                                          ORDER BY l.name)
               FROM do_not_call_list AS l WHERE l.is_register AND l.imported_at IS NOT NULL), '[]'),
  'attempts', COALESCE((SELECT jsonb_agg(jsonb_build_object(
                 'id', a.id, 'at', floor(extract(epoch FROM a.at))::bigint, 'campaign', a.campaign, 'purpose', a.purpose, 'outcome',
                 -- how the call went that came of it, while nobody said more
                 CASE WHEN a.outcome <> 'dialed' THEN a.outcome ELSE COALESCE((
                   SELECT c.outcome FROM contact AS c
                   WHERE c.customer_number = a.number AND c.direction = 'outbound'
                     AND c.started BETWEEN a.at - interval '5 seconds' AND a.at + interval '2 minutes'
                   ORDER BY c.started LIMIT 1), 'dialed') END) ORDER BY a.at, a.id)
               FROM attempt AS a), '[]'),
  'consents', COALESCE((SELECT jsonb_agg(jsonb_build_object(
                 'purpose', s.purpose, 'source', s.source, 'by', s.entered_by, 'given', floor(extract(epoch FROM s.given_at))::bigint,
                 'withdrawn', floor(extract(epoch FROM s.withdrawn_at))::bigint) ORDER BY s.given_at, s.id)
               FROM consent AS s
               WHERE s.number = (SELECT number FROM arg) OR s.customer_id IN (SELECT id FROM who)), '[]'))::text

-- The leaves of the tree, each with the labels on the way to it. A branch of a queue or a campaign is offered only there; `required`:
-- the campaign's contacts need one.
WITH RECURSIVE tree AS (
  SELECT code, queue, campaign, dial_outcome, jsonb_build_array(labels) AS path, ARRAY[position] AS place, 1 AS depth
  FROM disposition WHERE parent IS NULL AND NOT disabled
  UNION ALL
  SELECT d.code, COALESCE(d.queue, t.queue), COALESCE(d.campaign, t.campaign), d.dial_outcome, t.path || d.labels, t.place || d.position, t.depth + 1
  FROM disposition AS d JOIN tree AS t ON d.parent = t.code
  WHERE NOT d.disabled AND t.depth < 10
)
SELECT COALESCE(jsonb_agg(jsonb_build_object('code', code, 'path', path, 'queue', queue, 'campaign', campaign,
                                             'dial_outcome', dial_outcome,
                                             'required', (SELECT c.disposition_required FROM campaign AS c WHERE c.name = t.campaign)) ORDER BY place, code), '[]')::text
FROM tree AS t
WHERE NOT EXISTS (SELECT FROM disposition AS d WHERE d.parent = t.code AND NOT d.disabled)

-- Campaigns that can be joined, and where this agent still holds a record. Arguments: agent.
SELECT COALESCE(jsonb_agg(jsonb_build_object(
  'campaign', c.name, 'label', CASE WHEN c.label = '' THEN c.name ELSE c.label END, 'about', c.about, 'mode', c.mode,
  'running', c.running, 'records', v.records, 'done', v.done, 'reached', v.reached, 'sold', v.sold, 'refused', v.refused,
  'held', EXISTS (SELECT FROM campaign_record AS r WHERE r.campaign = c.name AND r.leased_by = $1::jsonb->>'agent'
                  AND r.lease IS NOT NULL AND r.leased_until > now() AND r.state = 'open')) ORDER BY c.running DESC, c.name), '[]')::text
FROM campaign AS c JOIN v_campaign AS v ON v.campaign = c.name
WHERE NOT c.disabled AND c.mode IN ('preview', 'progressive')

-- Queues, with what a contact of each needs at its end, and the result that was chosen there most in the last fourteen days.
SELECT COALESCE(jsonb_agg(jsonb_build_object('queue', q.name, 'label', q.label, 'service_level_s', q.service_level_s,
                                             'short_abandon_s', q.short_abandon_s, 'disposition_required', q.disposition_required,
                                             'suggested', (
    SELECT d.code FROM contact_disposition AS d JOIN contact AS c ON c.id = d.contact_id
    WHERE d.at > now() - interval '14 days' AND d.code IS NOT NULL AND c.queues[cardinality(c.queues)] = q.name
      AND EXISTS (SELECT FROM disposition AS x WHERE x.code = d.code AND NOT x.disabled)
    GROUP BY d.code HAVING count(*) >= 5 ORDER BY count(*) DESC, d.code LIMIT 1))
  ORDER BY q.position, q.name), '[]')::text
FROM queue AS q

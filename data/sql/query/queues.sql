SELECT COALESCE(jsonb_agg(jsonb_build_object('queue', name, 'label', label, 'service_level_s', service_level_s,
                                             'short_abandon_s', short_abandon_s) ORDER BY position, name), '[]')::text
FROM queue

SELECT COALESCE(jsonb_agg(jsonb_build_object('code', code, 'label', labels, 'icon', icon, 'system', is_system) ORDER BY position, code),
                '[]')::text
FROM reason_code WHERE NOT disabled

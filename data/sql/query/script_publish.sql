-- New contacts get this version from now on. Arguments: script, version, by.
SELECT CASE WHEN p.done THEN jsonb_build_object('script', $1::jsonb->'script', 'live', ($1::jsonb->>'version')::int)::text END
FROM (SELECT bh_script_publish($1::jsonb->>'script', ($1::jsonb->>'version')::int, $1::jsonb->>'by') AS done) AS p

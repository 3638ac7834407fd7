-- No new contact gets this script. Argument: script.
WITH gone AS (UPDATE script SET live = NULL, updated_at = now() WHERE name = $1::jsonb->>'script' RETURNING name)
SELECT (SELECT jsonb_build_object('script', name, 'live', NULL)::text FROM gone)

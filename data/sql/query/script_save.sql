-- A new version of a script, or a new script (base 0). Arguments: document (checked), base, comment?, by.
SELECT CASE WHEN p.version IS NOT NULL
  THEN jsonb_build_object('script', $1::jsonb->'document'->'name', 'version', p.version)::text
  ELSE (SELECT jsonb_build_object('stale', bh_script_json(s, v))::text FROM script AS s
        JOIN script_version AS v ON v.script = s.name AND v.version = s.version WHERE s.name = $1::jsonb->'document'->>'name') END
FROM (SELECT bh_script_put($1::jsonb->'document', ($1::jsonb->>'base')::int, $1::jsonb->>'by', $1::jsonb->>'comment') AS version) AS p

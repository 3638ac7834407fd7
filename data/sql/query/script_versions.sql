-- The versions of a script, newest first, at most 200. Argument: script.
SELECT (SELECT jsonb_build_object('versions', COALESCE((SELECT jsonb_agg(bh_script_json(s, v) ORDER BY v.version DESC)
          FROM (SELECT * FROM script_version WHERE script = s.name ORDER BY version DESC LIMIT 200) AS v), '[]'))::text
        FROM script AS s WHERE s.name = $1::jsonb->>'script')

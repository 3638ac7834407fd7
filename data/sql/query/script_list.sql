-- Scripts by name, with their newest version (editors) or the published one. Argument: editor.
SELECT jsonb_build_object('scripts', COALESCE(jsonb_agg(bh_script_json(s, v) ORDER BY s.name), '[]'))::text
FROM script AS s JOIN script_version AS v
  ON v.script = s.name AND v.version = CASE WHEN ($1::jsonb->>'editor')::boolean THEN s.version ELSE s.live END

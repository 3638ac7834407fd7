-- One version of a script, with its document. Arguments: script, version? (editors: the newest, else the published one), editor. Who is no
-- editor sees what is or was published.
SELECT (SELECT (bh_script_json(s, v) || jsonb_build_object('document', v.document))::text
        FROM script AS s JOIN script_version AS v ON v.script = s.name
        WHERE s.name = $1::jsonb->>'script'
          AND v.version = COALESCE(($1::jsonb->>'version')::int, CASE WHEN ($1::jsonb->>'editor')::boolean THEN s.version ELSE s.live END)
          AND (v.published_at IS NOT NULL OR ($1::jsonb->>'editor')::boolean))

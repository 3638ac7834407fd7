-- A new version of a script, or a new script (base 0). Arguments: document (checked), base, comment?, by.
-- Answer: script and version; stale, the newest one, when somebody else saved meanwhile; missing, where an article or a disposition that is
-- nowhere is named, and nothing was kept.
WITH document AS (
  SELECT $1::jsonb->'document' AS d
), step AS (
  SELECT s.step, s.place FROM document, jsonb_array_elements(document.d->'steps') WITH ORDINALITY AS s (step, place)
), missing AS ( -- what an agent would find nothing behind
  SELECT s.place, s.step->'id' AS step, 'articles[' || (l.place - 1) || '].article' AS field, l.link->'article' AS article, NULL::jsonb AS disposition
  FROM step AS s, jsonb_array_elements(CASE jsonb_typeof(s.step->'articles') WHEN 'array' THEN s.step->'articles' ELSE '[]' END)
    WITH ORDINALITY AS l (link, place)
  WHERE l.link->>'article' IS NOT NULL AND NOT EXISTS (SELECT FROM kb_article AS k WHERE k.id = (l.link->>'article')::uuid)
  UNION ALL
  SELECT s.place, s.step->'id', 'disposition', NULL, s.step->'disposition' FROM step AS s
  WHERE s.step->>'disposition' IS NOT NULL
    AND NOT EXISTS (SELECT FROM disposition AS d WHERE d.code = s.step->>'disposition' AND NOT d.disabled)
), wrong AS (
  SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('step', step, 'field', field, 'article', article, 'disposition', disposition))
                   ORDER BY place, field) AS list FROM missing
)
SELECT CASE WHEN wrong.list IS NOT NULL THEN jsonb_build_object('missing', wrong.list)::text
  WHEN p.version IS NOT NULL THEN jsonb_build_object('script', $1::jsonb->'document'->'name', 'version', p.version)::text
  ELSE (SELECT jsonb_build_object('stale', bh_script_json(s, v))::text FROM script AS s
        JOIN script_version AS v ON v.script = s.name AND v.version = s.version WHERE s.name = $1::jsonb->'document'->>'name') END
FROM wrong LEFT JOIN LATERAL (
  SELECT bh_script_put($1::jsonb->'document', ($1::jsonb->>'base')::int, $1::jsonb->>'by', $1::jsonb->>'comment') AS version
  WHERE wrong.list IS NULL OFFSET 0) AS p ON true

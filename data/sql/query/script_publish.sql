-- New contacts get this version from now on. Arguments: script, version, by. Answer as script_save: missing when what it names is gone.
WITH document AS (
  SELECT document AS d FROM script_version WHERE script = $1::jsonb->>'script' AND version = ($1::jsonb->>'version')::int
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
  WHEN p.done THEN jsonb_build_object('script', $1::jsonb->'script', 'live', ($1::jsonb->>'version')::int)::text END
FROM wrong LEFT JOIN LATERAL (
  SELECT bh_script_publish($1::jsonb->>'script', ($1::jsonb->>'version')::int, $1::jsonb->>'by') AS done
  WHERE wrong.list IS NULL OFFSET 0) AS p ON true

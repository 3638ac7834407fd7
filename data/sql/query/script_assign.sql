-- Who gets a script, or (script null) no one any more. Arguments: script, queue?, campaign?, language?, by.
WITH key AS (
  SELECT COALESCE($1::jsonb->>'queue', '') AS queue, COALESCE($1::jsonb->>'campaign', '') AS campaign,
         COALESCE($1::jsonb->>'language', '') AS language
), gone AS (
  DELETE FROM script_assignment AS a USING key
  WHERE $1::jsonb->>'script' IS NULL AND (a.queue, a.campaign, a.language) = (key.queue, key.campaign, key.language)
), put AS (
  INSERT INTO script_assignment AS a (queue, campaign, language, script, set_by)
  SELECT key.queue, key.campaign, key.language, s.name, $1::jsonb->>'by' FROM key JOIN script AS s ON s.name = $1::jsonb->>'script'
  ON CONFLICT (queue, campaign, language) DO UPDATE SET script = excluded.script, set_by = excluded.set_by, set_at = now()
  RETURNING script
)
SELECT CASE WHEN $1::jsonb->>'script' IS NULL OR EXISTS (SELECT FROM put)
            THEN jsonb_build_object('script', $1::jsonb->'script')::text END

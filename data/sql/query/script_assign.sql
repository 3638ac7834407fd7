-- Who gets a script, or (script null) no one any more. Arguments: script, queue?, campaign?, language?, seen? (the PBX has this queue), by.
-- Answer: script; or unknown, which of queue and campaign is nowhere, and known, those that there are.
WITH key AS (
  SELECT COALESCE($1::jsonb->>'queue', '') AS queue, COALESCE($1::jsonb->>'campaign', '') AS campaign,
         COALESCE($1::jsonb->>'language', '') AS language, $1::jsonb->>'script' AS script
), wrong AS (
  SELECT 'queue' AS what, (SELECT jsonb_agg(name ORDER BY name) FROM (SELECT name FROM queue ORDER BY name LIMIT 20) AS n) AS known
  FROM key WHERE queue <> '' AND script IS NOT NULL AND NOT COALESCE(($1::jsonb->>'seen')::boolean, false)
    AND NOT EXISTS (SELECT FROM queue AS q WHERE q.name = key.queue) AND NOT EXISTS (SELECT FROM queue_entry AS e WHERE e.queue = key.queue)
  UNION ALL
  SELECT 'campaign', (SELECT jsonb_agg(name ORDER BY name) FROM (SELECT name FROM campaign ORDER BY name LIMIT 20) AS n)
  FROM key WHERE campaign <> '' AND script IS NOT NULL AND NOT EXISTS (SELECT FROM campaign AS c WHERE c.name = key.campaign)
), gone AS (
  DELETE FROM script_assignment AS a USING key
  WHERE key.script IS NULL AND (a.queue, a.campaign, a.language) = (key.queue, key.campaign, key.language)
), put AS (
  INSERT INTO script_assignment AS a (queue, campaign, language, script, set_by)
  SELECT key.queue, key.campaign, key.language, s.name, $1::jsonb->>'by' FROM key JOIN script AS s ON s.name = key.script
  WHERE NOT EXISTS (SELECT FROM wrong)
  ON CONFLICT (queue, campaign, language) DO UPDATE SET script = excluded.script, set_by = excluded.set_by, set_at = now()
  RETURNING script
)
SELECT CASE WHEN EXISTS (SELECT FROM wrong) THEN (SELECT jsonb_build_object('unknown', what, 'known', COALESCE(known, '[]'))::text FROM wrong LIMIT 1)
            WHEN $1::jsonb->>'script' IS NULL OR EXISTS (SELECT FROM put) THEN jsonb_build_object('script', $1::jsonb->'script')::text END

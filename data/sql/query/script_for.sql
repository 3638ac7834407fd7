-- The script of a contact: the one it has begun, else the one that its queue, campaign and language are given. Arguments: contact?,
-- queues[]?, campaign?, languages[]? (most wanted first).
WITH arg AS (
  SELECT ($1::jsonb->>'contact')::uuid AS contact, COALESCE($1::jsonb->'queues', '[]') AS queues, $1::jsonb->>'campaign' AS campaign,
         COALESCE($1::jsonb->'languages', '[]') AS languages
), place AS (
  SELECT p.* FROM script_place AS p JOIN arg ON p.contact_id = arg.contact
), wanted AS (
  SELECT a.* FROM arg, script_assignment AS a JOIN script AS s ON s.name = a.script
  WHERE s.live IS NOT NULL AND (a.queue = '' OR arg.queues ? a.queue) AND (a.campaign = '' OR a.campaign = arg.campaign)
    AND (a.language = '' OR arg.languages ? a.language
         OR EXISTS (SELECT FROM jsonb_array_elements_text(arg.languages) AS l WHERE split_part(l, '_', 1) = split_part(a.language, '_', 1)))
  ORDER BY (a.campaign <> '') DESC, (a.queue <> '') DESC, (arg.languages->>0 IS NOT DISTINCT FROM a.language) DESC,
           (split_part(arg.languages->>0, '_', 1) = split_part(a.language, '_', 1)) DESC NULLS LAST,
           (a.language = '') DESC, (arg.languages ? a.language) DESC, a.queue, a.language
  LIMIT 1
), chosen AS (
  SELECT script, version, path, revision, NULL::jsonb AS why FROM place
  UNION ALL
  SELECT w.script, s.live, '{}', 0, jsonb_build_object('queue', w.queue, 'campaign', w.campaign, 'language', w.language)
  FROM wanted AS w JOIN script AS s ON s.name = w.script WHERE NOT EXISTS (SELECT FROM place)
)
SELECT (SELECT jsonb_build_object('script', c.script, 'version', c.version, 'path', c.path, 'revision', c.revision, 'why', c.why,
  'document', v.document,
  'answers', COALESCE((SELECT jsonb_object_agg(n.question, jsonb_build_object('value', n.value, 'step', n.step, 'by', n.agent,
                                                                              'at', bh_rfc3339(n.at)))
                       FROM arg JOIN script_answer_now AS n ON n.contact_id = arg.contact AND n.script = c.script), '{}'))::text
  FROM chosen AS c JOIN script_version AS v ON v.script = c.script AND v.version = c.version)

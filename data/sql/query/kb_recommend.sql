-- When an article is offered. Arguments: article, queue?, reason?, step?, on, by.
WITH arg AS (
  SELECT ($1::jsonb->>'article')::uuid AS id, COALESCE($1::jsonb->>'queue', '') AS queue, COALESCE($1::jsonb->>'reason', '') AS reason,
         COALESCE($1::jsonb->>'step', '') AS step, ($1::jsonb->>'on')::boolean AS wanted
), put AS (
  INSERT INTO kb_suggestion (article_id, queue, reason, step, set_by)
  SELECT id, queue, reason, step, $1::jsonb->>'by' FROM arg WHERE wanted AND EXISTS (SELECT FROM kb_article AS k WHERE k.id = arg.id)
  ON CONFLICT DO NOTHING
), gone AS (
  DELETE FROM kb_suggestion AS s USING arg
  WHERE NOT wanted AND s.article_id = arg.id AND s.queue = arg.queue AND s.reason = arg.reason AND s.step = arg.step
)
SELECT (SELECT jsonb_build_object('article', k.id)::text FROM kb_article AS k, arg WHERE k.id = arg.id)

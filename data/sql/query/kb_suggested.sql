-- Articles that fit what goes on, with why. Arguments: queues[]?, reason?, step?, language?, limit?. First those that editors set (the more
-- conditions hold, the better), then those that colleagues used most in the same queue in the last 30 days.
WITH arg AS (
  SELECT ARRAY(SELECT jsonb_array_elements_text(COALESCE($1::jsonb->'queues', '[]'))) AS queues, COALESCE($1::jsonb->>'reason', '') AS reason,
         COALESCE($1::jsonb->>'step', '') AS step, $1::jsonb->>'language' AS lang, least(COALESCE(($1::jsonb->>'limit')::int, 5), 20) AS n
), why AS (
  SELECT s.article_id, 100 * ((s.queue <> '')::int + (s.reason <> '')::int + (s.step <> '')::int) AS weight,
         jsonb_strip_nulls(jsonb_build_object('by', 'editor', 'queue', nullif(s.queue, ''), 'reason', nullif(s.reason, ''),
                                              'step', nullif(s.step, ''))) AS why
  FROM kb_suggestion AS s, arg
  WHERE (s.queue = '' OR s.queue = ANY (queues)) AND (s.reason = '' OR s.reason = arg.reason) AND (s.step = '' OR s.step = arg.step)
  UNION ALL
  SELECT c.article_id, least(c.times, 99), jsonb_build_object('by', 'use', 'queue', c.queue, 'times', c.times)
  FROM (SELECT article_id, queue, count(*) AS times FROM kb_click, arg
        WHERE queue = ANY (queues) AND at > now() - interval '30 days' AND how <> 'suggested'
        GROUP BY article_id, queue HAVING count(*) >= 2 ORDER BY times DESC LIMIT 50) AS c
), ranked AS (
  SELECT w.article_id, sum(weight) AS weight, jsonb_agg(why ORDER BY weight DESC) AS why FROM why AS w GROUP BY w.article_id
), best AS (
  SELECT r.*, v.title, v.version, v.language, v.category, v.review_on,
         row_number() OVER (ORDER BY (v.language IS NULL OR arg.lang IS NULL OR split_part(v.language, '_', 1) = split_part(arg.lang, '_', 1)) DESC,
                            weight DESC, v.title, v.article_id) AS place
  FROM ranked AS r JOIN kb_version AS v ON v.article_id = r.article_id AND v.live, arg
  ORDER BY place LIMIT (SELECT n FROM arg)
)
SELECT jsonb_build_object('articles', COALESCE(jsonb_agg(jsonb_build_object('article', article_id, 'version', version, 'title', title,
  'language', language, 'category', category, 'due', COALESCE(review_on < current_date, false), 'why', why) ORDER BY place), '[]'))::text
FROM best

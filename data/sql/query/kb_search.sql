-- Published articles. Arguments: query (tsquery), loose? (tsquery: asked when the first finds little), title (folded), language?, cjk (the script of the search),
-- limit?.
-- Answer: hits[], more. Of many hits not all are ranked: those with the
-- words in title or tags come first, then the first that are found; of these the best by title, use and age are read whole. The language is
-- asked before anything is cut off: few articles of one language are found among thousands of another.
WITH arg AS (
  SELECT ($1::jsonb->>'query')::tsquery AS q, ($1::jsonb->>'loose')::tsquery AS l, ($1::jsonb->>'title') COLLATE "C" AS t,
         $1::jsonb->>'language' AS lang, least(COALESCE(($1::jsonb->>'limit')::int, 10), 50) AS n,
         COALESCE(($1::jsonb->>'cjk')::boolean, false) AS cjk
), head AS MATERIALIZED (
  SELECT * FROM (SELECT article_id FROM kb_version
                 WHERE live AND title_folded COLLATE "C" >= (SELECT t FROM arg)
                   AND title_folded COLLATE "C" < (SELECT t || chr(1114109) FROM arg)
                   AND ((SELECT lang FROM arg) IS NULL OR language = (SELECT lang FROM arg) OR split_part(language, '_', 1) = (SELECT lang FROM arg)) LIMIT 40) AS a
  UNION
  SELECT * FROM (SELECT article_id FROM kb_version WHERE live AND head_words @@ (SELECT q FROM arg)
                   AND ((SELECT lang FROM arg) IS NULL OR language = (SELECT lang FROM arg) OR split_part(language, '_', 1) = (SELECT lang FROM arg)) LIMIT 300) AS b
), strict AS MATERIALIZED ( -- the long lists of the texts are looked at only where the titles are not enough
  SELECT article_id FROM head
  UNION
  SELECT * FROM (SELECT article_id FROM kb_version
                 WHERE live AND (SELECT count(*) FROM head) < 100 AND words @@ (SELECT q FROM arg)
                   AND ((SELECT lang FROM arg) IS NULL OR language = (SELECT lang FROM arg) OR split_part(language, '_', 1) = (SELECT lang FROM arg)) LIMIT 250) AS c
), loose AS MATERIALIZED (
  SELECT article_id FROM kb_version
  WHERE live AND (SELECT count(*) FROM strict) < 3 AND words @@ (SELECT l FROM arg)
    AND ((SELECT lang FROM arg) IS NULL OR language = (SELECT lang FROM arg) OR split_part(language, '_', 1) = (SELECT lang FROM arg)) LIMIT 150
), known AS ( -- what can be said of them without reading their long vectors
  SELECT v.article_id, v.version, s.loose,
    CASE WHEN s.loose THEN 0 WHEN v.title_folded = t THEN 3 WHEN starts_with(v.title_folded, t) THEN 2
         WHEN v.head_words @@ q THEN 1 ELSE 0 END AS title,
    -- a synonym may be in another language: who searches in one reads it best
    bh_kb_worth(k.useful, k.useless, v.at, v.review_on)
      * CASE WHEN (split_part(v.language, '_', 1) IN ('zh', 'ja', 'ko')) <> cjk THEN 0.4 ELSE 1 END AS worth
  FROM (SELECT article_id, false AS loose FROM strict
        UNION ALL SELECT article_id, true FROM loose WHERE article_id NOT IN (SELECT article_id FROM strict)) AS s
  JOIN kb_version AS v ON v.article_id = s.article_id AND v.live
  JOIN kb_article AS k ON k.id = s.article_id, arg
), chosen AS MATERIALIZED (
  SELECT * FROM known ORDER BY loose, (title + 0.1) * worth DESC, article_id LIMIT 100
), scored AS (
  SELECT c.article_id, c.loose,
    (c.title + ts_rank('{0.05, 0.3, 0.5, 1}', v.words, CASE WHEN c.loose THEN l ELSE q END, 1)) * c.worth AS score
  FROM chosen AS c JOIN kb_version AS v ON v.article_id = c.article_id AND v.version = c.version, arg
), best AS (
  SELECT *, row_number() OVER (ORDER BY loose, score DESC, article_id) AS place FROM scored
  ORDER BY place LIMIT (SELECT n + 1 FROM arg)
)
SELECT jsonb_build_object(
  'hits', COALESCE(jsonb_agg(jsonb_build_object(
      'article', k.id, 'version', v.version, 'title', v.title, 'body', left(v.body, 8000), 'language', v.language, 'category', v.category,
      'tags', to_jsonb(v.tags), 'at', bh_rfc3339(v.at), 'useful', k.useful, 'useless', k.useless,
      'due', COALESCE(v.review_on < current_date, false), 'loose', best.loose) ORDER BY place)
    FILTER (WHERE place <= n), '[]'),
  'more', count(*) > (SELECT n FROM arg))::text
FROM best JOIN kb_version AS v ON v.article_id = best.article_id AND v.live JOIN kb_article AS k ON k.id = best.article_id, arg

-- What the index knows of what is typed. Arguments: words[], begun[], phrases[]. Answer: articles (how many there are), known{word: in how
-- many articles}, completed{begun or unknown word: [words that begin so]}, similar{unknown word: [words that look like it]},
-- synonyms{phrase: [what means the same]}.
WITH word AS MATERIALIZED (
  SELECT w, (SELECT articles FROM kb_word WHERE word = w) AS n FROM jsonb_array_elements_text($1::jsonb->'words') AS w
), begun AS (
  SELECT w FROM jsonb_array_elements_text($1::jsonb->'begun') AS w UNION SELECT w FROM word WHERE n IS NULL
), completed AS MATERIALIZED (
  SELECT b.w, (SELECT jsonb_agg(word ORDER BY articles DESC, word)
               FROM (SELECT word, articles FROM kb_word AS k
                     WHERE k.word > b.w COLLATE "C" AND k.word < (b.w || chr(1114109)) COLLATE "C" AND char_length(b.w) < 24
                     ORDER BY articles DESC, word LIMIT 8) AS c) AS words
  FROM begun AS b
), unknown AS (
  SELECT word.w, bh_kb_grams(word.w) AS grams FROM word JOIN completed AS c ON c.w = word.w
  WHERE word.n IS NULL AND c.words IS NULL AND char_length(word.w) BETWEEN 2 AND 32 LIMIT 12
), lookalike AS (
  SELECT u.w, (SELECT jsonb_agg(word ORDER BY shared DESC, articles DESC, word)
               FROM (SELECT k.word, k.articles, (SELECT count(*) FROM unnest(k.grams) AS g WHERE g = ANY (u.grams)) AS shared
                     FROM kb_word AS k
                     -- a pair of Chinese characters that one article has is chance
                     WHERE k.grams && u.grams AND (k.articles > 1 OR octet_length(u.w) < 3 * char_length(u.w))
                       AND char_length(k.word) BETWEEN char_length(u.w) - 2 AND char_length(u.w) + 2
                     ORDER BY shared DESC, k.articles DESC, k.word LIMIT 40) AS c) AS words
  FROM unknown AS u
), synonym AS (
  SELECT s.key, jsonb_agg(DISTINCT o.word) AS words
  FROM kb_synonym AS s JOIN kb_synonym AS o ON o.group_id = s.group_id AND o.key <> s.key
  WHERE s.key IN (SELECT jsonb_array_elements_text($1::jsonb->'phrases'))
  GROUP BY s.key
)
SELECT jsonb_build_object(
  'articles', (SELECT GREATEST(reltuples, 0)::bigint FROM pg_class WHERE oid = 'kb_version_live'::regclass),
  'known', COALESCE((SELECT jsonb_object_agg(w, n) FROM word WHERE n IS NOT NULL), '{}'),
  'completed', COALESCE((SELECT jsonb_object_agg(w, words) FROM completed WHERE words IS NOT NULL), '{}'),
  'similar', COALESCE((SELECT jsonb_object_agg(w, words) FROM lookalike WHERE words IS NOT NULL), '{}'),
  'synonyms', COALESCE((SELECT jsonb_object_agg(key, words) FROM synonym), '{}'))::text

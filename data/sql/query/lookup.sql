-- Who has this number? Card, open matters and last contacts in one round trip.
-- Arguments: number (handed back), e164, digits (what to compare endings by), mode, limit (contacts).
--   mode full:  the number is complete: only a stored number that is itself incomplete may be its ending
--   mode part:  the number may lack its country: it is the ending of a stored one, or an incomplete one is its ending
--   mode loose: the number makes no sense as it is: the longest common ending counts
--   mode exact: no endings
-- Seven digits are the least that an ending says anything by.
WITH arg AS (
  SELECT $1::jsonb->>'e164' AS e164, reverse($1::jsonb->>'digits') COLLATE "C" AS rev, $1::jsonb->>'mode' AS mode,
         COALESCE(($1::jsonb->>'limit')::int, 5) AS n
), exact AS MATERIALIZED (
  SELECT DISTINCT customer_id FROM customer_phone WHERE number = (SELECT e164 FROM arg) LIMIT 9
), fallback AS MATERIALIZED (
  SELECT rev, mode FROM arg WHERE length(rev) >= 7 AND mode <> 'exact' AND NOT EXISTS (SELECT FROM exact)
), known_ending AS MATERIALIZED (
  -- an incomplete stored number that is the ending of this one
  SELECT p.customer_id, length(p.reversed) AS n
  FROM fallback, generate_series(7, length(rev)) AS k, LATERAL (
    SELECT customer_id, reversed FROM customer_phone WHERE reversed = left(rev, k) AND number !~ '^[+]' LIMIT 9) AS p
), known_longer AS MATERIALIZED (
  -- a stored number that ends in this one
  SELECT p.customer_id, length(rev) AS n
  FROM fallback, LATERAL (SELECT customer_id FROM customer_phone WHERE reversed >= rev AND reversed < rev || ':' LIMIT 32) AS p
  WHERE mode IN ('part', 'loose')
), common AS MATERIALIZED (
  -- sorted backwards, the number with the longest common ending is a neighbour
  SELECT rev, max(bh_common_prefix(p.reversed, rev)) AS n
  FROM fallback, LATERAL (
    (SELECT reversed FROM customer_phone WHERE reversed <= rev ORDER BY reversed DESC LIMIT 1)
    UNION ALL
    (SELECT reversed FROM customer_phone WHERE reversed >= rev ORDER BY reversed LIMIT 1)) AS p
  WHERE mode = 'loose' GROUP BY rev
), known_common AS MATERIALIZED (
  SELECT p.customer_id, n
  FROM common, LATERAL (
    SELECT customer_id FROM customer_phone WHERE reversed >= left(rev, n) AND reversed < left(rev, n) || ':' LIMIT 32) AS p
  WHERE n >= 7
), ending AS (
  SELECT customer_id, max(n) AS n
  FROM (SELECT * FROM known_ending UNION ALL SELECT * FROM known_longer UNION ALL SELECT * FROM known_common) AS e
  GROUP BY customer_id
), found AS MATERIALIZED (
  SELECT customer_id, 'exact' AS match FROM exact
  UNION ALL
  SELECT customer_id, 'suffix ' || n || ' digits' FROM ending WHERE n = (SELECT max(n) FROM ending)
), total AS MATERIALIZED (
  SELECT count(*) AS n, min(match) AS match, CASE count(*) WHEN 1 THEN min(customer_id::text)::uuid END AS customer FROM found
), line AS MATERIALIZED (
  SELECT * FROM (SELECT c.id, c.started FROM contact AS c
                 WHERE c.customer_id = (SELECT customer FROM total) AND c.ended IS NOT NULL
                 ORDER BY c.started DESC, c.id LIMIT (SELECT n + 1 FROM arg)) AS k
  UNION ALL
  SELECT * FROM (SELECT c.id, c.started FROM contact AS c
                 WHERE c.customer_number = (SELECT e164 FROM arg WHERE (SELECT n FROM total) = 0) AND c.ended IS NOT NULL
                 ORDER BY c.started DESC, c.id LIMIT (SELECT n + 1 FROM arg)) AS k
), card AS MATERIALIZED (
  SELECT bh_card(customer_id) AS card, match FROM (SELECT * FROM found LIMIT 8) AS f
)
SELECT jsonb_build_object(
  'status', CASE WHEN t.n = 0 THEN 'none' WHEN t.n = 1 THEN 'one' ELSE 'many' END,
  'match', t.match,
  'number', $1::jsonb->'number',
  'customers', COALESCE((SELECT jsonb_agg(card ORDER BY card->>'last_contact' DESC NULLS LAST, card->>'name') FROM card), '[]'),
  'customer', CASE WHEN t.n = 1 THEN (SELECT card FROM card) END,
  'matters', CASE WHEN t.n = 1 THEN bh_open_matters(t.customer) ELSE '[]' END,
  'history', COALESCE((SELECT jsonb_agg(bh_history_line(c) ORDER BY c.started DESC, c.id)
                       FROM (SELECT id FROM line ORDER BY started DESC, id LIMIT (SELECT n FROM arg)) AS l
                       JOIN contact AS c ON c.id = l.id), '[]'),
  'history_more', (SELECT count(*) FROM line) > (SELECT n FROM arg),
  'seen_before', CASE t.n
    WHEN 1 THEN (SELECT count(*) FROM (SELECT FROM contact WHERE customer_id = t.customer AND ended IS NOT NULL LIMIT 1000) AS k)
    WHEN 0 THEN (SELECT count(*) FROM (SELECT FROM contact WHERE customer_number = (SELECT e164 FROM arg) AND ended IS NOT NULL
                                       LIMIT 1000) AS k)
    ELSE 0 END)::text
FROM total AS t

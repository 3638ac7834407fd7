-- Customers by words of name, company or reference, or by digits. Arguments: text, digits?, limit?. Of many hits not all are sorted:
-- the first three hundred that are found are.
WITH arg AS (
  SELECT bh_search_query($1::jsonb->>'text') AS q, bh_fold($1::jsonb->>'text') AS folded,
         $1::jsonb->>'digits' AS digits, reverse($1::jsonb->>'digits') COLLATE "C" AS rev,
         least(COALESCE(($1::jsonb->>'limit')::int, 20), 100) AS n
), hit AS (
  SELECT * FROM (SELECT id FROM customer WHERE search @@ (SELECT q FROM arg) LIMIT 300) AS w
  UNION
  SELECT * FROM (SELECT customer_id FROM customer_phone
                 WHERE reversed >= (SELECT rev FROM arg) AND reversed < (SELECT rev || ':' FROM arg) LIMIT 200) AS e
  UNION
  SELECT * FROM (SELECT customer_id FROM customer_phone
                 WHERE number >= (SELECT '+' || digits FROM arg) AND number < (SELECT '+' || digits || ':' FROM arg) LIMIT 200) AS b
), best AS (
  SELECT c.id, row_number() OVER (ORDER BY bh_fold(c.name) = folded OR bh_fold(c.latin_name) = folded DESC NULLS LAST,
                                  bh_fold(COALESCE(c.latin_name, c.name)), c.id) AS place
  FROM hit JOIN customer AS c ON c.id = hit.id, arg
  ORDER BY place LIMIT (SELECT n FROM arg)
)
SELECT jsonb_build_object('customers', COALESCE(jsonb_agg(bh_card(id) ORDER BY place), '[]'))::text FROM best

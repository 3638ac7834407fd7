-- One customer's card with open matters and last contacts, in the look-up's shape. Arguments: customer, number?, limit?.
WITH arg AS (
  SELECT ($1::jsonb->>'customer')::uuid AS id, COALESCE(($1::jsonb->>'limit')::int, 5) AS n
), line AS MATERIALIZED (
  SELECT c.id, c.started FROM contact AS c WHERE c.customer_id = (SELECT id FROM arg) AND c.ended IS NOT NULL
  ORDER BY c.started DESC, c.id LIMIT (SELECT n + 1 FROM arg)
)
SELECT COALESCE((
  SELECT jsonb_build_object(
    'status', 'one', 'match', 'chosen', 'number', $1::jsonb->'number', 'customers', jsonb_build_array(card), 'customer', card,
    'matters', bh_open_matters(arg.id),
    'history', COALESCE((SELECT jsonb_agg(bh_history_line(c) ORDER BY c.started DESC, c.id)
                         FROM (SELECT id FROM line ORDER BY started DESC, id LIMIT (SELECT n FROM arg)) AS l
                         JOIN contact AS c ON c.id = l.id), '[]'),
    'history_more', (SELECT count(*) FROM line) > arg.n,
    'seen_before', (SELECT count(*) FROM (SELECT FROM contact WHERE customer_id = arg.id AND ended IS NOT NULL LIMIT 1000) AS k))::text
  FROM arg, LATERAL (SELECT bh_card(arg.id) AS card) AS c
  WHERE card IS NOT NULL), 'null')

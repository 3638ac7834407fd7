-- A step on the way from draft to published and back. Arguments: article, version, verdict (started, returned, published, archived,
-- rolled_back), base?, comment?, review_on?, by.
SELECT bh_kb_move($1::jsonb, $1::jsonb->>'verdict')::text

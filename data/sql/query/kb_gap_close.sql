-- A gap is filled, or is none. Arguments: folded, article?, by.
WITH done AS (
  UPDATE kb_gap SET closed_at = now(), closed_by = $1::jsonb->>'by', article_id = ($1::jsonb->>'article')::uuid
  WHERE folded = $1::jsonb->>'folded' AND closed_at IS NULL RETURNING id
)
SELECT jsonb_build_object('closed', (SELECT count(*) FROM done))::text

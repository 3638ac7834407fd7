-- The newest text of an author's note; what stood there before is kept, one version each half minute, and whatever was corrected.
WITH src AS (
  SELECT ($1::jsonb->>'contact')::uuid AS id, COALESCE($1::jsonb->>'author', '') AS author, COALESCE($1::jsonb->>'body', '') AS body,
         ($1::jsonb->>'revision')::bigint AS revision, COALESCE(($1::jsonb->>'saved_at')::timestamptz, now()) AS saved_at,
         $1::jsonb->>'pen' AS pen, ($1::jsonb->>'edit')::bigint AS edit, COALESCE(($1::jsonb->>'correction')::boolean, false) AS correction
), stub AS (
  INSERT INTO contact (id, started) SELECT id, saved_at FROM src ON CONFLICT DO NOTHING
), last AS (
  SELECT n.ordinal, n.revision, n.begun_at, n.correction FROM contact_note AS n, src
  WHERE n.contact_id = src.id AND n.author = src.author ORDER BY n.ordinal DESC LIMIT 1
)
INSERT INTO contact_note AS t (contact_id, author, ordinal, body, revision, begun_at, saved_at, pen, edit, correction)
SELECT src.id, src.author,
       COALESCE(last.ordinal, 0) + (last.ordinal IS NULL OR last.begun_at <= src.saved_at - interval '30 seconds'
                                    OR last.correction <> src.correction)::int,
       body, src.revision, saved_at, saved_at, pen, edit, src.correction
FROM src LEFT JOIN last ON true
WHERE last.revision IS NULL OR last.revision < src.revision
ON CONFLICT (contact_id, author, ordinal) DO UPDATE SET body = excluded.body, revision = excluded.revision, saved_at = excluded.saved_at,
  pen = excluded.pen, edit = excluded.edit

-- A customer's contacts, newest first. Arguments: customer, before? (the id or the start of the last line one has), limit?, text?
-- (all its words must be found, anywhere), only? ("inbound", "outbound", "missed", "noted", "mine": then user).
WITH arg AS (
  SELECT ($1::jsonb->>'customer')::uuid AS id, least(COALESCE(($1::jsonb->>'limit')::int, 50), 200) AS n,
         CASE WHEN $1::jsonb->>'before' ~ '^[0-9a-fA-F]{8}-' THEN ($1::jsonb->>'before')::uuid END AS before_id,
         CASE WHEN $1::jsonb->>'before' ~ '^[0-9]{4}-[0-9]{2}-' AND $1::jsonb->>'before' !~ '^[0-9a-fA-F]{8}-'
              THEN ($1::jsonb->>'before')::timestamptz END AS before_time,
         $1::jsonb->>'only' AS kind, $1::jsonb->>'user' AS who,
         (SELECT array_agg('%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%')
          FROM regexp_split_to_table(bh_fold($1::jsonb->>'text'), '\s+') AS w WHERE w <> '') AS words
), mark AS (
  SELECT COALESCE((SELECT started FROM contact WHERE id = arg.before_id), before_time, 'infinity') AS started,
         -- a line that starts in the same instant comes after it when its id is greater
         COALESCE(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AS id
  FROM arg
), line AS MATERIALIZED (
  SELECT c.id, c.started FROM contact AS c
  WHERE c.customer_id = (SELECT id FROM arg) AND c.ended IS NOT NULL AND c.started <= (SELECT started FROM mark)
    AND (c.started < (SELECT started FROM mark) OR c.id > (SELECT id FROM mark))
    AND CASE (SELECT kind FROM arg)
          WHEN 'missed' THEN c.answered IS NULL AND c.talk_ms = 0
          WHEN 'noted' THEN EXISTS (SELECT FROM contact_note AS n WHERE n.contact_id = c.id AND n.body <> '')
          WHEN 'mine' THEN (SELECT who FROM arg) = ANY (c.users)
          ELSE c.direction = (SELECT kind FROM arg) OR (SELECT kind FROM arg) IS NULL
        END
    AND ((SELECT words FROM arg) IS NULL OR bh_history_text(c) LIKE ALL ((SELECT words FROM arg)::text[]))
  ORDER BY c.started DESC, c.id LIMIT (SELECT n + 1 FROM arg)
)
SELECT jsonb_build_object(
  'history', COALESCE((SELECT jsonb_agg(bh_history_line(c) ORDER BY c.started DESC, c.id)
                       FROM (SELECT id FROM line ORDER BY started DESC, id LIMIT (SELECT n FROM arg)) AS l
                       JOIN contact AS c ON c.id = l.id), '[]'),
  'more', (SELECT count(*) FROM line) > (SELECT n FROM arg))::text

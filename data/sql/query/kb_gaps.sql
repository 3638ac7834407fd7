-- What was asked for and is not there, the most wanted first. Arguments: limit?.
WITH line AS (
  SELECT *, row_number() OVER (ORDER BY times DESC, last_at DESC, folded) AS place FROM v_kb_gap
  ORDER BY place LIMIT least(COALESCE(($1::jsonb->>'limit')::int, 50), 200)
)
SELECT jsonb_build_object('gaps', COALESCE(jsonb_agg(jsonb_build_object('text', text, 'times', times, 'agents', agents, 'contacts', contacts,
  'first_at', bh_rfc3339(first_at), 'last_at', bh_rfc3339(last_at),
  'comments', (SELECT COALESCE(jsonb_agg(c.comment), '[]') FROM (SELECT comment FROM kb_gap AS g WHERE g.folded = line.folded AND g.closed_at IS NULL
               AND g.comment <> '' ORDER BY g.at DESC LIMIT 5) AS c)) ORDER BY place), '[]'))::text
FROM line

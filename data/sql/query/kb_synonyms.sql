-- Groups of words that mean the same. Arguments: key? (of a word: only its groups), limit?.
WITH line AS (
  SELECT g.id FROM kb_synonym_group AS g
  WHERE $1::jsonb->>'key' IS NULL OR EXISTS (SELECT FROM kb_synonym AS s WHERE s.group_id = g.id AND s.key = $1::jsonb->>'key')
  ORDER BY g.id LIMIT least(COALESCE(($1::jsonb->>'limit')::int, 100), 1000)
)
SELECT jsonb_build_object('groups', COALESCE(jsonb_agg(jsonb_build_object('group', id,
  'words', (SELECT jsonb_agg(word ORDER BY ordinal) FROM kb_synonym WHERE group_id = line.id)) ORDER BY id), '[]'))::text
FROM line

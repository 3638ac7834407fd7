-- What an agent had to do with a contact, and what they wrote of it; null: nothing. Arguments: contact, agent.
WITH arg AS (
  SELECT ($1::jsonb->>'contact')::uuid AS id, $1::jsonb->>'agent' AS agent
), stay AS (
  SELECT max(COALESCE(i.ended, now())) AS ended FROM agent_state_interval AS i, arg
  WHERE i.agent = arg.agent AND i.contact_id = arg.id
), note AS (
  SELECT n.* FROM contact_note AS n, arg WHERE n.contact_id = arg.id AND n.author = arg.agent ORDER BY n.ordinal DESC LIMIT 1
)
SELECT COALESCE((
  SELECT (jsonb_build_object('left', bh_rfc3339(COALESCE(stay.ended, c.ended)))
          || COALESCE((SELECT jsonb_strip_nulls(jsonb_build_object('body', body, 'revision', revision, 'pen', pen, 'edit', edit)) FROM note), '{}'))::text
  FROM contact AS c, arg, stay
  WHERE c.id = arg.id AND (arg.agent = ANY (c.users) OR stay.ended IS NOT NULL OR EXISTS (SELECT FROM note)
                           OR EXISTS (SELECT FROM contact_disposition AS d WHERE d.contact_id = c.id AND d.agent = arg.agent))
), 'null')

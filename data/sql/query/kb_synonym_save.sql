-- A group as it is now. Arguments: group? (null: a new one), words[{word, key}] (none: the group is removed), by.
SELECT jsonb_build_object('group', bh_kb_put_synonyms(($1::jsonb->>'group')::bigint, $1::jsonb->'words', $1::jsonb->>'by'))::text

-- One contact, whole, as it is stored. Argument: contact.
SELECT COALESCE((
  SELECT (c.more || jsonb_build_object(
    'contact', c.id, 'pbx', c.pbx, 'revision', c.revision, 'direction', c.direction, 'customer', c.customer_id,
    'customer_number', c.customer_number, 'number_shown', c.number_shown, 'caller_name', c.caller_name, 'dialed', c.dialed,
    'outcome', c.outcome, 'ended_by', c.ended_by, 'started', bh_rfc3339(c.started), 'ended', bh_rfc3339(c.ended),
    'queues', c.queues, 'agents', c.agents, 'users', c.users, 'disposition', c.disposition,
    'offers', COALESCE((SELECT jsonb_agg(jsonb_build_object('agent', agent, 'queue', queue, 'outcome', outcome, 'start_ms', start_ms,
                                                            'ring_ms', ring_ms) ORDER BY ordinal)
                        FROM offer WHERE contact_id = c.id), '[]'),
    'transfers', COALESCE((SELECT jsonb_agg(jsonb_build_object('kind', kind, 'from', from_party, 'to', to_party, 'at_ms', at_ms)
                                            ORDER BY ordinal) FROM transfer WHERE contact_id = c.id), '[]'),
    'segments', COALESCE((SELECT jsonb_agg(jsonb_build_object('type', type, 'start_ms', start_ms, 'end_ms', end_ms, 'queue', queue,
                                                              'agent', agent, 'with', with_whom, 'ended_by', ended_by) ORDER BY ordinal)
                          FROM segment WHERE contact_id = c.id), '[]'),
    'data', COALESCE((SELECT jsonb_object_agg(key, value)
                      FROM (SELECT DISTINCT ON (key) key, value FROM attached_data WHERE contact_id = c.id
                            ORDER BY key, revision DESC) AS d), '{}'),
    'answers', bh_script_answers(c.id),
    'notes', COALESCE((SELECT jsonb_agg(jsonb_build_object('author', author, 'body', body, 'revision', revision,
                                                           'saved_at', bh_rfc3339(saved_at)) ORDER BY saved_at)
                       FROM (SELECT DISTINCT ON (author) * FROM contact_note WHERE contact_id = c.id
                             ORDER BY author, ordinal DESC) AS n), '[]')))::text
  FROM contact AS c WHERE c.id = ($1::jsonb->>'contact')::uuid AND c.revision > 0), 'null')

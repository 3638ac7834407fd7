-- More of a contact in a line of the customer's history: how long was waited and held, how often it was passed on, all its queues.
CREATE OR REPLACE FUNCTION bh_history_line(c contact) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('contact', c.id, 'started', bh_rfc3339(c.started), 'direction', c.direction, 'queue', c.queues[1],
      'queues', to_jsonb(c.queues),
      'agent', COALESCE(
        (SELECT string_agg(COALESCE(NULLIF(u.full_name, ''), u.name), ', ' ORDER BY n.o)
           FROM unnest(c.users) WITH ORDINALITY AS n (name, o) JOIN user_account AS u ON u.name = n.name),
        (SELECT string_agg(COALESCE(NULLIF(u.full_name, ''), u.name, n.device), ', ' ORDER BY n.o)
           FROM unnest(c.agents) WITH ORDINALITY AS n (device, o) LEFT JOIN user_account AS u ON u.name = bh_user_at(n.device, c.started))),
      'wait_ms', c.wait_ms, 'talk_ms', c.talk_ms, 'hold_ms', c.hold_ms,
      'transfers', (SELECT count(*) FROM transfer AS t WHERE t.contact_id = c.id),
      'outcome', c.outcome, 'disposition', c.disposition, 'number', c.customer_number, 'note', bh_contact_note(c.id),
      'corrected', EXISTS (SELECT FROM contact_note AS n WHERE n.contact_id = c.id AND n.correction)
                   OR EXISTS (SELECT FROM contact_change AS k WHERE k.contact_id = c.id AND k.correction))
    || COALESCE((SELECT jsonb_build_object('answers', jsonb_agg(jsonb_build_object('label', a.label, 'said', a.said) ORDER BY a.at, a.question))
                 FROM script_answer_now AS a WHERE a.contact_id = c.id HAVING count(*) > 0), '{}'));
END
$$;

-- What a contact can be found by when a person searches a customer's history.
CREATE FUNCTION bh_history_text(c contact) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN public.bh_fold(concat_ws(' ',
    (SELECT string_agg(n.body, ' ') FROM contact_note AS n
      WHERE n.contact_id = c.id
        AND n.ordinal = (SELECT max(l.ordinal) FROM contact_note AS l WHERE l.contact_id = n.contact_id AND l.author = n.author)),
    array_to_string(c.queues, ' '), (SELECT string_agg(q.label, ' ') FROM queue AS q WHERE q.name = ANY (c.queues)), c.customer_number, c.disposition,
    (SELECT d.labels::text FROM disposition AS d WHERE d.code = c.disposition),
    (SELECT string_agg(a.said, ' ') FROM script_answer_now AS a WHERE a.contact_id = c.id),
    (SELECT string_agg(u.full_name || ' ' || u.name, ' ') FROM user_account AS u WHERE u.name = ANY (c.users))));
END
$$;

-- The numbers, each defined once. Board, report and integrator read these.

CREATE VIEW v_contact AS
SELECT c.id AS contact, c.pbx, c.direction, c.customer_id, u.name AS customer_name, c.customer_number, c.dialed, c.outcome,
       c.ended_by, c.started, c.answered, c.ended, c.queues, c.agents, c.users, c.disposition, d.labels AS disposition_labels,
       c.wait_ms, c.talk_ms, c.hold_ms, c.consult_ms, c.wrap_up_ms, c.talk_ms + c.hold_ms + c.wrap_up_ms AS handle_ms,
       (SELECT count(*) FROM transfer AS t WHERE t.contact_id = c.id) AS transfers,
       (SELECT string_agg(n.body, E'\n\n' ORDER BY n.saved_at)
          FROM contact_note AS n
         WHERE n.contact_id = c.id AND n.body <> ''
           AND n.ordinal = (SELECT max(l.ordinal) FROM contact_note AS l WHERE l.contact_id = n.contact_id AND l.author = n.author)
       ) AS note
FROM contact AS c
LEFT JOIN customer AS u ON u.id = c.customer_id
LEFT JOIN disposition AS d ON d.code = c.disposition
WHERE c.revision > 0;

CREATE VIEW v_segment AS
SELECT s.contact_id AS contact, s.ordinal, s.type, c.started + s.start_ms * interval '1 ms' AS started,
       c.started + s.end_ms * interval '1 ms' AS ended, s.end_ms - s.start_ms AS duration_ms, s.queue, s.agent, s.with_whom, s.ended_by
FROM segment AS s
JOIN contact AS c ON c.id = s.contact_id;

-- Per queue and quarter of an hour of arrival. offered = answered + abandoned + flow_out + timeout + still_waiting: each entry has
-- exactly one of the five outcomes. service_level is answered_in_time / (answered + abandoned - abandoned_in_time), null while
-- nothing counts.
CREATE VIEW v_queue_interval AS
SELECT *,
       round(100.0 * answered_in_time / NULLIF(answered + abandoned - abandoned_in_time, 0), 2) AS service_level,
       round(answered_wait_ms::numeric / NULLIF(answered, 0) / 1000, 1) AS asa_s
FROM (
  SELECT e.queue,
         to_timestamp(floor(extract(epoch FROM e.joined) / 900) * 900) AS interval_start,
         count(*) AS offered,
         count(*) FILTER (WHERE e.outcome = 'answered') AS answered,
         count(*) FILTER (WHERE e.outcome = 'abandoned') AS abandoned,
         count(*) FILTER (WHERE e.outcome = 'flow_out') AS flow_out,
         count(*) FILTER (WHERE e.outcome = 'timeout') AS timeout,
         count(*) FILTER (WHERE e.outcome = 'still_waiting') AS still_waiting,
         count(*) FILTER (WHERE e.outcome = 'abandoned' AND e.wait_ms <= 1000 * COALESCE(q.short_abandon_s, 5)) AS short_abandoned,
         count(*) FILTER (WHERE e.outcome = 'answered' AND e.wait_ms <= 1000 * COALESCE(q.service_level_s, 20)) AS answered_in_time,
         count(*) FILTER (WHERE e.outcome = 'abandoned' AND e.wait_ms <= 1000 * COALESCE(q.service_level_s, 20)) AS abandoned_in_time,
         COALESCE(sum(e.wait_ms) FILTER (WHERE e.outcome = 'answered'), 0) AS answered_wait_ms,
         max(e.wait_ms) AS longest_wait_ms
  FROM queue_entry AS e
  LEFT JOIN queue AS q ON q.name = e.queue
  GROUP BY 1, 2
) AS n;

-- The user at a device at a time: who was signed in there, else whose usual phone it is.
CREATE FUNCTION bh_user_at(at_device text, at_time timestamptz) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT COALESCE(
      (SELECT s.agent FROM agent_session AS s
        WHERE s.device = at_device AND s.signed_in <= at_time AND (s.signed_out IS NULL OR s.signed_out >= at_time)
        ORDER BY s.signed_in DESC LIMIT 1),
      (SELECT u.name FROM user_account AS u WHERE u.device = at_device ORDER BY u.name LIMIT 1)));
END
$$;

-- An agent's day in the session's time zone; an interval over midnight counts in each day for its part, a running one up to now.
CREATE VIEW v_agent_day AS
WITH part AS (
  SELECT i.agent, d::date AS day, i.state,
         extract(epoch FROM least(COALESCE(i.ended, now()), d + interval '1 day') - greatest(i.started, d)) AS seconds
  FROM agent_state_interval AS i
  CROSS JOIN LATERAL generate_series(date_trunc('day', i.started), COALESCE(i.ended, now()), interval '1 day') AS d
), offered AS (
  SELECT bh_user_at(o.agent, c.started) AS agent, (c.started + COALESCE(o.start_ms, 0) * interval '1 ms')::date AS day,
         count(*) FILTER (WHERE o.outcome <> 'ringing') AS offers,
         count(*) FILTER (WHERE o.outcome = 'answered') AS answered,
         count(*) FILTER (WHERE o.outcome IN ('no_answer', 'rejected')) AS not_answered
  FROM offer AS o
  JOIN contact AS c ON c.id = o.contact_id
  GROUP BY 1, 2
), day AS (
  SELECT agent, day,
         round(COALESCE(sum(seconds) FILTER (WHERE state <> 'logged_out'), 0)) AS signed_in_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'ready'), 0)) AS ready_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'not_ready'), 0)) AS not_ready_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'offered'), 0)) AS offered_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'talking'), 0)) AS talking_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'hold'), 0)) AS hold_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'consult'), 0)) AS consult_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'wrap_up'), 0)) AS wrap_up_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'unknown'), 0)) AS unknown_s
  FROM part
  GROUP BY 1, 2
)
SELECT COALESCE(d.agent, o.agent) AS agent, COALESCE(d.day, o.day) AS day, d.signed_in_s, d.ready_s, d.not_ready_s, d.offered_s,
       d.talking_s, d.hold_s, d.consult_s, d.wrap_up_s, d.unknown_s,
       COALESCE(o.offers, 0) AS offers, COALESCE(o.answered, 0) AS answered, COALESCE(o.not_answered, 0) AS not_answered,
       -- (talk + hold + consult + wrap-up) / (that + ready); ring time is in neither
       round(100.0 * (d.talking_s + d.hold_s + d.consult_s + d.wrap_up_s)
             / NULLIF(d.talking_s + d.hold_s + d.consult_s + d.wrap_up_s + d.ready_s, 0), 1) AS occupancy
FROM day AS d
FULL JOIN offered AS o ON o.agent = d.agent AND o.day = d.day
WHERE COALESCE(d.agent, o.agent) IS NOT NULL;

-- A contact as a line of a customer's history, and a customer as a card: the shapes that protocol/README.md describes. In
-- plpgsql, because that keeps its plans: a function in SQL would be planned anew in each look-up, which takes longer than it runs.
CREATE FUNCTION bh_rfc3339(t timestamptz) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
  SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

CREATE FUNCTION bh_contact_note(of_contact uuid) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT string_agg(body, E'\n\n' ORDER BY saved_at)
    FROM (SELECT DISTINCT ON (author) body, saved_at FROM contact_note WHERE contact_id = of_contact ORDER BY author, ordinal DESC) AS n
    WHERE body <> '');
END
$$;

CREATE FUNCTION bh_history_line(c contact) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('contact', c.id, 'started', bh_rfc3339(c.started), 'direction', c.direction, 'queue', c.queues[1],
      'agent', COALESCE(
        (SELECT string_agg(COALESCE(NULLIF(u.full_name, ''), u.name), ', ' ORDER BY n.o)
           FROM unnest(c.users) WITH ORDINALITY AS n (name, o) JOIN user_account AS u ON u.name = n.name),
        (SELECT string_agg(COALESCE(NULLIF(u.full_name, ''), u.name, n.device), ', ' ORDER BY n.o)
           FROM unnest(c.agents) WITH ORDINALITY AS n (device, o) LEFT JOIN user_account AS u ON u.name = bh_user_at(n.device, c.started))),
      'talk_ms', c.talk_ms, 'outcome', c.outcome, 'disposition', c.disposition, 'number', c.customer_number,
      'note', bh_contact_note(c.id)));
END
$$;

CREATE FUNCTION bh_card(of_customer uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('customer', c.id, 'name', c.name, 'latin_name', c.latin_name, 'company', c.company, 'tier', c.tier,
      'language', c.language, 'time_zone', c.time_zone, 'email', c.email, 'notes', c.notes, 'attributes', c.attributes,
      'phones', COALESCE((SELECT jsonb_agg(jsonb_build_object('e164', p.number, 'label', p.label) ORDER BY p.ordinal, p.number)
                          FROM (SELECT number, label, ordinal FROM customer_phone WHERE customer_id = c.id
                                ORDER BY ordinal, number LIMIT 20) AS p), '[]'),
      'last_contact', (SELECT bh_rfc3339(k.started) FROM contact AS k WHERE k.customer_id = c.id AND k.revision > 0
                       ORDER BY k.started DESC LIMIT 1),
      'last_note', (SELECT left(n.note, 300)
                    FROM (SELECT k.id FROM contact AS k WHERE k.customer_id = c.id ORDER BY k.started DESC LIMIT 10) AS k,
                         LATERAL (SELECT bh_contact_note(k.id) AS note) AS n
                    WHERE n.note IS NOT NULL LIMIT 1))
    FROM customer AS c WHERE c.id = of_customer);
END
$$;

CREATE FUNCTION bh_open_matters(of_customer uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', m.id, 'ref', m.ref, 'title', m.title, 'state', m.state, 'due', m.due,
                                                 'opened', bh_rfc3339(m.opened)) ORDER BY m.due NULLS LAST, m.opened), '[]')
    FROM (SELECT * FROM matter WHERE customer_id = of_customer AND closed IS NULL ORDER BY due NULLS LAST, opened LIMIT 50) AS m);
END
$$;

-- How many characters two texts have in common from the left.
CREATE FUNCTION bh_common_prefix(a text, b text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT count(*)::integer FROM generate_series(1, least(length(a), length(b))) AS n WHERE left(a, n) = left(b, n)
$$;

CREATE FUNCTION bh_user(u user_account) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('id', u.id, 'name', u.name, 'full_name', u.full_name, 'language', u.language, 'device', u.device,
      'extension', u.extension, 'profile', u.profile, 'disabled', u.disabled,
      'password_changed_at', bh_rfc3339(u.password_changed_at),
      'roles', COALESCE((SELECT jsonb_agg(role ORDER BY role) FROM user_role WHERE user_id = u.id), '[]'),
      'queues', COALESCE((SELECT jsonb_agg(jsonb_build_object('queue', queue, 'penalty', penalty) ORDER BY queue)
                          FROM user_queue WHERE user_id = u.id), '[]')));
END
$$;

-- What follows a talk: notes that are written once and can be corrected, results that may be asked for, an agent's day, and what
-- supervisors tell agents.

-- pen: the journal that it was written in, edit counts there; correction: written after the author's work on the contact was over.
ALTER TABLE contact_note ADD COLUMN pen text, ADD COLUMN edit bigint, ADD COLUMN correction boolean NOT NULL DEFAULT false;

ALTER TABLE contact_disposition ADD COLUMN correction boolean NOT NULL DEFAULT false;

-- What was chosen and chosen again: results and customers. The newest is in contact; this is how it came about.
CREATE TABLE contact_change (
  contact_id uuid NOT NULL REFERENCES contact ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('disposition', 'customer')),
  agent text NOT NULL DEFAULT '',
  revision bigint NOT NULL,
  at timestamptz NOT NULL,
  value_before text,
  value_after text,
  correction boolean NOT NULL DEFAULT false,
  PRIMARY KEY (contact_id, kind, agent, revision)
);

-- A branch of the tree may belong to a queue or to a campaign; what has neither is offered everywhere.
ALTER TABLE disposition ADD COLUMN campaign text REFERENCES campaign ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE queue ADD COLUMN disposition_required boolean NOT NULL DEFAULT false;
ALTER TABLE campaign ADD COLUMN disposition_required boolean NOT NULL DEFAULT false;
CREATE INDEX contact_disposition_at ON contact_disposition (at);

CREATE TABLE message (
  id uuid PRIMARY KEY,
  sender text NOT NULL,
  sender_name text NOT NULL DEFAULT '',
  audience text NOT NULL CHECK (audience IN ('agent', 'queue', 'all')),
  target text,                                  -- whom: a user or a queue; null: all
  body text NOT NULL,
  urgent boolean NOT NULL DEFAULT false,
  sent_at timestamptz NOT NULL,
  CHECK ((audience = 'all') = (target IS NULL))
);
CREATE INDEX message_sent_at ON message (sent_at);

CREATE TABLE message_receipt (
  message_id uuid NOT NULL REFERENCES message ON DELETE CASCADE,
  agent text NOT NULL,
  shown_at timestamptz,                         -- on the agent's screen
  read_at timestamptz,                          -- acknowledged
  PRIMARY KEY (message_id, agent)
);

CREATE VIEW v_message AS
SELECT m.id AS message, m.sender, m.audience, m.target, m.body, m.urgent, m.sent_at, r.agent, r.shown_at, r.read_at
FROM message AS m
LEFT JOIN message_receipt AS r ON r.message_id = m.id;

-- An agent's days in the session's time zone; an interval over midnight counts in each day for its part, a running one up to now.
-- All agents and all days where nothing is said: the one definition of these numbers, for v_agent_day and for an agent's own day.
CREATE FUNCTION bh_agent_day(of_agent text, first_day date, last_day date)
RETURNS TABLE (agent text, day date, signed_in_s numeric, ready_s numeric, not_ready_s numeric, offered_s numeric, talking_s numeric,
               hold_s numeric, consult_s numeric, wrap_up_s numeric, unknown_s numeric, offers bigint, answered bigint,
               not_answered bigint, occupancy numeric)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
WITH part AS (
  SELECT i.agent, d::date AS day, i.state,
         extract(epoch FROM least(COALESCE(i.ended, now()), d + interval '1 day') - greatest(i.started, d)) AS seconds
  FROM agent_state_interval AS i
  CROSS JOIN LATERAL generate_series(date_trunc('day', i.started), COALESCE(i.ended, now()), interval '1 day') AS d
  WHERE (of_agent IS NULL OR i.agent = of_agent)
    AND (first_day IS NULL OR (COALESCE(i.ended, now()) >= first_day::timestamptz AND d >= first_day::timestamptz))
    AND (last_day IS NULL OR (i.started < last_day::timestamptz + interval '1 day' AND d <= last_day::timestamptz))
), offered AS (
  SELECT bh_user_at(o.agent, c.started) AS agent, (c.started + COALESCE(o.start_ms, 0) * interval '1 ms')::date AS day,
         count(*) FILTER (WHERE o.outcome <> 'ringing') AS offers,
         count(*) FILTER (WHERE o.outcome = 'answered') AS answered,
         count(*) FILTER (WHERE o.outcome IN ('no_answer', 'rejected')) AS not_answered
  FROM offer AS o
  JOIN contact AS c ON c.id = o.contact_id
  WHERE (of_agent IS NULL OR o.agent IN (SELECT s.device FROM agent_session AS s WHERE s.agent = of_agent
                                         UNION ALL SELECT u.device FROM user_account AS u WHERE u.name = of_agent))
    AND (first_day IS NULL OR c.started >= first_day::timestamptz - interval '1 day')
    AND (last_day IS NULL OR c.started < last_day::timestamptz + interval '1 day')
  GROUP BY 1, 2
), day AS (
  SELECT p.agent, p.day,
         round(COALESCE(sum(seconds) FILTER (WHERE state <> 'logged_out'), 0)) AS signed_in_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'ready'), 0)) AS ready_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'not_ready'), 0)) AS not_ready_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'offered'), 0)) AS offered_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'talking'), 0)) AS talking_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'hold'), 0)) AS hold_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'consult'), 0)) AS consult_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'wrap_up'), 0)) AS wrap_up_s,
         round(COALESCE(sum(seconds) FILTER (WHERE state = 'unknown'), 0)) AS unknown_s
  FROM part AS p
  GROUP BY 1, 2
)
SELECT COALESCE(d.agent, o.agent), COALESCE(d.day, o.day), d.signed_in_s, d.ready_s, d.not_ready_s, d.offered_s,
       d.talking_s, d.hold_s, d.consult_s, d.wrap_up_s, d.unknown_s,
       COALESCE(o.offers, 0), COALESCE(o.answered, 0), COALESCE(o.not_answered, 0),
       -- (talk + hold + consult + wrap-up) / (that + ready); ring time is in neither
       round(100.0 * (d.talking_s + d.hold_s + d.consult_s + d.wrap_up_s)
             / NULLIF(d.talking_s + d.hold_s + d.consult_s + d.wrap_up_s + d.ready_s, 0), 1)
FROM day AS d
FULL JOIN offered AS o ON o.agent = d.agent AND o.day = d.day
WHERE COALESCE(d.agent, o.agent) IS NOT NULL AND (of_agent IS NULL OR COALESCE(d.agent, o.agent) = of_agent)
  AND (first_day IS NULL OR COALESCE(d.day, o.day) >= first_day) AND (last_day IS NULL OR COALESCE(d.day, o.day) <= last_day)
$$;

CREATE OR REPLACE VIEW v_agent_day AS
SELECT agent, day, signed_in_s, ready_s, not_ready_s, offered_s, talking_s, hold_s, consult_s, wrap_up_s, unknown_s,
       offers, answered, not_answered, occupancy
FROM bh_agent_day(NULL, NULL, NULL);

-- As before, and whether something of it was corrected afterwards.
CREATE OR REPLACE FUNCTION bh_history_line(c contact) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('contact', c.id, 'started', bh_rfc3339(c.started), 'direction', c.direction, 'queue', c.queues[1],
      'agent', COALESCE(
        (SELECT string_agg(COALESCE(NULLIF(u.full_name, ''), u.name), ', ' ORDER BY n.o)
           FROM unnest(c.users) WITH ORDINALITY AS n (name, o) JOIN user_account AS u ON u.name = n.name),
        (SELECT string_agg(COALESCE(NULLIF(u.full_name, ''), u.name, n.device), ', ' ORDER BY n.o)
           FROM unnest(c.agents) WITH ORDINALITY AS n (device, o) LEFT JOIN user_account AS u ON u.name = bh_user_at(n.device, c.started))),
      'talk_ms', c.talk_ms, 'outcome', c.outcome, 'disposition', c.disposition, 'number', c.customer_number,
      'note', bh_contact_note(c.id),
      'corrected', EXISTS (SELECT FROM contact_note AS n WHERE n.contact_id = c.id AND n.correction)
                   OR EXISTS (SELECT FROM contact_change AS k WHERE k.contact_id = c.id AND k.correction)));
END
$$;

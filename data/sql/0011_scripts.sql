-- Scripts (话术): what agents are led through, in versions; for whom each is meant; and what was answered.

CREATE TABLE script (
  name text PRIMARY KEY CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
  version integer NOT NULL DEFAULT 0,            -- the newest
  live integer,                                  -- the one that new contacts get; null: none
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Nothing here is ever changed but whether it was published: a contact keeps the version that it began with.
CREATE TABLE script_version (
  script text NOT NULL REFERENCES script ON UPDATE CASCADE ON DELETE CASCADE,
  version integer NOT NULL,
  document jsonb NOT NULL,                       -- protocol/schema/script.json, checked before it came here
  comment text NOT NULL DEFAULT '',
  author text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  published_by text,
  published_at timestamptz,
  PRIMARY KEY (script, version)
);

-- Which script a contact gets: what is not '' must be so; the most exact line wins.
CREATE TABLE script_assignment (
  queue text NOT NULL DEFAULT '',
  campaign text NOT NULL DEFAULT '',
  language text NOT NULL DEFAULT '',             -- of the customer, else of the agent: "zh_CN"
  script text NOT NULL REFERENCES script ON UPDATE CASCADE ON DELETE CASCADE,
  set_by text,
  set_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (queue, campaign, language)
);

-- One line an answer; a correction is another line, the newest holds. value null: it was taken back.
CREATE TABLE script_answer (
  id uuid PRIMARY KEY,                           -- of the desk's making: the same answer comes once, however often it is sent
  contact_id uuid NOT NULL REFERENCES contact ON DELETE CASCADE,
  script text NOT NULL,
  version integer NOT NULL,
  step text NOT NULL,
  question text NOT NULL,
  label text NOT NULL DEFAULT '',                -- the question as it was asked
  value jsonb,
  said text,                                     -- the value as a person reads it
  agent text NOT NULL,
  at timestamptz NOT NULL,
  revision bigint NOT NULL
);
CREATE INDEX script_answer_contact ON script_answer (contact_id, script, question, revision DESC);
CREATE INDEX script_answer_question ON script_answer (script, question, at);

-- Where a contact stands in its script.
CREATE TABLE script_place (
  contact_id uuid PRIMARY KEY REFERENCES contact ON DELETE CASCADE,
  script text NOT NULL,
  version integer NOT NULL,
  path text[] NOT NULL,                          -- ids of steps, the last is where it stands
  agent text NOT NULL,
  at timestamptz NOT NULL,
  revision bigint NOT NULL
);

CREATE VIEW script_answer_now AS
  SELECT * FROM (SELECT DISTINCT ON (contact_id, script, question) * FROM script_answer
                 ORDER BY contact_id, script, question, revision DESC, id) AS a
  WHERE value IS NOT NULL;
COMMENT ON VIEW script_answer_now IS 'What was answered in scripts, corrections applied: one line a contact and question';

CREATE FUNCTION bh_script_answers(of_contact uuid) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT COALESCE(jsonb_agg(jsonb_build_object('script', script, 'version', version, 'step', step, 'question', question, 'label', label,
                                               'value', value, 'said', said, 'by', agent, 'at', bh_rfc3339(at)) ORDER BY at, question), '[]')
  FROM script_answer_now WHERE contact_id = of_contact
$$;

CREATE FUNCTION bh_script_json(s script, v script_version) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT jsonb_build_object('script', s.name, 'version', v.version, 'newest', s.version, 'live', s.live,
    'status', CASE WHEN v.version = s.live THEN 'published' WHEN v.published_at IS NULL THEN 'draft' ELSE 'retired' END,
    'title', v.document->'title', 'language', v.document->'language', 'comment', v.comment, 'author', v.author, 'at', bh_rfc3339(v.at),
    'assigned', COALESCE((SELECT jsonb_agg(jsonb_build_object('queue', a.queue, 'campaign', a.campaign, 'language', a.language)
                                           ORDER BY a.queue, a.campaign, a.language)
                          FROM script_assignment AS a WHERE a.script = s.name), '[]'))
$$;

-- A new version over @base; null: another one is newer. The same document again makes none.
CREATE FUNCTION bh_script_put(document jsonb, base integer, author text, comment text) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  named text := document->>'name';
  newest integer;
BEGIN
  INSERT INTO script (name, created_by) VALUES (named, author) ON CONFLICT DO NOTHING;
  SELECT s.version INTO newest FROM script AS s WHERE s.name = named FOR UPDATE;
  IF EXISTS (SELECT FROM script_version AS v WHERE v.script = named AND v.version = newest AND v.document = bh_script_put.document) THEN
    RETURN newest;
  END IF;
  IF base IS NOT NULL AND base <> newest THEN
    RETURN NULL;
  END IF;
  INSERT INTO script_version (script, version, document, author, comment)
    VALUES (named, newest + 1, document, author, COALESCE(bh_script_put.comment, ''));
  UPDATE script SET version = newest + 1, updated_at = now() WHERE name = named;
  RETURN newest + 1;
END
$$;

CREATE FUNCTION bh_script_publish(named text, number integer, who text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE script_version SET published_by = COALESCE(published_by, who), published_at = COALESCE(published_at, now())
    WHERE script = named AND version = number;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE script SET live = number, updated_at = now() WHERE name = named;
  RETURN true;
END
$$;

-- What was answered stands in the history.
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
                   OR EXISTS (SELECT FROM contact_change AS k WHERE k.contact_id = c.id AND k.correction))
    || COALESCE((SELECT jsonb_build_object('answers', jsonb_agg(jsonb_build_object('label', a.label, 'said', a.said) ORDER BY a.at, a.question))
                 FROM script_answer_now AS a WHERE a.contact_id = c.id HAVING count(*) > 0), '{}'));
END
$$;

-- What happened: contacts with their parts, and the agents' days. Written by the server alone, in the order of its outbox.

-- One matter with one customer, from first touch to the end of wrap-up. revision 0: something that belongs to it came first.
CREATE TABLE contact (
  id uuid PRIMARY KEY,
  pbx text NOT NULL DEFAULT '',
  revision bigint NOT NULL DEFAULT 0,
  direction text CHECK (direction IN ('inbound', 'outbound', 'internal')),
  customer_id uuid,                             -- no foreign key: a contact outlives its customer's erasure
  customer_number text COLLATE "C",
  number_shown text,
  caller_name text,
  dialed text,
  outcome text NOT NULL DEFAULT 'in_progress',
  ended_by text,
  started timestamptz NOT NULL DEFAULT now(),
  ended timestamptz,
  answered timestamptz,                         -- first talk with a person
  queues text[] NOT NULL DEFAULT '{}',
  agents text[] NOT NULL DEFAULT '{}',          -- devices that talked, in order
  users text[] NOT NULL DEFAULT '{}',           -- the same as user names, where known
  disposition text,
  wait_ms bigint NOT NULL DEFAULT 0,            -- queue and ring
  talk_ms bigint NOT NULL DEFAULT 0,            -- talk and conference; hold is not in it
  hold_ms bigint NOT NULL DEFAULT 0,
  consult_ms bigint NOT NULL DEFAULT 0,
  wrap_up_ms bigint NOT NULL DEFAULT 0,
  more jsonb NOT NULL DEFAULT '{}',             -- members of the record that have no column
  written_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX contact_customer ON contact (customer_id, started DESC, id);
CREATE INDEX contact_number ON contact (customer_number, started DESC);
CREATE INDEX contact_started ON contact (started);

-- Segments follow each other without gap or overlap; times are milliseconds from the contact's start.
CREATE TABLE segment (
  contact_id uuid NOT NULL REFERENCES contact ON DELETE CASCADE,
  ordinal integer NOT NULL,
  type text NOT NULL,                           -- ivr, queue, ring, talk, hold, consult, conference, wrap_up, voicemail
  start_ms bigint NOT NULL,
  end_ms bigint,
  queue text,
  agent text,
  with_whom text,
  ended_by text,
  PRIMARY KEY (contact_id, ordinal)
);

-- One ring to one agent.
CREATE TABLE offer (
  contact_id uuid NOT NULL REFERENCES contact ON DELETE CASCADE,
  ordinal integer NOT NULL,
  agent text,
  queue text,
  outcome text,                                 -- ringing, answered, no_answer, rejected, cancelled
  start_ms bigint,
  ring_ms bigint,
  PRIMARY KEY (contact_id, ordinal)
);

CREATE TABLE transfer (
  contact_id uuid NOT NULL REFERENCES contact ON DELETE CASCADE,
  ordinal integer NOT NULL,
  kind text NOT NULL,                           -- blind, attended
  from_party text,
  to_party text,
  at_ms bigint,
  PRIMARY KEY (contact_id, ordinal)
);

-- One passage of a contact through one queue, made of its segments when the contact is written.
CREATE TABLE queue_entry (
  contact_id uuid NOT NULL REFERENCES contact ON DELETE CASCADE,
  ordinal integer NOT NULL,
  queue text NOT NULL,
  joined timestamptz NOT NULL,
  left_at timestamptz,
  wait_ms bigint,
  outcome text NOT NULL CHECK (outcome IN ('answered', 'abandoned', 'flow_out', 'timeout', 'still_waiting')),
  agent text,                                   -- who answered
  PRIMARY KEY (contact_id, ordinal)
);
CREATE INDEX queue_entry_joined ON queue_entry (joined, queue);

-- Belongs to the contact, not to a leg, and survives every transfer. The newest revision of a key is its value.
CREATE TABLE attached_data (
  contact_id uuid NOT NULL REFERENCES contact ON DELETE CASCADE,
  key text NOT NULL,
  revision bigint NOT NULL,
  value text,
  set_by text,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (contact_id, key, revision)
);

-- What was said. The highest ordinal of an author is the note; the ones below are what stood there before, one each half minute.
CREATE TABLE contact_note (
  contact_id uuid NOT NULL REFERENCES contact ON DELETE CASCADE,
  author text NOT NULL,
  ordinal integer NOT NULL,
  body text NOT NULL,
  revision bigint NOT NULL,
  begun_at timestamptz NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (contact_id, author, ordinal)
);

CREATE TABLE contact_disposition (
  contact_id uuid NOT NULL REFERENCES contact ON DELETE CASCADE,
  agent text NOT NULL,
  code text,                                    -- null: taken back
  revision bigint NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (contact_id, agent)
);

CREATE TABLE agent_session (
  id text PRIMARY KEY,
  agent text NOT NULL,                          -- user name
  device text,
  profile text,
  address text,
  signed_in timestamptz NOT NULL,
  signed_out timestamptz,
  end_reason text,
  revision bigint NOT NULL DEFAULT 0
);
CREATE INDEX agent_session_agent ON agent_session (agent, signed_in);
CREATE INDEX agent_session_device ON agent_session (device, signed_in);

CREATE TABLE agent_state_interval (
  agent text NOT NULL,
  started timestamptz NOT NULL,
  ended timestamptz,
  state text NOT NULL,
  reason text,
  intent text,
  why text,
  session_id text,
  contact_id uuid,
  device text,
  revision bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (agent, started)
);
CREATE INDEX agent_state_interval_started ON agent_state_interval (started);

CREATE TABLE audit (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  object text,
  address text,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_at ON audit (at);

CREATE FUNCTION bh_audit_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is only ever added to';
END
$$;
CREATE TRIGGER audit_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION bh_audit_is_final();

-- How far each outbox has been brought in. Changed in the transaction of the rows themselves, so each record takes effect once.
CREATE TABLE outbox_position (
  source text PRIMARY KEY,
  position bigint NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Records that the database refused; "bellhopctl doctor" tells of them.
CREATE TABLE parked_record (
  source text NOT NULL,
  position bigint NOT NULL,
  kind text NOT NULL,
  key text,
  body bytea NOT NULL,
  reason text NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, position)
);

-- Campaigns: lists of people to be called, handed out one record at a time, and what was agreed with them.

ALTER TABLE campaign
  ADD COLUMN running boolean NOT NULL DEFAULT false,
  ADD COLUMN about text NOT NULL DEFAULT '',                                  -- why people are called, in a sentence
  ADD COLUMN script text,                                                     -- a script's name
  ADD COLUMN dispositions text,                                               -- the queue whose results are offered
  ADD COLUMN decide_s integer NOT NULL DEFAULT 90 CHECK (decide_s BETWEEN 5 AND 3600), -- to look, then the record goes back
  ADD COLUMN retry text NOT NULL DEFAULT '';                                  -- what differs from the rules of every campaign

-- A code of the tree that is an outcome of a campaign: sold, refused, callback, wrong_number, voicemail, do_not_call.
ALTER TABLE disposition ADD COLUMN dial_outcome text;
UPDATE disposition SET dial_outcome = 'sold' WHERE code = 'solved.order';
UPDATE disposition SET dial_outcome = 'callback' WHERE code = 'follow_up.call_back';
UPDATE disposition SET dial_outcome = 'wrong_number' WHERE code = 'no_case.wrong_number';
INSERT INTO disposition (code, parent, labels, position, dial_outcome) VALUES
  ('outbound', NULL, '{"en": "Outbound", "zh_CN": "外呼"}', 60, NULL),
  ('outbound.agreed', 'outbound', '{"en": "Agreed", "zh_CN": "已同意"}', 61, 'sold'),
  ('outbound.refused', 'outbound', '{"en": "Not interested", "zh_CN": "拒绝"}', 62, 'refused'),
  ('outbound.never', 'outbound', '{"en": "Do not call again", "zh_CN": "要求不再致电"}', 63, 'do_not_call'),
  ('outbound.voicemail', 'outbound', '{"en": "Answering machine", "zh_CN": "语音信箱"}', 64, 'voicemail')
ON CONFLICT (code) DO NOTHING;

CREATE TABLE campaign_record (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  campaign text NOT NULL REFERENCES campaign ON UPDATE CASCADE ON DELETE CASCADE,
  place integer NOT NULL,                       -- in the list, from 1
  name text NOT NULL DEFAULT '',
  company text NOT NULL DEFAULT '',
  customer_id uuid REFERENCES customer ON DELETE SET NULL,
  language text,
  zone text,                                    -- an IANA name; null: as the number says
  reason text NOT NULL DEFAULT '',              -- why this one is called
  fields jsonb NOT NULL DEFAULT '{}',           -- further columns of the list: attached data of the call
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
  due timestamptz,                              -- not before; null: at any time
  agent text,                                   -- who promised to call; for a while it is theirs alone
  outcome text,                                 -- the last one
  why text NOT NULL DEFAULT '',                 -- why it waits or is done, in a sentence
  tries integer NOT NULL DEFAULT 0,             -- dials
  lease uuid,                                   -- who has it on the screen, and until when
  leased_by text,
  leased_at timestamptz,
  leased_until timestamptz,
  dialed_at timestamptz,                        -- under this lease
  UNIQUE (campaign, place)
);
CREATE INDEX campaign_record_open ON campaign_record (campaign, due, place) WHERE state = 'open';
CREATE INDEX campaign_record_leased ON campaign_record (leased_by) WHERE lease IS NOT NULL;

CREATE TABLE campaign_number (
  record_id uuid NOT NULL REFERENCES campaign_record ON DELETE CASCADE,
  place integer NOT NULL,
  number text NOT NULL CHECK (number ~ '^[+]?[0-9]{2,20}$'),
  label text NOT NULL DEFAULT '',
  tries integer NOT NULL DEFAULT 0,
  outcome text,
  closed boolean NOT NULL DEFAULT false,        -- wrong, refused for good
  PRIMARY KEY (record_id, place)
);
CREATE INDEX campaign_number_number ON campaign_number (number);

-- What became of a record each time it was handed out; never changed.
CREATE TABLE campaign_result (
  id uuid PRIMARY KEY,                          -- the lease's: it ends once
  record_id uuid NOT NULL REFERENCES campaign_record ON DELETE CASCADE,
  agent text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  outcome text NOT NULL,                        -- of server/core/dial-retry.h
  note text NOT NULL DEFAULT '',
  number text,
  contact_id uuid,
  next timestamptz
);
CREATE INDEX campaign_result_record ON campaign_result (record_id, at);

ALTER TABLE dial_attempt ADD COLUMN record_id uuid;

-- A call that was promised to a customer, or agreed among colleagues.
CREATE TABLE callback (
  id uuid PRIMARY KEY,
  number text NOT NULL,
  name text NOT NULL DEFAULT '',
  customer_id uuid,
  campaign text REFERENCES campaign ON UPDATE CASCADE ON DELETE SET NULL,
  record_id uuid REFERENCES campaign_record ON DELETE SET NULL,
  contact_id uuid,                              -- in which it was agreed
  due timestamptz NOT NULL,
  zone text NOT NULL,                           -- the customer's, in which it was agreed
  agent text,                                   -- who promised; null: the team
  queue text,                                   -- the team; null: everybody
  team_after_s integer NOT NULL DEFAULT 900,    -- missed for so long, it is the team's
  note text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'cancelled')),
  taken_by text,
  created_by text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  closed_by text,
  closed_at timestamptz,
  revision bigint NOT NULL DEFAULT 1
);
CREATE INDEX callback_open ON callback (due) WHERE state = 'open';

-- How far each campaign is.
CREATE VIEW v_campaign AS
SELECT c.name AS campaign, c.label, c.running, c.disabled,
       count(r.id) AS records,
       count(r.id) FILTER (WHERE r.state = 'done') AS done,
       count(r.id) FILTER (WHERE r.state = 'open' AND r.tries > 0) AS begun,
       count(r.id) FILTER (WHERE r.lease IS NOT NULL AND r.leased_until > now()) AS handed_out,
       count(r.id) FILTER (WHERE r.outcome = 'sold') AS sold,
       count(r.id) FILTER (WHERE r.outcome IN ('refused', 'do_not_call')) AS refused,
       count(r.id) FILTER (WHERE r.outcome IN ('sold', 'refused', 'callback', 'reached', 'do_not_call')) AS reached
FROM campaign AS c LEFT JOIN campaign_record AS r ON r.campaign = c.name
GROUP BY c.name;

-- What has to be known before a number is dialed. The rules themselves are data/dial.

CREATE TABLE campaign (
  name text PRIMARY KEY CHECK (name ~ '^[A-Za-z0-9._-]{1,64}$'),
  label text NOT NULL DEFAULT '',
  purpose text NOT NULL DEFAULT 'marketing' CHECK (purpose IN ('service', 'marketing')),
  mode text NOT NULL DEFAULT 'preview' CHECK (mode IN ('manual', 'preview', 'progressive', 'predictive')),
  caller_id text NOT NULL DEFAULT 'unknown' CHECK (caller_id IN ('unknown', 'shown', 'withheld')),
  disabled boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE do_not_call_list (
  name text PRIMARY KEY CHECK (name ~ '^[a-z0-9._-]{1,64}$'), -- house, campaign, or a public register's
  is_register boolean NOT NULL DEFAULT true,
  imported_at timestamptz                       -- of a register: when it was brought in, whole
);
INSERT INTO do_not_call_list (name, is_register) VALUES ('house', false), ('campaign', false);

-- What was taken off a list stays, with who did it.
CREATE TABLE do_not_call (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  list text NOT NULL REFERENCES do_not_call_list ON UPDATE CASCADE,
  campaign text REFERENCES campaign ON UPDATE CASCADE ON DELETE CASCADE,
  number text NOT NULL CHECK (number ~ '^[+]?[0-9]{2,20}$'), -- E.164, where it is a whole number
  reason text NOT NULL DEFAULT '',
  source text NOT NULL DEFAULT '',
  since timestamptz NOT NULL DEFAULT now(),
  until timestamptz,                            -- null: without an end
  entered_by text NOT NULL DEFAULT '',
  removed_at timestamptz,
  removed_by text,
  CHECK ((list = 'campaign') = (campaign IS NOT NULL))
);
CREATE UNIQUE INDEX do_not_call_number ON do_not_call (number, list, COALESCE(campaign, '')) WHERE removed_at IS NULL;

CREATE TABLE dial_attempt (
  id uuid PRIMARY KEY,
  number text NOT NULL,
  customer_id uuid,
  campaign text,
  purpose text NOT NULL DEFAULT 'service',
  mode text NOT NULL DEFAULT 'manual',
  agent text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  outcome text NOT NULL DEFAULT 'dialed',       -- dialed until more is known; answered, refused, abandoned, failed …
  revision bigint NOT NULL DEFAULT 0
);
CREATE INDEX dial_attempt_number ON dial_attempt (number, at);

-- Consents to be called, or what stands for one: marketing, contract (one that runs), any_hour.
CREATE TABLE consent (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id uuid REFERENCES customer ON DELETE CASCADE,
  number text,
  purpose text NOT NULL CHECK (purpose <> ''),
  given_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz,
  source text NOT NULL CHECK (source <> ''),    -- what proves it
  entered_by text NOT NULL DEFAULT '',
  CHECK (customer_id IS NOT NULL OR number IS NOT NULL)
);
CREATE INDEX consent_customer ON consent (customer_id);
CREATE INDEX consent_number ON consent (number);

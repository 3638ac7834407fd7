-- Who works here, what they may do, and the words that they choose from.

CREATE TABLE role (
  code text PRIMARY KEY,
  labels jsonb NOT NULL
);

CREATE TABLE permission (
  code text PRIMARY KEY,
  labels jsonb NOT NULL
);

CREATE TABLE role_permission (
  role text NOT NULL REFERENCES role ON DELETE CASCADE,
  permission text NOT NULL REFERENCES permission ON DELETE CASCADE,
  PRIMARY KEY (role, permission)
);

CREATE TABLE queue (
  name text PRIMARY KEY,                        -- as the PBX names it
  label text NOT NULL,
  service_level_s integer NOT NULL DEFAULT 20,  -- answered within this is in time
  short_abandon_s integer NOT NULL DEFAULT 5,   -- given up within this does not count against us
  position integer NOT NULL DEFAULT 0
);

CREATE TABLE user_account (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (name ~ '^[^[:space:][:cntrl:]]{1,64}$'),
  full_name text NOT NULL DEFAULT '',
  password_hash text NOT NULL DEFAULT '',       -- argon2id; empty: cannot sign in
  language text,
  device text,                                  -- the usual phone: PJSIP/1001
  extension text,                               -- what colleagues dial
  profile text NOT NULL DEFAULT 'manual',       -- how the phone can be told to answer
  disabled boolean NOT NULL DEFAULT false,
  password_changed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX user_account_name ON user_account (lower(name));
CREATE INDEX user_account_device ON user_account (device);

CREATE TABLE user_role (
  user_id uuid NOT NULL REFERENCES user_account ON DELETE CASCADE,
  role text NOT NULL REFERENCES role,
  PRIMARY KEY (user_id, role)
);

-- The queues that a user joins at sign-in.
CREATE TABLE user_queue (
  user_id uuid NOT NULL REFERENCES user_account ON DELETE CASCADE,
  queue text NOT NULL REFERENCES queue ON UPDATE CASCADE ON DELETE CASCADE,
  penalty integer NOT NULL DEFAULT 0 CHECK (penalty >= 0),
  PRIMARY KEY (user_id, queue)
);

CREATE TABLE reason_code (
  code text PRIMARY KEY,
  labels jsonb NOT NULL,                        -- {"en": "Lunch", "zh_CN": "午餐"}
  icon text NOT NULL DEFAULT '',
  is_system boolean NOT NULL DEFAULT false,     -- set by the machine, never chosen by a person
  position integer NOT NULL DEFAULT 0,
  disabled boolean NOT NULL DEFAULT false
);

-- A tree: only leaves are chosen.
CREATE TABLE disposition (
  code text PRIMARY KEY,
  parent text REFERENCES disposition,
  labels jsonb NOT NULL,
  queue text REFERENCES queue ON UPDATE CASCADE ON DELETE CASCADE, -- offered only there; null: everywhere
  position integer NOT NULL DEFAULT 0,
  disabled boolean NOT NULL DEFAULT false,
  CHECK (parent IS DISTINCT FROM code)
);

-- The knowledge base: articles with all their versions, what means the same, and what people searched and did not find.

-- What a person searched looks like what the index knows: the three-letter pieces of a word; of a pair of characters, which one
-- stands where.
CREATE FUNCTION bh_kb_grams(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE
    WHEN octet_length(word) > char_length(word) AND char_length(word) = 2 THEN ARRAY['^' || left(word, 1), right(word, 1) || '$']
    ELSE ARRAY(SELECT DISTINCT substr('  ' || word || ' ', i, 3) FROM generate_series(1, char_length(word) + 1) AS i ORDER BY 1) END
$$;

CREATE TABLE kb_article (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  source text UNIQUE,                           -- the file that it was imported from
  status text NOT NULL CHECK (status IN ('draft', 'suggested', 'in_review', 'published', 'archived')), -- of the newest version
  version integer NOT NULL DEFAULT 0,           -- the newest
  live integer,                                 -- the one that everybody reads; null: none
  useful integer NOT NULL DEFAULT 0,            -- votes, one of each person and contact
  useless integer NOT NULL DEFAULT 0,
  clicks integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX kb_article_status ON kb_article (status, updated_at DESC);

-- Nothing here is ever changed but who reads it: a change is a new version.
CREATE TABLE kb_version (
  article_id uuid NOT NULL REFERENCES kb_article ON DELETE CASCADE,
  version integer NOT NULL,
  live boolean NOT NULL DEFAULT false,          -- the published one; the index holds these alone
  status text NOT NULL CHECK (status IN ('draft', 'suggested', 'in_review', 'published', 'archived')), -- how far this version came
  title text NOT NULL CHECK (title <> ''),
  body text NOT NULL,                           -- Markdown
  language text,                                -- POSIX style: zh_CN, de
  category text NOT NULL DEFAULT '',            -- a path: account/password
  tags text[] NOT NULL DEFAULT '{}',
  owner text,                                   -- user name: who is asked
  review_on date,                               -- to be looked at again
  comment text NOT NULL DEFAULT '',             -- why it was changed
  author text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  published_by text,
  published_at timestamptz,
  title_folded text NOT NULL,                   -- the rest is made of the above by server/kb
  head_words tsvector NOT NULL,                 -- title and tags
  words tsvector NOT NULL,                      -- all, with weights
  PRIMARY KEY (article_id, version)
);
CREATE UNIQUE INDEX kb_version_live ON kb_version (article_id) WHERE live;
CREATE INDEX kb_version_title ON kb_version (title_folded COLLATE "C") WHERE live;
CREATE INDEX kb_version_head ON kb_version USING gin (head_words) WITH (fastupdate = off) WHERE live;
CREATE INDEX kb_version_words ON kb_version USING gin (words) WITH (fastupdate = off) WHERE live;
CREATE INDEX kb_version_at ON kb_version (at);

-- The words of all published articles, for what is being typed and for "did you mean".
CREATE TABLE kb_word (
  word text COLLATE "C" PRIMARY KEY,
  articles integer NOT NULL,
  grams text[] NOT NULL GENERATED ALWAYS AS (public.bh_kb_grams(word)) STORED
);
CREATE INDEX kb_word_grams ON kb_word USING gin (grams) WITH (fastupdate = off);

CREATE INDEX kb_word_gone ON kb_word (word) WHERE articles <= 0;

CREATE FUNCTION bh_kb_count_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('kb_word')); -- two that publish at once lock the same words
  IF TG_OP = 'INSERT' THEN
    INSERT INTO kb_word AS k (word, articles)
      SELECT w, count(*) FROM new_version, unnest(tsvector_to_array(words)) AS w WHERE live AND w NOT LIKE '=%' GROUP BY w ORDER BY w
      ON CONFLICT (word) DO UPDATE SET articles = k.articles + excluded.articles;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO kb_word AS k (word, articles)
      SELECT w, -count(*) FROM old_version, unnest(tsvector_to_array(words)) AS w WHERE live AND w NOT LIKE '=%' GROUP BY w ORDER BY w
      ON CONFLICT (word) DO UPDATE SET articles = k.articles + excluded.articles;
  ELSE
    INSERT INTO kb_word AS k (word, articles)
      SELECT w, sum(n) FROM (
        SELECT w, 1 AS n FROM new_version, unnest(tsvector_to_array(words)) AS w WHERE live
        UNION ALL
        SELECT w, -1 FROM old_version, unnest(tsvector_to_array(words)) AS w WHERE live) AS d
      WHERE w NOT LIKE '=%' GROUP BY w HAVING sum(n) <> 0 ORDER BY w
      ON CONFLICT (word) DO UPDATE SET articles = k.articles + excluded.articles;
  END IF;
  DELETE FROM kb_word WHERE articles <= 0;
  RETURN NULL;
END
$$;
CREATE TRIGGER kb_version_put AFTER INSERT ON kb_version
  REFERENCING NEW TABLE AS new_version FOR EACH STATEMENT EXECUTE FUNCTION bh_kb_count_words();
CREATE TRIGGER kb_version_change AFTER UPDATE ON kb_version
  REFERENCING NEW TABLE AS new_version OLD TABLE AS old_version FOR EACH STATEMENT EXECUTE FUNCTION bh_kb_count_words();
CREATE TRIGGER kb_version_away AFTER DELETE ON kb_version
  REFERENCING OLD TABLE AS old_version FOR EACH STATEMENT EXECUTE FUNCTION bh_kb_count_words();

-- Who did what to a version: started, returned, published, archived, rolled_back.
CREATE TABLE kb_review (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  article_id uuid NOT NULL REFERENCES kb_article ON DELETE CASCADE,
  version integer NOT NULL,
  verdict text NOT NULL,
  comment text NOT NULL DEFAULT '',
  by text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX kb_review_article ON kb_review (article_id, version);

-- What means the same: a group has words; each is found for each.
CREATE TABLE kb_synonym_group (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  updated_by text,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE kb_synonym (
  group_id bigint NOT NULL REFERENCES kb_synonym_group ON DELETE CASCADE,
  ordinal integer NOT NULL,
  word text NOT NULL,                           -- as people write it
  key text COLLATE "C" NOT NULL,                -- as it is looked for (server/kb)
  PRIMARY KEY (group_id, ordinal)
);
CREATE INDEX kb_synonym_key ON kb_synonym (key);

-- Which articles are offered when: every condition that is there must hold.
CREATE TABLE kb_suggestion (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  article_id uuid NOT NULL REFERENCES kb_article ON DELETE CASCADE,
  queue text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',              -- why the customer calls: an IVR choice, a disposition
  step text NOT NULL DEFAULT '',                -- of a script
  set_by text,
  set_at timestamptz NOT NULL DEFAULT now(),
  CHECK (queue <> '' OR reason <> '' OR step <> ''),
  UNIQUE (article_id, queue, reason, step)
);
CREATE INDEX kb_suggestion_queue ON kb_suggestion (queue, reason, step);

-- What happened, for analysis. Written from the outbox, so each id comes once or again with the same.
CREATE TABLE kb_search (
  agent text NOT NULL,
  search text NOT NULL,                         -- one of the desk for all that is typed until it is settled
  text text NOT NULL,
  folded text NOT NULL,
  language text,
  hits integer NOT NULL,
  contact_id uuid,
  queue text,
  began timestamptz NOT NULL,
  at timestamptz NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (agent, search)
);
CREATE INDEX kb_search_at ON kb_search (at);

CREATE TABLE kb_click (
  id uuid PRIMARY KEY,
  article_id uuid NOT NULL,                     -- no foreign key: what happened stays
  version integer,
  agent text NOT NULL,
  search text,
  place integer,                                -- in the list, from 1
  how text NOT NULL,                            -- opened, inserted, read_out, suggested
  contact_id uuid,
  queue text,
  at timestamptz NOT NULL
);
CREATE INDEX kb_click_article ON kb_click (article_id, at);
CREATE INDEX kb_click_queue ON kb_click (queue, at);

CREATE TABLE kb_vote (
  article_id uuid NOT NULL,
  agent text NOT NULL,
  contact_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000', -- nil: outside of a contact
  useful boolean,                               -- null: taken back
  comment text,
  at timestamptz NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (article_id, agent, contact_id)
);

CREATE FUNCTION bh_kb_count_votes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE kb_article SET
    useful = (SELECT count(*) FROM kb_vote WHERE article_id = NEW.article_id AND useful),
    useless = (SELECT count(*) FROM kb_vote WHERE article_id = NEW.article_id AND NOT useful)
  WHERE id = NEW.article_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER kb_vote_count AFTER INSERT OR UPDATE ON kb_vote FOR EACH ROW EXECUTE FUNCTION bh_kb_count_votes();

CREATE FUNCTION bh_kb_count_clicks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE kb_article SET clicks = clicks + 1 WHERE id = NEW.article_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER kb_click_count AFTER INSERT ON kb_click FOR EACH ROW EXECUTE FUNCTION bh_kb_count_clicks();

-- "Not in the knowledge base", with the words searched.
CREATE TABLE kb_gap (
  id uuid PRIMARY KEY,
  text text NOT NULL,
  folded text NOT NULL,
  comment text NOT NULL DEFAULT '',
  language text,
  agent text NOT NULL,
  search text,
  contact_id uuid,
  queue text,
  at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by text,
  article_id uuid                               -- the article that answers it now
);
CREATE INDEX kb_gap_open ON kb_gap (folded) WHERE closed_at IS NULL;

-- Makes a version. A base that is not the newest changes nothing: null is returned, somebody else was first.
CREATE FUNCTION bh_kb_put(a jsonb, new_status text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  the_id uuid := (a->>'article')::uuid;
  base integer := (a->>'base')::integer;
  newest integer;
BEGIN
  IF base = 0 THEN
    INSERT INTO kb_article (id, status, created_by) VALUES (the_id, new_status, a->>'by') ON CONFLICT (id) DO NOTHING;
  END IF;
  SELECT version INTO newest FROM kb_article WHERE id = the_id FOR UPDATE;
  IF base IS DISTINCT FROM newest THEN
    RETURN NULL;
  END IF;
  INSERT INTO kb_version (article_id, version, status, title, body, language, category, tags, owner, review_on, comment, author,
                          title_folded, head_words, words)
  VALUES (the_id, newest + 1, new_status, a->>'title', a->>'body', a->>'language', COALESCE(a->>'category', ''),
          ARRAY(SELECT jsonb_array_elements_text(COALESCE(a->'tags', '[]'))), a->>'owner', (a->>'review_on')::date,
          COALESCE(a->>'comment', ''), a->>'by', a->>'title_folded', (a->>'head_words')::tsvector, (a->>'words')::tsvector);
  UPDATE kb_article SET version = newest + 1, status = new_status, updated_at = now() WHERE id = the_id;
  RETURN newest + 1;
END
$$;

-- Everybody reads this version from now on.
CREATE FUNCTION bh_kb_publish(the_id uuid, the_version integer, who text, verdict text DEFAULT 'published', why text DEFAULT '')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE kb_version SET live = false WHERE article_id = the_id AND live AND version <> the_version;
  UPDATE kb_version SET live = true, status = 'published', published_by = who, published_at = now()
    WHERE article_id = the_id AND version = the_version;
  UPDATE kb_article SET live = the_version, updated_at = now(),
    status = CASE WHEN version = the_version THEN 'published' ELSE status END
    WHERE id = the_id;
  INSERT INTO kb_review (article_id, version, verdict, comment, by) VALUES (the_id, the_version, verdict, COALESCE(why, ''), who);
END
$$;

-- A step of an article's newest version on its way. Null: there is no such article; else what it is now, or "stale" or "cannot".
CREATE FUNCTION bh_kb_move(a jsonb, verdict text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  k kb_article;
  wanted integer := (a->>'version')::integer;
  old kb_version;
BEGIN
  SELECT * INTO k FROM kb_article WHERE id = (a->>'article')::uuid FOR UPDATE;
  IF k.id IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT * INTO old FROM kb_version WHERE article_id = k.id AND version = wanted;
  IF old.version IS NULL THEN
    RETURN NULL;
  END IF;
  IF (verdict <> 'rolled_back' AND wanted <> k.version) OR (a->>'base')::integer <> k.version THEN
    RETURN (SELECT jsonb_build_object('stale', bh_kb_version_json(v)) FROM kb_version AS v
            WHERE v.article_id = k.id AND v.version = k.version);
  END IF;
  IF (verdict = 'started' AND k.status NOT IN ('draft', 'suggested')) OR (verdict = 'returned' AND k.status NOT IN ('suggested', 'in_review'))
     OR (verdict = 'published' AND k.status = 'published') OR (verdict = 'archived' AND k.status = 'archived') THEN
    RETURN jsonb_build_object('cannot', k.status);
  END IF;
  IF verdict = 'published' THEN
    PERFORM bh_kb_publish(k.id, wanted, a->>'by', verdict, a->>'comment');
    IF a->>'review_on' IS NOT NULL THEN
      UPDATE kb_version SET review_on = (a->>'review_on')::date WHERE article_id = k.id AND version = wanted;
    END IF;
  ELSIF verdict = 'rolled_back' THEN
    INSERT INTO kb_version (article_id, version, status, title, body, language, category, tags, owner, review_on, comment, author,
                            title_folded, head_words, words)
    VALUES (k.id, k.version + 1, 'draft', old.title, old.body, old.language, old.category, old.tags, old.owner, old.review_on,
            COALESCE(a->>'comment', ''), a->>'by', old.title_folded, old.head_words, old.words);
    UPDATE kb_article SET version = k.version + 1 WHERE id = k.id;
    PERFORM bh_kb_publish(k.id, k.version + 1, a->>'by', verdict, a->>'comment');
  ELSE
    UPDATE kb_version SET live = live AND verdict <> 'archived',
      status = CASE verdict WHEN 'started' THEN 'in_review' WHEN 'returned' THEN 'draft' ELSE verdict END
      WHERE article_id = k.id AND version = wanted;
    IF verdict = 'archived' THEN
      UPDATE kb_version SET live = false WHERE article_id = k.id AND live;
    END IF;
    UPDATE kb_article SET updated_at = now(), live = CASE WHEN verdict = 'archived' THEN NULL ELSE live END,
      status = CASE verdict WHEN 'started' THEN 'in_review' WHEN 'returned' THEN 'draft' ELSE verdict END
      WHERE id = k.id;
    INSERT INTO kb_review (article_id, version, verdict, comment, by)
    VALUES (k.id, wanted, verdict, COALESCE(a->>'comment', ''), a->>'by');
  END IF;
  RETURN (SELECT jsonb_build_object('article', id, 'version', version, 'status', status, 'live', live) FROM kb_article WHERE id = k.id);
END
$$;

CREATE FUNCTION bh_kb_version_json(v kb_version) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('version', v.version, 'status', v.status, 'live', v.live, 'title', v.title, 'comment', v.comment,
    'author', v.author, 'at', bh_rfc3339(v.at), 'published_by', v.published_by, 'published_at', bh_rfc3339(v.published_at))
$$;

CREATE FUNCTION bh_kb_article_json(k kb_article, v kb_version) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('article', k.id, 'version', v.version, 'newest', k.version, 'live', k.live, 'status', v.status,
    'title', v.title, 'body', v.body, 'language', v.language, 'category', v.category, 'tags', to_jsonb(v.tags), 'owner', v.owner,
    'review_on', v.review_on, 'comment', v.comment, 'author', v.author, 'at', bh_rfc3339(v.at), 'useful', k.useful,
    'useless', k.useless, 'clicks', k.clicks, 'due', COALESCE(v.review_on < current_date, false))
$$;

-- How much an article is worth before anybody asks: found useful (0.6 to 1), fresh (0.7 to 1), not overdue.
CREATE FUNCTION bh_kb_worth(useful integer, useless integer, at timestamptz, review_on date) RETURNS real
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ((0.6 + 0.4 * (useful + 1) / (useful + useless + 2))
    * (0.7 + 0.3 * exp(least(extract(epoch FROM at - now()), 0) / 46656000.0))
    * CASE WHEN review_on < current_date THEN 0.9 ELSE 1 END)::real
$$;

-- Null: there is no such group.
CREATE FUNCTION bh_kb_put_synonyms(the_group bigint, words jsonb, who text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  IF the_group IS NULL THEN
    INSERT INTO kb_synonym_group (updated_by) VALUES (who) RETURNING id INTO the_group;
  ELSIF jsonb_array_length(words) = 0 THEN
    DELETE FROM kb_synonym_group WHERE id = the_group RETURNING id INTO the_group;
    RETURN the_group;
  ELSE
    UPDATE kb_synonym_group SET updated_by = who, updated_at = now() WHERE id = the_group RETURNING id INTO the_group;
    IF the_group IS NULL THEN
      RETURN NULL;
    END IF;
    DELETE FROM kb_synonym WHERE group_id = the_group;
  END IF;
  INSERT INTO kb_synonym (group_id, ordinal, word, key)
    SELECT the_group, n, w->>'word', w->>'key' FROM jsonb_array_elements(words) WITH ORDINALITY AS e (w, n);
  RETURN the_group;
END
$$;

CREATE VIEW v_kb_article AS
SELECT k.id AS article, v.title, v.language, v.category, v.tags, v.owner, v.review_on, k.status, k.live AS version, v.published_at,
       k.useful, k.useless, k.clicks
FROM kb_article AS k JOIN kb_version AS v ON v.article_id = k.id AND v.version = COALESCE(k.live, k.version);

-- What is asked for and is not there: gaps that were named, and searches that found nothing.
CREATE VIEW v_kb_gap AS
SELECT folded, (array_agg(text ORDER BY at DESC))[1] AS text, count(*) AS times, count(DISTINCT agent) AS agents,
       count(DISTINCT contact_id) AS contacts, min(at) AS first_at, max(at) AS last_at
FROM kb_gap WHERE closed_at IS NULL GROUP BY folded;

CREATE VIEW v_kb_search AS
SELECT s.at, s.agent, s.text, s.folded, s.language, s.hits, s.queue, s.contact_id,
       (SELECT count(*) FROM kb_click AS c WHERE c.agent = s.agent AND c.search = s.search) AS clicks,
       (SELECT min(c.place) FROM kb_click AS c WHERE c.agent = s.agent AND c.search = s.search) AS best_place
FROM kb_search AS s;

INSERT INTO permission (code, labels) VALUES
  ('kb.read', '{"en": "Read the knowledge base and suggest articles", "zh_CN": "查阅知识库并提交建议"}'),
  ('kb.write', '{"en": "Write, review and publish articles", "zh_CN": "编写、审核和发布知识"}');
INSERT INTO role_permission (role, permission) VALUES
  ('agent', 'kb.read'), ('supervisor', 'kb.read'), ('supervisor', 'kb.write'), ('admin', 'kb.read'), ('admin', 'kb.write');

-- Pictures of articles: kept once each by what they are, and named by the versions that show them.

CREATE TABLE kb_picture (
  sha256 text COLLATE "C" PRIMARY KEY CHECK (sha256 = encode(sha256(bytes), 'hex')),
  type text NOT NULL CHECK (type IN ('image/png', 'image/jpeg')),
  width integer NOT NULL CHECK (width BETWEEN 1 AND 4096),
  height integer NOT NULL CHECK (height BETWEEN 1 AND 4096),
  bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 524288),
  by text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()         -- last brought in
);
ALTER TABLE kb_picture ALTER COLUMN bytes SET STORAGE EXTERNAL; -- compressed already, and read in pieces

-- What a version's Markdown calls a picture, and which one it is. As fixed as the version.
CREATE TABLE kb_version_picture (
  article_id uuid NOT NULL,
  version integer NOT NULL,
  name text COLLATE "C" NOT NULL,               -- as it is written: pictures/step1.png
  sha256 text COLLATE "C" NOT NULL REFERENCES kb_picture,
  PRIMARY KEY (article_id, version, name),
  FOREIGN KEY (article_id, version) REFERENCES kb_version ON DELETE CASCADE
);
CREATE INDEX kb_version_picture_of ON kb_version_picture (sha256);

-- Brings a picture in; one that is there already is as if it came today. Whoever brings one clears away what no version has shown for
-- a month: uploaded for a draft that nobody saved.
CREATE FUNCTION bh_kb_put_picture(a jsonb, content bytea) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO kb_picture (sha256, type, width, height, bytes, by)
  VALUES (a->>'picture', a->>'type', (a->>'width')::integer, (a->>'height')::integer, content, a->>'by')
  ON CONFLICT (sha256) DO UPDATE SET at = now();
  DELETE FROM kb_picture AS p WHERE p.at < now() - interval '30 days'
    AND NOT EXISTS (SELECT FROM kb_version_picture AS l WHERE l.sha256 = p.sha256);
END
$$;

-- The picture that a name means in a new version: pictures/ and the beginning of its hash say it themselves (so does an editor write
-- them); any other is what the newest version with that name has.
CREATE FUNCTION bh_kb_link_pictures(the_article uuid, the_version integer, names jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO kb_version_picture (article_id, version, name, sha256)
  SELECT the_article, the_version, m.name, m.sha256 FROM (
    SELECT n.name, COALESCE(
      (SELECT min(p.sha256) FROM kb_picture AS p, substring(n.name FROM '^pictures/([0-9a-f]{16})\.(?:png|jpg)$') AS begun
       WHERE p.sha256 >= begun COLLATE "C" AND p.sha256 < (begun || 'g') COLLATE "C"),
      (SELECT l.sha256 FROM kb_version_picture AS l WHERE l.article_id = the_article AND l.version < the_version AND l.name = n.name
       ORDER BY l.version DESC LIMIT 1)) AS sha256
    FROM (SELECT DISTINCT jsonb_array_elements_text(COALESCE(names, '[]')) AS name) AS n) AS m
  WHERE m.sha256 IS NOT NULL;
END
$$;

-- The names of pictures that nobody has brought.
CREATE FUNCTION bh_kb_missing_pictures(the_article uuid, the_version integer, names jsonb) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
  SELECT COALESCE(jsonb_agg(DISTINCT n.name), '[]') FROM jsonb_array_elements_text(COALESCE(names, '[]')) AS n (name)
  WHERE NOT EXISTS (SELECT FROM kb_version_picture AS l
                    WHERE l.article_id = the_article AND l.version = the_version AND l.name = n.name)
$$;

CREATE FUNCTION bh_kb_pictures_json(the_article uuid, the_version integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT COALESCE(jsonb_agg(jsonb_build_object('name', l.name, 'picture', p.sha256, 'type', p.type, 'width', p.width,
    'height', p.height, 'size', octet_length(p.bytes)) ORDER BY l.name), '[]')
  FROM kb_version_picture AS l JOIN kb_picture AS p ON p.sha256 = l.sha256
  WHERE l.article_id = the_article AND l.version = the_version
$$;

CREATE OR REPLACE FUNCTION bh_kb_article_json(k kb_article, v kb_version) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('article', k.id, 'version', v.version, 'newest', k.version, 'live', k.live, 'status', v.status,
    'title', v.title, 'body', v.body, 'language', v.language, 'category', v.category, 'tags', to_jsonb(v.tags), 'owner', v.owner,
    'review_on', v.review_on, 'comment', v.comment, 'author', v.author, 'at', bh_rfc3339(v.at), 'useful', k.useful,
    'useless', k.useless, 'clicks', k.clicks, 'due', COALESCE(v.review_on < current_date, false),
    'pictures', bh_kb_pictures_json(v.article_id, v.version))
$$;

-- A version that goes back to an old one shows what that one showed; every other way of a version says its names.
CREATE FUNCTION bh_kb_copy_pictures(the_article uuid, from_version integer, to_version integer) RETURNS void LANGUAGE sql AS $$
  INSERT INTO kb_version_picture (article_id, version, name, sha256)
  SELECT article_id, to_version, name, sha256 FROM kb_version_picture WHERE article_id = the_article AND version = from_version
$$;

-- Makes a version. A base that is not the newest changes nothing: null is returned, somebody else was first.
CREATE OR REPLACE FUNCTION bh_kb_put(a jsonb, new_status text) RETURNS integer LANGUAGE plpgsql AS $$
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
  PERFORM bh_kb_link_pictures(the_id, newest + 1, a->'pictures');
  UPDATE kb_article SET version = newest + 1, status = new_status, updated_at = now() WHERE id = the_id;
  RETURN newest + 1;
END
$$;

-- A step of an article's newest version on its way. Null: there is no such article; else what it is now, or "stale" or "cannot".
CREATE OR REPLACE FUNCTION bh_kb_move(a jsonb, verdict text) RETURNS jsonb LANGUAGE plpgsql AS $$
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
    PERFORM bh_kb_copy_pictures(k.id, wanted, k.version + 1);
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

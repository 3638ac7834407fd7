CREATE FUNCTION public.bh_agent_day(of_agent text, first_day date, last_day date) RETURNS TABLE(agent text, day date, signed_in_s numeric, ready_s numeric, not_ready_s numeric, offered_s numeric, talking_s numeric, hold_s numeric, consult_s numeric, wrap_up_s numeric, unknown_s numeric, offers bigint, answered bigint, not_answered bigint, occupancy numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
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

CREATE FUNCTION public.bh_audit_is_final() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is only ever added to';
END
$$;

CREATE FUNCTION public.bh_card(of_customer uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
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

CREATE FUNCTION public.bh_common_prefix(a text, b text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT count(*)::integer FROM generate_series(1, least(length(a), length(b))) AS n WHERE left(a, n) = left(b, n)
$$;

CREATE FUNCTION public.bh_contact_note(of_contact uuid) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
  RETURN (SELECT string_agg(body, E'\n\n' ORDER BY saved_at)
    FROM (SELECT DISTINCT ON (author) body, saved_at FROM contact_note WHERE contact_id = of_contact ORDER BY author, ordinal DESC) AS n
    WHERE body <> '');
END
$$;

CREATE FUNCTION public.bh_dispositions_put(rows jsonb, of_queue text, of_campaign text, instead boolean, required boolean) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
DECLARE
  faults jsonb;
  n_added bigint;
  n_changed bigint;
  n_disabled bigint := 0;
BEGIN
  SELECT jsonb_agg(jsonb_build_object('code', f.code, 'message', f.message)) INTO faults FROM (
    SELECT NULL AS code, format('there is no queue "%s"', of_queue) AS message
    WHERE of_queue IS NOT NULL AND NOT EXISTS (SELECT FROM queue AS q WHERE q.name = of_queue)
    UNION ALL
    SELECT NULL, format('there is no campaign "%s". See bellhopctl campaign list', of_campaign)
    WHERE of_campaign IS NOT NULL AND NOT EXISTS (SELECT FROM campaign AS c WHERE c.name = of_campaign)
    UNION ALL
    SELECT r->>'code', format('the code "%s" is one of %s already: choose another', r->>'code',
                              CASE WHEN v.queue IS NOT NULL THEN 'the queue ' || v.queue
                                   WHEN v.campaign IS NOT NULL THEN 'the campaign ' || v.campaign ELSE 'those of everywhere' END)
    FROM jsonb_array_elements(rows) AS r JOIN v_disposition AS v ON v.code = r->>'code'
    WHERE (v.queue, v.campaign) IS DISTINCT FROM (of_queue, of_campaign)
    UNION ALL
    SELECT r->>'code', format('parent: there is no "%s" in this tree', r->>'parent')
    FROM jsonb_array_elements(rows) AS r
    WHERE r->>'parent' IS NOT NULL AND NOT EXISTS (SELECT FROM jsonb_array_elements(rows) AS p WHERE p->>'code' = r->>'parent')
      AND NOT EXISTS (SELECT FROM v_disposition AS v
                      WHERE v.code = r->>'parent' AND (v.queue, v.campaign) IS NOT DISTINCT FROM (of_queue, of_campaign))) AS f;
  IF faults IS NOT NULL THEN
    RETURN jsonb_build_object('faults', faults);
  END IF;
  WITH put AS (
    INSERT INTO disposition AS d (code, parent, labels, queue, campaign, position, dial_outcome, disabled)
    SELECT r->>'code', r->>'parent', r->'labels', CASE WHEN r->>'parent' IS NULL THEN of_queue END,
           CASE WHEN r->>'parent' IS NULL THEN of_campaign END, COALESCE((r->>'position')::integer, (o * 10)::integer), r->>'outcome',
           COALESCE((r->>'disabled')::boolean, false)
    FROM jsonb_array_elements(rows) WITH ORDINALITY AS e (r, o)
    ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, labels = excluded.labels, queue = excluded.queue, campaign = excluded.campaign,
      position = excluded.position, dial_outcome = excluded.dial_outcome, disabled = excluded.disabled
    WHERE (d.parent, d.labels, d.queue, d.campaign, d.position, d.dial_outcome, d.disabled) IS DISTINCT FROM
      (excluded.parent, excluded.labels, excluded.queue, excluded.campaign, excluded.position, excluded.dial_outcome, excluded.disabled)
    RETURNING d.xmax = 0 AS new
  )
  SELECT count(*) FILTER (WHERE new), count(*) FILTER (WHERE NOT new) INTO n_added, n_changed FROM put;
  SELECT jsonb_agg(jsonb_build_object('code', d.code, 'message', 'it is its own parent''s parent, or lies more than ten deep'))
  INTO faults FROM disposition AS d WHERE NOT EXISTS (SELECT FROM v_disposition AS v WHERE v.code = d.code);
  IF faults IS NOT NULL THEN
    RETURN jsonb_build_object('faults', faults);
  END IF;
  IF instead THEN
    UPDATE disposition AS d SET disabled = true
    FROM v_disposition AS v
    WHERE v.code = d.code AND NOT d.disabled AND (v.queue, v.campaign) IS NOT DISTINCT FROM (of_queue, of_campaign)
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(rows) AS r WHERE r->>'code' = d.code);
    GET DIAGNOSTICS n_disabled = ROW_COUNT;
  END IF;
  IF required IS NOT NULL THEN
    UPDATE queue AS q SET disposition_required = required WHERE q.name = of_queue;
    UPDATE campaign AS c SET disposition_required = required WHERE c.name = of_campaign;
  END IF;
  RETURN jsonb_build_object('added', n_added, 'changed', n_changed, 'disabled', n_disabled);
END
$$;

CREATE FUNCTION public.bh_fold(t text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT translate(replace(replace(replace(lower(t), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    'àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłľĺńňñòóôõöøōőŕřśšşșťţțùúûüūůűųýÿźżž',
    'aaaaaaaaacccddeeeeeeeegiiiiiiilllnnnoooooooorrsssstttuuuuuuuuyyzzz')
$$;

CREATE TABLE public.contact (
    id uuid NOT NULL,
    pbx text DEFAULT ''::text NOT NULL,
    revision bigint DEFAULT 0 NOT NULL,
    direction text,
    customer_id uuid,
    customer_number text COLLATE pg_catalog."C",
    number_shown text,
    caller_name text,
    dialed text,
    outcome text DEFAULT 'in_progress'::text NOT NULL,
    ended_by text,
    started timestamp with time zone DEFAULT now() NOT NULL,
    ended timestamp with time zone,
    answered timestamp with time zone,
    queues text[] DEFAULT '{}'::text[] NOT NULL,
    agents text[] DEFAULT '{}'::text[] NOT NULL,
    users text[] DEFAULT '{}'::text[] NOT NULL,
    disposition text,
    wait_ms bigint DEFAULT 0 NOT NULL,
    talk_ms bigint DEFAULT 0 NOT NULL,
    hold_ms bigint DEFAULT 0 NOT NULL,
    consult_ms bigint DEFAULT 0 NOT NULL,
    wrap_up_ms bigint DEFAULT 0 NOT NULL,
    more jsonb DEFAULT '{}'::jsonb NOT NULL,
    written_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT contact_direction_check CHECK ((direction = ANY (ARRAY['inbound'::text, 'outbound'::text, 'internal'::text])))
);

CREATE FUNCTION public.bh_history_line(c public.contact) RETURNS jsonb
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
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

CREATE FUNCTION public.bh_history_text(c public.contact) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
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

CREATE TABLE public.kb_article (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    source text,
    status text NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    live integer,
    useful integer DEFAULT 0 NOT NULL,
    useless integer DEFAULT 0 NOT NULL,
    clicks integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by text,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT kb_article_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'suggested'::text, 'in_review'::text, 'published'::text, 'archived'::text])))
);

CREATE TABLE public.kb_version (
    article_id uuid NOT NULL,
    version integer NOT NULL,
    live boolean DEFAULT false NOT NULL,
    status text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    language text,
    category text DEFAULT ''::text NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    owner text,
    review_on date,
    comment text DEFAULT ''::text NOT NULL,
    author text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    published_by text,
    published_at timestamp with time zone,
    title_folded text NOT NULL,
    head_words tsvector NOT NULL,
    words tsvector NOT NULL,
    CONSTRAINT kb_version_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'suggested'::text, 'in_review'::text, 'published'::text, 'archived'::text]))),
    CONSTRAINT kb_version_title_check CHECK ((title <> ''::text))
);

CREATE FUNCTION public.bh_kb_article_json(k public.kb_article, v public.kb_version) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  SELECT jsonb_build_object('article', k.id, 'version', v.version, 'newest', k.version, 'live', k.live, 'status', v.status,
    'title', v.title, 'body', v.body, 'language', v.language, 'category', v.category, 'tags', to_jsonb(v.tags), 'owner', v.owner,
    'review_on', v.review_on, 'comment', v.comment, 'author', v.author, 'at', bh_rfc3339(v.at), 'useful', k.useful,
    'useless', k.useless, 'clicks', k.clicks, 'due', COALESCE(v.review_on < current_date, false),
    'pictures', bh_kb_pictures_json(v.article_id, v.version))
$$;

CREATE FUNCTION public.bh_kb_copy_pictures(the_article uuid, from_version integer, to_version integer) RETURNS void
    LANGUAGE sql
    AS $$
  INSERT INTO kb_version_picture (article_id, version, name, sha256)
  SELECT article_id, to_version, name, sha256 FROM kb_version_picture WHERE article_id = the_article AND version = from_version
$$;

CREATE FUNCTION public.bh_kb_count_clicks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  UPDATE kb_article SET clicks = clicks + 1 WHERE id = NEW.article_id;
  RETURN NULL;
END
$$;

CREATE FUNCTION public.bh_kb_count_votes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  UPDATE kb_article SET
    useful = (SELECT count(*) FROM kb_vote WHERE article_id = NEW.article_id AND useful),
    useless = (SELECT count(*) FROM kb_vote WHERE article_id = NEW.article_id AND NOT useful)
  WHERE id = NEW.article_id;
  RETURN NULL;
END
$$;

CREATE FUNCTION public.bh_kb_count_words() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.bh_kb_grams(word text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
  SELECT CASE
    WHEN octet_length(word) > char_length(word) AND char_length(word) = 2 THEN ARRAY['^' || left(word, 1), right(word, 1) || '$']
    ELSE ARRAY(SELECT DISTINCT substr('  ' || word || ' ', i, 3) FROM generate_series(1, char_length(word) + 1) AS i ORDER BY 1) END
$_$;

CREATE FUNCTION public.bh_kb_link_pictures(the_article uuid, the_version integer, names jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $_$
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
$_$;

CREATE FUNCTION public.bh_kb_missing_pictures(the_article uuid, the_version integer, names jsonb) RETURNS jsonb
    LANGUAGE sql
    AS $$
  SELECT COALESCE(jsonb_agg(DISTINCT n.name), '[]') FROM jsonb_array_elements_text(COALESCE(names, '[]')) AS n (name)
  WHERE NOT EXISTS (SELECT FROM kb_version_picture AS l
                    WHERE l.article_id = the_article AND l.version = the_version AND l.name = n.name)
$$;

CREATE FUNCTION public.bh_kb_move(a jsonb, verdict text) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.bh_kb_pictures_json(the_article uuid, the_version integer) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  SELECT COALESCE(jsonb_agg(jsonb_build_object('name', l.name, 'picture', p.sha256, 'type', p.type, 'width', p.width,
    'height', p.height, 'size', octet_length(p.bytes)) ORDER BY l.name), '[]')
  FROM kb_version_picture AS l JOIN kb_picture AS p ON p.sha256 = l.sha256
  WHERE l.article_id = the_article AND l.version = the_version
$$;

CREATE FUNCTION public.bh_kb_publish(the_id uuid, the_version integer, who text, verdict text DEFAULT 'published'::text, why text DEFAULT ''::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.bh_kb_put(a jsonb, new_status text) RETURNS integer
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.bh_kb_put_picture(a jsonb, content bytea) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO kb_picture (sha256, type, width, height, bytes, by)
  VALUES (a->>'picture', a->>'type', (a->>'width')::integer, (a->>'height')::integer, content, a->>'by')
  ON CONFLICT (sha256) DO UPDATE SET at = now();
  DELETE FROM kb_picture AS p WHERE p.at < now() - interval '30 days'
    AND NOT EXISTS (SELECT FROM kb_version_picture AS l WHERE l.sha256 = p.sha256);
END
$$;

CREATE FUNCTION public.bh_kb_put_synonyms(the_group bigint, words jsonb, who text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.bh_kb_version_json(v public.kb_version) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  SELECT jsonb_build_object('version', v.version, 'status', v.status, 'live', v.live, 'title', v.title, 'comment', v.comment,
    'author', v.author, 'at', bh_rfc3339(v.at), 'published_by', v.published_by, 'published_at', bh_rfc3339(v.published_at))
$$;

CREATE FUNCTION public.bh_kb_worth(useful integer, useless integer, at timestamp with time zone, review_on date) RETURNS real
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT ((0.6 + 0.4 * (useful + 1) / (useful + useless + 2))
    * (0.7 + 0.3 * exp(least(extract(epoch FROM at - now()), 0) / 46656000.0))
    * CASE WHEN review_on < current_date THEN 0.9 ELSE 1 END)::real
$$;

CREATE FUNCTION public.bh_open_matters(of_customer uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
  RETURN (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', m.id, 'ref', m.ref, 'title', m.title, 'state', m.state, 'due', m.due,
                                                 'opened', bh_rfc3339(m.opened)) ORDER BY m.due NULLS LAST, m.opened), '[]')
    FROM (SELECT * FROM matter WHERE customer_id = of_customer AND closed IS NULL ORDER BY due NULLS LAST, opened LIMIT 50) AS m);
END
$$;

CREATE FUNCTION public.bh_rfc3339(t timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
  SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

CREATE FUNCTION public.bh_script_answers(of_contact uuid) RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT COALESCE(jsonb_agg(jsonb_build_object('script', script, 'version', version, 'step', step, 'question', question, 'label', label,
                                               'value', value, 'said', said, 'by', agent, 'at', bh_rfc3339(at)) ORDER BY at, question), '[]')
  FROM script_answer_now WHERE contact_id = of_contact
$$;

CREATE TABLE public.script (
    name text NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    live integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by text,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT script_name_check CHECK ((name ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'::text))
);

CREATE TABLE public.script_version (
    script text NOT NULL,
    version integer NOT NULL,
    document jsonb NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    author text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    published_by text,
    published_at timestamp with time zone
);

CREATE FUNCTION public.bh_script_json(s public.script, v public.script_version) RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT jsonb_build_object('script', s.name, 'version', v.version, 'newest', s.version, 'live', s.live,
    'status', CASE WHEN v.version = s.live THEN 'published' WHEN v.published_at IS NULL THEN 'draft' ELSE 'retired' END,
    'title', v.document->'title', 'language', v.document->'language', 'comment', v.comment, 'author', v.author, 'at', bh_rfc3339(v.at),
    'assigned', COALESCE((SELECT jsonb_agg(jsonb_build_object('queue', a.queue, 'campaign', a.campaign, 'language', a.language)
                                           ORDER BY a.queue, a.campaign, a.language)
                          FROM script_assignment AS a WHERE a.script = s.name), '[]'))
$$;

CREATE FUNCTION public.bh_script_publish(named text, number integer, who text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.bh_script_put(document jsonb, base integer, author text, comment text) RETURNS integer
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.bh_search_query(t text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  WITH word AS (SELECT unnest(public.bh_search_words(t)) AS w)
  -- the last single character of a run says nothing that its last pair does not say
  SELECT string_agg(quote_literal(a.w) || ':*', ' & ')::tsquery
  FROM word AS a
  WHERE char_length(a.w) > 1 OR NOT EXISTS (SELECT FROM word AS b WHERE char_length(b.w) = 2 AND right(b.w, 1) = a.w)
$$;

CREATE FUNCTION public.bh_search_vector(VARIADIC texts text[]) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT array_to_tsvector(COALESCE(public.bh_search_words(array_to_string(texts, ' ')), '{}'))
$$;

CREATE FUNCTION public.bh_search_words(t text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
DECLARE
  cjk CONSTANT text := '[\u2e80-\u2fdf\u3005-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]';
  folded text := left(public.bh_fold(t), 600); -- a word of an index is bounded
  words text[];
BEGIN
  -- those characters have three bytes or more: most names need no second look
  IF octet_length(folded) < char_length(folded) + 2 OR folded !~ cjk THEN
    RETURN array_remove(regexp_split_to_array(folded, '[\s[:punct:]]+'), '');
  END IF;
  words := regexp_split_to_array(regexp_replace(folded, cjk, ' ', 'g'), '[\s[:punct:]]+') || (
    SELECT array_agg(CASE WHEN substr(folded, i + 1, 1) ~ cjk THEN substr(folded, i, 2) ELSE substr(folded, i, 1) END)
    FROM generate_series(1, char_length(folded)) AS i
    WHERE substr(folded, i, 1) ~ cjk);
  RETURN array(SELECT DISTINCT left(w, 64) FROM unnest(words) AS w WHERE w <> '' ORDER BY 1);
END
$$;

CREATE TABLE public.user_account (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    full_name text DEFAULT ''::text NOT NULL,
    password_hash text DEFAULT ''::text NOT NULL,
    language text,
    device text,
    extension text,
    profile text DEFAULT 'manual'::text NOT NULL,
    disabled boolean DEFAULT false NOT NULL,
    password_changed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT user_account_name_check CHECK ((name ~ '^[^[:space:][:cntrl:]]{1,64}$'::text))
);

CREATE FUNCTION public.bh_user(u public.user_account) RETURNS jsonb
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('id', u.id, 'name', u.name, 'full_name', u.full_name, 'language', u.language, 'device', u.device,
      'extension', u.extension, 'profile', u.profile, 'disabled', u.disabled,
      'password_changed_at', bh_rfc3339(u.password_changed_at),
      'roles', COALESCE((SELECT jsonb_agg(role ORDER BY role) FROM user_role WHERE user_id = u.id), '[]'),
      'queues', COALESCE((SELECT jsonb_agg(jsonb_build_object('queue', queue, 'penalty', penalty) ORDER BY queue)
                          FROM user_queue WHERE user_id = u.id), '[]')));
END
$$;

CREATE FUNCTION public.bh_user_at(at_device text, at_time timestamp with time zone) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
  RETURN (SELECT COALESCE(
      (SELECT s.agent FROM agent_session AS s
        WHERE s.device = at_device AND s.signed_in <= at_time AND (s.signed_out IS NULL OR s.signed_out >= at_time)
        ORDER BY s.signed_in DESC LIMIT 1),
      (SELECT u.name FROM user_account AS u WHERE u.device = at_device ORDER BY u.name LIMIT 1)));
END
$$;

CREATE TABLE public.agent_session (
    id text NOT NULL,
    agent text NOT NULL,
    device text,
    profile text,
    address text,
    signed_in timestamp with time zone NOT NULL,
    signed_out timestamp with time zone,
    end_reason text,
    revision bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.agent_state_interval (
    agent text NOT NULL,
    started timestamp with time zone NOT NULL,
    ended timestamp with time zone,
    state text NOT NULL,
    reason text,
    intent text,
    why text,
    session_id text,
    contact_id uuid,
    device text,
    revision bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.attached_data (
    contact_id uuid NOT NULL,
    key text NOT NULL,
    revision bigint NOT NULL,
    value text,
    set_by text,
    set_at timestamp with time zone NOT NULL
);

CREATE TABLE public.audit (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object text,
    address text,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL
);

CREATE TABLE public.callback (
    id uuid NOT NULL,
    number text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    customer_id uuid,
    campaign text,
    record_id uuid,
    contact_id uuid,
    due timestamp with time zone NOT NULL,
    zone text NOT NULL,
    agent text,
    queue text,
    team_after_s integer DEFAULT 900 NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    taken_by text,
    created_by text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_by text,
    closed_at timestamp with time zone,
    revision bigint DEFAULT 1 NOT NULL,
    taken_at timestamp with time zone,
    CONSTRAINT callback_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'cancelled'::text])))
);

CREATE TABLE public.campaign (
    name text NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    purpose text DEFAULT 'marketing'::text NOT NULL,
    mode text DEFAULT 'preview'::text NOT NULL,
    caller_id text DEFAULT 'unknown'::text NOT NULL,
    disabled boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    disposition_required boolean DEFAULT false NOT NULL,
    running boolean DEFAULT false NOT NULL,
    about text DEFAULT ''::text NOT NULL,
    decide_s integer DEFAULT 90 NOT NULL,
    retry text DEFAULT ''::text NOT NULL,
    CONSTRAINT campaign_caller_id_check CHECK ((caller_id = ANY (ARRAY['unknown'::text, 'shown'::text, 'withheld'::text]))),
    CONSTRAINT campaign_decide_s_check CHECK (((decide_s >= 5) AND (decide_s <= 3600))),
    CONSTRAINT campaign_mode_check CHECK ((mode = ANY (ARRAY['manual'::text, 'preview'::text, 'progressive'::text, 'predictive'::text]))),
    CONSTRAINT campaign_name_check CHECK ((name ~ '^[A-Za-z0-9._-]{1,64}$'::text)),
    CONSTRAINT campaign_purpose_check CHECK ((purpose = ANY (ARRAY['service'::text, 'marketing'::text])))
);

CREATE TABLE public.campaign_number (
    record_id uuid NOT NULL,
    place integer NOT NULL,
    number text NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    outcome text,
    closed boolean DEFAULT false NOT NULL,
    CONSTRAINT campaign_number_number_check CHECK ((number ~ '^[+]?[0-9]{2,20}$'::text))
);

CREATE TABLE public.campaign_record (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    campaign text NOT NULL,
    place integer NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    company text DEFAULT ''::text NOT NULL,
    customer_id uuid,
    language text,
    zone text,
    reason text DEFAULT ''::text NOT NULL,
    fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    due timestamp with time zone,
    agent text,
    outcome text,
    why text DEFAULT ''::text NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    lease uuid,
    leased_by text,
    leased_at timestamp with time zone,
    leased_until timestamp with time zone,
    dialed_at timestamp with time zone,
    CONSTRAINT campaign_record_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text])))
);

CREATE TABLE public.campaign_result (
    id uuid NOT NULL,
    record_id uuid NOT NULL,
    agent text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    outcome text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    number text,
    contact_id uuid,
    next timestamp with time zone
);

CREATE TABLE public.consent (
    id bigint NOT NULL,
    customer_id uuid,
    number text,
    purpose text NOT NULL,
    given_at timestamp with time zone DEFAULT now() NOT NULL,
    withdrawn_at timestamp with time zone,
    source text NOT NULL,
    entered_by text DEFAULT ''::text NOT NULL,
    CONSTRAINT consent_check CHECK (((customer_id IS NOT NULL) OR (number IS NOT NULL))),
    CONSTRAINT consent_purpose_check CHECK ((purpose <> ''::text)),
    CONSTRAINT consent_source_check CHECK ((source <> ''::text))
);

ALTER TABLE public.consent ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.consent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contact_change (
    contact_id uuid NOT NULL,
    kind text NOT NULL,
    agent text DEFAULT ''::text NOT NULL,
    revision bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    value_before text,
    value_after text,
    correction boolean DEFAULT false NOT NULL,
    CONSTRAINT contact_change_kind_check CHECK ((kind = ANY (ARRAY['disposition'::text, 'customer'::text])))
);

CREATE TABLE public.contact_disposition (
    contact_id uuid NOT NULL,
    agent text NOT NULL,
    code text,
    revision bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    correction boolean DEFAULT false NOT NULL
);

CREATE TABLE public.contact_note (
    contact_id uuid NOT NULL,
    author text NOT NULL,
    ordinal integer NOT NULL,
    body text NOT NULL,
    revision bigint NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    pen text,
    edit bigint,
    correction boolean DEFAULT false NOT NULL
);

CREATE TABLE public.customer (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    latin_name text,
    company text,
    tier text,
    language text,
    time_zone text,
    email text,
    notes text,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    external_ref text,
    revision bigint DEFAULT 0 NOT NULL,
    created_by text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    search tsvector GENERATED ALWAYS AS (public.bh_search_vector(VARIADIC ARRAY[name, latin_name, company, external_ref, email])) STORED NOT NULL,
    CONSTRAINT customer_attributes_check CHECK ((jsonb_typeof(attributes) = 'object'::text)),
    CONSTRAINT customer_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.customer_phone (
    customer_id uuid NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    label text DEFAULT ''::text NOT NULL,
    ordinal smallint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    reversed text GENERATED ALWAYS AS (reverse(ltrim(number, '+'::text))) STORED NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT customer_phone_number_check CHECK ((number ~ '^\+?[0-9]{2,32}$'::text))
);

CREATE TABLE public.dial_attempt (
    id uuid NOT NULL,
    number text NOT NULL,
    customer_id uuid,
    campaign text,
    purpose text DEFAULT 'service'::text NOT NULL,
    mode text DEFAULT 'manual'::text NOT NULL,
    agent text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    outcome text DEFAULT 'dialed'::text NOT NULL,
    revision bigint DEFAULT 0 NOT NULL,
    record_id uuid
);

CREATE TABLE public.disposition (
    code text NOT NULL,
    parent text,
    labels jsonb NOT NULL,
    queue text,
    "position" integer DEFAULT 0 NOT NULL,
    disabled boolean DEFAULT false NOT NULL,
    campaign text,
    dial_outcome text,
    CONSTRAINT disposition_check CHECK ((parent IS DISTINCT FROM code))
);

CREATE TABLE public.do_not_call (
    id bigint NOT NULL,
    list text NOT NULL,
    campaign text,
    number text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    until timestamp with time zone,
    entered_by text DEFAULT ''::text NOT NULL,
    removed_at timestamp with time zone,
    removed_by text,
    CONSTRAINT do_not_call_check CHECK (((list = 'campaign'::text) = (campaign IS NOT NULL))),
    CONSTRAINT do_not_call_number_check CHECK ((number ~ '^[+]?[0-9]{2,20}$'::text))
);

ALTER TABLE public.do_not_call ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.do_not_call_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.do_not_call_list (
    name text NOT NULL,
    is_register boolean DEFAULT true NOT NULL,
    imported_at timestamp with time zone,
    CONSTRAINT do_not_call_list_name_check CHECK ((name ~ '^[a-z0-9._-]{1,64}$'::text))
);

CREATE TABLE public.kb_click (
    id uuid NOT NULL,
    article_id uuid NOT NULL,
    version integer,
    agent text NOT NULL,
    search text,
    place integer,
    how text NOT NULL,
    contact_id uuid,
    queue text,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.kb_gap (
    id uuid NOT NULL,
    text text NOT NULL,
    folded text NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    language text,
    agent text NOT NULL,
    search text,
    contact_id uuid,
    queue text,
    at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_by text,
    article_id uuid
);

CREATE TABLE public.kb_picture (
    sha256 text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    bytes bytea NOT NULL,
    by text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT kb_picture_bytes_check CHECK (((octet_length(bytes) >= 1) AND (octet_length(bytes) <= 524288))),
    CONSTRAINT kb_picture_check CHECK ((sha256 = encode(sha256(bytes), 'hex'::text))),
    CONSTRAINT kb_picture_height_check CHECK (((height >= 1) AND (height <= 4096))),
    CONSTRAINT kb_picture_type_check CHECK ((type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text]))),
    CONSTRAINT kb_picture_width_check CHECK (((width >= 1) AND (width <= 4096)))
);
ALTER TABLE ONLY public.kb_picture ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE public.kb_review (
    id bigint NOT NULL,
    article_id uuid NOT NULL,
    version integer NOT NULL,
    verdict text NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    by text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.kb_review ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.kb_review_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.kb_search (
    agent text NOT NULL,
    search text NOT NULL,
    text text NOT NULL,
    folded text NOT NULL,
    language text,
    hits integer NOT NULL,
    contact_id uuid,
    queue text,
    began timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    revision bigint NOT NULL
);

CREATE TABLE public.kb_suggestion (
    id bigint NOT NULL,
    article_id uuid NOT NULL,
    queue text DEFAULT ''::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    step text DEFAULT ''::text NOT NULL,
    set_by text,
    set_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT kb_suggestion_check CHECK (((queue <> ''::text) OR (reason <> ''::text) OR (step <> ''::text)))
);

ALTER TABLE public.kb_suggestion ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.kb_suggestion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.kb_synonym (
    group_id bigint NOT NULL,
    ordinal integer NOT NULL,
    word text NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.kb_synonym_group (
    id bigint NOT NULL,
    updated_by text,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.kb_synonym_group ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.kb_synonym_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.kb_version_picture (
    article_id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    sha256 text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.kb_vote (
    article_id uuid NOT NULL,
    agent text NOT NULL,
    contact_id uuid DEFAULT '00000000-0000-0000-0000-000000000000'::uuid NOT NULL,
    useful boolean,
    comment text,
    at timestamp with time zone NOT NULL,
    revision bigint NOT NULL
);

CREATE TABLE public.kb_word (
    word text NOT NULL COLLATE pg_catalog."C",
    articles integer NOT NULL,
    grams text[] GENERATED ALWAYS AS (public.bh_kb_grams(word)) STORED NOT NULL
);

CREATE TABLE public.matter (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    ref text NOT NULL,
    customer_id uuid NOT NULL,
    title text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    due date,
    opened timestamp with time zone DEFAULT now() NOT NULL,
    closed timestamp with time zone
);

CREATE SEQUENCE public.matter_ref
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.matter_ref OWNED BY public.matter.ref;

CREATE TABLE public.message (
    id uuid NOT NULL,
    sender text NOT NULL,
    sender_name text DEFAULT ''::text NOT NULL,
    audience text NOT NULL,
    target text,
    body text NOT NULL,
    urgent boolean DEFAULT false NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    CONSTRAINT message_audience_check CHECK ((audience = ANY (ARRAY['agent'::text, 'queue'::text, 'all'::text]))),
    CONSTRAINT message_check CHECK (((audience = 'all'::text) = (target IS NULL)))
);

CREATE TABLE public.message_receipt (
    message_id uuid NOT NULL,
    agent text NOT NULL,
    shown_at timestamp with time zone,
    read_at timestamp with time zone
);

CREATE TABLE public.offer (
    contact_id uuid NOT NULL,
    ordinal integer NOT NULL,
    agent text,
    queue text,
    outcome text,
    start_ms bigint,
    ring_ms bigint
);

CREATE TABLE public.outbox_position (
    source text NOT NULL,
    "position" bigint NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.parked_record (
    source text NOT NULL,
    "position" bigint NOT NULL,
    kind text NOT NULL,
    key text,
    body bytea NOT NULL,
    reason text NOT NULL,
    parked_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.permission (
    code text NOT NULL,
    labels jsonb NOT NULL
);

CREATE TABLE public.queue (
    name text NOT NULL,
    label text NOT NULL,
    service_level_s integer DEFAULT 20 NOT NULL,
    short_abandon_s integer DEFAULT 5 NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    disposition_required boolean DEFAULT false NOT NULL
);

CREATE TABLE public.queue_entry (
    contact_id uuid NOT NULL,
    ordinal integer NOT NULL,
    queue text NOT NULL,
    joined timestamp with time zone NOT NULL,
    left_at timestamp with time zone,
    wait_ms bigint,
    outcome text NOT NULL,
    agent text,
    CONSTRAINT queue_entry_outcome_check CHECK ((outcome = ANY (ARRAY['answered'::text, 'abandoned'::text, 'flow_out'::text, 'timeout'::text, 'still_waiting'::text])))
);

CREATE TABLE public.reason_code (
    code text NOT NULL,
    labels jsonb NOT NULL,
    icon text DEFAULT ''::text NOT NULL,
    is_system boolean DEFAULT false NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    disabled boolean DEFAULT false NOT NULL
);

CREATE TABLE public.role (
    code text NOT NULL,
    labels jsonb NOT NULL
);

CREATE TABLE public.role_permission (
    role text NOT NULL,
    permission text NOT NULL
);

CREATE TABLE public.schema_migration (
    version integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    took_ms integer NOT NULL
);

CREATE TABLE public.script_answer (
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    script text NOT NULL,
    version integer NOT NULL,
    step text NOT NULL,
    question text NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    value jsonb,
    said text,
    agent text NOT NULL,
    at timestamp with time zone NOT NULL,
    revision bigint NOT NULL
);

CREATE VIEW public.script_answer_now AS
 SELECT a.id,
    a.contact_id,
    a.script,
    a.version,
    a.step,
    a.question,
    a.label,
    a.value,
    a.said,
    a.agent,
    a.at,
    a.revision
   FROM ( SELECT DISTINCT ON (script_answer.contact_id, script_answer.script, script_answer.question) script_answer.id,
            script_answer.contact_id,
            script_answer.script,
            script_answer.version,
            script_answer.step,
            script_answer.question,
            script_answer.label,
            script_answer.value,
            script_answer.said,
            script_answer.agent,
            script_answer.at,
            script_answer.revision
           FROM public.script_answer
          ORDER BY script_answer.contact_id, script_answer.script, script_answer.question, script_answer.revision DESC, script_answer.id) a
  WHERE (a.value IS NOT NULL);

COMMENT ON VIEW public.script_answer_now IS 'What was answered in scripts, corrections applied: one line a contact and question';

CREATE TABLE public.script_assignment (
    queue text DEFAULT ''::text NOT NULL,
    campaign text DEFAULT ''::text NOT NULL,
    language text DEFAULT ''::text NOT NULL,
    script text NOT NULL,
    set_by text,
    set_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.script_place (
    contact_id uuid NOT NULL,
    script text NOT NULL,
    version integer NOT NULL,
    path text[] NOT NULL,
    agent text NOT NULL,
    at timestamp with time zone NOT NULL,
    revision bigint NOT NULL
);

CREATE TABLE public.segment (
    contact_id uuid NOT NULL,
    ordinal integer NOT NULL,
    type text NOT NULL,
    start_ms bigint NOT NULL,
    end_ms bigint,
    queue text,
    agent text,
    with_whom text,
    ended_by text
);

CREATE TABLE public.transfer (
    contact_id uuid NOT NULL,
    ordinal integer NOT NULL,
    kind text NOT NULL,
    from_party text,
    to_party text,
    at_ms bigint
);

CREATE TABLE public.user_queue (
    user_id uuid NOT NULL,
    queue text NOT NULL,
    penalty integer DEFAULT 0 NOT NULL,
    CONSTRAINT user_queue_penalty_check CHECK ((penalty >= 0))
);

CREATE TABLE public.user_role (
    user_id uuid NOT NULL,
    role text NOT NULL
);

CREATE VIEW public.v_agent_day AS
 SELECT bh_agent_day.agent,
    bh_agent_day.day,
    bh_agent_day.signed_in_s,
    bh_agent_day.ready_s,
    bh_agent_day.not_ready_s,
    bh_agent_day.offered_s,
    bh_agent_day.talking_s,
    bh_agent_day.hold_s,
    bh_agent_day.consult_s,
    bh_agent_day.wrap_up_s,
    bh_agent_day.unknown_s,
    bh_agent_day.offers,
    bh_agent_day.answered,
    bh_agent_day.not_answered,
    bh_agent_day.occupancy
   FROM public.bh_agent_day(NULL::text, NULL::date, NULL::date) bh_agent_day(agent, day, signed_in_s, ready_s, not_ready_s, offered_s, talking_s, hold_s, consult_s, wrap_up_s, unknown_s, offers, answered, not_answered, occupancy);

CREATE VIEW public.v_campaign AS
SELECT
    NULL::text AS campaign,
    NULL::text AS label,
    NULL::boolean AS running,
    NULL::boolean AS disabled,
    NULL::bigint AS records,
    NULL::bigint AS done,
    NULL::bigint AS begun,
    NULL::bigint AS handed_out,
    NULL::bigint AS sold,
    NULL::bigint AS refused,
    NULL::bigint AS reached;

CREATE VIEW public.v_contact AS
 SELECT c.id AS contact,
    c.pbx,
    c.direction,
    c.customer_id,
    u.name AS customer_name,
    c.customer_number,
    c.dialed,
    c.outcome,
    c.ended_by,
    c.started,
    c.answered,
    c.ended,
    c.queues,
    c.agents,
    c.users,
    c.disposition,
    d.labels AS disposition_labels,
    c.wait_ms,
    c.talk_ms,
    c.hold_ms,
    c.consult_ms,
    c.wrap_up_ms,
    ((c.talk_ms + c.hold_ms) + c.wrap_up_ms) AS handle_ms,
    ( SELECT count(*) AS count
           FROM public.transfer t
          WHERE (t.contact_id = c.id)) AS transfers,
    ( SELECT string_agg(n.body, '

'::text ORDER BY n.saved_at) AS string_agg
           FROM public.contact_note n
          WHERE ((n.contact_id = c.id) AND (n.body <> ''::text) AND (n.ordinal = ( SELECT max(l.ordinal) AS max
                   FROM public.contact_note l
                  WHERE ((l.contact_id = n.contact_id) AND (l.author = n.author)))))) AS note
   FROM ((public.contact c
     LEFT JOIN public.customer u ON ((u.id = c.customer_id)))
     LEFT JOIN public.disposition d ON ((d.code = c.disposition)))
  WHERE (c.revision > 0);

CREATE VIEW public.v_disposition AS
 WITH RECURSIVE tree AS (
         SELECT disposition.code,
            disposition.parent,
            disposition.labels,
            disposition.queue,
            disposition.campaign,
            disposition."position",
            disposition.disabled,
            disposition.dial_outcome,
            ARRAY[disposition."position"] AS place,
            1 AS depth
           FROM public.disposition
          WHERE (disposition.parent IS NULL)
        UNION ALL
         SELECT d.code,
            d.parent,
            d.labels,
            COALESCE(d.queue, t_1.queue) AS "coalesce",
            COALESCE(d.campaign, t_1.campaign) AS "coalesce",
            d."position",
            (d.disabled OR t_1.disabled),
            d.dial_outcome,
            (t_1.place || d."position"),
            (t_1.depth + 1)
           FROM (public.disposition d
             JOIN tree t_1 ON ((d.parent = t_1.code)))
          WHERE (t_1.depth < 10)
        )
 SELECT t.code,
    t.parent,
    t.labels,
    t.queue,
    t.campaign,
    t.disabled,
    t.dial_outcome,
    t.place,
    t.depth,
    (NOT (EXISTS ( SELECT
           FROM public.disposition d
          WHERE ((d.parent = t.code) AND (NOT d.disabled))))) AS leaf
   FROM tree t;

CREATE VIEW public.v_kb_article AS
 SELECT k.id AS article,
    v.title,
    v.language,
    v.category,
    v.tags,
    v.owner,
    v.review_on,
    k.status,
    k.live AS version,
    v.published_at,
    k.useful,
    k.useless,
    k.clicks
   FROM (public.kb_article k
     JOIN public.kb_version v ON (((v.article_id = k.id) AND (v.version = COALESCE(k.live, k.version)))));

CREATE VIEW public.v_kb_gap AS
 SELECT kb_gap.folded,
    (array_agg(kb_gap.text ORDER BY kb_gap.at DESC))[1] AS text,
    count(*) AS times,
    count(DISTINCT kb_gap.agent) AS agents,
    count(DISTINCT kb_gap.contact_id) AS contacts,
    min(kb_gap.at) AS first_at,
    max(kb_gap.at) AS last_at
   FROM public.kb_gap
  WHERE (kb_gap.closed_at IS NULL)
  GROUP BY kb_gap.folded;

CREATE VIEW public.v_kb_search AS
 SELECT s.at,
    s.agent,
    s.text,
    s.folded,
    s.language,
    s.hits,
    s.queue,
    s.contact_id,
    ( SELECT count(*) AS count
           FROM public.kb_click c
          WHERE ((c.agent = s.agent) AND (c.search = s.search))) AS clicks,
    ( SELECT min(c.place) AS min
           FROM public.kb_click c
          WHERE ((c.agent = s.agent) AND (c.search = s.search))) AS best_place
   FROM public.kb_search s;

CREATE VIEW public.v_message AS
 SELECT m.id AS message,
    m.sender,
    m.audience,
    m.target,
    m.body,
    m.urgent,
    m.sent_at,
    r.agent,
    r.shown_at,
    r.read_at
   FROM (public.message m
     LEFT JOIN public.message_receipt r ON ((r.message_id = m.id)));

CREATE VIEW public.v_queue_interval AS
 SELECT n.queue,
    n.interval_start,
    n.offered,
    n.answered,
    n.abandoned,
    n.flow_out,
    n.timeout,
    n.still_waiting,
    n.short_abandoned,
    n.answered_in_time,
    n.abandoned_in_time,
    n.answered_wait_ms,
    n.longest_wait_ms,
    round(((100.0 * (n.answered_in_time)::numeric) / (NULLIF(((n.answered + n.abandoned) - n.abandoned_in_time), 0))::numeric), 2) AS service_level,
    round(((n.answered_wait_ms / (NULLIF(n.answered, 0))::numeric) / (1000)::numeric), 1) AS asa_s
   FROM ( SELECT e.queue,
            to_timestamp(((floor((EXTRACT(epoch FROM e.joined) / (900)::numeric)) * (900)::numeric))::double precision) AS interval_start,
            count(*) AS offered,
            count(*) FILTER (WHERE (e.outcome = 'answered'::text)) AS answered,
            count(*) FILTER (WHERE (e.outcome = 'abandoned'::text)) AS abandoned,
            count(*) FILTER (WHERE (e.outcome = 'flow_out'::text)) AS flow_out,
            count(*) FILTER (WHERE (e.outcome = 'timeout'::text)) AS timeout,
            count(*) FILTER (WHERE (e.outcome = 'still_waiting'::text)) AS still_waiting,
            count(*) FILTER (WHERE ((e.outcome = 'abandoned'::text) AND (e.wait_ms <= (1000 * COALESCE(q.short_abandon_s, 5))))) AS short_abandoned,
            count(*) FILTER (WHERE ((e.outcome = 'answered'::text) AND (e.wait_ms <= (1000 * COALESCE(q.service_level_s, 20))))) AS answered_in_time,
            count(*) FILTER (WHERE ((e.outcome = 'abandoned'::text) AND (e.wait_ms <= (1000 * COALESCE(q.service_level_s, 20))))) AS abandoned_in_time,
            COALESCE(sum(e.wait_ms) FILTER (WHERE (e.outcome = 'answered'::text)), (0)::numeric) AS answered_wait_ms,
            max(e.wait_ms) AS longest_wait_ms
           FROM (public.queue_entry e
             LEFT JOIN public.queue q ON ((q.name = e.queue)))
          GROUP BY e.queue, (to_timestamp(((floor((EXTRACT(epoch FROM e.joined) / (900)::numeric)) * (900)::numeric))::double precision))) n;

CREATE VIEW public.v_segment AS
 SELECT s.contact_id AS contact,
    s.ordinal,
    s.type,
    (c.started + ((s.start_ms)::double precision * '00:00:00.001'::interval)) AS started,
    (c.started + ((s.end_ms)::double precision * '00:00:00.001'::interval)) AS ended,
    (s.end_ms - s.start_ms) AS duration_ms,
    s.queue,
    s.agent,
    s.with_whom,
    s.ended_by
   FROM (public.segment s
     JOIN public.contact c ON ((c.id = s.contact_id)));

ALTER TABLE ONLY public.matter ALTER COLUMN ref SET DEFAULT (nextval('public.matter_ref'::regclass))::text;

ALTER TABLE ONLY public.agent_session
    ADD CONSTRAINT agent_session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agent_state_interval
    ADD CONSTRAINT agent_state_interval_pkey PRIMARY KEY (agent, started);

ALTER TABLE ONLY public.attached_data
    ADD CONSTRAINT attached_data_pkey PRIMARY KEY (contact_id, key, revision);

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.callback
    ADD CONSTRAINT callback_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaign_number
    ADD CONSTRAINT campaign_number_pkey PRIMARY KEY (record_id, place);

ALTER TABLE ONLY public.campaign
    ADD CONSTRAINT campaign_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.campaign_record
    ADD CONSTRAINT campaign_record_campaign_place_key UNIQUE (campaign, place);

ALTER TABLE ONLY public.campaign_record
    ADD CONSTRAINT campaign_record_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaign_result
    ADD CONSTRAINT campaign_result_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contact_change
    ADD CONSTRAINT contact_change_pkey PRIMARY KEY (contact_id, kind, agent, revision);

ALTER TABLE ONLY public.contact_disposition
    ADD CONSTRAINT contact_disposition_pkey PRIMARY KEY (contact_id, agent);

ALTER TABLE ONLY public.contact_note
    ADD CONSTRAINT contact_note_pkey PRIMARY KEY (contact_id, author, ordinal);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_external_ref_key UNIQUE (external_ref);

ALTER TABLE ONLY public.customer_phone
    ADD CONSTRAINT customer_phone_pkey PRIMARY KEY (customer_id, number);

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.dial_attempt
    ADD CONSTRAINT dial_attempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.disposition
    ADD CONSTRAINT disposition_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.do_not_call_list
    ADD CONSTRAINT do_not_call_list_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.do_not_call
    ADD CONSTRAINT do_not_call_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kb_article
    ADD CONSTRAINT kb_article_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kb_article
    ADD CONSTRAINT kb_article_source_key UNIQUE (source);

ALTER TABLE ONLY public.kb_click
    ADD CONSTRAINT kb_click_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kb_gap
    ADD CONSTRAINT kb_gap_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kb_picture
    ADD CONSTRAINT kb_picture_pkey PRIMARY KEY (sha256);

ALTER TABLE ONLY public.kb_review
    ADD CONSTRAINT kb_review_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kb_search
    ADD CONSTRAINT kb_search_pkey PRIMARY KEY (agent, search);

ALTER TABLE ONLY public.kb_suggestion
    ADD CONSTRAINT kb_suggestion_article_id_queue_reason_step_key UNIQUE (article_id, queue, reason, step);

ALTER TABLE ONLY public.kb_suggestion
    ADD CONSTRAINT kb_suggestion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kb_synonym_group
    ADD CONSTRAINT kb_synonym_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kb_synonym
    ADD CONSTRAINT kb_synonym_pkey PRIMARY KEY (group_id, ordinal);

ALTER TABLE ONLY public.kb_version_picture
    ADD CONSTRAINT kb_version_picture_pkey PRIMARY KEY (article_id, version, name);

ALTER TABLE ONLY public.kb_version
    ADD CONSTRAINT kb_version_pkey PRIMARY KEY (article_id, version);

ALTER TABLE ONLY public.kb_vote
    ADD CONSTRAINT kb_vote_pkey PRIMARY KEY (article_id, agent, contact_id);

ALTER TABLE ONLY public.kb_word
    ADD CONSTRAINT kb_word_pkey PRIMARY KEY (word);

ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.message_receipt
    ADD CONSTRAINT message_receipt_pkey PRIMARY KEY (message_id, agent);

ALTER TABLE ONLY public.offer
    ADD CONSTRAINT offer_pkey PRIMARY KEY (contact_id, ordinal);

ALTER TABLE ONLY public.outbox_position
    ADD CONSTRAINT outbox_position_pkey PRIMARY KEY (source);

ALTER TABLE ONLY public.parked_record
    ADD CONSTRAINT parked_record_pkey PRIMARY KEY (source, "position");

ALTER TABLE ONLY public.permission
    ADD CONSTRAINT permission_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.queue_entry
    ADD CONSTRAINT queue_entry_pkey PRIMARY KEY (contact_id, ordinal);

ALTER TABLE ONLY public.queue
    ADD CONSTRAINT queue_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.reason_code
    ADD CONSTRAINT reason_code_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.role_permission
    ADD CONSTRAINT role_permission_pkey PRIMARY KEY (role, permission);

ALTER TABLE ONLY public.role
    ADD CONSTRAINT role_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.script_answer
    ADD CONSTRAINT script_answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.script_assignment
    ADD CONSTRAINT script_assignment_pkey PRIMARY KEY (queue, campaign, language);

ALTER TABLE ONLY public.script
    ADD CONSTRAINT script_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.script_place
    ADD CONSTRAINT script_place_pkey PRIMARY KEY (contact_id);

ALTER TABLE ONLY public.script_version
    ADD CONSTRAINT script_version_pkey PRIMARY KEY (script, version);

ALTER TABLE ONLY public.segment
    ADD CONSTRAINT segment_pkey PRIMARY KEY (contact_id, ordinal);

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_pkey PRIMARY KEY (contact_id, ordinal);

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.user_queue
    ADD CONSTRAINT user_queue_pkey PRIMARY KEY (user_id, queue);

ALTER TABLE ONLY public.user_role
    ADD CONSTRAINT user_role_pkey PRIMARY KEY (user_id, role);

CREATE INDEX agent_session_agent ON public.agent_session USING btree (agent, signed_in);

CREATE INDEX agent_session_device ON public.agent_session USING btree (device, signed_in);

CREATE INDEX agent_state_interval_open ON public.agent_state_interval USING btree (agent) WHERE (ended IS NULL);

CREATE INDEX agent_state_interval_started ON public.agent_state_interval USING btree (started);

CREATE INDEX audit_at ON public.audit USING btree (at);

CREATE INDEX callback_open ON public.callback USING btree (due) WHERE (state = 'open'::text);

CREATE INDEX campaign_number_number ON public.campaign_number USING btree (number);

CREATE INDEX campaign_record_leased ON public.campaign_record USING btree (leased_by) WHERE (lease IS NOT NULL);

CREATE INDEX campaign_record_open ON public.campaign_record USING btree (campaign, due, place) WHERE (state = 'open'::text);

CREATE INDEX campaign_result_record ON public.campaign_result USING btree (record_id, at);

CREATE INDEX consent_customer ON public.consent USING btree (customer_id);

CREATE INDEX consent_number ON public.consent USING btree (number);

CREATE INDEX contact_customer ON public.contact USING btree (customer_id, started DESC, id);

CREATE INDEX contact_disposition_at ON public.contact_disposition USING btree (at);

CREATE INDEX contact_number ON public.contact USING btree (customer_number, started DESC);

CREATE INDEX contact_started ON public.contact USING btree (started);

CREATE INDEX customer_phone_number ON public.customer_phone USING btree (number);

CREATE INDEX customer_phone_reversed ON public.customer_phone USING btree (reversed);

CREATE INDEX customer_search ON public.customer USING gin (search);

CREATE INDEX dial_attempt_number ON public.dial_attempt USING btree (number, at);

CREATE UNIQUE INDEX do_not_call_number ON public.do_not_call USING btree (number, list, COALESCE(campaign, ''::text)) WHERE (removed_at IS NULL);

CREATE INDEX kb_article_status ON public.kb_article USING btree (status, updated_at DESC);

CREATE INDEX kb_click_article ON public.kb_click USING btree (article_id, at);

CREATE INDEX kb_click_queue ON public.kb_click USING btree (queue, at);

CREATE INDEX kb_gap_open ON public.kb_gap USING btree (folded) WHERE (closed_at IS NULL);

CREATE INDEX kb_review_article ON public.kb_review USING btree (article_id, version);

CREATE INDEX kb_search_at ON public.kb_search USING btree (at);

CREATE INDEX kb_suggestion_queue ON public.kb_suggestion USING btree (queue, reason, step);

CREATE INDEX kb_synonym_key ON public.kb_synonym USING btree (key);

CREATE INDEX kb_version_at ON public.kb_version USING btree (at);

CREATE INDEX kb_version_head ON public.kb_version USING gin (head_words) WITH (fastupdate=off) WHERE live;

CREATE UNIQUE INDEX kb_version_live ON public.kb_version USING btree (article_id) WHERE live;

CREATE INDEX kb_version_picture_of ON public.kb_version_picture USING btree (sha256);

CREATE INDEX kb_version_title ON public.kb_version USING btree (title_folded COLLATE "C") WHERE live;

CREATE INDEX kb_version_words ON public.kb_version USING gin (words) WITH (fastupdate=off) WHERE live;

CREATE INDEX kb_word_gone ON public.kb_word USING btree (word) WHERE (articles <= 0);

CREATE INDEX kb_word_grams ON public.kb_word USING gin (grams) WITH (fastupdate=off);

CREATE INDEX matter_open ON public.matter USING btree (customer_id, due) WHERE (closed IS NULL);

CREATE INDEX message_sent_at ON public.message USING btree (sent_at);

CREATE INDEX queue_entry_joined ON public.queue_entry USING btree (joined, queue);

CREATE INDEX script_answer_contact ON public.script_answer USING btree (contact_id, script, question, revision DESC);

CREATE INDEX script_answer_question ON public.script_answer USING btree (script, question, at);

CREATE INDEX user_account_device ON public.user_account USING btree (device);

CREATE UNIQUE INDEX user_account_name ON public.user_account USING btree (lower(name));

CREATE OR REPLACE VIEW public.v_campaign AS
 SELECT c.name AS campaign,
    c.label,
    c.running,
    c.disabled,
    count(r.id) AS records,
    count(r.id) FILTER (WHERE (r.state = 'done'::text)) AS done,
    count(r.id) FILTER (WHERE ((r.state = 'open'::text) AND (r.tries > 0))) AS begun,
    count(r.id) FILTER (WHERE ((r.lease IS NOT NULL) AND (r.leased_until > now()))) AS handed_out,
    count(r.id) FILTER (WHERE (r.outcome = 'sold'::text)) AS sold,
    count(r.id) FILTER (WHERE (r.outcome = ANY (ARRAY['refused'::text, 'do_not_call'::text]))) AS refused,
    count(r.id) FILTER (WHERE (r.outcome = ANY (ARRAY['sold'::text, 'refused'::text, 'callback'::text, 'reached'::text, 'do_not_call'::text]))) AS reached
   FROM (public.campaign c
     LEFT JOIN public.campaign_record r ON ((r.campaign = c.name)))
  GROUP BY c.name;

CREATE TRIGGER audit_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.bh_audit_is_final();

CREATE TRIGGER kb_click_count AFTER INSERT ON public.kb_click FOR EACH ROW EXECUTE FUNCTION public.bh_kb_count_clicks();

CREATE TRIGGER kb_version_away AFTER DELETE ON public.kb_version REFERENCING OLD TABLE AS old_version FOR EACH STATEMENT EXECUTE FUNCTION public.bh_kb_count_words();

CREATE TRIGGER kb_version_change AFTER UPDATE ON public.kb_version REFERENCING OLD TABLE AS old_version NEW TABLE AS new_version FOR EACH STATEMENT EXECUTE FUNCTION public.bh_kb_count_words();

CREATE TRIGGER kb_version_put AFTER INSERT ON public.kb_version REFERENCING NEW TABLE AS new_version FOR EACH STATEMENT EXECUTE FUNCTION public.bh_kb_count_words();

CREATE TRIGGER kb_vote_count AFTER INSERT OR UPDATE ON public.kb_vote FOR EACH ROW EXECUTE FUNCTION public.bh_kb_count_votes();

ALTER TABLE ONLY public.attached_data
    ADD CONSTRAINT attached_data_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.callback
    ADD CONSTRAINT callback_campaign_fkey FOREIGN KEY (campaign) REFERENCES public.campaign(name) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.callback
    ADD CONSTRAINT callback_record_id_fkey FOREIGN KEY (record_id) REFERENCES public.campaign_record(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.campaign_number
    ADD CONSTRAINT campaign_number_record_id_fkey FOREIGN KEY (record_id) REFERENCES public.campaign_record(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.campaign_record
    ADD CONSTRAINT campaign_record_campaign_fkey FOREIGN KEY (campaign) REFERENCES public.campaign(name) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.campaign_record
    ADD CONSTRAINT campaign_record_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.campaign_result
    ADD CONSTRAINT campaign_result_record_id_fkey FOREIGN KEY (record_id) REFERENCES public.campaign_record(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_change
    ADD CONSTRAINT contact_change_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_disposition
    ADD CONSTRAINT contact_disposition_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_note
    ADD CONSTRAINT contact_note_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.customer_phone
    ADD CONSTRAINT customer_phone_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.disposition
    ADD CONSTRAINT disposition_campaign_fkey FOREIGN KEY (campaign) REFERENCES public.campaign(name) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.disposition
    ADD CONSTRAINT disposition_parent_fkey FOREIGN KEY (parent) REFERENCES public.disposition(code);

ALTER TABLE ONLY public.disposition
    ADD CONSTRAINT disposition_queue_fkey FOREIGN KEY (queue) REFERENCES public.queue(name) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.do_not_call
    ADD CONSTRAINT do_not_call_campaign_fkey FOREIGN KEY (campaign) REFERENCES public.campaign(name) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.do_not_call
    ADD CONSTRAINT do_not_call_list_fkey FOREIGN KEY (list) REFERENCES public.do_not_call_list(name) ON UPDATE CASCADE;

ALTER TABLE ONLY public.kb_review
    ADD CONSTRAINT kb_review_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.kb_article(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.kb_suggestion
    ADD CONSTRAINT kb_suggestion_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.kb_article(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.kb_synonym
    ADD CONSTRAINT kb_synonym_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.kb_synonym_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.kb_version
    ADD CONSTRAINT kb_version_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.kb_article(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.kb_version_picture
    ADD CONSTRAINT kb_version_picture_article_id_version_fkey FOREIGN KEY (article_id, version) REFERENCES public.kb_version(article_id, version) ON DELETE CASCADE;

ALTER TABLE ONLY public.kb_version_picture
    ADD CONSTRAINT kb_version_picture_sha256_fkey FOREIGN KEY (sha256) REFERENCES public.kb_picture(sha256);

ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message_receipt
    ADD CONSTRAINT message_receipt_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.offer
    ADD CONSTRAINT offer_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.queue_entry
    ADD CONSTRAINT queue_entry_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.role_permission
    ADD CONSTRAINT role_permission_permission_fkey FOREIGN KEY (permission) REFERENCES public.permission(code) ON DELETE CASCADE;

ALTER TABLE ONLY public.role_permission
    ADD CONSTRAINT role_permission_role_fkey FOREIGN KEY (role) REFERENCES public.role(code) ON DELETE CASCADE;

ALTER TABLE ONLY public.script_answer
    ADD CONSTRAINT script_answer_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.script_assignment
    ADD CONSTRAINT script_assignment_script_fkey FOREIGN KEY (script) REFERENCES public.script(name) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.script_place
    ADD CONSTRAINT script_place_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.script_version
    ADD CONSTRAINT script_version_script_fkey FOREIGN KEY (script) REFERENCES public.script(name) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.segment
    ADD CONSTRAINT segment_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_queue
    ADD CONSTRAINT user_queue_queue_fkey FOREIGN KEY (queue) REFERENCES public.queue(name) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.user_queue
    ADD CONSTRAINT user_queue_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_role
    ADD CONSTRAINT user_role_role_fkey FOREIGN KEY (role) REFERENCES public.role(code);

ALTER TABLE ONLY public.user_role
    ADD CONSTRAINT user_role_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

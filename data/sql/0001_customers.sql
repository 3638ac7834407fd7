-- Customers, their numbers and their open matters.

-- Small letters without accents, the same wherever the database runs: what is searched is folded so on both sides.
CREATE FUNCTION bh_fold(t text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT translate(replace(replace(replace(lower(t), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    'àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłľĺńňñòóôõöøōőŕřśšşșťţțùúûüūůűųýÿźżž',
    'aaaaaaaaacccddeeeeeeeegiiiiiiilllnnnoooooooorrsssstttuuuuuuuuyyzzz')
$$;

-- The words of a text: what stands between spaces and punctuation; a run of Chinese, Japanese or Korean characters becomes its
-- overlapping pairs and its last single character, because such a run has no spaces and people search two characters.
CREATE FUNCTION bh_search_words(t text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
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

CREATE FUNCTION bh_search_vector(VARIADIC texts text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(COALESCE(public.bh_search_words(array_to_string(texts, ' ')), '{}'))
$$;

-- Every word must be found; the beginning of a word is enough.
CREATE FUNCTION bh_search_query(t text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  WITH word AS (SELECT unnest(public.bh_search_words(t)) AS w)
  -- the last single character of a run says nothing that its last pair does not say
  SELECT string_agg(quote_literal(a.w) || ':*', ' & ')::tsquery
  FROM word AS a
  WHERE char_length(a.w) > 1 OR NOT EXISTS (SELECT FROM word AS b WHERE char_length(b.w) = 2 AND right(b.w, 1) = a.w)
$$;

CREATE TABLE customer (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (name <> ''),        -- as the person writes it
  latin_name text,                              -- the same in Latin letters, where the name is in another script
  company text,
  tier text,
  language text,                                -- POSIX style: zh_CN, de, pt_BR
  time_zone text,                               -- IANA: Asia/Shanghai
  email text,
  notes text,
  attributes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object'),
  external_ref text UNIQUE,                     -- the customer's key in the system that it was imported from
  revision bigint NOT NULL DEFAULT 0,
  created_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  search tsvector NOT NULL GENERATED ALWAYS AS (public.bh_search_vector(name, latin_name, company, external_ref, email)) STORED
);
CREATE INDEX customer_search ON customer USING gin (search);

-- A number in E.164 ("+8613800138000"); where no full number is known, the digits that are ("12345678").
CREATE TABLE customer_phone (
  customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
  number text COLLATE "C" NOT NULL CHECK (number ~ '^\+?[0-9]{2,32}$'),
  label text NOT NULL DEFAULT '',
  ordinal smallint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- the digits backwards: numbers with the same ending lie side by side in the index
  reversed text COLLATE "C" NOT NULL GENERATED ALWAYS AS (reverse(ltrim(number, '+'))) STORED,
  PRIMARY KEY (customer_id, number)
);
CREATE INDEX customer_phone_number ON customer_phone (number);
CREATE INDEX customer_phone_reversed ON customer_phone (reversed);

CREATE SEQUENCE matter_ref START 1001;
CREATE TABLE matter (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  ref text NOT NULL UNIQUE DEFAULT nextval('matter_ref')::text, -- what people call it on the phone
  customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
  title text NOT NULL,
  state text NOT NULL DEFAULT 'open',           -- open, promised, waiting; closed ones have a time in "closed"
  due date,
  opened timestamptz NOT NULL DEFAULT now(),
  closed timestamptz
);
ALTER SEQUENCE matter_ref OWNED BY matter.ref;
CREATE INDEX matter_open ON matter (customer_id, due) WHERE closed IS NULL;

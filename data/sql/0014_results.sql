-- Results of a house: trees of a queue, of a campaign, or of everywhere, brought in as one file. And one way only to say what a
-- campaign's agents read and choose: an assignment of a script, and a tree of results.

-- Each code with where it is offered: what its root says. A code that is not here has no root.
CREATE VIEW v_disposition AS
WITH RECURSIVE tree AS (
  SELECT code, parent, labels, queue, campaign, position, disabled, dial_outcome, ARRAY[position] AS place, 1 AS depth
  FROM disposition WHERE parent IS NULL
  UNION ALL
  SELECT d.code, d.parent, d.labels, COALESCE(d.queue, t.queue), COALESCE(d.campaign, t.campaign), d.position, d.disabled OR t.disabled, d.dial_outcome,
         t.place || d.position, t.depth + 1
  FROM disposition AS d JOIN tree AS t ON d.parent = t.code
  WHERE t.depth < 10
)
SELECT t.code, t.parent, t.labels, t.queue, t.campaign, t.disabled, t.dial_outcome, t.place, t.depth,
       NOT EXISTS (SELECT FROM disposition AS d WHERE d.parent = t.code AND NOT d.disabled) AS leaf
FROM tree AS t;

INSERT INTO script_assignment (campaign, script, set_by)
SELECT c.name, c.script, 'migration' FROM campaign AS c JOIN script AS s ON s.name = c.script
ON CONFLICT DO NOTHING;

-- The queue whose results a campaign offered: the campaign gets the same tree, under codes of its own.
INSERT INTO disposition (code, parent, labels, campaign, position, disabled, dial_outcome)
SELECT c.name || '.' || v.code, c.name || '.' || v.parent, v.labels, CASE WHEN v.parent IS NULL THEN c.name END,
       v.place[cardinality(v.place)], v.disabled, v.dial_outcome
FROM campaign AS c JOIN v_disposition AS v ON v.queue = c.dispositions
ON CONFLICT DO NOTHING;

ALTER TABLE campaign DROP COLUMN script, DROP COLUMN dispositions;

-- The tree of @of_queue, of @of_campaign, or of everywhere: @rows [{code, parent?, labels, outcome?, position?, disabled?}]. A code
-- that is there is changed; with @instead those that are not in @rows are offered no more (contacts keep theirs). Returns {added,
-- changed, disabled} or {faults: [{code?, message}]}: then nothing may be kept.
CREATE FUNCTION bh_dispositions_put(rows jsonb, of_queue text, of_campaign text, instead boolean, required boolean) RETURNS jsonb
LANGUAGE plpgsql AS $$
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

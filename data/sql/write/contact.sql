-- A contact as it is now, whole. A lower or equal revision than the one that is there changes nothing.
WITH src AS (
  SELECT $1::jsonb AS b, ($1::jsonb->>'contact')::uuid AS id, ($1::jsonb->>'revision')::bigint AS revision,
         ($1::jsonb->>'started')::timestamptz AS started, ($1::jsonb->>'ended')::timestamptz AS ended
), seg AS (
  SELECT o::int AS n, e->>'type' AS type, (e->>'start_ms')::bigint AS start_ms, (e->>'end_ms')::bigint AS end_ms,
         e->>'queue' AS queue, e->>'agent' AS agent, e->>'with' AS with_whom, e->>'ended_by' AS ended_by
  FROM src, jsonb_array_elements(CASE jsonb_typeof(b->'segments') WHEN 'array' THEN b->'segments' ELSE '[]' END)
    WITH ORDINALITY AS s (e, o)
), total AS (
  SELECT COALESCE(sum(ms) FILTER (WHERE type IN ('queue', 'ring')), 0) AS wait_ms,
         COALESCE(sum(ms) FILTER (WHERE type IN ('talk', 'conference')), 0) AS talk_ms,
         COALESCE(sum(ms) FILTER (WHERE type = 'hold'), 0) AS hold_ms,
         COALESCE(sum(ms) FILTER (WHERE type = 'consult'), 0) AS consult_ms,
         COALESCE(sum(ms) FILTER (WHERE type = 'wrap_up'), 0) AS wrap_up_ms,
         min(start_ms) FILTER (WHERE type IN ('talk', 'conference')) AS answered_ms
  FROM (SELECT type, start_ms, COALESCE(end_ms - start_ms, 0) AS ms FROM seg) AS s
), put AS (
  INSERT INTO contact AS c (id, pbx, revision, direction, customer_id, customer_number, number_shown, caller_name, dialed,
    outcome, ended_by, started, ended, answered, queues, agents, users, disposition, wait_ms, talk_ms, hold_ms, consult_ms,
    wrap_up_ms, more)
  SELECT id, COALESCE(b->>'pbx', ''), revision, b->>'direction', (COALESCE(b->>'customer_id', b->>'customer'))::uuid,
         b->>'customer_number', b->>'number_shown', b->>'caller_name', b->>'dialed', COALESCE(b->>'outcome', 'in_progress'),
         b->>'ended_by', COALESCE(started, now()), ended, started + answered_ms * interval '1 ms',
         array(SELECT jsonb_array_elements_text(CASE jsonb_typeof(b->'queues') WHEN 'array' THEN b->'queues' ELSE '[]' END)),
         array(SELECT jsonb_array_elements_text(CASE jsonb_typeof(b->'agents') WHEN 'array' THEN b->'agents' ELSE '[]' END)),
         array(SELECT jsonb_array_elements_text(CASE jsonb_typeof(b->'users') WHEN 'array' THEN b->'users' ELSE '[]' END)),
         b->>'disposition', wait_ms, talk_ms, hold_ms, consult_ms, wrap_up_ms,
         b - ARRAY['contact', 'pbx', 'revision', 'direction', 'customer_id', 'customer', 'customer_number', 'number_shown',
                   'caller_name', 'dialed', 'outcome', 'ended_by', 'started', 'ended', 'queues', 'agents', 'users',
                   'disposition', 'segments', 'offers', 'transfers', 'data']
  FROM src, total
  ON CONFLICT (id) DO UPDATE SET
    pbx = excluded.pbx, revision = excluded.revision, direction = excluded.direction,
    -- what an agent attached or chose stays when the record does not say it
    customer_id = COALESCE(excluded.customer_id, c.customer_id), disposition = COALESCE(excluded.disposition, c.disposition),
    customer_number = excluded.customer_number, number_shown = excluded.number_shown, caller_name = excluded.caller_name,
    dialed = excluded.dialed, outcome = excluded.outcome, ended_by = excluded.ended_by, started = excluded.started,
    ended = excluded.ended, answered = excluded.answered, queues = excluded.queues, agents = excluded.agents,
    users = excluded.users, wait_ms = excluded.wait_ms, talk_ms = excluded.talk_ms, hold_ms = excluded.hold_ms,
    consult_ms = excluded.consult_ms, wrap_up_ms = excluded.wrap_up_ms, more = excluded.more, written_at = now()
  WHERE c.revision < excluded.revision
  RETURNING c.id, c.revision, c.started, c.ended, c.outcome, c.ended_by
), put_segment AS (
  INSERT INTO segment AS t (contact_id, ordinal, type, start_ms, end_ms, queue, agent, with_whom, ended_by)
  SELECT put.id, n, type, start_ms, end_ms, queue, agent, with_whom, seg.ended_by FROM put, seg
  ON CONFLICT (contact_id, ordinal) DO UPDATE SET type = excluded.type, start_ms = excluded.start_ms, end_ms = excluded.end_ms,
    queue = excluded.queue, agent = excluded.agent, with_whom = excluded.with_whom, ended_by = excluded.ended_by
  WHERE t IS DISTINCT FROM excluded
), drop_segment AS (
  DELETE FROM segment AS t USING put WHERE t.contact_id = put.id AND t.ordinal > (SELECT count(*) FROM seg)
), off AS (
  SELECT o::int AS n, e->>'agent' AS agent, e->>'queue' AS queue, e->>'outcome' AS outcome,
         (COALESCE(e->>'start_ms', e->>'started_ms'))::bigint AS start_ms, (e->>'ring_ms')::bigint AS ring_ms
  FROM src, jsonb_array_elements(CASE jsonb_typeof(b->'offers') WHEN 'array' THEN b->'offers' ELSE '[]' END)
    WITH ORDINALITY AS s (e, o)
), put_offer AS (
  INSERT INTO offer AS t (contact_id, ordinal, agent, queue, outcome, start_ms, ring_ms)
  SELECT put.id, n, agent, queue, off.outcome, start_ms, ring_ms FROM put, off
  ON CONFLICT (contact_id, ordinal) DO UPDATE SET agent = excluded.agent, queue = excluded.queue, outcome = excluded.outcome,
    start_ms = excluded.start_ms, ring_ms = excluded.ring_ms
  WHERE t IS DISTINCT FROM excluded
), drop_offer AS (
  DELETE FROM offer AS t USING put WHERE t.contact_id = put.id AND t.ordinal > (SELECT count(*) FROM off)
), tra AS (
  SELECT o::int AS n, COALESCE(e->>'kind', 'blind') AS kind, e->>'from' AS from_party, e->>'to' AS to_party,
         (e->>'at_ms')::bigint AS at_ms
  FROM src, jsonb_array_elements(CASE jsonb_typeof(b->'transfers') WHEN 'array' THEN b->'transfers' ELSE '[]' END)
    WITH ORDINALITY AS s (e, o)
), put_transfer AS (
  INSERT INTO transfer AS t (contact_id, ordinal, kind, from_party, to_party, at_ms)
  SELECT put.id, n, kind, from_party, to_party, at_ms FROM put, tra
  ON CONFLICT (contact_id, ordinal) DO UPDATE SET kind = excluded.kind, from_party = excluded.from_party,
    to_party = excluded.to_party, at_ms = excluded.at_ms
  WHERE t IS DISTINCT FROM excluded
), drop_transfer AS (
  DELETE FROM transfer AS t USING put WHERE t.contact_id = put.id AND t.ordinal > (SELECT count(*) FROM tra)
), step AS (
  -- a passage through a queue: queue and ring segments of one queue that follow each other; a ring that names no queue belongs
  -- to the queue before it
  SELECT n, type, start_ms, end_ms, agent, ended_by, type IN ('queue', 'ring') AND q IS NOT NULL AS waiting, q,
         lag(type IN ('queue', 'ring') AND q IS NOT NULL) OVER w AS was_waiting, lag(q) OVER w AS last_q
  FROM (SELECT *, CASE WHEN type = 'ring' THEN COALESCE(queue, lag(queue) OVER (ORDER BY n)) ELSE queue END AS q FROM seg) AS s
  WINDOW w AS (ORDER BY n)
), island AS (
  SELECT *, count(*) FILTER (WHERE waiting AND NOT (COALESCE(was_waiting, false) AND last_q = q)) OVER (ORDER BY n) AS entry,
         lead(type) OVER (ORDER BY n) AS next_type, lead(agent) OVER (ORDER BY n) AS next_agent
  FROM step
), passage AS (
  SELECT entry::int AS n, min(q) AS queue, min(start_ms) AS start_ms, (array_agg(end_ms ORDER BY n DESC))[1] AS end_ms,
         (array_agg(ended_by ORDER BY n DESC))[1] AS ended_by, (array_agg(next_type ORDER BY n DESC))[1] AS next_type,
         (array_agg(next_agent ORDER BY n DESC))[1] AS next_agent
  FROM island WHERE waiting GROUP BY entry
), put_entry AS (
  INSERT INTO queue_entry AS t (contact_id, ordinal, queue, joined, left_at, wait_ms, outcome, agent)
  SELECT put.id, n, queue, put.started + start_ms * interval '1 ms', put.started + end_ms * interval '1 ms', end_ms - start_ms,
         CASE WHEN next_type IN ('talk', 'hold', 'consult', 'conference') THEN 'answered'
              WHEN next_type IS NOT NULL THEN CASE passage.ended_by WHEN 'timeout' THEN 'timeout' ELSE 'flow_out' END
              WHEN end_ms IS NULL AND put.ended IS NULL THEN 'still_waiting'
              WHEN put.outcome = 'timeout' OR passage.ended_by = 'timeout' THEN 'timeout'
              WHEN put.outcome IN ('redirected', 'merged') THEN 'flow_out'
              WHEN put.outcome = 'abandoned' OR COALESCE(passage.ended_by, put.ended_by) = 'caller' THEN 'abandoned'
              WHEN put.ended IS NULL THEN 'still_waiting'
              ELSE 'timeout' END,
         CASE WHEN next_type IN ('talk', 'hold', 'consult', 'conference') THEN next_agent END
  FROM put, passage
  ON CONFLICT (contact_id, ordinal) DO UPDATE SET queue = excluded.queue, joined = excluded.joined, left_at = excluded.left_at,
    wait_ms = excluded.wait_ms, outcome = excluded.outcome, agent = excluded.agent
  WHERE t IS DISTINCT FROM excluded
), drop_entry AS (
  DELETE FROM queue_entry AS t USING put WHERE t.contact_id = put.id AND t.ordinal > (SELECT count(*) FROM passage)
), put_data AS (
  -- a value is a string, or an object that also says who and when
  INSERT INTO attached_data (contact_id, key, revision, value, set_by, set_at)
  SELECT put.id, d.key, put.revision, d.value, d.set_by, COALESCE(d.set_at, now())
  FROM put, src, LATERAL (
    SELECT k AS key, CASE jsonb_typeof(v) WHEN 'object' THEN v->>'value' ELSE v #>> '{}' END AS value,
           CASE jsonb_typeof(v) WHEN 'object' THEN v->>'who' END AS set_by,
           CASE jsonb_typeof(v) WHEN 'object' THEN (v->>'when')::timestamptz END AS set_at
    FROM jsonb_each(CASE jsonb_typeof(b->'data') WHEN 'object' THEN b->'data' ELSE '{}' END) AS e (k, v)) AS d
  WHERE d.value IS DISTINCT FROM (SELECT a.value FROM attached_data AS a WHERE a.contact_id = put.id AND a.key = d.key
                                  ORDER BY a.revision DESC LIMIT 1)
  ON CONFLICT DO NOTHING
)
SELECT count(*) FROM put

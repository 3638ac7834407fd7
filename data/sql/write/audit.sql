INSERT INTO audit (id, at, actor, action, object, address, detail)
SELECT COALESCE((b->>'id')::uuid, md5(b::text)::uuid), COALESCE((b->>'at')::timestamptz, now()), COALESCE(b->>'actor', ''),
       COALESCE(b->>'action', ''), b->>'object', b->>'address',
       CASE jsonb_typeof(b->'detail') WHEN 'object' THEN b->'detail' ELSE '{}' END
FROM (SELECT $1::jsonb AS b) AS src
ON CONFLICT (id) DO NOTHING

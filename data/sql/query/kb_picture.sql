-- A piece of a picture. Arguments: picture (its hash), offset?, limit? (bytes, at most 48 KiB). Null: there is none.
SELECT (SELECT jsonb_build_object('picture', p.sha256, 'type', p.type, 'width', p.width, 'height', p.height,
          'size', octet_length(p.bytes), 'offset', a.at,
          'data', translate(encode(substring(p.bytes FROM a.at + 1 FOR a.length), 'base64'), E'\n', ''))::text
        FROM kb_picture AS p,
          (SELECT COALESCE(($1::jsonb->>'offset')::int, 0) AS at, least(COALESCE(($1::jsonb->>'limit')::int, 49152), 49152) AS length) AS a
        WHERE p.sha256 = $1::jsonb->>'picture')

-- A picture comes in. Arguments: picture (its hash), type, width, height, data (base64, whole), name, by. It is checked already.
SELECT jsonb_build_object('picture', $1::jsonb->'picture', 'name', $1::jsonb->'name', 'type', $1::jsonb->'type',
  'width', $1::jsonb->'width', 'height', $1::jsonb->'height', 'size', octet_length(decode($1::jsonb->>'data', 'base64')))::text
FROM bh_kb_put_picture($1::jsonb, decode($1::jsonb->>'data', 'base64'))

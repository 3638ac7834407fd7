-- Argument: user (the name). Never leaves the server.
SELECT COALESCE((SELECT jsonb_build_object('hash', u.password_hash, 'user', bh_user(u))::text
                 FROM user_account AS u WHERE lower(u.name) = lower($1::jsonb->>'user') AND NOT u.disabled), 'null')

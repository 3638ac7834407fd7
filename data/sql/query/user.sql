-- Argument: user (the name).
SELECT COALESCE((SELECT bh_user(u)::text FROM user_account AS u WHERE lower(u.name) = lower($1::jsonb->>'user')), 'null')

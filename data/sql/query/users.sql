SELECT COALESCE(jsonb_agg(bh_user(u) ORDER BY u.name), '[]')::text FROM user_account AS u

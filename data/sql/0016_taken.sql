-- Who takes a callback and does not call must not keep it from everybody for ever: when it was taken.
ALTER TABLE callback ADD COLUMN taken_at timestamptz;
UPDATE callback SET taken_at = now() WHERE taken_by IS NOT NULL;

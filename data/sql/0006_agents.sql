-- The words of the machine's own reasons are those of the model (server/core/system-reason.h).
INSERT INTO reason_code (code, labels, icon, is_system, position) VALUES
  ('wrap_up', '{"en": "Wrap-up", "zh_CN": "话后处理"}', '', true, 112)
ON CONFLICT (code) DO UPDATE SET is_system = true, disabled = false;

UPDATE agent_state_interval SET reason = 'signed_in' WHERE reason = 'login';
UPDATE agent_state_interval SET reason = 'pbx_side' WHERE reason = 'pbx';

-- The stretch that still lasts, of each agent: write/agent_state.sql ends it by the next one's begin.
CREATE INDEX agent_state_interval_open ON agent_state_interval (agent) WHERE ended IS NULL;

-- What every installation begins with. An administrator changes labels and adds rows; codes stay.

INSERT INTO role (code, labels) VALUES
  ('agent', '{"en": "Agent", "zh_CN": "坐席"}'),
  ('supervisor', '{"en": "Supervisor", "zh_CN": "班长"}'),
  ('admin', '{"en": "Administrator", "zh_CN": "管理员"}'),
  ('integration', '{"en": "Integration", "zh_CN": "集成接口"}');

INSERT INTO permission (code, labels) VALUES
  ('desk', '{"en": "Sign in at a desk and take calls", "zh_CN": "签入座席并接听电话"}'),
  ('dial', '{"en": "Place calls", "zh_CN": "外呼"}'),
  ('customer.read', '{"en": "See customers and their history", "zh_CN": "查看客户及历史"}'),
  ('customer.write', '{"en": "Create and change customers", "zh_CN": "新建和修改客户"}'),
  ('contact.own', '{"en": "See one''s own contacts", "zh_CN": "查看自己的联络"}'),
  ('contact.all', '{"en": "See all contacts", "zh_CN": "查看全部联络"}'),
  ('agent.all', '{"en": "See all agents", "zh_CN": "查看全部坐席"}'),
  ('report', '{"en": "See reports", "zh_CN": "查看报表"}'),
  ('tail', '{"en": "Follow live events", "zh_CN": "查看实时事件"}'),
  ('user.write', '{"en": "Create and change users", "zh_CN": "新建和修改用户"}'),
  ('import', '{"en": "Import customers", "zh_CN": "导入客户"}');

INSERT INTO role_permission (role, permission)
SELECT r, p FROM (VALUES
  ('agent', ARRAY['desk', 'dial', 'customer.read', 'customer.write', 'contact.own']),
  ('supervisor', ARRAY['desk', 'dial', 'customer.read', 'customer.write', 'contact.own', 'contact.all', 'agent.all', 'report']),
  ('admin', ARRAY['customer.read', 'customer.write', 'contact.all', 'agent.all', 'report', 'tail', 'user.write', 'import']),
  ('integration', ARRAY['customer.read', 'contact.all', 'agent.all', 'report', 'tail'])
) AS d (r, ps), unnest(ps) AS p;

INSERT INTO reason_code (code, labels, icon, is_system, position) VALUES
  ('break', '{"en": "Break", "zh_CN": "小休"}', 'cafe-symbolic', false, 1),
  ('lunch', '{"en": "Lunch", "zh_CN": "午餐"}', 'restaurant-symbolic', false, 2),
  ('meeting', '{"en": "Meeting", "zh_CN": "会议"}', 'people-symbolic', false, 3),
  ('training', '{"en": "Training", "zh_CN": "培训"}', 'school-symbolic', false, 4),
  ('back_office', '{"en": "Back office", "zh_CN": "后台事务"}', 'document-edit-symbolic', false, 5),
  ('signed_in', '{"en": "Just signed in", "zh_CN": "刚签入"}', '', true, 100),
  ('signed_out', '{"en": "Signed out", "zh_CN": "已签出"}', '', true, 101),
  ('no_answer', '{"en": "Did not answer", "zh_CN": "振铃未接"}', '', true, 102),
  ('device_unreachable', '{"en": "Phone cannot be reached", "zh_CN": "话机不可达"}', '', true, 103),
  ('off_hook', '{"en": "Phone in use", "zh_CN": "话机占用"}', '', true, 104),
  ('direct_call', '{"en": "Call of one''s own", "zh_CN": "非队列通话"}', '', true, 105),
  ('wrap_up_expired', '{"en": "Wrap-up time over", "zh_CN": "话后处理超时"}', '', true, 106),
  ('client_lost', '{"en": "Desktop lost", "zh_CN": "桌面断开"}', '', true, 107),
  ('pbx_lost', '{"en": "PBX link lost", "zh_CN": "交换机断开"}', '', true, 108),
  ('forced', '{"en": "Set by a supervisor", "zh_CN": "班长强制"}', '', true, 109),
  ('pbx_side', '{"en": "Set at the PBX", "zh_CN": "由交换机设置"}', '', true, 110),
  ('preview_skipped', '{"en": "Preview skipped", "zh_CN": "跳过预览"}', '', true, 111);

INSERT INTO disposition (code, parent, labels, position) VALUES
  ('solved', NULL, '{"en": "Solved", "zh_CN": "已解决"}', 10),
  ('solved.first', 'solved', '{"en": "At once", "zh_CN": "当场解决"}', 11),
  ('solved.advice', 'solved', '{"en": "Advice given", "zh_CN": "已提供建议"}', 12),
  ('solved.order', 'solved', '{"en": "Order taken", "zh_CN": "已下单"}', 13),
  ('refund', NULL, '{"en": "Refund", "zh_CN": "退款"}', 20),
  ('refund.promised', 'refund', '{"en": "Promised", "zh_CN": "已承诺退款"}', 21),
  ('refund.refused', 'refund', '{"en": "Refused", "zh_CN": "拒绝退款"}', 22),
  ('refund.done', 'refund', '{"en": "Done", "zh_CN": "已退款"}', 23),
  ('complaint', NULL, '{"en": "Complaint", "zh_CN": "投诉"}', 30),
  ('complaint.delivery', 'complaint', '{"en": "Delivery", "zh_CN": "配送"}', 31),
  ('complaint.product', 'complaint', '{"en": "Product", "zh_CN": "产品"}', 32),
  ('complaint.service', 'complaint', '{"en": "Service", "zh_CN": "服务"}', 33),
  ('follow_up', NULL, '{"en": "To be followed up", "zh_CN": "待跟进"}', 40),
  ('follow_up.call_back', 'follow_up', '{"en": "Call back", "zh_CN": "回电"}', 41),
  ('follow_up.passed_on', 'follow_up', '{"en": "Passed on", "zh_CN": "已转交"}', 42),
  ('no_case', NULL, '{"en": "No case", "zh_CN": "无需处理"}', 50),
  ('no_case.wrong_number', 'no_case', '{"en": "Wrong number", "zh_CN": "打错电话"}', 51),
  ('no_case.silent', 'no_case', '{"en": "Nobody spoke", "zh_CN": "无人应答"}', 52),
  ('no_case.test', 'no_case', '{"en": "Test call", "zh_CN": "测试电话"}', 53);

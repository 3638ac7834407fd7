-- Who writes the knowledge base without being anybody's supervisor.
INSERT INTO role (code, labels) VALUES ('editor', '{"en": "Editor", "zh_CN": "知识编辑"}');
INSERT INTO role_permission (role, permission) VALUES ('editor', 'kb.read'), ('editor', 'kb.write');

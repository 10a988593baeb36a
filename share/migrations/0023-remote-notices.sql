-- What people were told of remote certificates, and which of them somebody
-- should look at.

-- From when on there is something to say of a certificate, and from when on
-- something to tell that nobody was told, as long as nothing changes; NULL:
-- never; 0: something changed, look at it. lib/rule/remote_notice.c says when.
ALTER TABLE remote_certificates ADD COLUMN notice_at INTEGER DEFAULT 0;
ALTER TABLE remote_certificates ADD COLUMN tell_at INTEGER DEFAULT 0;
-- How often it changed at the authority.
ALTER TABLE remote_certificates ADD COLUMN notice_change INTEGER NOT NULL DEFAULT 0;
-- Whole ones, and with removed_at, so that counting and looking need no row.
CREATE INDEX remote_certificates_notice ON remote_certificates (client_id, removed_at, notice_at, certificate_id);
CREATE INDEX remote_certificates_telling ON remote_certificates (client_id, removed_at, tell_at, certificate_id);

-- With so many signatures used there is something else to say.
ALTER TABLE remote_grants ADD COLUMN notice_signatures INTEGER;

CREATE TRIGGER remote_certificates_look AFTER UPDATE OF status, access, access_ends_at, grant_id, muted_until, key_status, certificate_status, trouble, not_after ON remote_certificates
WHEN NEW.removed_at IS NULL AND (OLD.status <> NEW.status
  OR OLD.access <> NEW.access OR OLD.access_ends_at <> NEW.access_ends_at
  OR OLD.grant_id IS NOT NEW.grant_id OR OLD.muted_until IS NOT NEW.muted_until
  OR OLD.not_after <> NEW.not_after OR OLD.key_status <> NEW.key_status
  OR OLD.certificate_status <> NEW.certificate_status
  OR (OLD.trouble IS NULL) <> (NEW.trouble IS NULL))
BEGIN
  UPDATE remote_certificates SET notice_at = 0, tell_at = 0,
         notice_change = notice_change + (OLD.not_after <> NEW.not_after
           OR OLD.key_status <> NEW.key_status
           OR OLD.certificate_status <> NEW.certificate_status
           OR (OLD.trouble IS NULL) <> (NEW.trouble IS NULL))
   WHERE certificate_id = NEW.certificate_id;
END;
CREATE TRIGGER remote_grants_look AFTER UPDATE OF signatures_used ON remote_grants
WHEN NEW.is_current = 1 AND OLD.signatures_used < NEW.notice_signatures
 AND NEW.signatures_used >= NEW.notice_signatures
BEGIN
  UPDATE remote_certificates SET notice_at = 0, tell_at = 0
   WHERE certificate_id = NEW.certificate_id;
END;
CREATE TRIGGER remote_authorities_look AFTER UPDATE OF status, notice_days, notice_percent, notice_mode, notice_thresholds ON remote_authorities
WHEN OLD.status <> NEW.status OR OLD.notice_days <> NEW.notice_days
  OR OLD.notice_percent <> NEW.notice_percent
  OR OLD.notice_mode <> NEW.notice_mode
  OR OLD.notice_thresholds IS NOT NEW.notice_thresholds
BEGIN
  UPDATE remote_certificates SET notice_at = 0, tell_at = 0
   WHERE authority_id = NEW.authority_id AND removed_at IS NULL;
END;

-- What was told last of each matter of a certificate.
CREATE TABLE remote_notices (
  certificate_id INTEGER NOT NULL REFERENCES remote_certificates,
  notice      TEXT NOT NULL,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  occurrence  INTEGER NOT NULL,   -- the grant, or the count of changes
  told_at     INTEGER NOT NULL,
  told_count  INTEGER NOT NULL CHECK (told_count > 0),
  threshold   INTEGER,            -- days
  mail_waits  INTEGER NOT NULL CHECK (mail_waits IN (0, 1)),
  command_waits INTEGER NOT NULL CHECK (command_waits IN (0, 1)),
  PRIMARY KEY (certificate_id, notice)
) STRICT, WITHOUT ROWID;
CREATE INDEX remote_notices_mail ON remote_notices (client_id, certificate_id) WHERE mail_waits = 1;
CREATE INDEX remote_notices_command ON remote_notices (client_id, certificate_id) WHERE command_waits = 1;

-- When an organization's notices were last seen to.
CREATE TABLE remote_notice_runs (
  client_id   INTEGER PRIMARY KEY REFERENCES organizations,
  run_at      INTEGER NOT NULL
) STRICT;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('remote_certificates', 'remote_certificates_notice', '1000000 500000 400000 2 1'),
  ('remote_certificates', 'remote_certificates_telling', '1000000 500000 400000 2 1'),
  ('remote_notices', 'remote_notices_mail', '1000 500 2 1'),
  ('remote_notices', 'remote_notices_command', '1000 500 2 1');

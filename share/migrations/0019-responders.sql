-- Certificates of the authority for who answers in its name (RFC 6960,
-- 4.2.2.2). A new one takes over long before the end; a key is kept until then.
CREATE TABLE responders (
  serial      TEXT PRIMARY KEY,   -- upper-case hexadecimal
  authority_id INTEGER NOT NULL REFERENCES authorities,
  sealed_key  BLOB,               -- PKCS#8 under the master key; NULL once forgotten
  certificate BLOB NOT NULL,      -- DER
  not_before  INTEGER NOT NULL,
  not_after   INTEGER NOT NULL CHECK (not_after > not_before),
  made_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX responders_newest ON responders (authority_id, not_after);

CREATE TRIGGER responders_fixed BEFORE UPDATE ON responders
WHEN OLD.serial <> NEW.serial OR OLD.authority_id <> NEW.authority_id
  OR NEW.sealed_key IS NOT NULL OR OLD.certificate <> NEW.certificate
  OR OLD.not_before <> NEW.not_before OR OLD.not_after <> NEW.not_after
  OR OLD.made_at <> NEW.made_at
BEGIN SELECT RAISE(ABORT, 'certificate_immutable: of a responder only the key can be forgotten'); END;
CREATE TRIGGER responders_no_delete BEFORE DELETE ON responders
BEGIN SELECT RAISE(ABORT, 'certificate_immutable: a serial number is never freed'); END;

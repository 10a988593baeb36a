-- A certificate that an officer signs with can be withdrawn; its row stays, for
-- what was signed with it before.
ALTER TABLE operator_certificates ADD COLUMN withdrawn_at INTEGER;

CREATE TRIGGER operator_certificates_no_delete BEFORE DELETE ON operator_certificates
BEGIN SELECT RAISE(ABORT, 'certificate_immutable: a registered certificate cannot be removed'); END;

CREATE TRIGGER operator_certificates_withdrawn BEFORE UPDATE ON operator_certificates
WHEN OLD.withdrawn_at IS NOT NULL OR OLD.fingerprint <> NEW.fingerprint
  OR OLD.operator_id <> NEW.operator_id OR OLD.der <> NEW.der
BEGIN SELECT RAISE(ABORT, 'certificate_immutable: a registered certificate can only be withdrawn, once'); END;

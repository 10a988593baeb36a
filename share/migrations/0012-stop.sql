-- Certificates that are on hold or revoked, since when and why, and who asked
-- for it. Closed sets of words are written out with OR, and no trigger acts on
-- INSERT, as in 0005; `ipp-store check` sees what a trigger on INSERT would.

-- Signed requests and withdrawn contracts are evidence, too.
ALTER TABLE evidence RENAME TO evidence_before;
DROP INDEX evidence_user;
DROP INDEX evidence_object;
DROP TRIGGER evidence_no_update;
DROP TRIGGER evidence_no_delete;
CREATE TABLE evidence (
  evidence_id INTEGER PRIMARY KEY,
  user_id     INTEGER NOT NULL REFERENCES products,
  kind        TEXT NOT NULL CHECK (kind = 'form' OR kind = 'report' OR
              kind = 'document_front' OR kind = 'document_back' OR
              kind = 'document' OR kind = 'third_party_consent' OR
              kind = 'check' OR kind = 'statement' OR
              kind = 'status_request' OR kind = 'withdrawn_contract'),
  sha256      BLOB REFERENCES objects,
  verdict     TEXT CHECK (verdict = 'passed' OR verdict = 'failed' OR
              verdict = 'referred'),
  detail      TEXT NOT NULL,      -- canonical JSON
  recorded_by INTEGER NOT NULL REFERENCES operators,
  at          INTEGER NOT NULL
) STRICT;
INSERT INTO evidence SELECT * FROM evidence_before;
DROP TABLE evidence_before;
CREATE INDEX evidence_user ON evidence (user_id, evidence_id);
CREATE INDEX evidence_object ON evidence (sha256, evidence_id) WHERE sha256 IS NOT NULL;

CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence_immutable: evidence cannot be changed'); END;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence_immutable: evidence cannot be removed'); END;

-- Every request to suspend, reinstate or revoke: when it reached the desk, by
-- when everybody must be able to see it (24 hours, 1 hour), and when that was.
CREATE TABLE status_requests (
  request_id  INTEGER PRIMARY KEY,
  user_id     INTEGER NOT NULL REFERENCES products,
  action      TEXT NOT NULL CHECK (action = 'suspend' OR
              action = 'reinstate' OR action = 'revoke'),
  requester   TEXT NOT NULL CHECK (requester = 'owner' OR
              requester = 'certifier' OR requester = 'third_party'),
  third_party TEXT,               -- its organization, as the certificate names it
  way         TEXT NOT NULL CHECK (way IN ('desk', 'emergency')),
  motive      TEXT CHECK (motive = 'contract_withdrawal' OR
              motive = 'key_compromised' OR motive = 'role_revoked' OR
              motive = 'device_unusable' OR motive = 'data_changed' OR
              motive = 'office_procedure' OR motive = 'loss' OR
              motive = 'disuse' OR motive = 'verification' OR
              motive = 'other'),
  publication TEXT NOT NULL CHECK (publication IN ('normal', 'immediate')),
  note        TEXT,
  attachment  BLOB REFERENCES objects (sha256),
  received_at INTEGER NOT NULL,
  due_at      INTEGER NOT NULL,
  done_at     INTEGER NOT NULL,   -- carried out in the store
  done_by     INTEGER NOT NULL REFERENCES operators,
  change_id   INTEGER NOT NULL,   -- the last of its changes below
  published_at INTEGER,           -- when a list that holds it went out
  CHECK (due_at > received_at AND received_at <= done_at),
  CHECK ((requester = 'third_party') = (third_party IS NOT NULL)),
  CHECK ((action = 'reinstate') = (motive IS NULL))
) STRICT;
CREATE INDEX status_requests_user ON status_requests (user_id, request_id);
CREATE INDEX status_requests_due ON status_requests (due_at, request_id) WHERE published_at IS NULL;
CREATE INDEX status_requests_change ON status_requests (change_id) WHERE published_at IS NULL;

CREATE TRIGGER status_requests_fixed BEFORE UPDATE ON status_requests
WHEN OLD.published_at IS NOT NULL OR NEW.published_at IS NULL
  OR OLD.request_id <> NEW.request_id OR OLD.user_id <> NEW.user_id
  OR OLD.action <> NEW.action OR OLD.requester <> NEW.requester
  OR OLD.third_party IS DISTINCT FROM NEW.third_party
  OR OLD.way <> NEW.way OR OLD.motive IS DISTINCT FROM NEW.motive
  OR OLD.publication <> NEW.publication
  OR OLD.note IS DISTINCT FROM NEW.note
  OR OLD.attachment IS DISTINCT FROM NEW.attachment
  OR OLD.received_at <> NEW.received_at OR OLD.due_at <> NEW.due_at
  OR OLD.done_at <> NEW.done_at OR OLD.done_by <> NEW.done_by
  OR OLD.change_id <> NEW.change_id
BEGIN SELECT RAISE(ABORT, 'request_immutable: a request can only be published, once'); END;
CREATE TRIGGER status_requests_no_delete BEFORE DELETE ON status_requests
BEGIN SELECT RAISE(ABORT, 'request_immutable: a request cannot be removed'); END;

-- Suspensions are intervals. One that ended leaves no trace for relying
-- parties and stays here (DPCM 30 March 2009, 24).
CREATE TABLE suspensions (
  suspension_id INTEGER PRIMARY KEY,
  user_id     INTEGER NOT NULL REFERENCES products,
  request_id  INTEGER NOT NULL REFERENCES status_requests,
  started_at  INTEGER NOT NULL,
  ends_at     INTEGER NOT NULL,   -- as it was asked for
  at_end      TEXT NOT NULL CHECK (at_end IN ('reinstate', 'revoke')),
  ended_at    INTEGER,
  ended_how   TEXT CHECK (ended_how = 'end' OR ended_how = 'lift' OR
              ended_how = 'revocation' OR ended_how = 'expiry'),
  ended_by    INTEGER REFERENCES operators,
  end_request_id INTEGER REFERENCES status_requests,
  CHECK (ends_at > started_at),
  CHECK ((ended_at IS NULL) = (ended_how IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CHECK (ended_at >= started_at)
) STRICT;
CREATE INDEX suspensions_user ON suspensions (user_id, suspension_id);
CREATE UNIQUE INDEX suspensions_open ON suspensions (user_id) WHERE ended_at IS NULL;
CREATE INDEX suspensions_due ON suspensions (ends_at, user_id) WHERE ended_at IS NULL;

CREATE TRIGGER suspensions_fixed BEFORE UPDATE ON suspensions
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
  OR OLD.suspension_id <> NEW.suspension_id OR OLD.user_id <> NEW.user_id
  OR OLD.request_id <> NEW.request_id OR OLD.started_at <> NEW.started_at
  OR OLD.ends_at <> NEW.ends_at OR OLD.at_end <> NEW.at_end
BEGIN SELECT RAISE(ABORT, 'suspension_immutable: a suspension can only be ended, once'); END;
CREATE TRIGGER suspensions_no_delete BEFORE DELETE ON suspensions
BEGIN SELECT RAISE(ABORT, 'suspension_immutable: a suspension cannot be removed'); END;

-- What relying parties are told of a certificate; no row: it is good. In the
-- order of a list's entries: one authority's, by partition and serial number.
-- The reason (CRLReason, RFC 5280, 5.3.1) says how it stands: certificateHold
-- (6), removeFromCRL (8) once it is good again, any other: revoked. Each change
-- takes the next change_id, so that what is new since a list is a range.
CREATE TABLE certificate_status (
  authority_id INTEGER NOT NULL REFERENCES authorities,
  partition   INTEGER NOT NULL DEFAULT 0, -- of its list (RFC 5280, 5.2.5)
  serial      BLOB NOT NULL,      -- as certificates.serial, its bytes
  reason      INTEGER NOT NULL CHECK (reason BETWEEN 0 AND 10 AND reason <> 7),
  revoked_at  INTEGER NOT NULL,   -- or on hold since
  invalidity_at INTEGER,          -- when the key was compromised, before that
  certificate_id INTEGER NOT NULL REFERENCES certificates,
  not_after   INTEGER NOT NULL,   -- of the certificate
  changed_at  INTEGER NOT NULL,
  change_id   INTEGER NOT NULL,
  PRIMARY KEY (authority_id, partition, serial),
  CHECK (invalidity_at <= revoked_at),
  CHECK (revoked_at <= changed_at)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX certificate_status_certificate ON certificate_status (certificate_id);
CREATE UNIQUE INDEX certificate_status_change ON certificate_status (change_id);

-- Revoked is for ever (Regulation 910/2014, 28(4)), and revoked on hold is
-- revoked since then (DPCM 30 March 2009, 24).
CREATE TRIGGER certificate_status_final BEFORE UPDATE ON certificate_status
WHEN OLD.reason <> 6 AND OLD.reason <> 8
BEGIN SELECT RAISE(ABORT, 'revocation_final: a revoked certificate stays revoked'); END;
CREATE TRIGGER certificate_status_step BEFORE UPDATE ON certificate_status
WHEN (OLD.reason = 6 OR OLD.reason = 8) AND
  (OLD.reason = NEW.reason OR NEW.change_id <= OLD.change_id
  OR NEW.changed_at < OLD.changed_at
  OR (OLD.reason = 6 AND OLD.revoked_at <> NEW.revoked_at)
  OR OLD.authority_id <> NEW.authority_id OR OLD.partition <> NEW.partition
  OR OLD.serial <> NEW.serial OR OLD.certificate_id <> NEW.certificate_id
  OR OLD.not_after <> NEW.not_after)
BEGIN SELECT RAISE(ABORT, 'status_step: this state of a certificate cannot follow the one before'); END;
CREATE TRIGGER certificate_status_no_delete BEFORE DELETE ON certificate_status
BEGIN SELECT RAISE(ABORT, 'revocation_final: what was said of a certificate cannot be removed'); END;

-- Guesses at emergency codes; a right one forgets those before it.
CREATE TABLE emergency_attempts (
  user_id     INTEGER PRIMARY KEY REFERENCES products,
  failures    INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT;

-- As for the indexes of 0005: so that plans do not change with the store.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('status_requests', 'status_requests_user', '1000000 1 1'),
  ('status_requests', 'status_requests_due', '1000 1 1'),
  ('status_requests', 'status_requests_change', '1000 1'),
  ('suspensions', 'suspensions_user', '1000000 1 1'),
  ('suspensions', 'suspensions_open', '10000 1'),
  ('suspensions', 'suspensions_due', '10000 1 1');

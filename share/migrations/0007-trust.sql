-- Whom signatures of others may lead to, and what is known of revocations.

-- The list of lists (TS 119 612) and what it points to. The signers are those
-- that were given at import, or those of the pointer.
CREATE TABLE trust_lists (
  list_id     INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('list_of_lists', 'national')),
  territory   TEXT NOT NULL UNIQUE,
  url         TEXT,               -- where a newer one is found
  pointed     INTEGER NOT NULL DEFAULT 0, -- 1: by the list of lists
  scheme_operator TEXT,
  sequence    INTEGER,            -- of the edition we hold; NULL: none yet
  issued_at   INTEGER,
  next_update INTEGER,            -- when it must be replaced
  sha256      BLOB,               -- of the whole file
  signer      BLOB,               -- SHA-256 of the certificate that verified it
  checked_at  INTEGER,            -- last time we looked for a newer one
  trouble     TEXT,               -- what went wrong then: code and text
  CHECK ((sequence IS NULL) = (issued_at IS NULL)),
  CHECK ((sequence IS NULL) = (next_update IS NULL))
) STRICT;

CREATE TABLE trust_list_signers (
  list_id     INTEGER NOT NULL REFERENCES trust_lists ON DELETE CASCADE,
  fingerprint BLOB NOT NULL,
  certificate BLOB NOT NULL,      -- DER
  PRIMARY KEY (list_id, fingerprint)
) STRICT, WITHOUT ROWID;

-- A service of a list, or (list_id NULL) what somebody imported by himself.
CREATE TABLE trust_services (
  service_id  INTEGER PRIMARY KEY,
  list_id     INTEGER REFERENCES trust_lists ON DELETE CASCADE,
  service_type TEXT NOT NULL CHECK (service_type IN ('ca_qc', 'ca',
              'tsa_qtst', 'tsa', 'ocsp_qc', 'crl_qc')),
  territory   TEXT,
  provider    TEXT,
  service     TEXT,
  added_at    INTEGER NOT NULL,
  added_by    INTEGER REFERENCES operators
) STRICT;
CREATE INDEX trust_services_list ON trust_services (list_id, service_id);

-- Its history, newest first from position 0.
CREATE TABLE trust_periods (
  service_id  INTEGER NOT NULL REFERENCES trust_services ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  since       INTEGER NOT NULL,
  status      TEXT NOT NULL,
  purposes    INTEGER NOT NULL,   -- set of TRUST_FOR_
  qualifications TEXT,            -- JSON
  PRIMARY KEY (service_id, position)
) STRICT, WITHOUT ROWID;

-- Its certificates.
CREATE TABLE trust_anchors (
  anchor_id   INTEGER PRIMARY KEY,
  service_id  INTEGER NOT NULL REFERENCES trust_services ON DELETE CASCADE,
  fingerprint BLOB NOT NULL,      -- SHA-256 of the certificate
  name_sha256 BLOB NOT NULL,      -- of its subject
  key_id      BLOB,               -- its subjectKeyIdentifier
  certificate BLOB NOT NULL       -- DER
) STRICT;
CREATE INDEX trust_anchors_name ON trust_anchors (name_sha256);
CREATE INDEX trust_anchors_key ON trust_anchors (key_id) WHERE key_id IS NOT NULL;
CREATE INDEX trust_anchors_service ON trust_anchors (service_id);
CREATE INDEX trust_anchors_fingerprint ON trust_anchors (fingerprint);

-- Answers of others about revocation, as they came.
CREATE TABLE revocations (
  key         BLOB PRIMARY KEY,   -- SHA-256 of URL and request
  kind        TEXT NOT NULL CHECK (kind IN ('crl', 'ocsp')),
  url         TEXT NOT NULL,
  bytes       BLOB NOT NULL,
  this_update INTEGER,
  next_update INTEGER,
  fetched_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX revocations_old ON revocations (next_update);

-- Who works here: organizations, units, operators and what they may do.

CREATE TABLE organizations (
  client_id   INTEGER PRIMARY KEY,
  client_code TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  identifier  TEXT,               -- organizationIdentifier, VATIT-...
  email       TEXT,
  four_eyes   INTEGER NOT NULL DEFAULT 0 CHECK (four_eyes IN (0, 1)),
  created_at  INTEGER NOT NULL
) STRICT;

-- A main unit has no parent; a secondary unit belongs to a main one.
CREATE TABLE units (
  unit_id     INTEGER PRIMARY KEY,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  parent_id   INTEGER REFERENCES units,
  code        TEXT NOT NULL,
  name        TEXT NOT NULL,
  UNIQUE (client_id, code)
) STRICT;

CREATE TABLE privacy_policies (
  client_id   INTEGER NOT NULL REFERENCES organizations,
  version     TEXT NOT NULL,
  language    TEXT NOT NULL CHECK (language IN ('it', 'en')),
  text        TEXT NOT NULL,
  valid_from  INTEGER NOT NULL,
  PRIMARY KEY (client_id, version, language)
) STRICT;

-- A consent names the version it was given to, so its words stay.
CREATE TRIGGER privacy_policies_no_update BEFORE UPDATE ON privacy_policies
BEGIN SELECT RAISE(ABORT, 'policy_immutable: a privacy policy cannot be changed'); END;
CREATE TRIGGER privacy_policies_no_delete BEFORE DELETE ON privacy_policies
BEGIN SELECT RAISE(ABORT, 'policy_immutable: a privacy policy cannot be removed'); END;

CREATE TABLE operators (
  operator_id INTEGER PRIMARY KEY,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  login       TEXT NOT NULL UNIQUE,
  surname     TEXT NOT NULL,
  given_name  TEXT NOT NULL,
  tax_code    TEXT,
  email       TEXT,
  mobile      TEXT,
  language    TEXT NOT NULL DEFAULT 'it' CHECK (language IN ('it', 'en')),
  enabled     INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  password    TEXT,               -- Argon2id PHC string; NULL: must be reset
  sealed_totp BLOB,               -- under the store's key
  totp_step   INTEGER NOT NULL DEFAULT 0, -- the last step used (replay)
  failures    INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER NOT NULL DEFAULT 0,
  reset_code  BLOB,               -- HMAC of the one-time code
  reset_until INTEGER,
  created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE profiles (
  profile_id  INTEGER PRIMARY KEY,
  operator_id INTEGER NOT NULL REFERENCES operators,
  unit_id     INTEGER NOT NULL REFERENCES units,
  profile     TEXT NOT NULL CHECK (profile = 'operator' OR profile = 'ir' OR
              profile = 'rao' OR profile = 'master_rao' OR
              profile = 'auditor' OR profile = 'issuer'),
  withdrawn_at INTEGER,           -- rows stay, sessions name them
  UNIQUE (operator_id, unit_id, profile)
) STRICT;

-- Certificates an officer signs with.
CREATE TABLE operator_certificates (
  fingerprint BLOB PRIMARY KEY,   -- SHA-256 of the DER
  operator_id INTEGER NOT NULL REFERENCES operators,
  der         BLOB NOT NULL,
  not_before  INTEGER NOT NULL,
  not_after   INTEGER NOT NULL,
  added_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sessions of people and tokens of services; only hashes are here.
CREATE TABLE sessions (
  session_id  INTEGER PRIMARY KEY,
  token_hash  BLOB NOT NULL UNIQUE,
  kind        TEXT NOT NULL CHECK (kind IN ('session', 'service')),
  operator_id INTEGER NOT NULL REFERENCES operators,
  profile_id  INTEGER NOT NULL REFERENCES profiles,
  scope       TEXT,               -- service: tools it may run, apart by blanks
  label       TEXT,
  created_at  INTEGER NOT NULL,
  used_at     INTEGER NOT NULL,
  idle_seconds INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  ended_at    INTEGER
) STRICT;
CREATE INDEX sessions_operator ON sessions (operator_id, session_id);

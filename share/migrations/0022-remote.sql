-- Certificates that an authority keeps for the organization and lends through
-- the API of the Cloud Signature Consortium (CSC): who lends, what is lent, who
-- granted its use until when, and every signature that was asked for.

CREATE TABLE remote_authorities (
  authority_id INTEGER PRIMARY KEY,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  authority   TEXT NOT NULL,      -- its name here
  authority_key TEXT NOT NULL,    -- the name without case and accents
  type        TEXT NOT NULL CHECK (type IN ('csc_v0', 'csc_v1', 'csc_v2')),
  status      TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
  base_url    TEXT NOT NULL,
  oauth_url   TEXT,               -- NULL: what the authority's info says
  authentication TEXT NOT NULL CHECK (authentication IN
              ('authorization_code', 'client_credentials', 'basic')),
  oauth_client TEXT NOT NULL,     -- client_id, or the user of basic
  sealed_secret BLOB,             -- client_secret or password; a public client has none
  redirect_uri TEXT NOT NULL,
  access_days INTEGER CHECK (access_days > 0), -- a grant ends after so many
  access_signatures INTEGER CHECK (access_signatures > 0),
  notice_days INTEGER NOT NULL CHECK (notice_days >= 0),
  notice_percent INTEGER NOT NULL CHECK (notice_percent BETWEEN 1 AND 100),
  notice_mode TEXT NOT NULL CHECK (notice_mode IN ('daily', 'threshold')),
  notice_thresholds TEXT,         -- days, apart by commas, falling
  tls_ca      TEXT,               -- PEM; NULL: what the machine trusts
  registered_at INTEGER NOT NULL,
  checked_at  INTEGER,            -- when info was last read
  info        TEXT,               -- what it said, JSON
  CHECK ((checked_at IS NULL) = (info IS NULL)),
  CHECK (authentication = 'authorization_code' OR sealed_secret IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX remote_authorities_name ON remote_authorities (client_id, authority_key);
CREATE INDEX remote_authorities_type ON remote_authorities (client_id, type, authority_key);
CREATE INDEX remote_authorities_registered ON remote_authorities (client_id, registered_at, authority_id);

CREATE TRIGGER remote_authorities_fixed BEFORE UPDATE ON remote_authorities
WHEN OLD.client_id <> NEW.client_id OR OLD.registered_at <> NEW.registered_at
BEGIN SELECT RAISE(ABORT, 'remote_authority_immutable: whose it is and since when cannot be changed'); END;
CREATE TRIGGER remote_authorities_no_delete BEFORE DELETE ON remote_authorities
BEGIN SELECT RAISE(ABORT, 'remote_authority_immutable: a remote authority cannot be removed; suspend it'); END;

-- Named sets of certificates.
CREATE TABLE remote_wallets (
  wallet_id   INTEGER PRIMARY KEY,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  wallet      TEXT NOT NULL,
  wallet_key  TEXT NOT NULL       -- the name without case and accents
) STRICT;
CREATE UNIQUE INDEX remote_wallets_name ON remote_wallets (client_id, wallet_key);

-- `access`, `access_ends_at` and `grant_id` are copies of the current grant,
-- kept by the triggers below, so that lists are in the order of an index.
CREATE TABLE remote_certificates (
  certificate_id INTEGER PRIMARY KEY,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  alias       TEXT NOT NULL,
  alias_key   TEXT NOT NULL,      -- the alias without case and accents
  wallet_id   INTEGER NOT NULL REFERENCES remote_wallets,
  authority_id INTEGER NOT NULL REFERENCES remote_authorities,
  status      TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'blocked')),
  access      TEXT NOT NULL DEFAULT 'none' CHECK (access = 'none' OR
              access = 'granted' OR access = 'used_up' OR access = 'withdrawn'),
  access_ends_at INTEGER NOT NULL DEFAULT 0, -- 0: nobody granted it yet
  grant_id    INTEGER REFERENCES remote_grants,
  registered_at INTEGER NOT NULL,
  removed_at  INTEGER,            -- rows stay, signatures name them
  muted_until INTEGER,            -- no notices before that
  description TEXT,
  credential_id TEXT NOT NULL,    -- credentialID, at the authority
  key_status  TEXT NOT NULL CHECK (key_status IN ('enabled', 'disabled')),
  certificate_status TEXT NOT NULL CHECK (certificate_status IN
              ('valid', 'expired', 'revoked', 'suspended')),
  trouble     TEXT,               -- what it last refused, in its own words
  trouble_at  INTEGER,
  refreshed_at INTEGER NOT NULL,  -- when the authority was last asked
  auth_mode   TEXT NOT NULL CHECK (auth_mode IN
              ('implicit', 'explicit', 'oauth2code')),
  scal        INTEGER NOT NULL CHECK (scal IN (1, 2)),
  pin         TEXT NOT NULL CHECK (pin IN ('no', 'yes', 'optional')),
  otp         TEXT NOT NULL CHECK (otp IN ('no', 'yes', 'optional')),
  auth        TEXT,               -- PIN and OTP as the authority describes them, JSON
  multisign   INTEGER NOT NULL CHECK (multisign > 0),
  algorithms  TEXT NOT NULL,      -- OIDs, apart by blanks
  key_algorithm TEXT NOT NULL CHECK (key_algorithm IN ('rsa', 'ec')),
  key_bits    INTEGER NOT NULL CHECK (key_bits > 0),
  key_curve   TEXT,               -- OID
  subject     TEXT NOT NULL,      -- RFC 4514
  issuer      TEXT NOT NULL,
  serial      TEXT NOT NULL,      -- upper-case hexadecimal
  not_before  INTEGER NOT NULL,
  not_after   INTEGER NOT NULL CHECK (not_after > not_before),
  fingerprint TEXT NOT NULL,      -- SHA-256, lower-case hexadecimal
  CHECK ((trouble IS NULL) = (trouble_at IS NULL)),
  CHECK ((grant_id IS NULL) = (access = 'none')),
  CHECK ((key_algorithm = 'ec') = (key_curve IS NOT NULL))
) STRICT;

-- What a list is sorted by, alone and behind every filter of few values, with
-- all that the other filters look at: lib/store/remote_plan.c says which is
-- used.
CREATE UNIQUE INDEX remote_certificates_alias ON remote_certificates (client_id, alias_key) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX remote_certificates_credential ON remote_certificates (authority_id, credential_id) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_by_alias ON remote_certificates (client_id, alias_key, certificate_id, status, access, authority_id, wallet_id, registered_at, access_ends_at) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_by_time ON remote_certificates (client_id, registered_at, certificate_id, status, access, authority_id, wallet_id, access_ends_at, alias_key) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_by_end ON remote_certificates (client_id, access_ends_at, certificate_id, status, access, authority_id, wallet_id, registered_at, alias_key) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_status_alias ON remote_certificates (client_id, status, alias_key, certificate_id, access, authority_id, wallet_id, registered_at, access_ends_at) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_status_time ON remote_certificates (client_id, status, registered_at, certificate_id, access, authority_id, wallet_id, access_ends_at, alias_key) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_status_end ON remote_certificates (client_id, status, access_ends_at, certificate_id, access, authority_id, wallet_id, registered_at, alias_key) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_access_alias ON remote_certificates (client_id, access, alias_key, certificate_id, status, authority_id, wallet_id, registered_at, access_ends_at) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_access_time ON remote_certificates (client_id, access, registered_at, certificate_id, status, authority_id, wallet_id, access_ends_at, alias_key) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_access_end ON remote_certificates (client_id, access, access_ends_at, certificate_id, status, authority_id, wallet_id, registered_at, alias_key) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_authority_alias ON remote_certificates (authority_id, alias_key, certificate_id, status, access, wallet_id, registered_at, access_ends_at) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_authority_time ON remote_certificates (authority_id, registered_at, certificate_id, status, access, wallet_id, access_ends_at, alias_key) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_authority_end ON remote_certificates (authority_id, access_ends_at, certificate_id, status, access, wallet_id, registered_at, alias_key) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_wallet_alias ON remote_certificates (wallet_id, alias_key, certificate_id, status, access, authority_id, registered_at, access_ends_at) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_wallet_time ON remote_certificates (wallet_id, registered_at, certificate_id, status, access, authority_id, access_ends_at, alias_key) WHERE removed_at IS NULL;
CREATE INDEX remote_certificates_wallet_end ON remote_certificates (wallet_id, access_ends_at, certificate_id, status, access, authority_id, registered_at, alias_key) WHERE removed_at IS NULL;

-- What is blocked is blocked until somebody makes it active again.
CREATE TRIGGER remote_certificates_step BEFORE UPDATE OF status ON remote_certificates
WHEN OLD.status = 'blocked' AND NEW.status = 'suspended'
BEGIN SELECT RAISE(ABORT, 'transition_refused: this status cannot follow the one before'); END;
CREATE TRIGGER remote_certificates_fixed BEFORE UPDATE ON remote_certificates
WHEN OLD.client_id <> NEW.client_id OR OLD.authority_id <> NEW.authority_id
  OR OLD.credential_id <> NEW.credential_id
  OR OLD.registered_at <> NEW.registered_at OR OLD.removed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'remote_certificate_immutable: whose it is, and which, cannot be changed'); END;
CREATE TRIGGER remote_certificates_no_delete BEFORE DELETE ON remote_certificates
BEGIN SELECT RAISE(ABORT, 'remote_certificate_immutable: a remote certificate cannot be deleted; remove it from use'); END;

-- The certificates themselves; those above it are the same for many.
CREATE TABLE remote_issuers (
  sha256      BLOB PRIMARY KEY CHECK (length(sha256) = 32),
  chain       BLOB NOT NULL       -- DER, one behind the other, upwards
) STRICT, WITHOUT ROWID;
CREATE TABLE remote_chains (
  certificate_id INTEGER PRIMARY KEY REFERENCES remote_certificates,
  certificate BLOB NOT NULL,      -- DER
  issuers     BLOB REFERENCES remote_issuers
) STRICT;

-- Who is told of a certificate; nobody: every issuer of the organization.
CREATE TABLE remote_notify (
  certificate_id INTEGER NOT NULL REFERENCES remote_certificates,
  operator_id INTEGER NOT NULL REFERENCES operators,
  PRIMARY KEY (certificate_id, operator_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX remote_notify_operator ON remote_notify (operator_id, certificate_id);

-- The use of a certificate, granted by its holder: until the earliest end, and
-- for so many signatures. History but for what is counted, the tokens, and the
-- withdrawal.
CREATE TABLE remote_grants (
  grant_id    INTEGER PRIMARY KEY,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  certificate_id INTEGER NOT NULL REFERENCES remote_certificates,
  is_current  INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
  granted_at  INTEGER NOT NULL,
  granted_by  INTEGER NOT NULL REFERENCES operators,
  access_days INTEGER CHECK (access_days > 0), -- as the authority limited it then
  holder_ends_at INTEGER,         -- as the holder limited it
  certificate_ends_at INTEGER NOT NULL, -- not_after
  access_ends_at INTEGER NOT NULL,
  access_end_reason TEXT NOT NULL CHECK (access_end_reason IN
              ('access_days', 'holder_date', 'certificate')),
  signature_limit INTEGER CHECK (signature_limit BETWEEN 1 AND 1000000000000000),
  signatures_used INTEGER NOT NULL DEFAULT 0 CHECK (signatures_used >= 0),
  sealed_access_token BLOB,
  access_token_ends_at INTEGER,
  sealed_refresh_token BLOB,
  withdrawn_at INTEGER,
  withdrawn_reason TEXT,          -- the authority's words, or what was done here
  CHECK (signatures_used <= signature_limit),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
  CHECK (access_token_ends_at IS NULL OR sealed_access_token IS NOT NULL),
  CHECK (access_ends_at = min(certificate_ends_at,
         coalesce(holder_ends_at, certificate_ends_at),
         coalesce(granted_at + access_days * 86400, certificate_ends_at)))
) STRICT;
CREATE UNIQUE INDEX remote_grants_current ON remote_grants (certificate_id) WHERE is_current = 1;
CREATE INDEX remote_grants_history ON remote_grants (certificate_id, grant_id);

CREATE TRIGGER remote_grants_begin BEFORE INSERT ON remote_grants
BEGIN
  SELECT RAISE(ABORT, 'other_organization: the certificate is not of this organization')
   WHERE NEW.client_id <> (SELECT client_id FROM remote_certificates
                            WHERE certificate_id = NEW.certificate_id);
  UPDATE remote_grants SET is_current = 0, sealed_access_token = NULL,
         access_token_ends_at = NULL, sealed_refresh_token = NULL
   WHERE certificate_id = NEW.certificate_id AND is_current = 1;
END;
CREATE TRIGGER remote_grants_begun AFTER INSERT ON remote_grants
BEGIN
  UPDATE remote_certificates SET grant_id = NEW.grant_id, access = 'granted',
         access_ends_at = min(NEW.access_ends_at, not_after)
   WHERE certificate_id = NEW.certificate_id;
END;
CREATE TRIGGER remote_grants_fixed BEFORE UPDATE ON remote_grants
WHEN OLD.client_id <> NEW.client_id
  OR OLD.certificate_id <> NEW.certificate_id OR OLD.is_current < NEW.is_current
  OR OLD.granted_at <> NEW.granted_at OR OLD.granted_by <> NEW.granted_by
  OR OLD.access_days IS NOT NEW.access_days
  OR OLD.holder_ends_at IS NOT NEW.holder_ends_at
  OR OLD.certificate_ends_at <> NEW.certificate_ends_at
  OR OLD.access_ends_at <> NEW.access_ends_at
  OR OLD.access_end_reason <> NEW.access_end_reason
  OR OLD.signature_limit IS NOT NEW.signature_limit
  OR (OLD.withdrawn_at IS NOT NULL AND
      (OLD.withdrawn_at IS NOT NEW.withdrawn_at
       OR OLD.withdrawn_reason IS NOT NEW.withdrawn_reason))
BEGIN SELECT RAISE(ABORT, 'grant_immutable: what was granted cannot be changed'); END;
CREATE TRIGGER remote_grants_no_delete BEFORE DELETE ON remote_grants
BEGIN SELECT RAISE(ABORT, 'grant_immutable: a grant cannot be removed'); END;
CREATE TRIGGER remote_grants_follow AFTER UPDATE OF signatures_used, withdrawn_at ON remote_grants
WHEN NEW.is_current = 1
 AND ((NEW.withdrawn_at IS NOT NULL) <> (OLD.withdrawn_at IS NOT NULL)
   OR ((NEW.signatures_used = NEW.signature_limit)
       <> (OLD.signatures_used = OLD.signature_limit)))
BEGIN
  UPDATE remote_certificates SET access = CASE
           WHEN NEW.withdrawn_at IS NOT NULL THEN 'withdrawn'
           WHEN NEW.signatures_used = NEW.signature_limit THEN 'used_up'
           ELSE 'granted' END
   WHERE certificate_id = NEW.certificate_id AND removed_at IS NULL;
END;
-- Another certificate came in the place of this one, at the authority.
CREATE TRIGGER remote_certificates_follow AFTER UPDATE OF not_after ON remote_certificates
WHEN OLD.not_after <> NEW.not_after AND NEW.grant_id IS NOT NULL
BEGIN
  UPDATE remote_certificates SET access_ends_at = min(NEW.not_after,
         (SELECT access_ends_at FROM remote_grants WHERE grant_id = NEW.grant_id))
   WHERE certificate_id = NEW.certificate_id;
END;

-- Every call that asks an authority for signatures. The row is made, and so
-- they are counted, before the call. What was refused for certain is given
-- back; of what nobody knows the end stays counted.
CREATE TABLE remote_signings (
  signing_id  INTEGER PRIMARY KEY,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  certificate_id INTEGER NOT NULL REFERENCES remote_certificates,
  grant_id    INTEGER NOT NULL REFERENCES remote_grants,
  asked_by    INTEGER NOT NULL REFERENCES operators,
  state       TEXT NOT NULL DEFAULT 'reserved' CHECK (state = 'reserved' OR
              state = 'signed' OR state = 'refused' OR state = 'unknown'),
  signatures  INTEGER NOT NULL CHECK (signatures > 0),
  algorithm   TEXT NOT NULL,      -- OID
  sha256      BLOB NOT NULL CHECK (length(sha256) = 32), -- of the hashes asked for, one behind the other
  reserved_at INTEGER NOT NULL,
  settled_at  INTEGER,
  refusal     TEXT,               -- what the authority said, in its own words
  CHECK ((state = 'reserved') = (settled_at IS NULL))
) STRICT;
CREATE INDEX remote_signings_certificate ON remote_signings (certificate_id, signing_id);
CREATE INDEX remote_signings_grant ON remote_signings (grant_id, state, signatures);
CREATE INDEX remote_signings_open ON remote_signings (client_id, reserved_at) WHERE state = 'reserved';

CREATE TRIGGER remote_signings_allowed BEFORE INSERT ON remote_signings
BEGIN
  SELECT RAISE(ABORT, 'signing_state: a signature is reserved first')
   WHERE NEW.state <> 'reserved';
  SELECT CASE
    WHEN g.certificate_id <> NEW.certificate_id OR g.client_id <> NEW.client_id
      THEN RAISE(ABORT, 'grant_unknown: the grant is not for this certificate')
    WHEN c.removed_at IS NOT NULL OR c.status <> 'active'
      THEN RAISE(ABORT, 'certificate_not_active: the remote certificate is not active; see: stash-cert show')
    WHEN a.status <> 'active'
      THEN RAISE(ABORT, 'authority_not_active: the remote authority is suspended; see: stash-ca show')
    WHEN g.withdrawn_at IS NOT NULL
      THEN RAISE(ABORT, 'access_withdrawn: the access was withdrawn; renew it with: stash-cert renew')
    WHEN g.is_current = 0
      THEN RAISE(ABORT, 'grant_replaced: the access was renewed meanwhile; do it again')
    WHEN c.access_ends_at <= NEW.reserved_at
      THEN RAISE(ABORT, 'access_ended: the access has ended; renew it with: stash-cert renew')
    WHEN g.signatures_used + NEW.signatures > g.signature_limit
      THEN RAISE(ABORT, 'signatures_used_up: not so many signatures are left of the access; renew it with: stash-cert renew')
    END
    FROM remote_grants g
    JOIN remote_certificates c ON c.certificate_id = g.certificate_id
    JOIN remote_authorities a ON a.authority_id = c.authority_id
   WHERE g.grant_id = NEW.grant_id;
END;
CREATE TRIGGER remote_signings_count AFTER INSERT ON remote_signings
BEGIN
  UPDATE remote_grants SET signatures_used = signatures_used + NEW.signatures
   WHERE grant_id = NEW.grant_id;
END;
CREATE TRIGGER remote_signings_fixed BEFORE UPDATE ON remote_signings
WHEN OLD.state <> 'reserved' OR OLD.client_id <> NEW.client_id
  OR OLD.certificate_id <> NEW.certificate_id OR OLD.grant_id <> NEW.grant_id
  OR OLD.asked_by <> NEW.asked_by OR OLD.signatures <> NEW.signatures
  OR OLD.algorithm <> NEW.algorithm OR OLD.sha256 <> NEW.sha256
  OR OLD.reserved_at <> NEW.reserved_at
BEGIN SELECT RAISE(ABORT, 'signing_immutable: a signature can only be settled, once'); END;
CREATE TRIGGER remote_signings_give_back AFTER UPDATE OF state ON remote_signings
WHEN OLD.state = 'reserved' AND NEW.state = 'refused'
BEGIN
  UPDATE remote_grants SET signatures_used = signatures_used - NEW.signatures
   WHERE grant_id = NEW.grant_id;
END;
CREATE TRIGGER remote_signings_no_delete BEFORE DELETE ON remote_signings
BEGIN SELECT RAISE(ABORT, 'signing_immutable: a signature cannot be removed'); END;

-- The counter falls for nothing but a refusal.
CREATE TRIGGER remote_grants_counted BEFORE UPDATE OF signatures_used ON remote_grants
WHEN NEW.signatures_used < OLD.signatures_used AND NOT EXISTS (
  SELECT 1 FROM remote_signings s
   WHERE s.grant_id = OLD.grant_id AND s.state = 'refused'
     AND s.signatures = OLD.signatures_used - NEW.signatures_used)
BEGIN SELECT RAISE(ABORT, 'signatures_counted: what may have been signed stays counted'); END;

-- As for the indexes of 0005: so that plans do not change with the store.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('remote_certificates', 'remote_certificates_alias', '1000000 500000 1'),
  ('remote_certificates', 'remote_certificates_credential', '1000000 100000 1'),
  ('remote_certificates', 'remote_certificates_by_alias', '1000000 500000 1 1 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_by_time', '1000000 500000 2 1 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_by_end', '1000000 500000 2 1 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_status_alias', '1000000 500000 150000 1 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_status_time', '1000000 500000 150000 2 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_status_end', '1000000 500000 150000 2 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_access_alias', '1000000 500000 150000 1 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_access_time', '1000000 500000 150000 2 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_access_end', '1000000 500000 150000 2 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_authority_alias', '1000000 100000 1 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_authority_time', '1000000 100000 2 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_authority_end', '1000000 100000 2 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_wallet_alias', '1000000 100000 1 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_wallet_time', '1000000 100000 2 1 1 1 1 1 1'),
  ('remote_certificates', 'remote_certificates_wallet_end', '1000000 100000 2 1 1 1 1 1 1'),
  ('remote_grants', 'remote_grants_current', '1000000 1'),
  ('remote_grants', 'remote_grants_history', '5000000 5 1'),
  ('remote_signings', 'remote_signings_certificate', '10000000 10 1'),
  ('remote_signings', 'remote_signings_grant', '10000000 10 10 10'),
  ('remote_signings', 'remote_signings_open', '1000 1000 1');

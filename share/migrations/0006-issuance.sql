-- Authorities, certificates, keys, activation codes, envelopes.

CREATE TABLE authorities (
  authority_id INTEGER PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,
  role        TEXT NOT NULL CHECK (role IN ('root', 'issuing')),
  parent_id   INTEGER REFERENCES authorities,
  key_kind    TEXT NOT NULL,
  sealed_key  BLOB NOT NULL,      -- PKCS#8 under the master key
  certificate BLOB NOT NULL,      -- DER
  not_before  INTEGER NOT NULL,
  not_after   INTEGER NOT NULL,
  base_url    TEXT NOT NULL,      -- of caIssuers, OCSP, CRL, CPS, PDS
  policy_arc  TEXT NOT NULL,      -- object identifier above our policies
  created_at  INTEGER NOT NULL,
  retired_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX authorities_one ON authorities (role) WHERE retired_at IS NULL;

-- A row is made before anything is signed: serial and to-be-signed bytes are
-- stored first. The certificate follows and takes the place of those bytes,
-- which are in it; their hash stays and proves it.
CREATE TABLE certificates (
  certificate_id INTEGER PRIMARY KEY,
  serial      TEXT NOT NULL UNIQUE, -- upper-case hexadecimal
  user_id     INTEGER NOT NULL REFERENCES products,
  authority_id INTEGER NOT NULL REFERENCES authorities,
  purpose     TEXT NOT NULL CHECK (purpose IN ('signature', 'authentication')),
  profile     TEXT NOT NULL,
  profile_hash BLOB NOT NULL,     -- of the profile's definition when reserved
  not_before  INTEGER NOT NULL,
  not_after   INTEGER NOT NULL,
  reserved_at INTEGER NOT NULL,
  issued_at   INTEGER,
  tbs_hash    BLOB NOT NULL,      -- SHA-256 of what was to be signed
  tbs         BLOB,               -- until it is signed
  certificate BLOB,               -- DER, from then on
  CHECK ((tbs IS NULL) = (certificate IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX certificates_user ON certificates (user_id, purpose);

CREATE TRIGGER certificates_fixed BEFORE UPDATE ON certificates
WHEN OLD.serial <> NEW.serial OR OLD.user_id <> NEW.user_id
  OR OLD.tbs_hash <> NEW.tbs_hash OR OLD.certificate IS NOT NULL
  OR OLD.tbs <> NEW.tbs
BEGIN SELECT RAISE(ABORT, 'certificate_immutable: a certificate cannot be changed'); END;
CREATE TRIGGER certificates_no_delete BEFORE DELETE ON certificates
BEGIN SELECT RAISE(ABORT, 'certificate_immutable: a serial number is never freed'); END;

-- The holder's key, wrapped under keys from his PIN and from his PUK. Until
-- the codes are sealed in an envelope for the first time (`state` pending) it
-- waits under the master key.
CREATE TABLE holder_keys (
  user_id     INTEGER PRIMARY KEY REFERENCES products,
  key_kind    TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('pending', 'wrapped')),
  derivation  TEXT CHECK (derivation IN ('argon2id-64m-2', 'argon2id-8m-1')),
  salt        BLOB,               -- 16 bytes for the PIN, 16 for the PUK
  pin_wrapped BLOB,
  puk_wrapped BLOB,
  pending_key BLOB,
  created_at  INTEGER NOT NULL,
  CHECK ((state = 'pending') = (pending_key IS NOT NULL)),
  CHECK ((state = 'wrapped') = (pin_wrapped IS NOT NULL AND
         puk_wrapped IS NOT NULL AND salt IS NOT NULL AND
         derivation IS NOT NULL))
) STRICT;
CREATE INDEX holder_keys_pending ON holder_keys (user_id) WHERE state = 'pending';

-- Once the PIN guards a key, the master key alone never does again.
CREATE TRIGGER holder_keys_wrapped BEFORE UPDATE ON holder_keys
WHEN OLD.state = 'wrapped' AND NEW.state <> 'wrapped'
BEGIN SELECT RAISE(ABORT, 'holder_key_wrapped: the key is wrapped under the PIN and stays so'); END;

-- PIN, PUK and ERC until the holder first uses them, for a resend.
CREATE TABLE activation_codes (
  user_id     INTEGER PRIMARY KEY REFERENCES products,
  sealed_codes BLOB,              -- NULL once forgotten
  erc_hash    BLOB NOT NULL,      -- HMAC under the master key: the call centre cannot wait for Argon2id
  created_at  INTEGER NOT NULL,
  forgotten_at INTEGER
) STRICT;

CREATE TABLE envelopes (
  envelope_id INTEGER PRIMARY KEY,
  user_id     INTEGER NOT NULL REFERENCES products,
  format      TEXT NOT NULL CHECK (format IN ('pdf', 'cms')),
  passphrase_kind TEXT NOT NULL CHECK (passphrase_kind = 'generated' OR
              passphrase_kind = 'chosen' OR passphrase_kind = 'tax_code'),
  sha256      BLOB NOT NULL REFERENCES objects,
  sealed_by   INTEGER NOT NULL REFERENCES operators,
  sealed_at   INTEGER NOT NULL,
  void_at     INTEGER             -- a later envelope replaced it
) STRICT;
CREATE INDEX envelopes_user ON envelopes (user_id, envelope_id);
CREATE UNIQUE INDEX envelopes_one ON envelopes (user_id) WHERE void_at IS NULL;

-- Holders: master data that later orders use again.

CREATE TABLE holders (
  holder_id   INTEGER PRIMARY KEY,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  iut         TEXT NOT NULL UNIQUE, -- dnQualifier of the holder's certificates
  surname     TEXT,
  given_name  TEXT,
  sex         TEXT CHECK (sex IN ('F', 'M')),
  birth_date  TEXT,
  birth_place TEXT,
  birth_place_code TEXT,
  birth_country TEXT,
  citizenship TEXT,
  tax_code    TEXT,
  legal_id_type TEXT CHECK (legal_id_type = 'TIN' OR
              legal_id_type = 'PNO' OR legal_id_type = 'IDC' OR
              legal_id_type = 'PAS'),
  legal_id_country TEXT,
  legal_id_number TEXT,
  street      TEXT,
  street_number TEXT,
  postal_code TEXT,
  city        TEXT,
  province    TEXT,
  country     TEXT,
  email       TEXT,
  email_alias TEXT,
  mobile      TEXT,
  document_type TEXT CHECK (document_type IN ('identity_card', 'passport')),
  document_country TEXT,
  document_number TEXT,
  document_issuer TEXT,
  document_issue_date TEXT,
  document_expiry_date TEXT,
  mrz         TEXT,
  verified_at INTEGER,            -- when an officer last established it
  surname_key TEXT NOT NULL,      -- what searches compare: no case, no accents
  given_name_key TEXT NOT NULL,
  identity_key TEXT NOT NULL,     -- IT:<tax code> or <type><country>:<number>
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  UNIQUE (client_id, identity_key)
) STRICT;

-- An address or a number belongs to one holder; an alias tells identities
-- apart that share an address.
CREATE UNIQUE INDEX holders_email
  ON holders (client_id, email, coalesce(email_alias, '')) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX holders_mobile
  ON holders (client_id, mobile) WHERE mobile IS NOT NULL;
CREATE INDEX holders_name ON holders (client_id, surname_key, given_name_key);
CREATE INDEX holders_birth ON holders (client_id, birth_date);
CREATE INDEX holders_document ON holders (client_id, document_number);
CREATE INDEX holders_legal_id
  ON holders (client_id, legal_id_number) WHERE legal_id_number IS NOT NULL;

-- Images of identity documents.
CREATE TABLE document_images (
  holder_id   INTEGER NOT NULL REFERENCES holders,
  document_number TEXT NOT NULL,
  side        TEXT NOT NULL CHECK (side = 'front' OR side = 'back' OR
              side = 'both'),
  sha256      BLOB NOT NULL REFERENCES objects,
  added_at    INTEGER NOT NULL,
  PRIMARY KEY (holder_id, document_number, side)
) STRICT, WITHOUT ROWID;

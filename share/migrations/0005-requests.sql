-- Orders as they were asked for, and their products. Closed sets of words are
-- written out with OR: for IN, SQLite builds a table at every row. No trigger acts
-- on INSERT: with one, SQLite keeps a copy of each page that an INSERT touches.
-- `ipp-store check` sees whether a product says what its order says, and whether
-- it was recognised before it went on.

CREATE TABLE orders (
  order_id    INTEGER PRIMARY KEY,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  unit_id     INTEGER NOT NULL REFERENCES units,
  created_by  INTEGER NOT NULL REFERENCES operators,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  submitted_at INTEGER,
  external_code TEXT,
  content_hash BLOB,              -- of an imported row: is it the same again?
  name        TEXT,
  recognition TEXT CHECK (recognition = 'offline' OR recognition = 'live' OR
              recognition = 'video' OR recognition = 'sign' OR
              recognition = 'spid'),
  holder_id   INTEGER REFERENCES holders,
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
  validity    INTEGER,
  organization_name TEXT,
  organization_identifier TEXT,
  title       TEXT,
  istat_code  TEXT,
  limit_text  TEXT,
  consent_privacy INTEGER CHECK (consent_privacy IN (0, 1)),
  consent_terms INTEGER CHECK (consent_terms IN (0, 1)),
  consent_marketing INTEGER CHECK (consent_marketing IN (0, 1)),
  privacy_version TEXT,
  consented_at INTEGER,
  language    TEXT CHECK (language IN ('it', 'en')),
  message     TEXT,
  note        TEXT
) STRICT;

CREATE UNIQUE INDEX orders_external
  ON orders (client_id, external_code) WHERE external_code IS NOT NULL;
CREATE INDEX orders_drafts ON orders (created_by, updated_at, order_id) WHERE submitted_at IS NULL;
CREATE INDEX orders_open ON orders (client_id, order_id) WHERE submitted_at IS NULL;

-- The legal steps; filled from the life-cycle table of the program and
-- compared with it by `ipp-store check`.
CREATE TABLE transitions (
  status      TEXT NOT NULL,
  next        TEXT NOT NULL,
  PRIMARY KEY (status, next)
) STRICT, WITHOUT ROWID;

INSERT INTO transitions (status, next) VALUES
  ('draft', 'to_identify'),
  ('to_identify', 'to_sign'), ('to_identify', 'to_review'),
  ('to_identify', 'to_issue'), ('to_identify', 'cancelled'),
  ('to_sign', 'to_issue'), ('to_sign', 'cancelled'),
  ('to_review', 'to_issue'), ('to_review', 'to_identify'),
  ('to_review', 'cancelled'),
  ('to_issue', 'issuing'), ('to_issue', 'cancelled'),
  ('issuing', 'active'), ('issuing', 'to_issue'),
  ('active', 'suspended'), ('active', 'revoked'), ('active', 'expired'),
  ('suspended', 'active'), ('suspended', 'revoked'), ('suspended', 'expired');

CREATE TABLE products (
  user_id     INTEGER PRIMARY KEY,
  order_id    INTEGER NOT NULL REFERENCES orders,
  client_id   INTEGER NOT NULL REFERENCES organizations,
  product     TEXT REFERENCES catalog,
  status      TEXT NOT NULL CHECK (status = 'draft' OR
              status = 'to_identify' OR status = 'to_sign' OR
              status = 'to_review' OR status = 'to_issue' OR
              status = 'issuing' OR status = 'active' OR
              status = 'suspended' OR status = 'revoked' OR
              status = 'expired' OR status = 'cancelled'),
  status_at   INTEGER NOT NULL,
  handed_in_by INTEGER REFERENCES operators,
  recognised_by INTEGER REFERENCES operators,
  recognised_at INTEGER,
  reviewed_by INTEGER REFERENCES operators,
  issued_by   INTEGER REFERENCES operators,
  activated_at INTEGER,
  valid_until INTEGER,
  serial      TEXT,               -- of the signature certificate
  device_serial TEXT,
  reason      TEXT,
  -- copied from the order and its holder, so that a search reads one row of
  -- one table for each product it finds; lib/store/order_products.c sees to it
  recognition TEXT,
  unit_id     INTEGER NOT NULL,
  created_by  INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  holder_id   INTEGER,
  iut         TEXT,
  external_code TEXT,
  surname     TEXT,
  given_name  TEXT,
  tax_code    TEXT,
  email       TEXT,
  email_alias TEXT,
  mobile      TEXT,
  surname_key TEXT,               -- what searches compare: no case, no accents
  given_name_key TEXT,
  CHECK (product IS NOT NULL OR status = 'draft'),
  CHECK (activated_at IS NOT NULL OR (status <> 'active' AND
         status <> 'suspended' AND status <> 'revoked' AND
         status <> 'expired'))
) STRICT;

-- Each serves a filter in one order; what stands behind user_id lets a further
-- filter be tested without the row.
CREATE INDEX products_order ON products (order_id, user_id);
CREATE INDEX products_created ON products (client_id, created_at, user_id);
CREATE INDEX products_status ON products (client_id, status, created_at, user_id, product, recognition, unit_id, created_by, surname_key);
CREATE INDEX products_product ON products (client_id, product, created_at, user_id);
CREATE INDEX products_recognition ON products (client_id, recognition, created_at, user_id);
CREATE INDEX products_kind ON products (client_id, product, recognition, created_at, user_id);
CREATE INDEX products_unit ON products (unit_id, created_at, user_id, client_id);
CREATE INDEX products_operator ON products (created_by, created_at, user_id, client_id);
CREATE INDEX products_activated ON products (client_id, activated_at, user_id) WHERE activated_at IS NOT NULL;
CREATE INDEX products_valid ON products (client_id, valid_until, user_id) WHERE valid_until IS NOT NULL;
CREATE INDEX products_ending ON products (status, valid_until, user_id, client_id) WHERE valid_until IS NOT NULL;
CREATE INDEX products_surname ON products (client_id, surname_key, user_id, given_name_key, status, unit_id, created_at, product, recognition) WHERE surname_key IS NOT NULL;
CREATE INDEX products_given_name ON products (client_id, given_name_key, user_id) WHERE given_name_key IS NOT NULL;
CREATE INDEX products_tax_code ON products (client_id, tax_code, user_id) WHERE tax_code IS NOT NULL;
CREATE INDEX products_email ON products (client_id, email, user_id) WHERE email IS NOT NULL;
CREATE INDEX products_alias ON products (client_id, email_alias, user_id) WHERE email_alias IS NOT NULL;
CREATE INDEX products_mobile ON products (client_id, mobile, user_id) WHERE mobile IS NOT NULL;
CREATE INDEX products_holder ON products (holder_id, user_id) WHERE holder_id IS NOT NULL;
CREATE INDEX products_serial ON products (serial, user_id) WHERE serial IS NOT NULL;
CREATE INDEX products_device ON products (device_serial, user_id) WHERE device_serial IS NOT NULL;

-- What to expect of each index: rows in all, then those that agree in one
-- column, in two, and so on. Without it SQLite takes one organization for ten
-- rows; and as it does not change with the store, neither does the plan of a
-- query. lib/store/search_plan.c says which index is to be used.
ANALYZE products;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('products', 'products_order', '1000000 1 1'),
  ('products', 'products_created', '1000000 500000 2 1'),
  ('products', 'products_status', '1000000 500000 50000 2 1 1 1 1 1 1'),
  ('products', 'products_product', '1000000 500000 70000 2 1'),
  ('products', 'products_recognition', '1000000 500000 100000 2 1'),
  ('products', 'products_kind', '1000000 500000 70000 20000 2 1'),
  ('products', 'products_unit', '1000000 50000 2 1 1'),
  ('products', 'products_operator', '1000000 20000 2 1 1'),
  ('products', 'products_activated', '1000000 500000 2 1'),
  ('products', 'products_valid', '1000000 500000 2 1'),
  ('products', 'products_ending', '1000000 100000 2 1 1'),
  ('products', 'products_surname', '1000000 500000 2000 1 1 1 1 1 1 1'),
  ('products', 'products_given_name', '1000000 500000 10000 1'),
  ('products', 'products_tax_code', '1000000 500000 2 1'),
  ('products', 'products_email', '1000000 500000 2 1'),
  ('products', 'products_alias', '1000000 500000 2 1'),
  ('products', 'products_mobile', '1000000 500000 2 1'),
  ('products', 'products_holder', '1000000 2 1'),
  ('products', 'products_serial', '1000000 1 1'),
  ('products', 'products_device', '1000000 1 1');

CREATE TRIGGER products_step BEFORE UPDATE OF status ON products
WHEN OLD.status <> NEW.status AND NOT EXISTS (
  SELECT 1 FROM transitions t
   WHERE t.status = OLD.status AND t.next = NEW.status)
BEGIN SELECT RAISE(ABORT, 'transition_refused: this status cannot follow the one before'); END;

-- Where an organization demands four eyes, nobody issues whom he recognised.
CREATE TRIGGER products_four_eyes BEFORE UPDATE OF status, issued_by ON products
WHEN NEW.status IN ('issuing', 'active')
 AND NEW.issued_by = NEW.recognised_by
 AND EXISTS (SELECT 1 FROM organizations o
              WHERE o.client_id = NEW.client_id AND o.four_eyes = 1)
BEGIN SELECT RAISE(ABORT, 'four_eyes: the issuer must not be the recogniser'); END;

CREATE TRIGGER products_no_delete BEFORE DELETE ON products
WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'not_a_draft: only a draft can be deleted'); END;

CREATE TRIGGER orders_no_delete BEFORE DELETE ON orders
WHEN EXISTS (SELECT 1 FROM products p
              WHERE p.order_id = OLD.order_id AND p.status <> 'draft')
BEGIN SELECT RAISE(ABORT, 'not_a_draft: only a draft can be deleted'); END;

-- What proves who the holder is; bound to the bytes by their SHA-256.
CREATE TABLE evidence (
  evidence_id INTEGER PRIMARY KEY,
  user_id     INTEGER NOT NULL REFERENCES products,
  kind        TEXT NOT NULL CHECK (kind = 'form' OR kind = 'report' OR
              kind = 'document_front' OR kind = 'document_back' OR
              kind = 'document' OR kind = 'third_party_consent' OR
              kind = 'check' OR kind = 'statement'),
  sha256      BLOB REFERENCES objects,
  verdict     TEXT CHECK (verdict = 'passed' OR verdict = 'failed' OR
              verdict = 'referred'),
  detail      TEXT NOT NULL,      -- canonical JSON
  recorded_by INTEGER NOT NULL REFERENCES operators,
  at          INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_user ON evidence (user_id, evidence_id);
CREATE INDEX evidence_object ON evidence (sha256, evidence_id) WHERE sha256 IS NOT NULL;

CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence_immutable: evidence cannot be changed'); END;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence_immutable: evidence cannot be removed'); END;

-- What may be asked for. The rows ship with the program.

CREATE TABLE catalog (
  product     TEXT PRIMARY KEY,
  name_it     TEXT NOT NULL,
  name_en     TEXT NOT NULL,
  key_place   TEXT NOT NULL CHECK (key_place IN ('remote', 'device')),
  profiles    TEXT NOT NULL,      -- certificate profiles, apart by blanks
  validity_unit TEXT NOT NULL CHECK (validity_unit IN ('months', 'minutes')),
  validity    INTEGER NOT NULL,
  validity_min INTEGER NOT NULL,
  validity_max INTEGER NOT NULL,
  recognitions TEXT NOT NULL,     -- apart by blanks
  role        INTEGER NOT NULL CHECK (role IN (0, 1)),
  limit_it    TEXT,
  limit_en    TEXT,
  asked_by    TEXT,               -- profile that alone may ask for it
  definition  TEXT NOT NULL       -- the whole row as JSON, as shipped
) STRICT, WITHOUT ROWID;

CREATE TABLE certificate_profiles (
  profile     TEXT PRIMARY KEY,
  definition  TEXT NOT NULL       -- JSON, as shipped
) STRICT, WITHOUT ROWID;

-- What an organization may use; no row means no.
CREATE TABLE catalog_enabled (
  client_id   INTEGER NOT NULL REFERENCES organizations,
  product     TEXT NOT NULL REFERENCES catalog,
  PRIMARY KEY (client_id, product)
) STRICT, WITHOUT ROWID;

CREATE TABLE recognition_enabled (
  client_id   INTEGER NOT NULL REFERENCES organizations,
  recognition TEXT NOT NULL CHECK (recognition = 'offline' OR
              recognition = 'live' OR recognition = 'video' OR
              recognition = 'sign' OR recognition = 'spid'),
  PRIMARY KEY (client_id, recognition)
) STRICT, WITHOUT ROWID;

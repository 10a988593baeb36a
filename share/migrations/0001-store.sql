-- The store itself: what it is, its journal, its objects, its outbox.
-- Instants are seconds since 1970 (UTC), dates are texts YYYY-MM-DD,
-- booleans are 0 or 1. Code binds every value, SQL never asks for the time.
-- A set of three words or more is spelled out with OR: for IN (...) SQLite would
-- build a table again for every row.

CREATE TABLE store (
  store_id    INTEGER PRIMARY KEY CHECK (store_id = 1),
  created_at  INTEGER NOT NULL,
  demo        INTEGER NOT NULL CHECK (demo IN (0, 1)),
  key_check   BLOB NOT NULL,      -- HMAC under the master key: is it the key?
  journal_head BLOB,              -- HMAC over the newest journal entry
  journal_count INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What happened, in order, for ever. Each entry holds the hash of the one
-- before: hash = SHA-256 (previous || canonical JSON of the other columns).
-- That none is missing the chain tells; no trigger acts on INSERT (see 0005).
CREATE TABLE journal (
  entry_id    INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  event       TEXT NOT NULL,
  client_id   INTEGER,
  operator_id INTEGER,
  unit_id     INTEGER,
  order_id    INTEGER,
  user_id     INTEGER,
  detail      TEXT NOT NULL,      -- canonical JSON, no secrets
  previous    BLOB NOT NULL,
  hash        BLOB NOT NULL
) STRICT;

CREATE INDEX journal_user ON journal (user_id, entry_id) WHERE user_id IS NOT NULL;
CREATE INDEX journal_order ON journal (order_id, entry_id) WHERE order_id IS NOT NULL;

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_immutable: the journal cannot be changed'); END;

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_immutable: the journal cannot be shortened'); END;

-- Content-addressed files beside the database, encrypted.
CREATE TABLE objects (
  sha256      BLOB PRIMARY KEY,   -- of the plain bytes
  size        INTEGER NOT NULL CHECK (size >= 0),
  mime        TEXT NOT NULL,
  pages       INTEGER,
  created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Mails and short messages that follow from a change; written with it.
CREATE TABLE outbox (
  message_id  INTEGER PRIMARY KEY,
  client_id   INTEGER,
  channel     TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
  template    TEXT NOT NULL,
  language    TEXT NOT NULL CHECK (language IN ('it', 'en')),
  recipient   TEXT NOT NULL,
  recipient_name TEXT,
  sealed_values BLOB,             -- JSON object of the template's values;
                                  -- forgotten once it is sent
  message_ref TEXT,               -- Message-ID, from the first attempt on
  attachment  BLOB REFERENCES objects (sha256),
  attachment_name TEXT,
  order_id    INTEGER,
  user_id     INTEGER,
  once_key    TEXT UNIQUE,        -- the same notice is never queued twice
  state       TEXT NOT NULL DEFAULT 'pending'
              CHECK (state = 'pending' OR state = 'sent' OR
              state = 'failed' OR state = 'void'),
  attempts    INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  sent_at     INTEGER,
  last_error  TEXT
) STRICT;

CREATE INDEX outbox_due ON outbox (next_attempt_at, message_id) WHERE state = 'pending';
CREATE INDEX outbox_state ON outbox (state, message_id);
CREATE INDEX outbox_user ON outbox (user_id, message_id) WHERE user_id IS NOT NULL;

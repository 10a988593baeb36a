-- The journal by time: entries come in order, so this index only grows at its
-- end, and a day of a long journal is found without reading it.
CREATE INDEX journal_at ON journal (at);

-- Certificates of the authority for what it signs itself: heads of the journal
-- and dossiers. Each key signs once and is forgotten.
CREATE TABLE seals (
  serial      TEXT PRIMARY KEY,   -- upper-case hexadecimal
  authority_id INTEGER NOT NULL REFERENCES authorities,
  purpose     TEXT NOT NULL CHECK (purpose IN ('journal', 'dossier')),
  not_before  INTEGER NOT NULL,
  not_after   INTEGER NOT NULL,
  sealed_at   INTEGER NOT NULL,
  certificate BLOB NOT NULL       -- DER
) STRICT, WITHOUT ROWID;

CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals
BEGIN SELECT RAISE(ABORT, 'certificate_immutable: a certificate cannot be changed'); END;

CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals
BEGIN SELECT RAISE(ABORT, 'certificate_immutable: a serial number is never freed'); END;

-- Revocation lists that went out. A number is taken before the list is signed,
-- so that none is ever used twice; one without published_at was perhaps never
-- seen by anybody.
CREATE TABLE revocation_lists (
  list_id      INTEGER PRIMARY KEY,
  authority_id INTEGER NOT NULL REFERENCES authorities,
  partition    INTEGER NOT NULL DEFAULT 0,
  number       INTEGER NOT NULL CHECK (number > 0),
  this_update  INTEGER NOT NULL,
  next_update  INTEGER NOT NULL CHECK (next_update > this_update),
  change_id    INTEGER NOT NULL,  -- it tells all changes up to this one
  made_by      INTEGER NOT NULL REFERENCES operators,
  entries      INTEGER,
  size         INTEGER,           -- bytes
  sha256       BLOB CHECK (length(sha256) = 32),
  published_at INTEGER,
  UNIQUE (authority_id, partition, number),
  CHECK ((published_at IS NULL) = (sha256 IS NULL)),
  CHECK ((published_at IS NULL) = (entries IS NULL)),
  CHECK ((published_at IS NULL) = (size IS NULL))
) STRICT;

CREATE TRIGGER revocation_lists_increase BEFORE INSERT ON revocation_lists
WHEN NEW.number <= (SELECT max(number) FROM revocation_lists
  WHERE authority_id = NEW.authority_id AND partition = NEW.partition)
BEGIN SELECT RAISE(ABORT, 'list_number_used: numbers of revocation lists strictly increase'); END;
CREATE TRIGGER revocation_lists_fixed BEFORE UPDATE ON revocation_lists
WHEN OLD.published_at IS NOT NULL OR NEW.published_at IS NULL
  OR OLD.list_id <> NEW.list_id OR OLD.authority_id <> NEW.authority_id
  OR OLD.partition <> NEW.partition OR OLD.number <> NEW.number
  OR OLD.this_update <> NEW.this_update OR OLD.next_update <> NEW.next_update
  OR OLD.change_id <> NEW.change_id OR OLD.made_by <> NEW.made_by
BEGIN SELECT RAISE(ABORT, 'list_immutable: a revocation list can only be published, once'); END;
CREATE TRIGGER revocation_lists_no_delete BEFORE DELETE ON revocation_lists
BEGIN SELECT RAISE(ABORT, 'list_immutable: a revocation list cannot be removed'); END;

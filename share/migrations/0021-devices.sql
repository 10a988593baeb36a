-- Smart cards and keys of holders. A row is made before the device is touched,
-- so that a run that ends too early is gone on with on the same one: `seed`
-- tells its keys (CKA_ID) from all others.
CREATE TABLE devices (
  user_id     INTEGER PRIMARY KEY REFERENCES products,
  seed        BLOB NOT NULL CHECK (length(seed) = 16),
  label       TEXT NOT NULL,
  serial      TEXT,               -- NULL: it shows none before it is initialized
  manufacturer TEXT NOT NULL,
  model       TEXT NOT NULL,
  certified   INTEGER NOT NULL CHECK (certified IN (0, 1)), -- it is a QSCD
  key_kind    TEXT NOT NULL,
  claimed_by  INTEGER NOT NULL REFERENCES operators,
  claimed_at  INTEGER NOT NULL,
  proved_at   INTEGER,            -- its keys were, and the officer signed that
  written_at  INTEGER,            -- its certificates are on it
  released_at INTEGER,            -- its product is over, another has it
  CHECK (proved_at IS NULL OR serial IS NOT NULL),
  CHECK (written_at IS NULL OR proved_at IS NOT NULL)
) STRICT;
-- One product a device.
CREATE UNIQUE INDEX devices_one ON devices (manufacturer, serial)
  WHERE serial IS NOT NULL AND released_at IS NULL;

CREATE TRIGGER devices_fixed BEFORE UPDATE ON devices
WHEN OLD.proved_at IS NOT NULL AND (OLD.seed <> NEW.seed
  OR OLD.serial <> NEW.serial OR OLD.manufacturer <> NEW.manufacturer
  OR OLD.model <> NEW.model OR OLD.certified <> NEW.certified
  OR OLD.key_kind <> NEW.key_kind OR NEW.proved_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'device_immutable: certificates were made for the keys on this device'); END;
CREATE TRIGGER devices_no_delete BEFORE DELETE ON devices
BEGIN SELECT RAISE(ABORT, 'device_immutable: a device cannot be removed'); END;

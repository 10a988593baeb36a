-- Whether certificates of remote products say that the key lies in a certified
-- device. The store is none; a demo store says so for the sake of the example.
ALTER TABLE authorities ADD COLUMN remote_qscd INTEGER NOT NULL DEFAULT 0
  CHECK (remote_qscd IN (0, 1));
UPDATE authorities SET remote_qscd = coalesce((SELECT demo FROM store), 0);

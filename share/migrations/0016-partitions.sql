-- Lists in parts (RFC 5280, 5.2.5), and lists of changes (5.2.4). Which part a
-- certificate is on is fixed when it is issued, for its distribution point
-- names that list.

-- How many parts new certificates are spread over, from number 1 on; 0: all
-- are on the one list, number 0, on which those before stay. What has once
-- been named is published for ever.
ALTER TABLE authorities ADD COLUMN partitions INTEGER NOT NULL DEFAULT 0
  CHECK (partitions BETWEEN 0 AND 1000);
ALTER TABLE authorities ADD COLUMN partitions_named INTEGER NOT NULL DEFAULT 0
  CHECK (partitions_named >= partitions);
CREATE TRIGGER authorities_named BEFORE UPDATE OF partitions_named ON authorities
WHEN NEW.partitions_named < OLD.partitions_named
BEGIN SELECT RAISE(ABORT, 'partition_named: certificates name this list'); END;

ALTER TABLE certificates ADD COLUMN partition INTEGER NOT NULL DEFAULT 0
  CHECK (partition >= 0);
DROP TRIGGER certificates_fixed;
CREATE TRIGGER certificates_fixed BEFORE UPDATE ON certificates
WHEN OLD.serial <> NEW.serial OR OLD.user_id <> NEW.user_id
  OR OLD.tbs_hash <> NEW.tbs_hash OR OLD.certificate IS NOT NULL
  OR OLD.tbs <> NEW.tbs OR OLD.partition <> NEW.partition
BEGIN SELECT RAISE(ABORT, 'certificate_immutable: a certificate cannot be changed'); END;

-- Of a list of changes: the complete list that it adds to. Both kinds share
-- one series of numbers.
ALTER TABLE revocation_lists ADD COLUMN base_number INTEGER
  CHECK (base_number < number);
DROP TRIGGER revocation_lists_fixed;
CREATE TRIGGER revocation_lists_fixed BEFORE UPDATE ON revocation_lists
WHEN OLD.published_at IS NOT NULL OR NEW.published_at IS NULL
  OR OLD.list_id <> NEW.list_id OR OLD.authority_id <> NEW.authority_id
  OR OLD.partition <> NEW.partition OR OLD.number <> NEW.number
  OR OLD.this_update <> NEW.this_update OR OLD.next_update <> NEW.next_update
  OR OLD.change_id <> NEW.change_id OR OLD.made_by <> NEW.made_by
  OR OLD.base_number IS DISTINCT FROM NEW.base_number
BEGIN SELECT RAISE(ABORT, 'list_immutable: a revocation list can only be published, once'); END;

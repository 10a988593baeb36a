-- Certificates as answers about them are looked up: without their rows, each of
-- which lies on a page of its own.
CREATE INDEX certificates_known ON certificates (serial, authority_id)
  WHERE certificate IS NOT NULL;

-- Who was told that his certificate ends, and which request renews which
-- product.

-- The last notice of the end of a certificate: so many days before it. The
-- index has it, so that a run looks at no row that is done with.
ALTER TABLE products ADD COLUMN expiry_days INTEGER;
DROP INDEX products_ending;
CREATE INDEX products_ending ON products (status, valid_until, user_id, client_id, expiry_days) WHERE valid_until IS NOT NULL;
ALTER TABLE operator_certificates ADD COLUMN expiry_days INTEGER;

-- The product that a request renews, copied to the product it asks for as in
-- 0005. There is one renewal at a time; one that came to nothing is none.
ALTER TABLE orders ADD COLUMN renews INTEGER;
ALTER TABLE products ADD COLUMN renews INTEGER;
CREATE UNIQUE INDEX products_renews ON products (renews) WHERE renews IS NOT NULL
  AND status <> 'cancelled' AND status <> 'revoked' AND status <> 'expired';

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('products', 'products_ending', '1000000 100000 2 1 1 1'),
  ('products', 'products_renews', '10000 1');

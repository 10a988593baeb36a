-- A product that is suspended, reinstated or over touches fewer pages of the
-- indexes.

-- What can end, by when it does: a status that changes stays at its place.
DROP INDEX products_ending;
CREATE INDEX products_ending ON products (valid_until, user_id, client_id, expiry_days, status)
  WHERE status = 'active' OR status = 'suspended';

-- What happened to a product is found by the product, also from its order.
DROP INDEX journal_order;
CREATE INDEX journal_order ON journal (order_id, entry_id)
  WHERE order_id IS NOT NULL AND user_id IS NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('products', 'products_ending', '1000000 2 1 1 1 1');

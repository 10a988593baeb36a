-- The forms that were printed, so that they are known again when they come
-- back signed.
CREATE TABLE forms (
  sha256      BLOB PRIMARY KEY,
  order_id    INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
  kind        TEXT NOT NULL CHECK (kind IN ('form', 'report', 'consent')),
  size        INTEGER NOT NULL,
  printed_by  INTEGER NOT NULL REFERENCES operators,
  printed_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX forms_order ON forms (order_id, printed_at);

CREATE TRIGGER forms_no_update BEFORE UPDATE ON forms
BEGIN SELECT RAISE(ABORT, 'form_immutable: what was printed cannot be changed'); END;

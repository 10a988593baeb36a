-- Four eyes are wanted of an issue. Who reinstates issues nothing, even where
-- four eyes have been demanded since.
DROP TRIGGER products_four_eyes;
CREATE TRIGGER products_four_eyes BEFORE UPDATE OF status, issued_by ON products
WHEN NEW.status IN ('issuing', 'active')
 AND OLD.status <> 'suspended'
 AND NEW.issued_by = NEW.recognised_by
 AND EXISTS (SELECT 1 FROM organizations o
              WHERE o.client_id = NEW.client_id AND o.four_eyes = 1)
BEGIN SELECT RAISE(ABORT, 'four_eyes: the issuer must not be the recogniser'); END;

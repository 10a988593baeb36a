-- A refresh token that goes out may be the last one that is known here: the
-- answer with the next can be lost on its way into the store.

-- When it went out, until what came in exchange is kept; an access that is
-- refused then is lost, and nobody need have withdrawn it.
ALTER TABLE remote_grants ADD COLUMN refresh_asked_at INTEGER;

CREATE TRIGGER remote_grants_asked BEFORE UPDATE OF refresh_asked_at ON remote_grants
WHEN OLD.withdrawn_at IS NOT NULL AND OLD.refresh_asked_at IS NOT NEW.refresh_asked_at
BEGIN SELECT RAISE(ABORT, 'grant_immutable: what was granted cannot be changed'); END;

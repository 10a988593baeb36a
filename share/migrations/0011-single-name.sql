-- People who have one name only have it as surname, and no given name. That is
-- said, and not guessed from what is missing.
ALTER TABLE holders ADD COLUMN single_name INTEGER CHECK (single_name IN (0, 1));
ALTER TABLE orders ADD COLUMN single_name INTEGER CHECK (single_name IN (0, 1));

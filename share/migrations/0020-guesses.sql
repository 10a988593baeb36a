-- Wrong emergency codes that an operator brought within a day, whatever product
-- they were for: who tries them one after the other on many products is stopped
-- as well as who tries many on one.
CREATE TABLE emergency_guesses (
  operator_id INTEGER PRIMARY KEY REFERENCES operators,
  failures    INTEGER NOT NULL CHECK (failures > 0),
  since       INTEGER NOT NULL,   -- of the first
  locked_until INTEGER NOT NULL   -- 0: not locked
) STRICT;

-- The journal by time: entries come in order, so this index only grows at its
-- end, and a day of a long journal is found without reading it.
CREATE INDEX journal_at ON journal (at);

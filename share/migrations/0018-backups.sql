-- When the store was last backed up is asked every few minutes.
CREATE INDEX journal_backups ON journal (entry_id) WHERE event = 'backup_finished';

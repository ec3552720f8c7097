-- Version 2 of the store's tables: what hardening the main job added. Who
-- owns a table is named beside it.

-- projection.c: the lists in the order in which they are shown, so that a
-- first page costs the same however many records there are
DROP INDEX record_type;
CREATE INDEX record_by_type ON record (type, last_time DESC, record);
CREATE INDEX record_by_time ON record (last_time DESC, record)
  WHERE type IS NULL OR type NOT IN ('receipt', 'custody', 'admission', 'erasure', 'case');

PRAGMA user_version = 2;

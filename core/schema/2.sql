-- Version 2 of the store's tables: what hardening the main job added. Who
-- owns a table is named beside it.

-- sync/mailbox.c: what this store read of, and wrote into, folders it exchanges by
CREATE TABLE seen (
  name TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, outcome TEXT NOT NULL  -- changed: mtime, ns
) STRICT, WITHOUT ROWID;
CREATE TABLE posted (
  name TEXT PRIMARY KEY, recipients TEXT NOT NULL, content BLOB NOT NULL, size INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- sync/sent.c: what packed events of the own log say; follows from it. event: record id; entries, files: lists, as there
CREATE TABLE sent_bundle (
  event TEXT PRIMARY KEY, name TEXT NOT NULL, recipient TEXT NOT NULL, time TEXT NOT NULL, entries TEXT NOT NULL, files TEXT NOT NULL
) STRICT;
CREATE TABLE sent_range (first INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;  -- of the own log, to headquarters
CREATE TABLE sent_file (sha256 BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
-- sync/arrived.c: records of others that came, and which were not looked at yet; this device's affair alone
CREATE TABLE arrived (
  record TEXT PRIMARY KEY, author TEXT NOT NULL, time TEXT NOT NULL, actionable INTEGER NOT NULL, unread INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- sync/recovery-kept.c: recovery files that devices sent to the registry; size: of the device's log when it sent this one
CREATE TABLE recovery_kept (device TEXT PRIMARY KEY, age BLOB NOT NULL, taken TEXT NOT NULL, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- projection.c: the lists in the order in which they are shown, so that a
-- first page costs the same however many records there are. Not IN: SQLite
-- would make a table of the five words anew for each row that is written.
DROP INDEX record_type;
CREATE INDEX record_by_type ON record (type, last_time DESC, record);
CREATE INDEX record_by_time ON record (last_time DESC, record)
  WHERE type IS NULL OR (type <> 'receipt' AND type <> 'custody' AND type <> 'admission'
    AND type <> 'erasure' AND type <> 'case');

-- search.c: beginnings of up to six letters have an index of their own, so
-- that what is being typed is found without looking through all words; and
-- the records whose words are not in the index yet
CREATE TABLE unindexed (id INTEGER PRIMARY KEY) STRICT;
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3 4 5 6'
);
-- A page of the index fits a page of the database, less what each page's HMAC takes.
INSERT INTO search (search, rank) VALUES ('pgsz', 3900);
INSERT INTO unindexed (id) SELECT id FROM record;

-- quarantine.c: index ranges of a log that do not count here; follows from the logs and the roster
CREATE TABLE quarantine (
  log INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (log, first)
) STRICT, WITHOUT ROWID;

-- sync/judging.c: new entries of a log that arrived in a day, for the flood bound
CREATE TABLE arrival (log INTEGER NOT NULL, day TEXT NOT NULL, entries INTEGER NOT NULL, PRIMARY KEY (log, day)) STRICT, WITHOUT ROWID;

-- sync/pieces.c: pieces of large files that wait for the others
CREATE TABLE piece (
  file BLOB NOT NULL, parts INTEGER NOT NULL, number INTEGER NOT NULL, sha256 BLOB NOT NULL, name TEXT NOT NULL,  -- name: in the folder "pieces"
  PRIMARY KEY (file, parts, number)
) STRICT, WITHOUT ROWID;

-- log-erase.c: values that are never taken in again; gone: one was here, or came, and was dropped
CREATE TABLE erased (
  entry INTEGER NOT NULL, name TEXT NOT NULL, request BLOB NOT NULL, gone INTEGER NOT NULL,
  PRIMARY KEY (entry, name)
) STRICT, WITHOUT ROWID;

-- erasure.c: what a person confirmed here; age files and files that went with it (by an HMAC)
CREATE TABLE erasure_done (request BLOB PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE erased_sealed (handle BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE erased_file (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- log-clock.c: entries whose own device said that its clock contradicted what it knew
CREATE INDEX entry_clock ON entry (id) WHERE instr(disclosure, '".clock":') > 0;

-- flag.c: identifiers whose check digit fails, and what was measured on the map (degrees: "-1.6583 29.22"); follow from the records
CREATE TABLE flag (
  record BLOB NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (record, name, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE place (
  record BLOB NOT NULL, name TEXT NOT NULL, degrees TEXT NOT NULL, cases TEXT NOT NULL, PRIMARY KEY (record, name, degrees)
) STRICT, WITHOUT ROWID;

-- mbtiles.c owns none of these: it reads the two tables of the user's own map files.
-- spot.c: records that have a place on the map, along a Z curve; follow from the records. record: record.id;
-- degrees in ten-millionths, accuracy in decimetres, days since 1 January 1970
CREATE TABLE spot (
  cell INTEGER NOT NULL, record INTEGER NOT NULL, latitude INTEGER NOT NULL, longitude INTEGER NOT NULL,
  accuracy INTEGER NOT NULL, seen INTEGER, told INTEGER, actionable INTEGER NOT NULL, type TEXT NOT NULL,
  method TEXT, name TEXT, PRIMARY KEY (cell, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX spot_record ON spot (record);

-- sealed.c: a value's age files, several where it was sealed again. origin: log number of who
-- brought it, 1 made here, 0 headquarters or not known; readers: "age1… age1…", null: not known
CREATE TABLE sealed_version (
  handle BLOB NOT NULL, sha256 BLOB NOT NULL, age BLOB NOT NULL, origin INTEGER NOT NULL, readers TEXT,
  PRIMARY KEY (handle, sha256)
) STRICT, WITHOUT ROWID;
INSERT INTO sealed_version (handle, sha256, age, origin) SELECT handle, sha256, age, 0 FROM sealed;
DROP TABLE sealed;
ALTER TABLE sealed_version RENAME TO sealed;

-- log.c: a device whose log was forked has several, each with its own leaves and
-- tree; branch 0 is the one that counts, the numbers of the others mean nothing
CREATE TABLE log_with_branches (
  id INTEGER PRIMARY KEY,
  device TEXT NOT NULL,
  branch INTEGER NOT NULL DEFAULT 0,
  member TEXT,
  role TEXT,
  size INTEGER NOT NULL DEFAULT 0,
  tree BLOB,
  UNIQUE (device, branch)
) STRICT;
INSERT INTO log_with_branches (id, device, member, role, size, tree)
  SELECT id, device, member, role, size, tree FROM log;
DROP TABLE log;
ALTER TABLE log_with_branches RENAME TO log;

-- draft.c: what is being typed; outside the log, never packed
CREATE TABLE draft (
  record TEXT PRIMARY KEY, type TEXT NOT NULL, title TEXT NOT NULL, is_new INTEGER NOT NULL,
  content TEXT NOT NULL, changed TEXT NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 2;

-- Version 1 of the store's tables. Never edited once released; the next
-- change is 2.sql. Who owns a table is named beside it.

-- store.c: facts about this store; signing.c: signing keys, one purpose each
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE key (name TEXT PRIMARY KEY, secret BLOB NOT NULL, public BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- log.c: the truth. entry.id = log << 40 | index
CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  device TEXT NOT NULL UNIQUE,
  member TEXT,                       -- by the roster
  role TEXT,
  size INTEGER NOT NULL DEFAULT 0,   -- of the largest checkpoint taken in; of the own log: its entries
  tree BLOB                          -- own log: compact range, to append in constant time
) STRICT;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  record BLOB,                       -- null: set aside, its header could not be read
  leaf BLOB NOT NULL,
  header BLOB NOT NULL,              -- the bytes as they came
  disclosure TEXT NOT NULL,          -- what is open of it here
  opened INTEGER NOT NULL,           -- how many of its values; -1: all
  aside TEXT                         -- why it does not count, or null
) STRICT;
CREATE INDEX entry_record ON entry (record) WHERE record IS NOT NULL;
CREATE TABLE node (
  log INTEGER NOT NULL, level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (log, level, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (
  log INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (log, size)
) STRICT, WITHOUT ROWID;

-- sealed.c: age files of sealed values, as they were made
CREATE TABLE sealed (handle BLOB PRIMARY KEY, sha256 BLOB NOT NULL, age BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_sha256 ON sealed (sha256);

-- files.c
CREATE TABLE file (
  sha256 BLOB PRIMARY KEY, size INTEGER NOT NULL, present INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- projection.c: may be dropped and rebuilt from entry
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  record BLOB NOT NULL UNIQUE,
  type TEXT,
  parent BLOB,
  title TEXT,
  first_time TEXT,
  last_time TEXT,
  incomplete INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE INDEX record_type ON record (type, last_time);
CREATE INDEX record_parent ON record (parent) WHERE parent IS NOT NULL;
CREATE INDEX record_conflicts ON record (conflicts) WHERE conflicts > 0;
CREATE TABLE link (source BLOB NOT NULL, name TEXT NOT NULL, target BLOB NOT NULL, PRIMARY KEY (source, name, target)) STRICT, WITHOUT ROWID;
CREATE INDEX link_target ON link (target);
CREATE TABLE identifier (folded TEXT NOT NULL, record BLOB NOT NULL, name TEXT NOT NULL, PRIMARY KEY (folded, record, name)) STRICT, WITHOUT ROWID;
CREATE INDEX identifier_record ON identifier (record);
CREATE TABLE mention (sha256 BLOB NOT NULL, record BLOB NOT NULL, name TEXT NOT NULL, PRIMARY KEY (sha256, record, name)) STRICT, WITHOUT ROWID;
CREATE INDEX mention_record ON mention (record);
CREATE TABLE sealed_use (handle BLOB NOT NULL, record BLOB NOT NULL, name TEXT NOT NULL, log INTEGER NOT NULL, PRIMARY KEY (handle, record, name, log)) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_use_record ON sealed_use (record);
CREATE INDEX sealed_use_log ON sealed_use (log);

-- search.c
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4'
);

-- held.c: what others' receipts name; rebuilt with the projection
CREATE TABLE held_log (by INTEGER NOT NULL, log INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (by, log)) STRICT, WITHOUT ROWID;  -- at: index of the newest receipt
CREATE TABLE held_range (by INTEGER NOT NULL, log INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (by, log, first)) STRICT, WITHOUT ROWID;
CREATE TABLE held_partly (by INTEGER NOT NULL, log INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, opened INTEGER NOT NULL, PRIMARY KEY (by, log, first)) STRICT, WITHOUT ROWID;
CREATE TABLE held_bytes (by INTEGER NOT NULL, sha256 BLOB NOT NULL, PRIMARY KEY (by, sha256)) STRICT, WITHOUT ROWID;
CREATE TABLE held_size (by INTEGER NOT NULL, log INTEGER NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (by, log, size)) STRICT, WITHOUT ROWID;

-- sync/roster.c
CREATE TABLE roster (number INTEGER PRIMARY KEY, note TEXT NOT NULL, taken TEXT NOT NULL) STRICT;
CREATE TABLE member (
  device TEXT PRIMARY KEY, row TEXT NOT NULL, trusted INTEGER NOT NULL  -- trusted: a custodian whose row counts
) STRICT, WITHOUT ROWID;
CREATE TABLE issued (device TEXT NOT NULL, number INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (device, number)) STRICT, WITHOUT ROWID;

-- sync/sent.c: who may have been told what, with or without a receipt
CREATE TABLE sent (device TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (device, record)) STRICT, WITHOUT ROWID;

-- sync/ledger.c
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY, time TEXT NOT NULL, bundle TEXT NOT NULL, name TEXT NOT NULL, sender TEXT,
  outcome TEXT NOT NULL, reason TEXT, counts TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_bundle ON ledger (bundle);
-- sync/incoming.c: bundles that are kept, encrypted, until they are done
CREATE TABLE incoming (
  bundle TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, reason TEXT, taken TEXT NOT NULL, counts TEXT
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;

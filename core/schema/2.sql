-- Version 2 of the store's tables: what hardening the main job added. Who
-- owns a table is named beside it.

PRAGMA user_version = 2;

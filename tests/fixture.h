/* fixture.h - temporary stores and a stopped clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

#define FIXTURE_NOW G_GINT64_CONSTANT (1795251600) /* 2026-11-21T09:00:00Z */
#define FIXTURE_DAY (24 * 60 * 60)

/* A store in a folder of its own under the temporary folder; the cheapest
 * work factor. Fails the test when anything fails. */
typedef struct {
  char *root;         /* temporary folder, removed with everything in it */
  char *folder;       /* ROOT/store */
  ValiseStore *store; /* NULL while closed */
} FixtureStore;

FixtureStore *fixture_store_new (const char *member, const char *role);
FixtureStore *fixture_store_new_training (const char *member, const char *role);
void          fixture_store_close (FixtureStore *fixture);
void          fixture_store_reopen (FixtureStore *fixture);
void          fixture_store_free (FixtureStore *fixture);

/* The store as it is now, again, in a folder of its own; both are open. */
FixtureStore *fixture_store_copy (FixtureStore *fixture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FixtureStore, fixture_store_free)

/* Makes the store's vault. */
void          fixture_store_make_vault (FixtureStore *fixture);
ValiseSecret *fixture_store_open_vault (FixtureStore *fixture); /* the identity in it (transfer full) */

/* The age files of a sealed value (of GBytes, transfer full). */
GPtrArray    *fixture_sealed_versions (FixtureStore *fixture, const ValiseHash *handle);

/* The passphrases of every store and vault made here (transfer full). */
ValiseSecret *fixture_passphrase (void);
ValiseSecret *fixture_vault_passphrase (void);

/* A folder with all that is in it; links are removed, not followed. */
void          fixture_remove_tree (const char *path);

/* TRUE when a file below `path` has `text` in its bytes. */
gboolean      fixture_folder_holds (const char *path, const char *text);

/* Runs a program in a folder; what it prints (transfer full). Fails the test
 * when the program does. */
char         *fixture_run (const char *folder, const char *const *arguments);

/* Adds or edits a record: pairs of a field's name and its canonical JSON, then
 * NULL. The record's id (transfer full). */
char         *fixture_add (FixtureStore *fixture, const char *type, ...) G_GNUC_NULL_TERMINATED;
void          fixture_edit (FixtureStore *fixture, const char *record, ...) G_GNUC_NULL_TERMINATED;

/* hostile.h - bundles and logs that no honest Valise would write
 *
 * Signed with real keys of a real store, so that only what a test makes wrong
 * is wrong.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/checkpoint.h"
#include "core/entry.h"
#include "core/merkle.h"
#include "tests/fixture.h"

/* A log of `store`'s device made up line by line, whatever its own log says. */
typedef struct {
  FixtureStore *store;
  GString *lines;
  ValiseTree tree;
} HostileLog;

HostileLog  *hostile_log_new (FixtureStore *store);
void         hostile_log_free (HostileLog *log);

/* A sound entry for the next index that sets one field of a record of this
 * type: `value` is JSON. NULL record: a new one. */
ValiseEntry *hostile_entry (HostileLog *log, const char *type, const char *record, const char *name,
                            const char *value);

void         hostile_log_add (HostileLog *log, const ValiseEntry *entry);            /* all of it open */
void         hostile_log_add_text (HostileLog *log, const char *header, const char *disclosure);
void         hostile_log_add_hash (HostileLog *log, guint level, const ValiseHash *hash);
void         hostile_log_add_sighting (HostileLog *log, const char *title);          /* a sound one */

void         hostile_log_checkpoint (HostileLog *log, ValiseCheckpoint *checkpoint);
char        *hostile_log_sign (HostileLog *log);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HostileLog, hostile_log_free)

/* A bundle; what is NULL or 0 is as it should be. */
typedef struct {
  FixtureStore *from, *to;
  GPtrArray *files;         /* see hostile_add_file() */
  const char *version, *sender, *training, *comment;
  FixtureStore *named;      /* the recipient under the signature */
  FixtureStore *signer;     /* whose bundle key signs, under the sender's key number */
  gboolean legacy;          /* a signature over the message itself ("Ed") */
  guint stanzas;
} HostileBundle;

HostileBundle *hostile_bundle_new (FixtureStore *from, FixtureStore *to);
void           hostile_bundle_free (HostileBundle *bundle);
void           hostile_add_file (HostileBundle *bundle, const char *path, gconstpointer data, gsize size);
void           hostile_add_log (HostileBundle *bundle, HostileLog *log);
void           hostile_add_log_parts (HostileBundle *bundle, const char *device, const char *checkpoint, const char *lines);
void           hostile_add_sealed (HostileBundle *bundle, const char *device, const char *lines);
char          *hostile_write (HostileBundle *bundle); /* path (transfer full) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HostileBundle, hostile_bundle_free)

/* A bundle's plaintext, as `to` opens it, and the same again under a cover of
 * `stanzas` recipients with `to` among them. */
GBytes *hostile_open (FixtureStore *to, const char *path);
char   *hostile_cover (GBytes *plain, FixtureStore *to, guint stanzas);
char   *hostile_write_bytes (FixtureStore *at, gconstpointer data, gsize size);

/* verify.h - re-reads everything: entries, trees, signatures, files
 *
 * Says missing, altered and unreadable apart. Nothing that is stored is taken
 * at its word: leaves are hashed from the entries' bytes, roots from the
 * leaves. Lists and the index of words are made anew from the log and compared
 * with what stands. Repairs nothing but what is derived: these, when asked to;
 * and files that a crash left without a mention are removed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/projection.h"

typedef struct {
  guint64 logs, entries, checkpoints, files, sealed;
  guint64 entries_altered;   /* header, disclosure or leaf do not agree */
  guint64 entries_missing;   /* of the own log; others' may be withheld */
  guint64 roots_wrong;       /* a signed checkpoint that the entries do not give */
  guint64 signatures_wrong;
  guint64 files_missing;     /* named, expected here, not on the disk */
  guint64 files_altered;
  guint64 files_unreadable;
  guint64 not_come;          /* files named by entries that never came: no fault */
  guint64 sealed_altered;
  guint64 sealed_missing;    /* of the own log */
  gboolean database_altered; /* its pages or their order: what cannot be read then is not judged */
  guint64 keys_missing, keys_altered, keys_unreadable; /* key.age, vault.age, recovery.age */
  guint64 bundles_altered, bundles_unreadable;         /* that wait in incoming/ */
  guint64 erased;            /* values that a person erased here: no fault */
  guint64 swept;             /* left by a crash, removed */
  gboolean projection_differs; /* lists, index of words: not what the log gives */
  gboolean repaired;         /* and was made anew */
  GPtrArray *problems;       /* of char *: a sentence each, at most VALISE_VERIFY_PROBLEMS */
} ValiseVerified;

#define VALISE_VERIFY_PROBLEMS 100

/* The checkpoint key of another's device, by the roster; FALSE: not known,
 * then the signatures of that log are not checked. */
typedef gboolean (*ValiseVerifyKey) (const char *device, guint8 key[32], gpointer user);

typedef struct {
  ValiseVerifyKey key_of; /* may be NULL */
  gpointer key_user;
  void (*entry) (gint64 log, const ValiseEntry *entry, gpointer user); /* each that is sound; may be NULL */
  gpointer entry_user;
  gboolean stored_only;    /* leaves out what is derived, and what a crash left: writes nothing, so that others may meanwhile */
  GCancellable *cancellable; /* looked at between two entries and two files; may be NULL */
  gboolean repair;         /* keeps the lists and the index that were made anew, where they differ */
  ValiseProgress progress; /* may be NULL */
  gpointer progress_user;
} ValiseVerifyHow;

/* `how` may be NULL. An answer is not an error: NULL only when the database
 * cannot be read at all, or G_IO_ERROR_CANCELLED. */
ValiseVerified *valise_verify (ValiseStore *store, const ValiseVerifyHow *how, GError **error);
gboolean        valise_verified_is_sound (const ValiseVerified *verified);
void            valise_verified_free (ValiseVerified *verified);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseVerified, valise_verified_free)

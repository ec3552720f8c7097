/* record.h - the one door for writing records, and reading one
 *
 * Desktop, command line and imports all write through here: validate, seal,
 * append, project, in one transaction. Values are canonical JSON (value.h
 * makes it from text); sealed fields are given in the clear and sealed here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/state.h"
#include "core/store.h"
#include "core/type.h"

#define VALISE_CASE_UNASSIGNED "unassigned"
#define VALISE_CLASS_DEFAULT "confidential"

/* A new record; returns its id (transfer full). Fields may include ".case"
 * and ".class"; left out, a child takes its parent's (of several classes the
 * strictest), others the store's default. INVALID names the field; NOT_FOUND:
 * the parent is not here, or there is nothing to seal to; LIMIT. One
 * transaction: all of it or nothing. */
char *valise_record_add (ValiseStore *store, const char *type, const ValiseAssignment *fields, guint n_fields, GError **error);

/* The same under an id that the record has already, elsewhere: for an import.
 * EXISTS when it is here. With ".case" and ".class" given its parent may be
 * missing here, and come later. */
gboolean valise_record_add_known (ValiseStore *store, const char *record, const char *type, const ValiseAssignment *fields, guint n_fields, GError **error);

/* New values that replace what this device sees of those fields now. ".why"
 * among them says why, of this change alone. */
gboolean valise_record_edit (ValiseStore *store, const char *record, const ValiseAssignment *fields, guint n_fields, GError **error);

/* Settles a difference with one of the standing values (from 1, as shown) or
 * with a third. A sealed value is settled by its handle and needs no vault. */
gboolean valise_record_settle (ValiseStore *store, const char *record, const char *name, guint keep, const char *value, GError **error);

/* One of the values that stood, by its commitment: what is needed to take a
 * settlement back. */
typedef struct {
  const char *value;
  ValiseHash commit;
} ValiseStood;

/* Takes a settlement back: these values stand beside each other again, each by
 * an entry of its own that names what settled them and the value that it was.
 * Handles of sealed values are taken as they are. One value alone: it is said
 * anew, so that a withdrawal does not know of it. */
gboolean valise_record_reopen (ValiseStore *store, const char *record, const char *name, const ValiseStood *stood, guint n_stood, GError **error);

gboolean valise_record_withdraw (ValiseStore *store, const char *record, const char *reason, GError **error);
gboolean valise_record_restore (ValiseStore *store, const char *record, GError **error);

/* For records that the program makes (receipt, custody, case): no defaults. */
char *valise_record_add_system (ValiseStore *store, const char *type, const ValiseAssignment *fields, guint n_fields, GError **error);

/* The same under an id that the caller knows. What is there already of this
 * type is replaced by these fields, null where they were. */
gboolean valise_record_put_system (ValiseStore *store, const char *type, const char *record, const ValiseAssignment *fields, guint n_fields, GError **error);

/* A custody event in short: what was done to what, to whom; NULLs are left out.
 * core/custody.h takes more. */
gboolean valise_record_note_custody (ValiseStore *store, const char *action, const char *record, const char *what, const char *to, GError **error);

/* Checks an entry from elsewhere against the types known here; a value of the
 * wrong kind, or one that should be sealed and is not, is INVALID. Unknown
 * types and fields pass, and so do codes and units that are not known here
 * when the entry was written under a newer definition. */
gboolean valise_record_check_entry (const ValiseEntry *entry, GError **error);

/* One record with its entries and state. NOT_FOUND. */
typedef struct {
  char *record;
  GPtrArray *entries;
  ValiseState *state;
  const ValiseType *type; /* NULL: not known here */
} ValiseRecord;

ValiseRecord *valise_record_load (ValiseStore *store, const char *record, GError **error);
void          valise_record_free (ValiseRecord *record);

/* The same from entries that are at hand: all that are here of this record and
 * count. Refers to the array, and takes from it what admission.h lets no one
 * write there. NULL: nothing is left. */
ValiseRecord *valise_record_merge (ValiseStore *store, const char *record, GPtrArray *entries);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseRecord, valise_record_free)

/* Who wrote, by the roster held here; `user` is the store. */
void          valise_record_look_up_author (const char *device, ValiseAuthor *author, gpointer user);

/* The types known here that its entries name (of const ValiseType *, lent;
 * transfer container): where somebody calls it something else, what holds for
 * what it was made as holds on. The record's own type is first. */
GPtrArray *valise_record_types (const ValiseRecord *record);

/* Did the consent end under which this store's member got the record, or the
 * interview that it was told in, or what it is part of? Then it is closed here: not shown, found or listed by its title. The log keeps it. */
gboolean valise_record_is_closed (ValiseStore *store, const ValiseRecord *record);

/* The full id of a record named by the first digits of it (8 at least).
 * NOT_FOUND, INVALID when several begin so. */
char *valise_record_find (ValiseStore *store, const char *prefix, GError **error);

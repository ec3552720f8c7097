/* form.h - one record as it is being typed, with the rows that hang below it
 *
 * Holds texts, as typed, by field name; what they mean is settled by
 * valise_value_parse() when the form is finished. Every change is a draft
 * within half a second, off the main thread. Sealed texts
 * are part of the draft too, inside the store, until the form is finished.
 *
 * Signals: "changed" (char *field): a text was set; "kept": the draft is
 * durable, at valise_form_get_kept(); "not-kept" (char *why).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/draft.h"
#include "ui/models/finder.h"
#include "ui/models/form-texts.h"
#include "ui/models/seen.h"
#include "ui/models/session.h"
#include "ui/models/unsealed.h"

#define VALISE_TYPE_FORM (valise_form_get_type ())
G_DECLARE_FINAL_TYPE (ValiseForm, valise_form, VALISE, FORM, GObject)

/* A new record. `parent` of rows below it is filled in when it is finished. */
ValiseForm      *valise_form_new (ValiseSession *session, const ValiseType *type);
ValiseForm      *valise_form_new_from_draft (ValiseSession *session, const ValiseDraft *draft); /* NULL: not readable here */

const ValiseType *valise_form_get_type_row (ValiseForm *self);
const char      *valise_form_get_record (ValiseForm *self);
ValiseSession   *valise_form_get_session (ValiseForm *self);                  /* lent: for other models of its page */

const char      *valise_form_get (ValiseForm *self, const char *field);       /* "" when empty; lent */
void             valise_form_set (ValiseForm *self, const char *field, const char *text);

/* When a sealed value was written that a correction may replace; NULL: none stands. */
const char      *valise_form_get_sealed_on (ValiseForm *self, const char *field);
ValiseUnsealed  *valise_form_new_unsealed (ValiseForm *self);                 /* for its sealed values (transfer full) */

/* Looks up records that links lead to (transfer full). */
ValiseFinder    *valise_form_new_finder (ValiseForm *self);

/* Earlier mentions of a marking in other records (seen.h). */
void             valise_form_find_seen_async (ValiseForm *self, const char *as_read, const char *title, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
GPtrArray       *valise_form_find_seen_finish (ValiseForm *self, GAsyncResult *result, GError **error);

/* What a row is called so far, without its markings: "Type 56-1" (transfer full). */
char            *valise_form_row_dup_title (ValiseForm *self, guint row);

/* The rows below: items of a sighting, packages of an inspection. */
const ValiseType *valise_form_get_row_type (ValiseForm *self);                /* NULL: this type has none */
guint            valise_form_get_n_rows (ValiseForm *self);
const char      *valise_form_row_get (ValiseForm *self, guint row, const char *field);
void             valise_form_row_set (ValiseForm *self, guint row, const char *field, const char *text);
guint            valise_form_row_add (ValiseForm *self, gboolean like_last, gboolean exactly); /* its number */
void             valise_form_row_remove (ValiseForm *self, guint row);
gboolean         valise_form_row_put_back (ValiseForm *self);                 /* the one that was removed last; FALSE: none */
gboolean         valise_form_row_move (ValiseForm *self, guint row, int by);  /* FALSE: there is no such place */

/* Photos that are in the store already, and are linked to the record when it
 * is finished; field "photos" of the signal. Of char *, ids; lent. */
const GPtrArray *valise_form_get_photos (ValiseForm *self);
void             valise_form_add_photo (ValiseForm *self, const char *photo);

/* Required fields that are empty or not understood (of const ValiseField *, transfer container). */
GPtrArray       *valise_form_missing (ValiseForm *self);
char            *valise_form_dup_title (ValiseForm *self);

/* Writes the draft now, and waits until it is durable: before the lock. */
gboolean         valise_form_keep_now (ValiseForm *self, GError **error);
GDateTime       *valise_form_get_kept (ValiseForm *self);                     /* lent; NULL: not yet */

/* A correction of a record that is here: its values and rows as they stand, or
 * the draft of one that was begun. What is finished then are edits of what
 * differs, with the reason if one is given; rows that were taken out are
 * withdrawn, which needs a reason. */
void             valise_form_correct_async (ValiseSession *session, const char *record, GAsyncReadyCallback callback, gpointer user);
ValiseForm      *valise_form_correct_finish (ValiseSession *session, GAsyncResult *result, GError **error);
gboolean         valise_form_is_correction (ValiseForm *self);
const char      *valise_form_get_other (ValiseForm *self);                    /* whose record it is; NULL: one's own, or new */
const char      *valise_form_get_why (ValiseForm *self);                      /* "" when none is given; lent */
void             valise_form_set_why (ValiseForm *self, const char *why);
gboolean         valise_form_was_sent (ValiseForm *self);                     /* a correction of what left this laptop already */
guint            valise_form_count_gone (ValiseForm *self);                   /* rows of the record that were taken out */

/* Appends the record and its rows, or what a correction changes, links its
 * photos and drops the draft, in one transaction. INVALID names the field that is not understood;
 * HELD: the labels of fields that somebody changed meanwhile, which the next
 * call writes over. Nothing is changed then. */
void             valise_form_finish_async (ValiseForm *self, GAsyncReadyCallback callback, gpointer user);
gboolean         valise_form_finish_finish (ValiseForm *self, GAsyncResult *result, GError **error);

/* Of ValiseDraft → the draft with this id (transfer full). */
void             valise_form_open_draft_async (ValiseSession *session, const char *record, GAsyncReadyCallback callback, gpointer user);
ValiseForm      *valise_form_open_draft_finish (ValiseSession *session, GAsyncResult *result, GError **error);

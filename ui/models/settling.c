/* settling.c - a person's decision between values, and taking it back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/settling.h"

#include <string.h>

#include "core/json.h"

struct _ValiseSettled {
  ValiseDifferenceKind kind;
  char *record, *name;
  gboolean kept_withdrawn;
  gboolean quiet;     /* it is withdrawn, and nobody differed about that: nor shall they now */
  char *reason;       /* of the withdrawal */
  char *note;         /* id of the note, or NULL */
  GPtrArray *stood;   /* of ValiseStoodValue */
  gboolean final;
};

void
valise_settled_free (ValiseSettled *settled)
{
  g_free (settled->record);
  g_free (settled->name);
  g_free (settled->reason);
  g_free (settled->note);
  g_ptr_array_unref (settled->stood);
  g_free (settled);
}

gboolean
valise_settled_is_final (const ValiseSettled *settled)
{
  return settled->final;
}

const char *
valise_settled_get_record (const ValiseSettled *settled)
{
  return settled->record;
}

const char *
valise_settled_get_name (const ValiseSettled *settled)
{
  return settled->name;
}

/* Deciding */

/* The same as settling with a value, but that it says why. */
static gboolean
keep_third (ValiseStore *store, const ValiseSettled *settled, const ValiseChoiceMade *choice, GError **error)
{
  g_autofree char *why = valise_json_string (choice->why);
  const ValiseAssignment fields[] = { { settled->name, choice->value }, { ".why", why } };

  return valise_record_edit (store, settled->record, fields, G_N_ELEMENTS (fields), error);
}

static gboolean
decide_field (ValiseStore *store, const ValiseSettled *settled, const ValiseChoiceMade *choice, GError **error)
{
  if (choice->keep == 0)
    return keep_third (store, settled, choice, error);
  return valise_record_settle (store, settled->record, settled->name, choice->keep, NULL, error);
}

static gboolean
decide_withdrawal (ValiseStore *store, const ValiseSettled *settled, GError **error)
{
  return settled->kept_withdrawn ? valise_record_withdraw (store, settled->record, settled->reason, error)
                                 : valise_record_restore (store, settled->record, error);
}

/* In the case and under the class of what it is about. */
static gboolean
add_note (ValiseStore *store, ValiseSettled *settled, const ValiseChoiceMade *choice, GError **error)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store, settled->record, error);
  g_autofree char *title = valise_json_string (choice->note_title), *text = valise_json_string (choice->note);
  g_autofree char *about = g_strdup_printf ("[\"%s\"]", settled->record);
  ValiseAssignment fields[5] = { { "title", title }, { "text", text }, { "records", about } };
  static const char *const taken[] = { ".case", ".class" };
  guint n = 3;

  if (record == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    if (valise_state_get (record->state, taken[i]) != NULL)
      fields[n++] = (ValiseAssignment){ taken[i], valise_state_get (record->state, taken[i]) };
  settled->note = valise_record_add (store, "note", fields, n, error);
  return settled->note != NULL;
}

static gboolean
is_final (ValiseStore *store, const ValiseSettled *settled)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store, settled->record, NULL);
  const ValiseStateField *field = record != NULL ? valise_state_find (record->state, settled->name) : NULL;

  if (record != NULL && settled->kind == VALISE_DIFFERENCE_WITHDRAWN)
    return !record->state->withdrawn_conflict;
  return field == NULL || !field->conflict;
}

static ValiseSettled *
settled_new (const ValiseDifferenceView *view, const ValiseChoiceMade *choice)
{
  const ValiseDifferenceFacts *facts = valise_difference_get (view->what);
  ValiseSettled *settled = g_new0 (ValiseSettled, 1);

  settled->kind = facts->kind;
  settled->record = g_strdup (facts->record);
  settled->name = g_strdup (facts->name);
  settled->kept_withdrawn = facts->kind == VALISE_DIFFERENCE_WITHDRAWN && choice->keep == 1;
  settled->reason = g_strdup (view->reason);
  settled->stood = valise_stood_copy (view->stood);
  return settled;
}

/* A value that is said anew is none that the withdrawal knows of: so it is said anew too. */
static gboolean
keep_quiet (ValiseStore *store, const ValiseSettled *settled, GError **error)
{
  return !settled->quiet || valise_record_withdraw (store, settled->record, settled->reason, error);
}

static gboolean
look_at_withdrawal (ValiseStore *store, ValiseSettled *settled, GError **error)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store, settled->record, error);

  if (record == NULL)
    return FALSE;
  settled->quiet = settled->kind == VALISE_DIFFERENCE_FIELD && record->state->withdrawn && !record->state->withdrawn_conflict;
  if (settled->reason == NULL)
    settled->reason = valise_state_dup_text (record->state, ".reason");
  settled->quiet &= settled->reason != NULL;
  return TRUE;
}

static gboolean
decide (ValiseStore *store, ValiseSettled *settled, const ValiseChoiceMade *choice, GError **error)
{
  g_autoptr (ValiseTransaction) change = valise_transaction_begin (valise_store_get_db (store), error);

  if (change == NULL || !look_at_withdrawal (store, settled, error))
    return FALSE;
  if (settled->kind == VALISE_DIFFERENCE_WITHDRAWN ? !decide_withdrawal (store, settled, error)
                                                   : !decide_field (store, settled, choice, error))
    return FALSE;
  if (choice->note != NULL && !add_note (store, settled, choice, error))
    return FALSE;
  return keep_quiet (store, settled, error) && valise_transaction_commit (change, error);
}

ValiseSettled *
valise_settle (ValiseStore *store, const ValiseDifferenceView *view, const ValiseChoiceMade *choice, GError **error)
{
  g_autoptr (ValiseSettled) settled = settled_new (view, choice);

  if (!decide (store, settled, choice, error))
    return NULL;
  settled->final = is_final (store, settled);
  return g_steal_pointer (&settled);
}

/* Taking it back */

static gboolean
put_back (ValiseStore *store, const ValiseSettled *settled, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (ValiseStood));

  for (guint i = 0; i < settled->stood->len; i++) {
    const ValiseStoodValue *one = settled->stood->pdata[i];
    ValiseStood stood = { one->value, one->commit };

    if (settled->kind == VALISE_DIFFERENCE_FIELD)
      g_array_append_val (values, stood);
    else if (!valise_record_reopen (store, settled->record, one->name, &stood, 1, error))
      return FALSE;
  }
  return values->len == 0 ||
         valise_record_reopen (store, settled->record, settled->name, (const ValiseStood *) (void *) values->data,
                               values->len, error);
}

gboolean
valise_settled_take_back (ValiseStore *store, const ValiseSettled *settled, GError **error)
{
  g_autoptr (ValiseTransaction) change = valise_transaction_begin (valise_store_get_db (store), error);

  if (change == NULL)
    return FALSE;
  if (settled->kind == VALISE_DIFFERENCE_WITHDRAWN && !settled->kept_withdrawn &&
      !valise_record_withdraw (store, settled->record, settled->reason, error))
    return FALSE;
  if (settled->note != NULL && !valise_record_withdraw (store, settled->note, "the decision was taken back", error))
    return FALSE;
  return put_back (store, settled, error) && keep_quiet (store, settled, error) &&
         valise_transaction_commit (change, error);
}

/* For the main thread */

typedef struct {
  ValiseSettled *prepared; /* with what the view said; decided later */
  ValiseChoiceMade choice;
} Deciding;

static void
deciding_free (gpointer data)
{
  Deciding *deciding = data;

  g_clear_pointer (&deciding->prepared, valise_settled_free);
  g_free (deciding->choice.value);
  g_free (deciding->choice.why);
  g_free (deciding->choice.note_title);
  g_free (deciding->choice.note);
  g_free (deciding);
}

static gpointer
run_decide (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Deciding *deciding = data;

  if (!decide (store, deciding->prepared, &deciding->choice, error))
    return NULL;
  deciding->prepared->final = is_final (store, deciding->prepared);
  return g_steal_pointer (&deciding->prepared);
}

void
valise_settle_async (ValiseSession *session, const ValiseDifferenceView *view, const ValiseChoiceMade *choice,
                     GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = run_decide,
    .free_data = deciding_free,
    .free_result = (GDestroyNotify) valise_settled_free,
    .changes = TRUE,
  };
  Deciding *deciding = g_new0 (Deciding, 1);

  deciding->prepared = settled_new (view, choice);
  deciding->choice = (ValiseChoiceMade){ choice->keep, g_strdup (choice->value), g_strdup (choice->why),
                                         g_strdup (choice->note_title), g_strdup (choice->note) };
  valise_session_run_async (session, &job, deciding, NULL, callback, user);
}

ValiseSettled *
valise_settle_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}

static gpointer
run_take_back (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (valise_settled_take_back (store, data, error));
}

void
valise_settled_take_back_async (ValiseSession *session, ValiseSettled *settled, GAsyncReadyCallback callback,
                                gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = run_take_back,
    .free_data = (GDestroyNotify) valise_settled_free,
    .changes = TRUE,
  };

  valise_session_run_async (session, &job, settled, NULL, callback, user);
}

gboolean
valise_settled_take_back_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (valise_session_run_finish (session, result, error));
}

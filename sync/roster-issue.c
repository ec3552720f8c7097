/* roster-issue.c - the registry's own rows, and a roster for each device
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/clock.h"

#include <glib/gi18n.h>
#include "core/error.h"
#include "core/recovery.h"
#include "core/sealed.h"
#include "sync/roster-private.h"

#define DAY (24 * 60 * 60)
#define USE_DAYS 365  /* from a roster's date to its use-until */
#define RENEW_DAYS 90 /* when less is left of it, a new one is issued */

/* This store */

gboolean
valise_roster_is_registry (ValiseStore *store)
{
  return strcmp (valise_store_get_role (store), "headquarters") == 0;
}

gboolean
valise_roster_need_registry (ValiseStore *store, const char *verb, GError **error)
{
  if (valise_roster_is_registry (store))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
               _ ("only headquarters' registry can %s; this is the store of %s (%s)"), verb,
               valise_store_get_member (store), valise_store_get_role (store));
  return FALSE;
}

static gboolean
copy_key (ValiseStore *store, const char *purpose, guint8 *key, gsize size, GError **error)
{
  g_autoptr (GBytes) public = valise_store_get_public_key (store, purpose, error);

  if (public == NULL)
    return FALSE;
  if (g_bytes_get_size (public) != size) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 _ ("the %s key in this store is damaged; restore it from a backup"), purpose);
    return FALSE;
  }
  memcpy (key, g_bytes_get_data (public, NULL), size);
  return TRUE;
}

static gboolean
copy_keys (ValiseStore *store, ValiseMember *row, GError **error)
{
  g_autofree char *vault = valise_vault_dup_recipient (store);

  row->has_vault = vault != NULL;
  return valise_store_get_recipient (store, &row->age, error) &&
         copy_key (store, "checkpoint", row->checkpoint, sizeof row->checkpoint, error) &&
         copy_key (store, "cosignature", row->cosignature, sizeof row->cosignature, error) &&
         copy_key (store, "bundle", row->bundle, sizeof row->bundle, error) &&
         (vault == NULL || valise_age_recipient_parse (vault, &row->vault, error));
}

ValiseMember *
valise_roster_own_row (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseMember) row = g_new0 (ValiseMember, 1);

  row->role = valise_role_from_text (valise_store_get_role (store));
  if (row->role == VALISE_ROLE_NONE) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("the role of this store is “%s”, which is none of expert, analyst, coordinator, "
                 "jmac, custodian and headquarters"),
                 valise_store_get_role (store));
    return NULL;
  }
  row->device = g_strdup (valise_store_get_device (store));
  row->member = g_strdup (valise_store_get_member (store));
  row->cases = g_new0 (char *, 1);
  row->from = valise_roster_today (store);
  if (!copy_keys (store, row, error))
    return NULL;
  row->json = valise_member_to_json (row);
  return g_steal_pointer (&row);
}

/* The registry */

static guint64
read_counter (ValiseStore *store)
{
  g_autofree char *text = valise_store_dup_meta (store, "roster_counter");

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
}

static gboolean
set_counter (ValiseStore *store, guint64 number, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  return valise_store_set_meta (store, "roster_counter", text, error);
}

gboolean
valise_roster_bump (ValiseStore *store, GError **error)
{
  return set_counter (store, read_counter (store) + 1, error);
}

gboolean
valise_roster_enter_row (ValiseStore *store, ValiseMember *row, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  gboolean done;

  g_ptr_array_add (rows, row);
  done = change != NULL && valise_roster_put_rows (store, rows, error) &&
         valise_roster_bump (store, error) && valise_transaction_commit (change, error);
  valise_store_forget_owners (store);
  return done;
}

gboolean
valise_roster_end_row (ValiseStore *store, ValiseMember *row, GError **error)
{
  g_autofree char *yesterday = valise_clock_to_text (valise_clock_now () - DAY);

  yesterday[strlen ("2026-11-21")] = '\0';
  valise_member_end (row, yesterday);
  return valise_roster_enter_row (store, row, error);
}

static gboolean
put_own_row (ValiseStore *store, ValiseMember *own, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  g_ptr_array_add (rows, own);
  return change != NULL &&
         valise_store_set_meta (store, "registry", valise_store_get_device (store), error) &&
         valise_roster_put_rows (store, rows, error) && valise_roster_bump (store, error) &&
         valise_transaction_commit (change, error);
}

gboolean
valise_roster_start (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseMember) own = NULL, row = NULL;
  GError *local = NULL;

  if (!valise_roster_need_registry (store, "start a roster", error))
    return FALSE;
  row = valise_roster_get_row (store, valise_store_get_device (store), &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  own = valise_roster_own_row (store, error);
  if (own == NULL)
    return FALSE;
  return (row != NULL && valise_member_same_keys (own, row)) || put_own_row (store, own, error);
}

/* Issuing */

/* The row as `to` may see it (transfer full), or NULL. */
static ValiseMember *
row_for (const ValiseMember *row, const ValiseMember *to)
{
  ValiseMember *copy;
  g_autoptr (GStrvBuilder) shared = g_strv_builder_new ();

  if (row->role == VALISE_ROLE_HEADQUARTERS || row->role == VALISE_ROLE_CUSTODIAN ||
      strcmp (row->device, to->device) == 0)
    return valise_member_copy (row);
  if (!valise_member_shares_case (row, to))
    return NULL;
  for (gsize i = 0; row->cases[i] != NULL; i++)
    if (valise_member_has_case (to, row->cases[i]))
      g_strv_builder_add (shared, row->cases[i]);
  copy = valise_member_copy (row);
  g_strfreev (copy->cases);
  copy->cases = g_strv_builder_end (shared);
  valise_member_rewrite (copy);
  return copy;
}

static gboolean
add_rows (ValiseStore *store, ValiseRosterNote *note, const ValiseMember *to, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_roster_all (store, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    ValiseMember *row = row_for (rows->pdata[i], to);

    if (row != NULL)
      g_ptr_array_add (note->rows, row);
  }
  return rows != NULL;
}

static gboolean
add_cases (ValiseStore *store, ValiseRosterNote *note, const ValiseMember *to, GError **error)
{
  g_autoptr (GPtrArray) cases = valise_case_list (store, error);

  for (guint i = 0; cases != NULL && i < cases->len; i++) {
    const ValiseCase *one = cases->pdata[i];

    if (valise_member_has_case (to, one->id))
      g_ptr_array_add (note->cases, valise_case_copy (one));
  }
  return cases != NULL;
}

static char *
day_after (guint days)
{
  char *text = valise_clock_to_text (valise_clock_now () + (gint64) days * DAY);

  text[strlen ("2026-11-21")] = '\0';
  return text;
}

/* All but its number and what came before. */
static ValiseRosterNote *
draft_for (ValiseStore *store, const ValiseMember *to, GError **error)
{
  g_autoptr (ValiseRosterNote) note = valise_roster_note_new ();
  g_auto (GStrv) recovery = NULL;

  note->device = g_strdup (to->device);
  note->registry = g_strdup (valise_store_get_device (store));
  note->training = valise_store_is_training (store);
  recovery = valise_recovery_dup_recipients (store);
  for (guint i = 0; i < 2 && recovery[i] != NULL; i++)
    note->recovery[i] = g_strdup (recovery[i]);
  note->date = valise_clock_now_text ();
  note->until = day_after (USE_DAYS);
  if (!copy_key (store, "roster", note->roster_key, sizeof note->roster_key, error) ||
      !add_cases (store, note, to, error) || !add_rows (store, note, to, error))
    return NULL;
  return g_steal_pointer (&note);
}

/* Does the note that was issued last still say it all? */
static gboolean
still_holds (ValiseStore *store, const ValiseRosterKept *last, const ValiseRosterNote *now,
             gboolean *holds, GError **error)
{
  g_autofree char *today = valise_roster_today (store), *soon = day_after (RENEW_DAYS);
  g_autoptr (ValiseRosterNote) before = NULL;

  *holds = FALSE;
  if (last->note == NULL)
    return TRUE;
  before = valise_roster_note_read (last->note, strlen (last->note), now->roster_key, today, error);
  if (before == NULL) {
    g_prefix_error (error, _ ("reading a roster that was issued: "));
    return FALSE;
  }
  *holds = strcmp (before->until, soon) >= 0 && valise_roster_note_same (before, now);
  return TRUE;
}

static char *
issue_new (ValiseStore *store, ValiseRosterNote *note, const ValiseRosterKept *last, GError **error)
{
  g_autoptr (ValiseSecret) seed = valise_store_dup_signing_key (store, "roster", error);
  g_autofree char *text = NULL;

  if (seed == NULL)
    return NULL;
  note->number = MAX (read_counter (store), last->number + 1);
  note->has_previous = last->note != NULL;
  if (last->note != NULL)
    valise_sha256 (last->note, strlen (last->note), &note->previous);
  text = valise_roster_note_sign (note, seed, error);
  if (text == NULL || !set_counter (store, note->number, error) ||
      !valise_roster_keep_issued (store, note->device, note->number, text, error))
    return NULL;
  return g_steal_pointer (&text);
}

static char *
issue_to (ValiseStore *store, const ValiseMember *to, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (ValiseRosterNote) note = change != NULL ? draft_for (store, to, error) : NULL;
  g_auto (ValiseRosterKept) last = { 0 };
  g_autofree char *text = NULL;
  gboolean holds;

  if (note == NULL || !valise_roster_last_issued (store, to->device, &last, error) ||
      !still_holds (store, &last, note, &holds, error))
    return NULL;
  text = holds ? g_strdup (last.note) : issue_new (store, note, &last, error);
  if (text == NULL || !valise_transaction_commit (change, error))
    return NULL;
  return g_steal_pointer (&text);
}

char *
valise_roster_issue (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseMember) to = NULL;
  GError *local = NULL;

  if (!valise_roster_need_registry (store, "issue rosters", error) ||
      !valise_roster_start (store, error))
    return NULL;
  to = valise_roster_find_device (store, device, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (to == NULL || to->role == VALISE_ROLE_HEADQUARTERS) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("no member has the device %s; enrol it first"), device);
    return NULL;
  }
  return issue_to (store, to, error);
}

/* Facts */

guint64
valise_roster_number (ValiseStore *store)
{
  g_autofree char *text = NULL;

  if (valise_roster_is_registry (store))
    return read_counter (store);
  text = valise_store_dup_meta (store, "roster_number");
  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
}

char *
valise_roster_until (ValiseStore *store)
{
  return valise_store_dup_meta (store, "roster_until");
}

gboolean
valise_roster_is_joined (ValiseStore *store)
{
  g_autofree char *key = valise_store_dup_meta (store, "roster_key");
  g_autoptr (ValiseMember) own = NULL;

  if (key == NULL || valise_roster_is_registry (store))
    return valise_roster_is_registry (store);
  own = valise_roster_get_row (store, valise_store_get_device (store), NULL);
  return own != NULL; /* not yet that of a successor */
}

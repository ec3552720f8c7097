/* roster.c - the members' table and the look-ups in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/admission.h"

#include <glib/gi18n.h>
#include "core/bytes.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/sealed.h"
#include "sync/roster-private.h"

#define DEVICE_PREFIX_MIN 8

enum {
  ALL_MEMBERS,
  GET_MEMBER,
  PUT_MEMBER,
  CLEAR_MEMBERS,
  NEWEST_TAKEN,
  ALL_TAKEN,
  PUT_TAKEN,
  CLEAR_TAKEN,
  LAST_ISSUED,
  PUT_ISSUED,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [ALL_MEMBERS] = "SELECT row, trusted FROM member ORDER BY device",
  [GET_MEMBER] = "SELECT row, trusted FROM member WHERE device = ?1",
  [PUT_MEMBER] = "INSERT OR REPLACE INTO member (device, row, trusted) VALUES (?1, ?2, ?3)",
  [CLEAR_MEMBERS] = "DELETE FROM member",
  [NEWEST_TAKEN] = "SELECT number, note FROM roster ORDER BY number DESC LIMIT 1",
  [ALL_TAKEN] = "SELECT note FROM roster ORDER BY number DESC",
  [PUT_TAKEN] = "INSERT OR REPLACE INTO roster (number, note, taken) VALUES (?1, ?2, ?3)",
  [CLEAR_TAKEN] = "DELETE FROM roster",
  [LAST_ISSUED] = "SELECT number, note FROM issued WHERE device = ?1 ORDER BY number DESC LIMIT 1",
  [PUT_ISSUED] = "INSERT INTO issued (device, number, note) VALUES (?1, ?2, ?3)",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

/* A clock that lags behind cannot bring back who has ended. */
char *
valise_roster_today (ValiseStore *store)
{
  char *now = valise_clock_now_text ();
  g_autofree char *dated = valise_store_dup_meta (store, "roster_date");

  if (g_strcmp0 (dated, now) > 0) {
    g_free (now);
    now = g_steal_pointer (&dated);
  }
  now[strlen ("2026-11-21")] = '\0';
  return now;
}

/* Reading the table */

static ValiseMember *
read_row (ValiseQuery *query, const char *today, GError **error)
{
  const char *json = valise_query_get_text (query, 0);
  g_autoptr (GError) local = NULL;
  ValiseMember *member = valise_member_parse (json, strlen (json), today, &local);

  if (member == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 _ ("a row of the roster in this store does not read (%s); take the roster in again"),
                 local->message);
    return NULL;
  }
  member->trusted = valise_query_get_int (query, 1) != 0;
  return member;
}

static GPtrArray *
collect (ValiseStore *store, ValiseQuery *query, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free);
  g_autofree char *today = valise_roster_today (store);
  gboolean found = FALSE;

  if (!valise_query_step (query, &found, error))
    return NULL;
  while (found) {
    ValiseMember *member = read_row (query, today, error);

    if (member == NULL)
      return NULL;
    g_ptr_array_add (rows, member);
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&rows);
}

GPtrArray *
valise_roster_all (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = NULL;

  if (valise_roster_is_registry (store) && !valise_roster_start (store, error))
    return NULL;
  query = query_for (store, ALL_MEMBERS, error);
  return query != NULL ? collect (store, query, error) : NULL;
}

ValiseMember *
valise_roster_get_row (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, GET_MEMBER, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (query == NULL)
    return NULL;
  valise_query_text (query, 1, device);
  rows = collect (store, query, error);
  return rows != NULL && rows->len > 0 ? valise_member_copy (rows->pdata[0]) : NULL;
}

ValiseMember *
valise_roster_find_device (ValiseStore *store, const char *device, GError **error)
{
  if (valise_roster_is_registry (store) && !valise_roster_start (store, error))
    return NULL;
  return valise_roster_get_row (store, device, error);
}

ValiseMember *
valise_roster_find_keynum (ValiseStore *store, const guint8 keynum[8], GError **error)
{
  g_autoptr (GPtrArray) rows = valise_roster_all (store, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (memcmp (valise_member_keynum (rows->pdata[i]), keynum, VALISE_KEYNUM_SIZE) == 0)
      return valise_member_copy (rows->pdata[i]);
  return NULL;
}

/* Whom a person means */

typedef gboolean (*RowTest) (const ValiseMember *row, gconstpointer what);

static gboolean
has_name (const ValiseMember *row, gconstpointer name)
{
  return strcmp (row->member, name) == 0;
}

static gboolean
has_folded_name (const ValiseMember *row, gconstpointer name)
{
  g_autofree char *a = g_utf8_casefold (row->member, -1), *b = g_utf8_casefold (name, -1);

  return strcmp (a, b) == 0;
}

static gboolean
begins_with (const ValiseMember *row, gconstpointer digits)
{
  return strlen (digits) >= DEVICE_PREFIX_MIN && g_str_has_prefix (row->device, digits);
}

/* Copies of the rows that pass (transfer full). */
static GPtrArray *
filter (const GPtrArray *rows, RowTest test, gconstpointer what)
{
  GPtrArray *passed = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free);

  for (guint i = 0; i < rows->len; i++)
    if (test (rows->pdata[i], what))
      g_ptr_array_add (passed, valise_member_copy (rows->pdata[i]));
  return passed;
}

/* What stands for headquarters, seen from `own` (NULL: from the registry). */
static gboolean
is_headquarters (const ValiseMember *row, gconstpointer own)
{
  const ValiseMember *self = own;

  if (row->ended)
    return FALSE;
  if (row->role == VALISE_ROLE_HEADQUARTERS)
    return TRUE;
  return row->role == VALISE_ROLE_COORDINATOR &&
         (self == NULL || self->role == VALISE_ROLE_HEADQUARTERS ||
          valise_member_shares_case (self, row));
}

static GPtrArray *
not_found (ValiseStore *store, const char *who, GError **error)
{
  if (!valise_roster_is_joined (store))
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("this store is not on a roster yet, so it knows no “%s”; ask headquarters to enrol "
                 "it, then join"), who);
  else
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("the roster has no member “%s”; give a name as it stands there, a device id or its "
                 "first 8 digits, or “headquarters”"), who);
  return NULL;
}

static gboolean
fits_one_device (const GPtrArray *rows, const char *digits, GError **error)
{
  if (rows->len < 2)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("several devices begin with %s; give more digits"), digits);
  return FALSE;
}

GPtrArray *
valise_roster_match_any (ValiseStore *store, const char *who, GError **error)
{
  static const RowTest tests[] = { has_name, has_folded_name, begins_with };
  g_autoptr (GPtrArray) rows = valise_roster_all (store, error);

  if (rows == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autoptr (GPtrArray) found = NULL;

    if (tests[i] == has_folded_name && strcmp (who, "headquarters") == 0) {
      g_autoptr (ValiseMember) own =
          valise_roster_find_device (store, valise_store_get_device (store), NULL);

      found = filter (rows, is_headquarters, own);
    } else {
      found = filter (rows, tests[i], who);
    }
    if (tests[i] == begins_with && !fits_one_device (found, who, error))
      return NULL;
    if (found->len > 0)
      return g_steal_pointer (&found);
  }
  return not_found (store, who, error);
}

static gboolean
is_current (const ValiseMember *row, gconstpointer unused)
{
  return !row->ended;
}

static gboolean
is_other (const ValiseMember *row, gconstpointer device)
{
  return strcmp (row->device, device) != 0;
}

GPtrArray *
valise_roster_match (ValiseStore *store, const char *who, GError **error)
{
  g_autoptr (GPtrArray) found = valise_roster_match_any (store, who, error);
  g_autoptr (GPtrArray) current = NULL, others = NULL;

  if (found == NULL)
    return NULL;
  current = filter (found, is_current, NULL);
  if (current->len == 0) {
    const ValiseMember *last = found->pdata[0];

    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("the membership of %s ended on %s; ask headquarters"), last->member, last->until);
    return NULL;
  }
  others = filter (current, is_other, valise_store_get_device (store));
  return others->len > 0 ? g_steal_pointer (&others) : g_steal_pointer (&current);
}

/* Writing the table, and what follows */

static gboolean
put_member (ValiseStore *store, const ValiseMember *member, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT_MEMBER, error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, member->device);
  valise_query_text (query, 2, member->json);
  valise_query_int (query, 3, member->trusted);
  return valise_query_run (query, error);
}

/* Whose log it is; a log that changed hands is added to `changed`. */
static gboolean
set_owner (ValiseStore *store, const ValiseMember *member, GArray *changed, GError **error)
{
  gint64 log = valise_log_open (store, member->device, error);
  const char *role = valise_role_to_text (member->role);
  ValiseLogOwner owner;

  if (log < 0)
    return FALSE;
  valise_store_get_owner (store, member->device, &owner);
  if (g_strcmp0 (owner.member, member->member) == 0 && g_strcmp0 (owner.role, role) == 0)
    return TRUE;
  g_array_append_val (changed, log);
  return valise_log_set_owner (store, log, member->member, role, error);
}

/* Those who can read what is sealed here from now on. */
static gboolean
set_custodians (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL, texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ValiseQuery) query = query_for (store, ALL_MEMBERS, error);
  g_autoptr (ValiseMember) own = NULL;

  if (query == NULL)
    return FALSE;
  rows = collect (store, query, error);
  if (rows == NULL)
    return FALSE;
  own = valise_roster_get_row (store, valise_store_get_device (store), NULL);
  for (guint i = 0; i < rows->len; i++) {
    const ValiseMember *row = rows->pdata[i];

    if (row->role == VALISE_ROLE_CUSTODIAN && row->trusted && !row->ended && row->has_vault &&
        own != NULL &&
        (own->role == VALISE_ROLE_HEADQUARTERS || valise_member_shares_case (own, row)))
      g_ptr_array_add (texts, valise_age_recipient_to_text (&row->vault));
  }
  g_ptr_array_add (texts, NULL);
  return valise_sealed_set_custodians (store, (const char *const *) texts->pdata, error);
}

gboolean
valise_roster_put_rows (ValiseStore *store, const GPtrArray *rows, GError **error)
{
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < rows->len; i++)
    if (!put_member (store, rows->pdata[i], error) ||
        !set_owner (store, rows->pdata[i], changed, error))
      return FALSE;
  for (guint i = 0; i < changed->len; i++)
    if (!valise_projection_update_log (store, g_array_index (changed, gint64, i), error))
      return FALSE;
  /* Whose judgements count may have changed with the roles. */
  return (changed->len == 0 || valise_admission_project_all (store, error)) &&
         set_custodians (store, error);
}

gboolean
valise_roster_replace_rows (ValiseStore *store, const GPtrArray *rows, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, CLEAR_MEMBERS, error);

  return query != NULL && valise_query_run (query, error) &&
         valise_roster_put_rows (store, rows, error);
}

/* Notes */

void
valise_roster_kept_clear (ValiseRosterKept *kept)
{
  g_clear_pointer (&kept->note, g_free);
  kept->number = 0;
}

static gboolean
read_kept (ValiseQuery *query, ValiseRosterKept *kept, GError **error)
{
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  valise_roster_kept_clear (kept);
  if (row) {
    kept->number = (guint64) valise_query_get_int (query, 0);
    kept->note = g_strdup (valise_query_get_text (query, 1));
  }
  return TRUE;
}

gboolean
valise_roster_newest (ValiseStore *store, ValiseRosterKept *kept, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, NEWEST_TAKEN, error);

  return read_kept (query, kept, error);
}

gboolean
valise_roster_last_issued (ValiseStore *store, const char *device, ValiseRosterKept *kept,
                           GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, LAST_ISSUED, error);

  if (query != NULL)
    valise_query_text (query, 1, device);
  return read_kept (query, kept, error);
}

GPtrArray *
valise_roster_taken_hashes (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, ALL_TAKEN, error);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    const char *note = valise_query_get_text (query, 0);
    ValiseHash *hash = g_new (ValiseHash, 1);

    valise_sha256 (note, strlen (note), hash);
    g_ptr_array_add (hashes, hash);
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&hashes);
}

gboolean
valise_roster_keep (ValiseStore *store, guint64 number, const char *note, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT_TAKEN, error);
  g_autofree char *now = valise_clock_now_text ();

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, (gint64) number);
  valise_query_text (query, 2, note);
  valise_query_text (query, 3, now);
  return valise_query_run (query, error);
}

gboolean
valise_roster_forget_taken (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, CLEAR_TAKEN, error);

  return query != NULL && valise_query_run (query, error);
}

gboolean
valise_roster_keep_issued (ValiseStore *store, const char *device, guint64 number,
                           const char *note, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT_ISSUED, error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, device);
  valise_query_int (query, 2, (gint64) number);
  valise_query_text (query, 3, note);
  return valise_query_run (query, error);
}

ValiseRosterNote *
valise_roster_read_newest (ValiseStore *store, GError **error)
{
  g_auto (ValiseRosterKept) newest = { 0 };
  g_autofree char *today = valise_roster_today (store);

  if (!valise_roster_newest (store, &newest, error) || newest.note == NULL)
    return NULL;
  return valise_roster_note_read (newest.note, strlen (newest.note), NULL, today, error);
}

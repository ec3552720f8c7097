/* roster-take.c - takes in what headquarters says about who is who
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/error.h"

#include <glib/gi18n.h>
#include "core/recovery.h"
#include "core/sealed.h"
#include "core/successor.h"
#include "sync/refuse.h"
#include "sync/roster-private.h"

/* Is it for us? */

static gboolean
check_own_row (ValiseStore *store, const ValiseMember *own, const ValiseMember *row, GError **error)
{
  ValiseMember now = *own;

  /* The key that bundles are packed to may be an older one of its own: a newer
   * one was not enrolled yet. */
  if (valise_store_is_own_recipient (store, &row->age))
    now.age = row->age;
  if (row->role == VALISE_ROLE_HEADQUARTERS)
    return valise_refuse (error, "the roster makes this device headquarters", NULL);
  if (!row->has_vault) { /* the vault was made after asking to be enrolled */
    now.has_vault = FALSE;
    now.vault = row->vault;
  }
  if (valise_member_same_keys (&now, row))
    return TRUE;
  return valise_refuse (error, "this roster is for another device: the keys that it gives to this "
                               "one are not its own; ask to be enrolled again", NULL);
}

gboolean
valise_roster_check_for_us (ValiseStore *store, const ValiseRosterNote *note, GError **error)
{
  const char *device = valise_store_get_device (store);
  const ValiseMember *row = valise_roster_note_find (note, device);
  g_autoptr (ValiseMember) own = NULL;

  if (strcmp (note->device, device) != 0 || row == NULL)
    return valise_refuse (error, "this roster is for another device", note->device);
  if (note->training != valise_store_is_training (store))
    return valise_refuse (error,
                          note->training ? "this roster is for training, and this store is not"
                                         : "this store is for training, and this roster is not",
                          NULL);
  own = valise_roster_own_row (store, error);
  return own != NULL && check_own_row (store, own, row, error);
}

/* Numbers */

typedef enum {
  ORDER_BROKEN, /* error is set */
  ORDER_OLDER,
  ORDER_KNOWN,
  ORDER_NEWER,
} Order;

/* A note may follow one that never came, but not leave out one that did. */
static gboolean
check_previous (ValiseStore *store, const ValiseRosterNote *note, GError **error)
{
  g_autoptr (GPtrArray) hashes = valise_roster_taken_hashes (store, error);
  g_autofree char *registry = valise_store_dup_meta (store, "registry");

  if (hashes == NULL)
    return FALSE;
  if (hashes->len == 0 || g_strcmp0 (registry, note->registry) != 0)
    return TRUE; /* the first one, or headquarters' successor */
  if (!note->has_previous)
    return valise_refuse (error, "alarm: headquarters' rosters begin anew; do not send anything "
                                 "before you have asked there by another way", NULL);
  for (guint i = 1; i < hashes->len; i++)
    if (valise_hash_equal (hashes->pdata[i], &note->previous))
      return valise_refuse (error, "alarm: this roster leaves out one that came before; do not send "
                                   "anything before you have asked headquarters by another way", NULL);
  return TRUE;
}

static Order
find_order (ValiseStore *store, const ValiseRosterNote *note, const char *text, GError **error)
{
  g_auto (ValiseRosterKept) newest = { 0 };

  if (!valise_roster_newest (store, &newest, error))
    return ORDER_BROKEN;
  if (note->number < newest.number)
    return ORDER_OLDER;
  if (note->number > newest.number)
    return ORDER_NEWER;
  if (strcmp (newest.note, text) == 0)
    return ORDER_KNOWN;
  valise_refuse (error, "alarm: there are two rosters of one number; do not send anything before "
                        "you have asked headquarters by another way", NULL);
  return ORDER_BROKEN;
}

/* Custodians */

static const ValiseMember *
find_row (const GPtrArray *rows, const char *device)
{
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((const ValiseMember *) rows->pdata[i])->device, device) == 0)
      return rows->pdata[i];
  return NULL;
}

/* The key that bundles to him are packed to changes each mandate, and opens
 * nothing that is sealed. */
static gboolean
was_trusted (const GPtrArray *held, const ValiseMember *row)
{
  const ValiseMember *before = find_row (held, row->device);
  ValiseMember now = *row;

  if (before == NULL || !before->trusted || before->role != VALISE_ROLE_CUSTODIAN)
    return FALSE;
  now.age = before->age;
  return valise_member_same_keys (before, &now);
}

/* Who ended may still vouch for a successor: to add one by a false voucher,
 * headquarters and that custodian would have to agree, and could have done so
 * a day before. */
static gboolean
is_vouched (const GPtrArray *rows, const ValiseMember *row)
{
  for (guint i = 0; i < rows->len; i++) {
    const ValiseMember *by = rows->pdata[i];

    if (by != row && by->role == VALISE_ROLE_CUSTODIAN && by->trusted &&
        valise_member_is_vouched_by (row, by))
      return TRUE;
  }
  return FALSE;
}

/* Until nothing changes: one who is vouched for may vouch for the next. */
static void
decide_trust (const GPtrArray *rows, const GPtrArray *held)
{
  gboolean changed = TRUE;

  for (guint i = 0; i < rows->len; i++) {
    ValiseMember *row = rows->pdata[i];

    row->trusted = row->role == VALISE_ROLE_CUSTODIAN && was_trusted (held, row);
  }
  while (changed) {
    changed = FALSE;
    for (guint i = 0; i < rows->len; i++) {
      ValiseMember *row = rows->pdata[i];

      if (row->role == VALISE_ROLE_CUSTODIAN && !row->trusted && is_vouched (rows, row))
        changed = row->trusted = TRUE;
    }
  }
}

/* Taking */

static gboolean
apply (ValiseStore *store, const ValiseRosterNote *note, const char *text, GError **error)
{
  const ValiseMember *own = valise_roster_note_find (note, valise_store_get_device (store));
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, note->number);

  return valise_store_set_meta (store, "registry", note->registry, error) &&
         valise_store_set_meta (store, "roster_number", number, error) &&
         valise_store_set_meta (store, "roster_date", note->date, error) &&
         valise_store_set_meta (store, "roster_until", note->until, error) &&
         valise_store_set_meta (store, "member", own->member, error) &&
         valise_store_set_meta (store, "role", valise_role_to_text (own->role), error) &&
         valise_roster_keep (store, note->number, text, error) &&
         valise_roster_replace_rows (store, note->rows, error) &&
         (note->recovery[0] == NULL ||
          valise_recovery_set_recipients (store, note->recovery[0], note->recovery[1], error));
}

static gboolean
take_newer (ValiseStore *store, const ValiseRosterNote *note, const char *text, GError **error)
{
  g_autoptr (GPtrArray) held = NULL;

  if (!check_previous (store, note, error))
    return FALSE;
  held = valise_roster_all (store, error);
  if (held == NULL)
    return FALSE;
  decide_trust (note->rows, held);
  return apply (store, note, text, error);
}

static gboolean
read_pinned_key (ValiseStore *store, guint8 key[32], GError **error)
{
  g_autofree char *text = valise_store_dup_meta (store, "roster_key");

  if (valise_roster_is_registry (store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("this store is headquarters' registry: it writes rosters and takes none in"));
    return FALSE;
  }
  if (text != NULL &&
      valise_base64_decode_exact (text, -1, VALISE_BASE64_PADDED, key, 32))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_HELD,
               _ ("this store has not joined a roster yet; use “valise join” and compare fingerprints"));
  return FALSE;
}

static gboolean
take_in_order (ValiseStore *store, const ValiseRosterNote *note, const char *text,
               gboolean *changed, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  Order order = change != NULL ? find_order (store, note, text, error) : ORDER_BROKEN;

  if (order == ORDER_BROKEN)
    return FALSE;
  if (order == ORDER_NEWER && !take_newer (store, note, text, error))
    return FALSE;
  *changed = order == ORDER_NEWER;
  return valise_transaction_commit (change, error);
}

/* It was under way while this store became its own successor: nothing to take,
 * and nothing wrong. */
static gboolean
is_for_predecessor (ValiseStore *store, const ValiseRosterNote *note)
{
  g_auto (GStrv) before = valise_successor_dup_predecessors (store);

  return g_strv_contains ((const char *const *) before, note->device);
}

gboolean
valise_roster_take (ValiseStore *store, const char *text, gsize size, gboolean *changed,
                    GError **error)
{
  g_autofree char *today = valise_roster_today (store), *copy = g_strndup (text, size);
  g_autoptr (ValiseRosterNote) note = NULL;
  guint8 key[32];
  gboolean done;

  *changed = FALSE;
  if (!read_pinned_key (store, key, error))
    return FALSE;
  note = valise_roster_note_read (text, size, key, today, error);
  if (note == NULL)
    return FALSE;
  if (is_for_predecessor (store, note))
    return TRUE;
  if (!valise_roster_check_for_us (store, note, error))
    return FALSE;
  done = take_in_order (store, note, copy, changed, error);
  *changed = *changed && done;
  valise_store_reread (store);
  return done;
}

/* Joining */

static gboolean
check_joined_number (ValiseStore *store, const ValiseRosterNote *note, const char *text,
                     GError **error)
{
  Order order = find_order (store, note, text, error);

  if (order != ORDER_OLDER)
    return order != ORDER_BROKEN;
  return valise_refuse (error, "this roster is older than the one held here; ask headquarters for "
                               "its newest", NULL);
}

gboolean
valise_roster_take_joined (ValiseStore *store, const ValiseRosterNote *note, const char *text,
                           GError **error)
{
  g_autofree char *pinned = valise_store_dup_meta (store, "roster_key");
  g_autofree char *key = valise_base64_encode (note->roster_key, sizeof note->roster_key,
                                               VALISE_BASE64_PADDED);

  if (g_strcmp0 (pinned, key) != 0) {
    if (!valise_roster_forget_taken (store, error) ||
        !valise_store_set_meta (store, "roster_key", key, error))
      return FALSE;
  } else if (!check_joined_number (store, note, text, error)) {
    return FALSE;
  }
  for (guint i = 0; i < note->rows->len; i++) {
    ValiseMember *row = note->rows->pdata[i];

    row->trusted = row->role == VALISE_ROLE_CUSTODIAN;
  }
  return apply (store, note, text, error);
}

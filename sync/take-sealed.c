/* take-sealed.c - age files of sealed values, as they come in bundles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/take-sealed.h"

#include "core/erasure.h"
#include "core/held.h"
#include "core/log.h"
#include "core/sealed.h"
#include "sync/lines.h"

typedef struct {
  ValiseStore *store;
  const ValiseMember *sender;
  gint64 origin; /* where its versions are counted */
  guint64 *added;
  GPtrArray *acknowledge;
} Taking;

/* Headquarters forwards what all others made. */
static gint64
find_origin (const Taking *t, GError **error)
{
  return t->sender->role == VALISE_ROLE_HEADQUARTERS
             ? VALISE_SEALED_ANY
             : valise_log_open (t->store, t->sender->device, error);
}

static gboolean
may_bring (const Taking *t, const ValiseHash *handle)
{
  return t->sender->role == VALISE_ROLE_HEADQUARTERS || t->sender->role == VALISE_ROLE_CUSTODIAN ||
         !valise_sealed_is_used (t->store, handle) ||
         valise_sealed_is_used_in (t->store, handle, t->origin);
}

/* Only what lies here now, and is what came. */
static void
acknowledge (const Taking *t, const ValiseSealedLine *line)
{
  g_autoptr (GBytes) kept = NULL;
  ValiseHash came, sum;

  valise_sha256 (g_bytes_get_data (line->age, NULL), g_bytes_get_size (line->age), &came);
  if (valise_held_has_bytes (t->store, VALISE_LOG_OWN, &came))
    return;
  kept = valise_sealed_get (t->store, &line->handle, &came, NULL);
  if (kept == NULL)
    return;
  valise_sha256 (g_bytes_get_data (kept, NULL), g_bytes_get_size (kept), &sum);
  if (valise_hash_equal (&sum, &came))
    g_ptr_array_add (t->acknowledge, valise_hex_encode (sum.bytes, sizeof sum.bytes));
}

static gboolean
take_one (const Taking *t, const ValiseSealedLine *line, GError **error)
{
  ValiseSealedKept kept;

  if (valise_erasure_bars_sealed (t->store, &line->handle) || !may_bring (t, &line->handle))
    return TRUE;
  if (!valise_sealed_keep (t->store, &line->handle, t->origin, line->age, line->readers, &kept, error))
    return FALSE;
  *t->added += kept == VALISE_SEALED_NEW;
  acknowledge (t, line);
  return TRUE;
}

gboolean
valise_take_sealed (ValiseStore *store, const ValiseMember *sender, GInputStream *lines, guint64 *added,
                    GPtrArray *acknowledge_list, GError **error)
{
  g_autoptr (ValiseLineReader) reader = valise_line_reader_new (lines);
  g_auto (ValiseSealedLine) line = { 0 };
  Taking t = { .store = store, .sender = sender, .added = added, .acknowledge = acknowledge_list };
  gboolean more = TRUE;

  t.origin = find_origin (&t, error);
  if (t.origin < 0)
    return FALSE;
  while (more)
    if (!valise_line_reader_next_sealed (reader, &line, &more, error) ||
        (more && !take_one (&t, &line, error)))
      return FALSE;
  return TRUE;
}

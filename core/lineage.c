/* lineage.c - where the values of one field that stand come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/lineage.h"

#include <string.h>

typedef struct {
  const ValiseEntry *entry;
  const ValiseValue *value;
  guint8 *before; /* for each claim: is it an ancestor of this one? NULL: not asked yet */
} Claim;

struct _ValiseLineage {
  GArray *claims; /* of Claim */
};

static void
claim_clear (gpointer data)
{
  g_free (((Claim *) data)->before);
}

static Claim *
claim_at (const ValiseLineage *lineage, guint at)
{
  return &g_array_index (lineage->claims, Claim, at);
}

/* An entry names what was there before it: of one log what has a lower index. */
static gboolean
names (const Claim *one, const Claim *other)
{
  if (one == other || (strcmp (one->entry->device, other->entry->device) == 0 &&
                       other->entry->index >= one->entry->index))
    return FALSE;
  for (guint i = 0; i < one->entry->n_after; i++)
    if (valise_hash_equal (&one->entry->after[i], &other->value->commit))
      return TRUE;
  return FALSE;
}

/* Everything that one claim descends from, whatever rings insiders make. */
static const guint8 *
before (const ValiseLineage *lineage, guint at)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint));
  Claim *claim = claim_at (lineage, at);

  if (claim->before != NULL)
    return claim->before;
  claim->before = g_malloc0 (lineage->claims->len);
  g_array_append_val (waiting, at);
  while (waiting->len > 0) {
    const Claim *one = claim_at (lineage, g_array_index (waiting, guint, waiting->len - 1));

    g_array_set_size (waiting, waiting->len - 1);
    for (guint i = 0; i < lineage->claims->len; i++)
      if (!claim->before[i] && names (one, claim_at (lineage, i))) {
        claim->before[i] = TRUE;
        g_array_append_val (waiting, i);
      }
  }
  return claim->before;
}

ValiseLineage *
valise_lineage_new (const ValiseState *state, const char *name)
{
  ValiseLineage *lineage = g_new0 (ValiseLineage, 1);

  lineage->claims = g_array_new (FALSE, FALSE, sizeof (Claim));
  g_array_set_clear_func (lineage->claims, claim_clear);
  for (guint i = 0; i < state->n_entries; i++) {
    Claim claim = { state->entries[i], valise_entry_find (state->entries[i], name), NULL };

    if (claim.value != NULL)
      g_array_append_val (lineage->claims, claim);
  }
  return lineage;
}

void
valise_lineage_free (ValiseLineage *lineage)
{
  if (lineage == NULL)
    return;
  g_array_unref (lineage->claims);
  g_free (lineage);
}

/* Asking */

/* G_MAXUINT: it says nothing of this field. */
static guint
find (const ValiseLineage *lineage, const ValiseEntry *entry)
{
  for (guint i = 0; i < lineage->claims->len; i++)
    if (claim_at (lineage, i)->entry == entry)
      return i;
  return G_MAXUINT;
}

/* A claim that this one names and that says the same, or itself. */
static guint
step_back (const ValiseLineage *lineage, guint at)
{
  const Claim *claim = claim_at (lineage, at);

  for (guint i = 0; i < lineage->claims->len; i++) {
    const Claim *other = claim_at (lineage, i);

    if (strcmp (other->value->value, claim->value->value) == 0 && names (claim, other))
      return i;
  }
  return at;
}

static guint
origin_of (const ValiseLineage *lineage, guint at)
{
  for (guint steps = 0; steps < lineage->claims->len; steps++) {
    guint earlier = step_back (lineage, at);

    if (earlier == at)
      break;
    at = earlier;
  }
  return at;
}

const ValiseEntry *
valise_lineage_origin (const ValiseLineage *lineage, const ValiseEntry *entry)
{
  guint at = find (lineage, entry);

  return at != G_MAXUINT ? claim_at (lineage, origin_of (lineage, at))->entry : entry;
}

gboolean
valise_lineage_had_seen (const ValiseLineage *lineage, const ValiseEntry *entry, const ValiseEntry *of)
{
  guint later = find (lineage, entry), earlier = find (lineage, of);

  return later != G_MAXUINT && earlier != G_MAXUINT && later != earlier &&
         before (lineage, later)[earlier];
}

static gboolean
is_before_all (const ValiseLineage *lineage, const ValiseStateField *field, guint at)
{
  for (guint i = 0; i < field->n_live; i++) {
    guint live = find (lineage, field->live[i].entry);
    guint origin = live != G_MAXUINT ? origin_of (lineage, live) : at;

    if (origin == at || !before (lineage, origin)[at])
      return FALSE;
  }
  return TRUE;
}

const ValiseEntry *
valise_lineage_ancestor (const ValiseLineage *lineage, const ValiseStateField *field)
{
  guint best = G_MAXUINT;

  for (guint i = 0; i < lineage->claims->len; i++)
    if (is_before_all (lineage, field, i) && (best == G_MAXUINT || before (lineage, i)[best]))
      best = i;
  return best != G_MAXUINT ? claim_at (lineage, best)->entry : NULL;
}

/* A member's devices are one hand; a device on no roster is its own. */
static gboolean
is_by (const ValiseEntry *entry, const ValiseAuthor *who, ValiseAuthorLookup lookup, gpointer user)
{
  ValiseAuthor author = { 0 };

  lookup (entry->device, &author, user);
  return who->member != NULL && g_strcmp0 (author.member, who->member) == 0;
}

static gboolean
has_hand_in (const ValiseLineage *lineage, guint at, const ValiseAuthor *who, ValiseAuthorLookup lookup,
             gpointer user)
{
  const guint8 *ancestors = before (lineage, at);

  if (is_by (claim_at (lineage, at)->entry, who, lookup, user))
    return TRUE;
  for (guint i = 0; i < lineage->claims->len; i++)
    if (ancestors[i] && is_by (claim_at (lineage, i)->entry, who, lookup, user))
      return TRUE;
  return FALSE;
}

gboolean
valise_lineage_may_settle (const ValiseLineage *lineage, const ValiseStateField *field,
                           const ValiseAuthor *who, ValiseAuthorLookup lookup, gpointer user)
{
  if (who->coordinator)
    return TRUE;
  for (guint i = 0; i < field->n_live; i++) {
    guint at = find (lineage, field->live[i].entry);

    if (at == G_MAXUINT || !has_hand_in (lineage, at, who, lookup, user))
      return FALSE;
  }
  return TRUE;
}

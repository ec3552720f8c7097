/* log-pack.c - one log's lines for one group
 *
 * What must stay true: every index from 0 to the size stands in exactly one
 * line, and no subtree line has a checkpoint's size strictly inside where the
 * tree here allows it, so that checkpoints can be compared in any order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/log-pack.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "core/error.h"
#include "core/json.h"
#include "core/log.h"
#include "core/merkle.h"
#include "sync/cuts.h"
#include "sync/lines.h"

#define FLUSH_SIZE (256 * 1024)

typedef struct {
  ValiseStore *store;
  gint64 log;
  guint64 size, next; /* next: the first index that no line accounts for yet */
  ValiseGroup *group;
  gboolean everything, unjudged;
  ValiseSpool *spool;
  ValiseLogPackCounts *counts;
  GArray *cuts;       /* of gint64, ascending */
  GString *text;
} Packing;

static gboolean
flush (Packing *p, gsize over, GError **error)
{
  if (p->text->len <= over)
    return TRUE;
  if (!valise_spool_write (p->spool, p->text->str, p->text->len, error))
    return FALSE;
  g_string_truncate (p->text, 0);
  return TRUE;
}

/* The largest subtree from `from` that fits and is known; first one without a
 * cut inside, then any: a log that came in coarser lines cannot be cut finer. */
static gboolean
find_subtree (Packing *p, guint64 from, guint64 to, guint *level, ValiseHash *hash)
{
  ValiseLogView view = { p->store, p->log };

  for (int ignore_cuts = 0; ignore_cuts < 2; ignore_cuts++) {
    guint highest = from == 0 ? 40 : MIN (40, (guint) __builtin_ctzll (from));

    for (guint k = highest + 1; k-- > 0;) {
      guint64 end = from + (G_GUINT64_CONSTANT (1) << k);

      if (end > to || (!ignore_cuts && valise_cuts_has_inside (p->cuts, from, end)))
        continue;
      *level = k;
      if (valise_merkle_node (k, from >> k, valise_log_lookup, &view, hash))
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
write_subtrees (Packing *p, guint64 to, GError **error)
{
  while (p->next < to) {
    ValiseHash hash;
    guint level = 0;

    if (!find_subtree (p, p->next, to, &level, &hash)) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                   _ ("the tree of a log is not whole here from entry %" PRIu64
                   "; run “valise verify”"),
                   p->next);
      return FALSE;
    }
    valise_line_write_subtree (p->text, p->next, level, &hash);
    p->next += G_GUINT64_CONSTANT (1) << level;
  }
  return flush (p, FLUSH_SIZE, error);
}

typedef struct {
  const ValiseVerdict *verdict;
  const ValiseEntry *entry;
  guint allowed;
} Filter;

static gboolean
allow_field (const char *name, gpointer user)
{
  Filter *filter = user;
  gboolean allowed = valise_verdict_allows (filter->verdict, name,
                                            valise_entry_find (filter->entry, name)->value);

  filter->allowed += allowed;
  return allowed;
}

/* Where all of it may go, it goes as it stands in the log. */
static char *
disclose (const ValiseLogRow *row, Filter *filter)
{
  if (valise_verdict_level (filter->verdict) < VALISE_DISCLOSE_ALL)
    return valise_entry_write_disclosure (filter->entry, allow_field, filter);
  filter->allowed = filter->entry->n_values;
  return g_strdup (row->disclosure);
}

static void
note_went (GArray *went, guint64 index)
{
  if (went->len > 0 && g_array_index (went, guint64, went->len - 1) + 1 == index) {
    g_array_index (went, guint64, went->len - 1) = index;
    return;
  }
  g_array_append_val (went, index);
  g_array_append_val (went, index);
}

/* What is said of an entry that goes. */
typedef struct {
  const char *type;           /* without its version; NULL: not known */
  guint class;
  const ValiseRecord *record; /* NULL: nobody judged it */
} About;

static void
count (Packing *p, const About *about, const ValiseLogRow *row, const char *disclosure)
{
  const ValiseRecord *record = about->record;

  if (p->counts->interviews != NULL && record->type != NULL &&
      record->type->audience == VALISE_AUDIENCE_INTERVIEW)
    g_hash_table_add (p->counts->interviews, g_strdup (record->record));
  p->counts->entries++;
  if (p->counts->went != NULL)
    note_went (p->counts->went, row->index);
  p->counts->highest_class = MAX (p->counts->highest_class, about->class);
  if (g_strcmp0 (about->type, "receipt") == 0)
    p->counts->receipts_to = row->index + 1;
  if (g_strcmp0 (about->type, "receipt") == 0 || g_strcmp0 (about->type, "custody") == 0)
    return;
  p->counts->records++;
  if (p->counts->content != NULL) {
    valise_hasher_update (p->counts->content, row->header, row->header_size);
    valise_hasher_update (p->counts->content, disclosure, strlen (disclosure) + 1);
  }
}

static gboolean
write_line (Packing *p, const ValiseLogRow *row, const About *about, const char *disclosure,
            GError **error)
{
  gsize before;

  if (!write_subtrees (p, row->index, error))
    return FALSE;
  before = p->text->len;
  valise_line_write_entry (p->text, row->header, row->header_size, disclosure);
  p->next = row->index + 1;
  if (p->counts->survey != NULL)
    valise_survey_add (p->counts->survey, about->record, p->text->len - before);
  count (p, about, row, disclosure);
  return flush (p, FLUSH_SIZE, error);
}

/* The judged record was read and checked with all its entries: this is one of
 * them. NULL: it stands on the record and does not count. */
static const ValiseEntry *
find_entry (const ValiseVerdict *verdict, const ValiseHash *leaf)
{
  const ValiseState *state = valise_verdict_record (verdict)->state;
  guint low = 0, high = state->n_entries; /* by leaf */

  while (low < high) {
    guint middle = (low + high) / 2;
    int order = valise_hash_compare (&state->entries[middle]->leaf, leaf);

    if (order == 0)
      return state->entries[middle];
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

static gboolean
write_entry (Packing *p, const ValiseLogRow *row, const ValiseVerdict *verdict, int held,
             GError **error)
{
  const ValiseEntry *entry = find_entry (verdict, row->leaf);
  g_autoptr (ValiseEntry) parsed = entry == NULL ? valise_log_row_to_entry (row, error) : NULL;
  Filter filter = { verdict, entry != NULL ? entry : parsed, 0 };
  g_autofree char *disclosure = NULL;
  About about = { valise_verdict_type (verdict), valise_verdict_class (verdict),
                  valise_verdict_record (verdict) };
  gboolean whole;

  if (filter.entry == NULL)
    return FALSE;
  entry = filter.entry;
  disclosure = disclose (row, &filter);
  whole = filter.allowed == entry->n_commits;
  if (!p->everything && held >= 0 && !whole && (int) filter.allowed <= held)
    return TRUE; /* they have that much of it */
  return write_line (p, row, &about, disclosure, error);
}

/* What an entry says of its record, where it is the only one; FALSE: that must
 * be asked of the record, as of a judgement, which may count for nobody. */
static gboolean
says_all (const ValiseLogRow *row, yyjson_val *fields, char type[static 64], About *about)
{
  const char *text = valise_json_get_string (fields, ".type");
  const char *slash = text != NULL ? strrchr (text, '/') : NULL;
  ValiseHash leaf;

  if (slash == NULL || slash - text >= 64 || g_str_has_prefix (text, "admission/"))
    return FALSE;
  g_strlcpy (type, text, (gsize) (slash - text) + 1);
  about->type = type;
  about->class = valise_class_rank (valise_json_get_string (fields, ".class"));
  valise_leaf_hash (row->header, row->header_size, &leaf);
  return valise_hash_equal (&leaf, row->leaf);
}

/* From headquarters nothing is kept back, so of a record with one entry nothing
 * need be merged and judged, which costs more than all else: it goes as it
 * stands. *gone FALSE: it must be judged. */
static gboolean
write_unjudged (Packing *p, const ValiseLogRow *row, gboolean *gone, GError **error)
{
  g_autoptr (yyjson_doc) doc = NULL;
  char type[64];
  About about = { 0 };

  doc = row->alone ? valise_json_parse (row->disclosure, strlen (row->disclosure), NULL) : NULL;
  *gone = says_all (row, yyjson_obj_get (yyjson_doc_get_root (doc), "fields"), type, &about);
  return !*gone || write_line (p, row, &about, row->disclosure, error);
}

static gboolean
visit_row (const ValiseLogRow *row, gpointer user, GError **error)
{
  Packing *p = user;
  int held = p->everything ? -2 : valise_group_opened (p->group, row->index);
  const ValiseVerdict *verdict;
  GError *local = NULL;
  char id[VALISE_RECORD_ID_LENGTH + 1];
  g_autofree char *hex = NULL;

  if (held == -1 || row->aside != NULL || row->record == NULL)
    return TRUE;
  hex = valise_hex_encode (row->record, VALISE_RECORD_ID_LENGTH / 2);
  g_strlcpy (id, hex, sizeof id);
  if (p->counts->only != NULL && !g_hash_table_contains (p->counts->only, id))
    return TRUE;
  if (p->unjudged && held < 0) {
    gboolean gone = FALSE;

    if (!write_unjudged (p, row, &gone, error))
      return FALSE;
    if (gone)
      return TRUE;
  }
  verdict = valise_group_judge (p->group, id, &local);
  if (g_error_matches (local, VALISE_ERROR, VALISE_ERROR_NOT_FOUND)) {
    g_error_free (local); /* nothing on that record counts: a forged judgement */
    return TRUE;
  }
  if (verdict == NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (valise_verdict_level (verdict) == VALISE_DISCLOSE_NOTHING) {
    const ValiseType *type = valise_verdict_record (verdict)->type;

    p->counts->withheld += type == NULL || type->audience != VALISE_AUDIENCE_SYSTEM;
    return TRUE;
  }
  return write_entry (p, row, verdict, held, error);
}

gboolean
valise_log_pack (ValiseStore *store, gint64 log, guint64 size, ValiseGroup *group,
                 gboolean everything, ValiseSpool *spool, ValiseLogPackCounts *counts,
                 GError **error)
{
  g_autoptr (GArray) cuts = valise_cuts_find (store, log, group, error);
  g_autoptr (GString) text = g_string_new (NULL);
  Packing p = { .store = store, .log = log, .size = size, .group = group, .everything = everything,
                .unjudged = counts->survey == NULL && valise_group_is_headquarters (group),
                .spool = spool, .counts = counts, .cuts = cuts, .text = text };

  guint64 from = 0;

  while (!everything && from < size && valise_group_opened (group, from) == -1)
    from++; /* what all of them have need not be read */
  return cuts != NULL && valise_log_foreach (store, log, from, size, visit_row, &p, error) &&
         write_subtrees (&p, size, error) && flush (&p, 0, error);
}

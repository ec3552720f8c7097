/* edits.c - very many edits of one record, packed and taken in: each costs no more than the last
 *
 *   edits FOLDER [EDITS]
 *
 * Two experts correct one record each: one half as often as the other. What
 * an entry costs must not grow with how many there are of its record.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/log.h"
#include "sync/case.h"
#include "sync/pack.h"
#include "sync/reconcile.h"
#include "sync/roster.h"
#include "tests/bench/bench.h"

/* Each names the one before it. */
static void
write_edits (ValiseStore *store, guint edits)
{
  g_autofree char *id = valise_record_id_new ();
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  GError *error = NULL;
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), &error);

  bench_must (change != NULL, error);
  for (guint i = 0; i < edits; i++) {
    g_autofree char *title = g_strdup_printf ("\"Kasira, version %u\"", i);
    const ValiseAssignment fields[] = { { ".type", "\"sighting/1\"" }, { "title", title },
                                        { ".case", "\"" BENCH_CASE "\"" },
                                        { ".class", "\"confidential\"" } };
    g_autoptr (ValiseEntry) entry =
        valise_log_append (store, id, after, fields, i == 0 ? 4 : 2, &error);

    bench_must (entry != NULL, error);
    g_array_set_size (after, 0);
    g_array_append_val (after, valise_entry_find (entry, "title")->commit);
  }
  bench_must (valise_transaction_commit (change, &error), error);
}

typedef struct {
  double packed, taken; /* edits a second of the processors: waiting for the disk says nothing here */
} Rates;

static Rates
rates_of (BenchSide *headquarters, const char *folder, const char *name, guint edits)
{
  BenchSide expert = { 0 };
  GError *error = NULL;
  g_autofree char *registry = NULL;
  g_autoptr (GPtrArray) to = NULL, packed = NULL;
  ValisePackOptions options = { .folder = folder };
  ValiseReconciled *result;
  Rates rates;
  double from;

  bench_side_make (&expert, folder, name, "expert");
  bench_enrol (headquarters, &expert);
  write_edits (expert.store, edits);
  registry = valise_store_dup_meta (expert.store, "registry");
  to = valise_roster_match (expert.store, registry, &error);
  bench_must (to != NULL, error);
  from = bench_processor_seconds ();
  packed = valise_pack (expert.store, to, &options, &error);
  bench_must (packed != NULL, error);
  rates.packed = edits / (bench_processor_seconds () - from);
  from = bench_processor_seconds ();
  result = valise_reconcile (headquarters->store, ((ValisePacked *) packed->pdata[0])->path, NULL,
                             NULL, &error);
  rates.taken = edits / (bench_processor_seconds () - from);
  bench_must (result != NULL && result->outcome == VALISE_OUTCOME_MERGED, error);
  valise_reconciled_free (result);
  bench_side_close (&expert);
  return rates;
}

int
main (int argc, char **argv)
{
  BenchSide headquarters = { 0 };
  guint edits = argc > 2 ? (guint) atoi (argv[2]) : 20000;
  GError *error = NULL;
  Rates half, all;

  if (argc < 2) {
    fprintf (stderr, "usage: edits FOLDER [EDITS]\n");
    return 2;
  }
  bench_start ();
  bench_side_make (&headquarters, argv[1], "Registry", "headquarters");
  bench_must (valise_case_add (headquarters.store, BENCH_CASE, "Bench", "none", &error), error);
  half = rates_of (&headquarters, argv[1], "Expert 1", edits / 2);
  all = rates_of (&headquarters, argv[1], "Expert 2", edits);
  bench_beside ("edits of one record packed, beside half as many", "entries/s", all.packed, half.packed, "at least 0.6");
  bench_beside ("edits of one record taken in, beside half as many", "entries/s", all.taken, half.taken, "at least 0.6");
  bench_side_close (&headquarters);
  return 0;
}

/* laws.c - what must be true after every step, and at the end of every history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/laws.h"

#include <string.h>

#include "core/files.h"
#include "core/held.h"
#include "core/log-branch.h"
#include "core/quarantine.h"
#include "core/sealed.h"
#include "tests/asserts.h"
#include "tests/simulator/clearance.h"
#include "tests/simulator/seeded.h"

/* Laws 1 and 2 */

static guint64
count_entries (ValiseStore *store)
{
  g_autoptr (GArray) logs = valise_log_all (store, NULL);
  guint64 count = 0;

  for (guint i = 0; i < logs->len; i++)
    count += (guint64) valise_log_count (store, g_array_index (logs, gint64, i), NULL);
  return count;
}

static void
check_counts (World *world, guint at)
{
  Device *device = &world->devices[at];
  ValiseStore *store = device->fixture->store;
  guint64 size = valise_log_size (store, VALISE_LOG_OWN), held = count_entries (store);

  law (size >= device->written, "%s: %" G_GUINT64_FORMAT " entries were written, %" G_GUINT64_FORMAT
       " are there", device->name, device->written, size);
  law (held >= device->held, "%s held %" G_GUINT64_FORMAT " entries and holds %" G_GUINT64_FORMAT,
       device->name, device->held, held);
  device->written = size;
  device->held = held;
}

/* Law 3 */

static gboolean
has_leaf (ValiseStore *store, const char *device, guint64 index, const ValiseHash *leaf)
{
  g_autoptr (GArray) logs = valise_branch_list (store, device, NULL);

  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    g_autoptr (ValiseEntry) entry = valise_log_get (store, g_array_index (logs, gint64, i), index, NULL);

    if (entry != NULL && valise_hash_equal (&entry->leaf, leaf))
      return TRUE;
  }
  return FALSE;
}

static void
check_receipts (World *world, guint at)
{
  ValiseStore *store = world->devices[at].fixture->store;
  const Device *registry = &world->devices[WORLD_HEADQUARTERS];
  ValiseStore *headquarters = registry->fixture->store;
  ValiseStore *other = registry->clone != NULL ? registry->clone->fixture->store : headquarters;
  gint64 by = valise_log_find (store, valise_store_get_device (headquarters), NULL);
  g_autoptr (ValiseHeld) held = by > 0 ? valise_held_load (store, by, VALISE_LOG_OWN, NULL) : NULL;

  for (guint64 i = 0; held != NULL && i < valise_log_size (store, VALISE_LOG_OWN); i++) {
    g_autoptr (ValiseEntry) mine = NULL;

    if (valise_held_opened (held, i) == -2)
      continue;
    mine = valise_log_get (store, VALISE_LOG_OWN, i, NULL);
    law (mine != NULL, "entry %" G_GUINT64_FORMAT " of %s is gone", i, world->devices[at].name);
    law (has_leaf (headquarters, valise_store_get_device (store), i, &mine->leaf) ||
             has_leaf (other, valise_store_get_device (store), i, &mine->leaf),
         "headquarters' receipt names entry %" G_GUINT64_FORMAT " of %s, which is not there", i,
         world->devices[at].name);
  }
}

static char *
describe (const World *world, const Known *known)
{
  g_autofree char *linked = known->linked != NULL ? describe (world, known->linked) : g_strdup ("nothing");

  return g_strdup_printf ("%s %s of %s (cases %u%s%s), linked to %s", known->type, known->id,
                          world->devices[known->author].name, known->cases,
                          known->open ? "" : ", strictly confidential",
                          known->consents ? ", consents" : "", linked);
}

/* Law 4: the pages of the database are not encrypted here (shortcuts.c). */

static void
check_token (const World *world, guint at, guint64 number)
{
  const Device *device = &world->devices[at];
  const Token *token = number < world->tokens->len ? world->tokens->pdata[number] : NULL;

  law (token != NULL, "%s has a value that nobody wrote", device->name);
  law (clearance_allows (world, at, token),
       "%s (%s, %s) has token %" G_GUINT64_FORMAT ", by %s: %s of the %s", device->name, device->role,
       device->cases, number, world->devices[token->author].name, token->field,
       describe (world, token->known));
  law (!g_hash_table_contains (device->barred, GUINT_TO_POINTER (number)),
       "%s has token %" G_GUINT64_FORMAT ", which was erased there", device->name, number);
}

static void
check_bytes (const World *world, guint at, const char *file)
{
  g_autofree char *path = g_build_filename (world->devices[at].fixture->folder, file, NULL);
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, NULL);
  const char *from = mapped != NULL ? g_mapped_file_get_contents (mapped) : NULL;
  const char *end = from != NULL ? from + g_mapped_file_get_length (mapped) : NULL;

  while (from != NULL && (from = memmem (from, (gsize) (end - from), TOKEN_MARK, strlen (TOKEN_MARK))) != NULL) {
    guint64 number = 0;

    from += strlen (TOKEN_MARK);
    while (from < end && g_ascii_isdigit (*from))
      number = number * 10 + (guint64) (*from++ - '0');
    if (from < end && *from == 'x') /* else cut off, or a beginning in the index */
      check_token (world, at, number);
  }
}

static void
check_database (const World *world, guint at)
{
  check_bytes (world, at, "store.db");
  check_bytes (world, at, "store.db-wal");
}

/* Law 5 */

static void
check_projection (Device *device)
{
  g_autofree char *before = exchange_dump (device->fixture), *after = NULL;

  law (valise_projection_rebuild (device->fixture->store, NULL, NULL, NULL),
       "%s: the projection cannot be made anew", device->name);
  after = exchange_dump (device->fixture);
  law (strcmp (before, after) == 0, "%s: made anew, the projection differs:\n%s\n%s", device->name,
       before, after);
}

/* Law 8 */

/* A custodian who came back is one for headquarters at once, for members when
 * somebody vouched for him; what they sealed till then is sealed again. */
static gboolean
is_sealed_to (const Device *device, const Token *name)
{
  g_autofree char *vault = valise_vault_dup_recipient (device->fixture->store);

  return vault != NULL && name->readers != NULL && g_strv_contains ((const char *const *) name->readers, vault);
}

static void
check_custodian (World *world, guint at, const Known *known, const Token *name, const ValiseHash *handle)
{
  Device *device = &world->devices[at];
  g_autoptr (ValiseSecret) passphrase = fixture_vault_passphrase ();
  g_autoptr (ValiseSecret) identity = valise_vault_open (device->fixture->store, passphrase, NULL);
  g_autofree char *text = world_token_text (world, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseSecret) value = NULL;

  law (identity != NULL, "%s cannot open the vault", device->name);
  value = valise_sealed_open (device->fixture->store, handle, known->id, name->field, identity, &error);
  law (value != NULL, "%s cannot read what is sealed: %s", device->name, error->message);
  law (strstr (valise_secret_text (value), text) != NULL, "%s reads other words", device->name);
}

static void
check_sealed_value (World *world, guint at, const Token *token)
{
  Device *device = &world->devices[at];
  gint64 log = token->device != NULL ? valise_log_find (device->fixture->store, token->device, NULL) : 0;
  g_autoptr (ValiseEntry) entry = log > 0 ? valise_log_get (device->fixture->store, log, token->index, NULL) : NULL;
  const ValiseValue *value = entry != NULL ? valise_entry_find (entry, token->field) : NULL;
  ValiseHash handle;

  if (value == NULL || !world_holds_token (world, entry, token) || !valise_sealed_parse_handle (value->value, &handle) ||
      !valise_sealed_is_here (device->fixture->store, &handle))
    return;
  law (world_same_member (world, at, token->author) || strcmp (device->role, "headquarters") == 0 ||
           strcmp (device->role, "custodian") == 0,
       "%s (%s) has the age file of a sealed value", device->name, device->role);
  if (strcmp (device->role, "custodian") == 0 && is_sealed_to (device, token))
    check_custodian (world, at, token->known, token, &handle);
}

/* Law 9 */

static gboolean
has_live_token (const ValiseRecord *record, const char *field, const char *text)
{
  const ValiseStateField *found = valise_state_find (record->state, field);

  for (guint i = 0; found != NULL && i < found->n_live; i++)
    if (strstr (found->live[i].value, text) != NULL)
      return TRUE;
  return FALSE;
}

static void
check_stands (World *world, guint at, const Known *known)
{
  ValiseStore *store = world->devices[at].fixture->store;
  const Token *token = world->tokens->pdata[known->first];
  g_autofree char *text = world_token_text (world, token);
  gint64 log = valise_log_find (store, token->device, NULL);
  g_autoptr (ValiseEntry) entry = log > 0 ? valise_log_get (store, log, token->index, NULL) : NULL;
  g_autoptr (ValiseRecord) record = NULL;

  if (known->corrected || known->erasing || !world_holds_token (world, entry, token) || valise_quarantine_has (store, log, token->index))
    return;
  record = valise_record_load (store, known->id, NULL);
  law (record != NULL && has_live_token (record, token->field, text),
       "%s: nobody who may corrected %s of %s, and it does not stand", world->devices[at].name,
       token->field, known->id);
}

/* Laws 10 and 11 */

static void
check_ended (World *world, const Device *ended)
{
  ValiseStore *headquarters = world->devices[WORLD_HEADQUARTERS].fixture->store;
  gint64 log = valise_log_find (headquarters, valise_store_get_device (ended->fixture->store), NULL);
  guint64 size = log > 0 ? valise_log_size (headquarters, log) : 0;

  for (guint64 i = ended->ended_at; ended->shut_out && i < size; i++)
    law (valise_quarantine_has (headquarters, log, i),
         "entry %" G_GUINT64_FORMAT " of %s counts after the membership ended", i, ended->name);
}

static void
check_set_aside (const World *world, guint at)
{
  ValiseStore *store = world->devices[at].fixture->store;

  for (guint i = 0; i < world->n_devices; i++) {
    const Device *device = &world->devices[i];
    gint64 log = valise_log_find (store, valise_store_get_device (device->fixture->store), NULL);
    g_autoptr (GPtrArray) aside = log > 0 ? valise_quarantine_list (store, log, NULL) : NULL;

    law (world_was_judged (world, i) || device->cloned || aside == NULL || aside->len == 0, "%s sets aside what %s wrote, and nobody judged it",
         world->devices[at].name, device->name);
  }
}

/* Law 12 */

static void
check_file (const World *world, guint at, const Token *token)
{
  const Device *device = &world->devices[at];

  if (token->is_file && valise_files_is_here (device->fixture->store, &token->file))
    law (clearance_allows (world, at, token), "%s (%s) has a file of the %s %s of %s", device->name,
         device->role, token->known->type, token->known->id, world->devices[token->author].name);
}

/* All of them */

void
laws_after_step (World *world, guint at)
{
  check_counts (world, at);
  check_database (world, at);
}

void
laws_at_end (World *world)
{
  for (guint at = 0; at < world->n_devices; at++) {
    if (!world_has_acted (world, at))
      continue;
    laws_after_step (world, at);
    if (at != WORLD_HEADQUARTERS) {
      check_receipts (world, at);
      check_ended (world, &world->devices[at]);
    }
    check_set_aside (world, at);
    for (guint i = 0; i < world->records->len; i++)
      check_stands (world, at, world->records->pdata[i]);
    for (guint i = 0; i < world->tokens->len; i++) {
      const Token *token = world->tokens->pdata[i];

      if (token->sealed)
        check_sealed_value (world, at, token);
      check_file (world, at, token);
    }
    check_projection (&world->devices[at]);
  }
}

/* Law 6 */

/* What the program writes about its own doings differs, the rest must not. The
 * twin is a registry that came back: it goes on as its own successor and says
 * its cases again, and whose entries count. */
static char *
dump_of_members (FixtureStore *fixture)
{
  g_autofree char *all = exchange_dump (fixture);
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "\"type\":\"receipt\"") == NULL &&
        strstr (lines[i], "\"type\":\"custody\"") == NULL &&
        strstr (lines[i], "\"type\":\"admission\"") == NULL &&
        strstr (lines[i], "\"type\":\"case\"") == NULL)
      g_string_append_printf (out, "%s\n", lines[i]);
  return g_string_free (out, FALSE);
}

static void
give_in_another_order (World *world, FixtureStore *twin)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const GPtrArray *taken = world->devices[WORLD_HEADQUARTERS].taken;

  for (guint i = 0; i < taken->len; i++) {
    g_ptr_array_insert (paths, (int) seeded_below (paths->len + 1), taken->pdata[i]);
    if (seeded_chance (20))
      g_ptr_array_insert (paths, (int) seeded_below (paths->len + 1), taken->pdata[i]);
  }
  for (guint i = 0; i < paths->len; i++)
    valise_reconciled_free (exchange_reconcile (twin, paths->pdata[i]));
  for (guint i = 0; i < paths->len; i++) {
    g_autoptr (GPtrArray) kept = valise_reconcile_kept (twin->store, NULL);

    law (kept != NULL, "held bundles could not be tried again");
    if (kept->len == 0)
      break;
  }
}

void
laws_of_order (World *world)
{
  FixtureStore *twin;
  g_autofree char *here = NULL, *there = NULL;

  /* What a person at headquarters decides, it decides at some time. */
  if (world->decided || world_anybody_judged (world))
    return;
  twin = world_twin (world);
  give_in_another_order (world, twin);
  here = dump_of_members (world->devices[WORLD_HEADQUARTERS].fixture);
  there = dump_of_members (twin);
  law (strcmp (here, there) == 0, "in another order headquarters says otherwise:\n%s\n%s", here, there);
}

/* Law 7 */

static char *
state_at (const Device *device, const char *record)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (device->fixture->store, record, NULL);

  return loaded != NULL ? valise_state_to_json (loaded->state) : g_strdup ("not here");
}

/* Nobody loses sight of what he wrote himself, whoever sets it aside. */
static gboolean
wrote_in (const World *world, guint at, const Known *known)
{
  for (guint i = 0; world_anybody_judged (world) && i < world->tokens->len; i++) {
    const Token *token = world->tokens->pdata[i];

    if (token->known == known && token->author == at)
      return TRUE;
  }
  return FALSE;
}

/* Of what was moved about, somebody has what is no longer for him, or lacks
 * what went by; so it is of what leads to it. */
static gboolean
all_of_it_goes (const World *world, guint at, const Known *known)
{
  for (const Known *up = known; up != NULL; up = up->linked)
    if (up->seals || up->erasing || up->moved || !clearance_reaches (world, at, up))
      return FALSE;
  return TRUE;
}

/* Where what gave it a case was set aside it is in nobody's, whatever others,
 * who had not heard yet, changed in it since. */
static gboolean
lost_its_case (World *world, const Known *known)
{
  g_autoptr (ValiseRecord) record =
      valise_record_load (world->devices[WORLD_HEADQUARTERS].fixture->store, known->id, NULL);

  return record != NULL && valise_state_find (record->state, ".case") == NULL;
}

void
laws_of_agreement (World *world)
{
  for (guint i = 0; i < world->records->len; i++) {
    const Known *known = world->records->pdata[i];
    g_autofree char *said = state_at (&world->devices[WORLD_HEADQUARTERS], known->id);

    if (world_anybody_judged (world) && lost_its_case (world, known))
      continue;
    for (guint at = 1; at < world->n_devices; at++) {
      const Device *device = &world->devices[at];
      g_autofree char *here = NULL;

      if (device->ended || device->may_expire || device->lied || strcmp (device->role, "jmac") == 0 || !all_of_it_goes (world, at, known) ||
          wrote_in (world, at, known))
        continue;
      here = state_at (device, known->id);
      law (strcmp (said, here) == 0, "of the %s %s says\n%s\nand headquarters\n%s",
           describe (world, known), device->name, here, said);
    }
  }
}

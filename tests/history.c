/* history.c - short histories of one record, for test-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/history.h"

#include "tests/asserts.h"

void
history_author (const char *device, ValiseAuthor *author, gpointer user)
{
  static const char *const members[] = { ['a'] = "ann", ['b'] = "ben", ['c'] = "cora", ['d'] = "ann" };

  author->member = device[0] <= 'd' ? members[(int) device[0]] : NULL;
  author->coordinator = device[0] == 'c';
}

void
history_device (char device[VALISE_DEVICE_ID_LENGTH + 1], char letter)
{
  /* the letter first, the rest hexadecimal whatever it is */
  memset (device, letter == 'x' ? 'e' : letter == 'y' ? 'f' : letter, VALISE_DEVICE_ID_LENGTH);
  device[VALISE_DEVICE_ID_LENGTH] = '\0';
}

static void
fill_key (guint8 key[VALISE_ENTRY_KEY_SIZE], const Step *step)
{
  memset (key, step->device, VALISE_ENTRY_KEY_SIZE);
  key[0] = (guint8) step->index;
}

/* "0.colour": the commitment that step 0 makes for its colour, whether or not
 * that step is written already: insiders can agree on one beforehand. */
static void
find_commit (const History *history, const char *mention, ValiseHash *commit)
{
  const Step *step = &history->steps[mention[0] - '0'];
  g_auto (GStrv) sets = g_strsplit (step->sets, " ", -1);
  const char *name = mention + 2;
  guint8 key[VALISE_ENTRY_KEY_SIZE];
  ValiseHash k;

  fill_key (key, step);
  for (guint i = 0; sets[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (sets[i], "=", 2);

    if (strcmp (pair[0], name) == 0) {
      valise_entry_field_key (key, name, &k);
      valise_entry_commitment (&k, name, pair[1], commit);
      return;
    }
  }
  fail_msg ("step %c of “%s” sets no %s", mention[0], history->name, name);
}

static guint
read_after (const History *history, const Step *step, ValiseHash *after)
{
  g_auto (GStrv) mentions = g_strsplit (step->after != NULL ? step->after : "", " ", -1);
  guint n = 0;

  for (; mentions[n] != NULL && mentions[n][0] != '\0'; n++)
    find_commit (history, mentions[n], &after[n]);
  return n;
}

static gboolean
is_closed (const Step *step, const char *name)
{
  g_auto (GStrv) names = g_strsplit (step->closed != NULL ? step->closed : "", " ", -1);

  return g_strv_contains ((const char *const *) names, name);
}

/* The entry as it is after a journey on which some of its values stayed behind. */
static ValiseEntry *
close_some (ValiseEntry *whole, const Step *step)
{
  g_autoptr (GError) error = NULL;
  ValiseEntry *part = valise_entry_parse (whole->bytes, whole->size, &error);

  assert_no_error (error);
  for (guint i = 0; i < whole->n_values; i++)
    if (!is_closed (step, whole->values[i].name))
      assert_true (valise_entry_open_field (part, whole->values[i].name, whole->values[i].value,
                                            &whole->values[i].k, &error));
  valise_entry_free (whole);
  return part;
}

ValiseEntry *
history_entry (const History *history, guint at)
{
  const Step *step = &history->steps[at];
  g_auto (GStrv) sets = g_strsplit (step->sets, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autofree char *time =
      g_strdup_printf ("\"2026-11-21T%02d:00:00Z\"", step->hour != 0 ? step->hour : (int) at + 1);
  ValiseAssignment fields[16] = { { ".time", time } };
  guint n_fields = step->hour < 0 ? 0 : 1;
  char device[VALISE_DEVICE_ID_LENGTH + 1];
  guint8 key[VALISE_ENTRY_KEY_SIZE];
  ValiseHash after[16];
  ValiseEntryDraft draft = { .device = device, .index = step->index, .record = HISTORY_RECORD,
                             .after = after, .fields = fields, .key = key };
  ValiseEntry *entry;

  for (guint i = 0; sets[i] != NULL; i++) {
    char *value = strchr (sets[i], '=');

    *value = '\0';
    fields[n_fields++] = (ValiseAssignment){ sets[i], value + 1 };
  }
  history_device (device, step->device);
  fill_key (key, step);
  draft.n_fields = n_fields;
  draft.n_after = read_after (history, step, after);
  entry = valise_entry_new (&draft, &error);
  assert_no_error (error);
  return step->closed != NULL ? close_some (entry, step) : entry;
}

GPtrArray *
history_entries (const History *history)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_entry_free);

  for (guint i = 0; i < HISTORY_MAX_STEPS && history->steps[i].sets != NULL; i++)
    g_ptr_array_add (entries, history_entry (history, i));
  return entries;
}

ValiseState *
history_merge (GPtrArray *entries)
{
  return valise_state_merge ((ValiseEntry *const *) entries->pdata, entries->len, history_author, NULL);
}

static char *
tell (const ValiseState *state)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < state->n_fields; i++) {
    const ValiseStateField *field = &state->fields[i];

    g_string_append_printf (out, "%s%s=", out->len > 0 ? " " : "", field->name);
    for (guint j = 0; j < field->n_live; j++)
      g_string_append_printf (out, "%s%s%s", j > 0 ? "," : "", field->live[j].value,
                              field->live[j].changed_since ? "~" : "");
    if (field->conflict)
      g_string_append_c (out, '!');
  }
  if (state->withdrawn)
    g_string_append (out, " WITHDRAWN");
  if (state->withdrawn_conflict)
    g_string_append (out, " BUT");
  return g_string_free (out, FALSE);
}

static void
assert_same_state (GPtrArray *entries, const char *expected)
{
  g_autoptr (ValiseState) state = history_merge (entries);
  g_autofree char *json = valise_state_to_json (state);

  assert_string_equal (json, expected);
}

/* Heap's permutations. */
void
assert_same_in_every_order (GPtrArray *entries, guint n, const char *expected)
{
  if (n <= 1) {
    assert_same_state (entries, expected);
    return;
  }
  for (guint i = 0; i < n; i++) {
    guint other = n % 2 == 0 ? i : 0;
    gpointer kept;

    assert_same_in_every_order (entries, n - 1, expected);
    kept = entries->pdata[other];
    entries->pdata[other] = entries->pdata[n - 1];
    entries->pdata[n - 1] = kept;
  }
}

void
check_history (const History *history)
{
  g_autoptr (GPtrArray) entries = history_entries (history);
  g_autoptr (ValiseState) state = history_merge (entries);
  g_autofree char *told = tell (state), *json = valise_state_to_json (state);

  if (strcmp (told, history->expected) != 0)
    fail_msg ("%s: “%s” instead of “%s”", history->name, told, history->expected);
  assert_same_in_every_order (entries, entries->len, json);
}

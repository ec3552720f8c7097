/* state.c - what a record says now: the values that nothing has replaced
 *
 * succession.c says which values stand; here they become fields in an order
 * that every store shares. Cleared fields are kept behind the others in the
 * same array: nobody sees them, but who writes next must name their values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/state.h"

#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "core/succession.h"
#include "core/type.h"

typedef struct {
  ValiseState public;       /* first: the two share an address */
  ValiseSuccession *succession;
  guint n_all;              /* fields, and behind them the cleared ones */
  char *type, *first_time, *last_time;
} State;

/* A string's canonical text, or "" so that it sorts first. Two such texts sort
 * as what they say. */
static const char *
time_of (const ValiseEntry *entry)
{
  const ValiseValue *time = valise_entry_find (entry, ".time");

  return time != NULL && time->value[0] == '"' ? time->value : "";
}

/* Greater is newer. */
static int
compare_age (const ValiseEntry *a, const ValiseEntry *b)
{
  int order = strcmp (time_of (a), time_of (b));

  return order != 0 ? order : valise_hash_compare (&a->leaf, &b->leaf);
}

static int
newest_first (const void *a, const void *b)
{
  return compare_age (((const ValiseLive *) b)->entry, ((const ValiseLive *) a)->entry);
}

static gboolean
is_cleared (const ValiseLive *live)
{
  return strcmp (live->value, "null") == 0;
}

/* What the entries say of themselves */

/* "sighting/3" is taken apart; anything else is a type that nobody knows. */
static char *
read_type (const ValiseEntry *entry, guint *version)
{
  g_autofree char *text = valise_entry_dup_text (entry, ".type");
  char *slash = text != NULL ? strrchr (text, '/') : NULL;
  guint64 number;

  *version = 0;
  if (slash != NULL && g_ascii_string_to_unsigned (slash + 1, 10, 1, G_MAXINT32, &number, NULL)) {
    *version = (guint) number;
    *slash = '\0';
  }
  return g_steal_pointer (&text);
}

/* Of records whose entries name two types. Whoever wrote it first gave it its
 * type: entries that name no value of the record's others, and have none of
 * their own log before them. Where there are several such, and one of them
 * calls it a record of the program's own, it is not: so nobody makes a record
 * vanish among those. Then the earliest. */
typedef struct {
  GHashTable *commits; /* commitment → 1 + its entry */
  GHashTable *first;   /* device → 1 + the least index of its entries */
} Roots;

static gboolean
follows (const Roots *roots, const ValiseEntry *entry, guint at)
{
  guint64 first = (guint64) (guintptr) g_hash_table_lookup (roots->first, entry->device);

  for (guint i = 0; i < entry->n_after; i++) {
    guint of = GPOINTER_TO_UINT (g_hash_table_lookup (roots->commits, &entry->after[i]));

    if (of != 0 && of != at + 1)
      return TRUE;
  }
  return first < entry->index + 1;
}

static gboolean
is_of_program (const char *name)
{
  const ValiseType *type = valise_type_find (name);

  return type != NULL && type->audience == VALISE_AUDIENCE_SYSTEM;
}

typedef struct {
  const ValiseEntry *entry;
  char *type;
  gboolean follows, system;
} Naming;

static gboolean
is_better (const Naming *one, const Naming *than)
{
  if (than->entry == NULL || one->follows != than->follows)
    return than->entry == NULL || than->follows;
  if (one->system != than->system)
    return than->system;
  return compare_age (one->entry, than->entry) < 0;
}

static guint
hash_of_commit (gconstpointer key)
{
  guint hash;

  memcpy (&hash, ((const ValiseHash *) key)->bytes, sizeof hash);
  return hash;
}

static gboolean
commits_equal (gconstpointer a, gconstpointer b)
{
  return valise_hash_equal (a, b);
}

static void
find_roots (const State *state, Roots *roots)
{
  for (guint i = 0; i < state->public.n_entries; i++) {
    const ValiseEntry *entry = state->public.entries[i];
    guint64 first = (guint64) (guintptr) g_hash_table_lookup (roots->first, entry->device);

    for (guint j = 0; j < entry->n_commits; j++)
      g_hash_table_insert (roots->commits, &entry->commits[j], GUINT_TO_POINTER (i + 1));
    if (first == 0 || entry->index + 1 < first)
      g_hash_table_insert (roots->first, (gpointer) entry->device, (gpointer) (guintptr) (entry->index + 1));
  }
}

/* The name that counts where there are several (transfer full). */
static char *
choose_type (const State *state)
{
  g_autoptr (GHashTable) commits = g_hash_table_new (hash_of_commit, commits_equal);
  g_autoptr (GHashTable) first = g_hash_table_new (g_str_hash, g_str_equal);
  Roots roots = { commits, first };
  Naming best = { NULL, NULL, FALSE, FALSE };

  find_roots (state, &roots);
  for (guint i = 0; i < state->public.n_entries; i++) {
    guint version;
    Naming naming = { state->public.entries[i], read_type (state->public.entries[i], &version), FALSE, FALSE };

    if (naming.type == NULL)
      continue;
    naming.follows = follows (&roots, naming.entry, i);
    naming.system = is_of_program (naming.type);
    if (is_better (&naming, &best)) {
      g_free (best.type);
      best = naming;
    } else {
      g_free (naming.type);
    }
  }
  return best.type;
}

/* The version is that of the newest entry of the type. */
static void
find_type (State *state)
{
  const ValiseEntry *newest = NULL;

  for (guint i = 0; i < state->public.n_entries; i++) {
    guint version;
    g_autofree char *type = read_type (state->public.entries[i], &version);

    if (state->type == NULL)
      state->type = g_steal_pointer (&type);
    else if (type != NULL && strcmp (type, state->type) != 0)
      state->public.type_conflict = TRUE;
  }
  if (state->public.type_conflict) {
    g_free (state->type);
    state->type = choose_type (state);
  }
  for (guint i = 0; state->type != NULL && i < state->public.n_entries; i++) {
    const ValiseEntry *entry = state->public.entries[i];
    guint version;
    g_autofree char *type = read_type (entry, &version);

    if (g_strcmp0 (type, state->type) != 0 || (newest != NULL && compare_age (entry, newest) < 0))
      continue;
    newest = entry;
    state->public.type_version = version;
  }
  state->public.type = state->type;
}

static void
find_times (State *state)
{
  const char *first = NULL, *last = NULL;

  for (guint i = 0; i < state->public.n_entries; i++) {
    const char *time = time_of (state->public.entries[i]);

    state->public.incomplete_disclosure |=
        !valise_entry_is_complete (state->public.entries[i]);
    if (*time == '\0')
      continue;
    if (first == NULL || strcmp (time, first) < 0)
      first = time;
    if (last == NULL || strcmp (time, last) > 0)
      last = time;
  }
  state->first_time = first != NULL ? valise_json_dup_string (first) : NULL;
  state->last_time = last != NULL ? valise_json_dup_string (last) : NULL;
  state->public.first_time = state->first_time;
  state->public.last_time = state->last_time;
}

/* Fields */

static void
add_live (State *state, GArray *lives, const ValiseClaim *claim)
{
  ValiseLive live = { valise_succession_entry (state->succession, claim->entry),
                      claim->value->value, claim->value->commit, claim->changed_since };

  g_array_append_val (lives, live);
  state->public.changed_since |= live.changed_since;
}

static ValiseStateField
close_field (const char *name, GArray *lives)
{
  ValiseStateField field = { .name = name, .n_live = lives->len };

  field.live = (ValiseLive *) g_array_free (lives, FALSE);
  qsort (field.live, field.n_live, sizeof *field.live, newest_first);
  for (guint i = 1; i < field.n_live; i++)
    field.conflict |= strcmp (field.live[i].value, field.live[0].value) != 0;
  return field;
}

static gboolean
field_is_cleared (const ValiseStateField *field)
{
  return !field->conflict && is_cleared (&field->live[0]);
}

/* One pass over the claims, which stand sorted by field. Of each field at
 * least one stands: invariant 3. */
static void
find_fields (State *state)
{
  g_autoptr (GArray) cleared = g_array_new (FALSE, FALSE, sizeof (ValiseStateField));
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (ValiseStateField));
  guint n_claims = state->succession->claims->len, at = 0;

  while (at < n_claims) {
    const char *name = valise_succession_claim (state->succession, at)->value->name;
    GArray *lives = g_array_new (FALSE, FALSE, sizeof (ValiseLive));
    ValiseStateField field;

    for (; at < n_claims; at++) {
      const ValiseClaim *claim = valise_succession_claim (state->succession, at);

      if (strcmp (claim->value->name, name) != 0)
        break;
      if (!claim->replaced)
        add_live (state, lives, claim);
    }
    g_assert (lives->len > 0);
    field = close_field (name, lives);
    g_array_append_val (field_is_cleared (&field) ? cleared : fields, field);
    state->public.n_conflicts += (guint) field.conflict;
  }
  state->public.n_fields = fields->len;
  g_array_append_vals (fields, cleared->data, cleared->len);
  state->n_all = fields->len;
  state->public.fields = (ValiseStateField *) g_array_free (fields, FALSE);
}

/* Withdrawal */

static gboolean
is_of_the_withdrawal (const char *name)
{
  return strcmp (name, ".withdrawn") == 0 || strcmp (name, ".reason") == 0;
}

static gboolean
some_withdrawal_covers (const State *state, GArray *withdrawals, guint claim)
{
  for (guint i = 0; i < withdrawals->len; i++) {
    guint entry = g_array_index (withdrawals, guint, i);

    if (valise_succession_claim (state->succession, claim)->entry == entry ||
        valise_succession_is_named_by (state->succession, claim, entry))
      return TRUE;
  }
  return FALSE;
}

static void
find_withdrawal (State *state)
{
  g_autoptr (GArray) withdrawals = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_claims = state->succession->claims->len;

  for (guint i = 0; i < n_claims; i++) {
    const ValiseClaim *claim = valise_succession_claim (state->succession, i);

    if (!claim->replaced && strcmp (claim->value->name, ".withdrawn") == 0 &&
        strcmp (claim->value->value, "true") == 0)
      g_array_append_val (withdrawals, claim->entry);
  }
  if (withdrawals->len == 0)
    return;
  state->public.withdrawn = TRUE;
  for (guint i = 0; i < n_claims && !state->public.withdrawn_conflict; i++) {
    const ValiseClaim *claim = valise_succession_claim (state->succession, i);

    state->public.withdrawn_conflict = !claim->replaced &&
                                       !is_of_the_withdrawal (claim->value->name) &&
                                       !some_withdrawal_covers (state, withdrawals, i);
  }
}

ValiseState *
valise_state_merge (ValiseEntry *const *entries, guint n_entries, ValiseAuthorLookup lookup,
                    gpointer user)
{
  State *state = g_new0 (State, 1);

  state->succession = valise_succession_new (entries, n_entries, lookup, user);
  state->public.n_entries = state->succession->entries->len;
  state->public.entries = (const ValiseEntry *const *) state->succession->entries->pdata;
  if (state->public.n_entries > 0)
    memcpy (state->public.record, state->public.entries[0]->record, sizeof state->public.record);
  find_type (state);
  find_times (state);
  find_fields (state);
  find_withdrawal (state);
  state->public.n_conflicts += (guint) state->public.type_conflict;
  state->public.n_conflicts += (guint) state->public.withdrawn_conflict;
  return &state->public;
}

void
valise_state_free (ValiseState *public)
{
  State *state = (State *) public;

  if (state == NULL)
    return;
  for (guint i = 0; i < state->n_all; i++)
    g_free (state->public.fields[i].live);
  g_free (state->public.fields);
  valise_succession_free (state->succession);
  g_free (state->type);
  g_free (state->first_time);
  g_free (state->last_time);
  g_free (state);
}

/* Asking */

static int
compare_field_names (const void *name, const void *field)
{
  return strcmp (name, ((const ValiseStateField *) field)->name);
}

const ValiseStateField *
valise_state_find (const ValiseState *state, const char *name)
{
  if (state->n_fields == 0)
    return NULL;
  return bsearch (name, state->fields, state->n_fields, sizeof *state->fields,
                  compare_field_names);
}

const char *
valise_state_get (const ValiseState *state, const char *name)
{
  const ValiseStateField *field = valise_state_find (state, name);

  return field == NULL || is_cleared (&field->live[0]) ? NULL : field->live[0].value;
}

char *
valise_state_dup_text (const ValiseState *state, const char *name)
{
  const char *value = valise_state_get (state, name);

  return value != NULL ? valise_json_dup_string (value) : NULL;
}

static int
compare_commits (gconstpointer a, gconstpointer b)
{
  return valise_hash_compare (a, b);
}

GArray *
valise_state_live_commits (const ValiseState *public, const char *name)
{
  const State *state = (const State *) public;
  GArray *commits = g_array_new (FALSE, FALSE, sizeof (ValiseHash));

  for (guint i = 0; i < state->n_all; i++) {
    const ValiseStateField *field = &public->fields[i];

    if (name == NULL || strcmp (name, field->name) == 0)
      for (guint j = 0; j < field->n_live; j++)
        g_array_append_val (commits, field->live[j].commit);
  }
  g_array_sort (commits, compare_commits);
  for (guint i = commits->len; i-- > 1;)
    if (valise_hash_equal (&g_array_index (commits, ValiseHash, i),
                           &g_array_index (commits, ValiseHash, i - 1)))
      g_array_remove_index (commits, i);
  return commits;
}

/* Canonical JSON: every object's members stand in the order of their names */

static void
append_live (GString *out, const ValiseLive *live)
{
  g_autofree char *commit =
      valise_base64_encode (live->commit.bytes, VALISE_HASH_SIZE, VALISE_BASE64_PADDED);

  g_string_append_printf (out,
                          "{\"by\":\"%s\",%s\"commit\":\"%s\",\"index\":%" G_GUINT64_FORMAT
                          ",\"value\":%s}",
                          live->entry->device, live->changed_since ? "\"changed\":true," : "",
                          commit, live->entry->index, live->value);
}

static void
append_fields (GString *out, const ValiseState *state)
{
  for (guint i = 0; i < state->n_fields; i++) {
    const ValiseStateField *field = &state->fields[i];

    g_string_append_printf (out, "%s\"%s\":[", i > 0 ? "," : "", field->name);
    for (guint j = 0; j < field->n_live; j++) {
      if (j > 0)
        g_string_append_c (out, ',');
      append_live (out, &field->live[j]);
    }
    g_string_append_c (out, ']');
  }
}

static void
append_conflicts (GString *out, const ValiseState *state)
{
  gboolean first = TRUE;

  for (guint i = 0; i < state->n_fields; i++)
    if (state->fields[i].conflict) {
      g_string_append_printf (out, "%s\"%s\"", first ? "" : ",", state->fields[i].name);
      first = FALSE;
    }
}

static void
append_text (GString *out, const char *name, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (out, ",\"%s\":", name);
  valise_json_append_string (out, text, strlen (text));
}

char *
valise_state_to_json (const ValiseState *state)
{
  GString *out = g_string_new ("{\"conflicts\":[");

  append_conflicts (out, state);
  g_string_append (out, "],\"fields\":{");
  append_fields (out, state);
  g_string_append_c (out, '}');
  append_text (out, "first_time", state->first_time);
  if (state->incomplete_disclosure)
    g_string_append (out, ",\"incomplete_disclosure\":true");
  append_text (out, "last_time", state->last_time);
  append_text (out, "record", state->record);
  append_text (out, "type", state->type);
  if (state->type_conflict)
    g_string_append (out, ",\"type_conflict\":true");
  if (state->type_version > 0)
    g_string_append_printf (out, ",\"version\":%u", state->type_version);
  if (state->withdrawn)
    g_string_append (out, ",\"withdrawn\":true");
  if (state->withdrawn_conflict)
    g_string_append (out, ",\"withdrawn_conflict\":true");
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

/* flag.c - what is odd about a record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/flag.h"

#include <string.h>

#include "core/json.h"
#include "core/sealed.h"
#include "core/value.h"

enum {
  DROP_FLAGS,
  DROP_PLACES,
  PUT_FLAG,
  PUT_PLACE,
  LIST_FLAGS,
  LIST_PLACES,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [DROP_FLAGS] = "DELETE FROM flag WHERE record = ?1",
  [DROP_PLACES] = "DELETE FROM place WHERE record = ?1",
  [PUT_FLAG] = "INSERT OR IGNORE INTO flag (record, name, value, note) VALUES (?1, ?2, ?3, ?4)",
  [PUT_PLACE] = "INSERT OR IGNORE INTO place (record, name, degrees, cases) VALUES (?1, ?2, ?3, ?4)",
  [LIST_FLAGS] = "SELECT DISTINCT record FROM flag ORDER BY record",
  [LIST_PLACES] = "SELECT record, degrees, cases FROM place ORDER BY record",
};

static void
failed_check_free (gpointer data)
{
  ValiseFailedCheck *failed = data;

  g_free (failed->name);
  g_free (failed->value);
  g_free (failed->note);
  g_free (failed);
}

static void
far_place_free (gpointer data)
{
  ValiseFarPlace *place = data;

  g_free (place->name);
  g_free (place);
}

static void
flagged_free (gpointer data)
{
  ValiseFlagged *flagged = data;

  g_free (flagged->record);
  g_strfreev (flagged->codes);
  g_free (flagged);
}

/* Every value that stands in a field that people may see. */
typedef void (*Seen) (const ValiseField *field, const char *value, gpointer user);

static void
see_values (const ValiseRecord *record, Seen seen, gpointer user)
{
  const ValiseState *state = record->state;
  ValiseHash handle;

  for (guint i = 0; record->type != NULL && i < state->n_fields; i++) {
    const ValiseField *field = valise_type_field (record->type, state->fields[i].name);

    for (guint j = 0; field != NULL && !field->sealed && j < state->fields[i].n_live; j++)
      if (!valise_sealed_parse_handle (state->fields[i].live[j].value, &handle))
        seen (field, state->fields[i].live[j].value, user);
  }
}

/* Check digits */

static void
see_identifier (const ValiseField *field, const char *value, gpointer list)
{
  g_auto (GStrv) texts = field->check != VALISE_CHECK_NONE ? valise_json_dup_strings (value) : NULL;

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
    g_autofree char *note = NULL;
    ValiseFailedCheck *failed;

    if (strchr (texts[i], '?') != NULL || valise_check_digit (field->check, texts[i], &note))
      continue;
    failed = g_new0 (ValiseFailedCheck, 1);
    failed->name = g_strdup (field->name);
    failed->value = g_strdup (texts[i]);
    failed->note = g_steal_pointer (&note);
    g_ptr_array_add (list, failed);
  }
}

GPtrArray *
valise_flag_checks (const ValiseRecord *record)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (failed_check_free);

  see_values (record, see_identifier, list);
  return list;
}

/* Places */

/* The cases of a record, those of all values that stand, as "a;b". */
static char *
cases_of (const ValiseRecord *record)
{
  const ValiseStateField *field = valise_state_find (record->state, ".case");
  g_autoptr (GPtrArray) cases = g_ptr_array_new_null_terminated (1, g_free, TRUE);

  for (guint i = 0; field != NULL && i < field->n_live; i++) {
    char *id = valise_json_dup_string (field->live[i].value);

    if (id != NULL)
      g_ptr_array_add (cases, id);
  }
  return g_strjoinv (";", (char **) cases->pdata);
}

static gboolean
is_far (GHashTable *countries, const char *cases, ValiseDegrees at, ValiseFar *far)
{
  g_auto (GStrv) ids = g_strsplit (cases, ";", -1);
  g_autoptr (GPtrArray) codes = g_ptr_array_new_null_terminated (4, NULL, TRUE);

  for (guint i = 0; ids[i] != NULL; i++) {
    char **of_case = g_hash_table_lookup (countries, ids[i]);

    if (of_case == NULL || of_case[0] == NULL)
      return FALSE;
    for (; *of_case != NULL; of_case++)
      g_ptr_array_add (codes, *of_case);
  }
  return codes->len > 0 && valise_outlines_far ((const char *const *) codes->pdata, at, far);
}

/* Where a company has its seat, and where a ship was seen last, may be anywhere. */
static gboolean
is_expected (const ValiseField *field)
{
  return field->kind == VALISE_KIND_PLACE && !field->anywhere;
}

typedef struct {
  GHashTable *countries;
  const char *cases;
  GPtrArray *far;
} Placing;

static void
see_place (const ValiseField *field, const char *value, gpointer user)
{
  Placing *placing = user;
  ValiseDegrees at;
  ValiseFar far;
  ValiseFarPlace *place;

  if (!is_expected (field) || !valise_value_get_degrees (value, &at) ||
      !is_far (placing->countries, placing->cases, at, &far))
    return;
  place = g_new0 (ValiseFarPlace, 1);
  place->name = g_strdup (field->name);
  place->far = far;
  g_ptr_array_add (placing->far, place);
}

GPtrArray *
valise_flag_places (const ValiseRecord *record, GHashTable *countries)
{
  g_autofree char *cases = cases_of (record);
  Placing placing = { countries, cases, g_ptr_array_new_with_free_func (far_place_free) };

  see_values (record, see_place, &placing);
  return placing.far;
}

/* Projecting */

/* A record's id as the tables have it; a query reads it when it is run. */
typedef struct {
  guint8 bytes[VALISE_RECORD_ID_LENGTH / 2];
} Id;

static ValiseQuery *
query_record (ValiseStore *store, int statement, const char *record, Id *id, GError **error)
{
  ValiseQuery *query = valise_query (valise_store_get_db (store), sql[statement], error);

  if (query != NULL && valise_hex_decode_exact (record, -1, id->bytes, sizeof id->bytes))
    valise_query_blob (query, 1, id->bytes, sizeof id->bytes);
  return query;
}

gboolean
valise_flag_forget (ValiseStore *store, const char *record, GError **error)
{
  static const int both[] = { DROP_FLAGS, DROP_PLACES };
  Id id;

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++) {
    g_autoptr (ValiseQuery) query = query_record (store, both[i], record, &id, error);

    if (query == NULL || !valise_query_run (query, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
put_flags (ValiseStore *store, const ValiseRecord *record, GError **error)
{
  g_autoptr (GPtrArray) failed = valise_flag_checks (record);

  for (guint i = 0; i < failed->len; i++) {
    const ValiseFailedCheck *one = failed->pdata[i];
    Id id;
    g_autoptr (ValiseQuery) query = query_record (store, PUT_FLAG, record->record, &id, error);

    if (query == NULL)
      return FALSE;
    valise_query_text (query, 2, one->name);
    valise_query_text (query, 3, one->value);
    valise_query_text (query, 4, one->note);
    if (!valise_query_run (query, error))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  ValiseStore *store;
  const ValiseRecord *record;
  const char *cases;
  GError **error;
  gboolean failed;
} Putting;

static void
put_place (const ValiseField *field, const char *value, gpointer user)
{
  Putting *putting = user;
  char latitude[G_ASCII_DTOSTR_BUF_SIZE], longitude[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *degrees = NULL;
  g_autoptr (ValiseQuery) query = NULL;
  ValiseDegrees at;
  Id id;

  if (putting->failed || !is_expected (field) || !valise_value_get_degrees (value, &at))
    return;
  degrees = g_strdup_printf ("%s %s", g_ascii_dtostr (latitude, sizeof latitude, at.latitude),
                             g_ascii_dtostr (longitude, sizeof longitude, at.longitude));
  query = query_record (putting->store, PUT_PLACE, putting->record->record, &id, putting->error);
  putting->failed = query == NULL;
  if (putting->failed)
    return;
  valise_query_text (query, 2, field->name);
  valise_query_text (query, 3, degrees);
  valise_query_text (query, 4, putting->cases);
  putting->failed = !valise_query_run (query, putting->error);
}

gboolean
valise_flag_project (ValiseStore *store, const ValiseRecord *record, gboolean is_new, gboolean closed,
                     GError **error)
{
  g_autofree char *cases = cases_of (record);
  Putting putting = { store, record, cases, error, FALSE };

  if (!is_new && !valise_flag_forget (store, record->record, error))
    return FALSE;
  if (closed)
    return TRUE;
  see_values (record, put_place, &putting);
  return !putting.failed && put_flags (store, record, error);
}

/* Listing */

static char *
dup_id (ValiseQuery *query)
{
  gsize size = 0;
  gconstpointer id = valise_query_get_blob (query, 0, &size);

  return valise_hex_encode (id, size);
}

/* Record → GStrvBuilder of codes. */
static void
flag_record (GHashTable *flagged, ValiseQuery *query, const char *code)
{
  char *record = dup_id (query);
  GPtrArray *codes = g_hash_table_lookup (flagged, record);

  if (codes == NULL) {
    codes = g_ptr_array_new_null_terminated (2, g_free, TRUE);
    g_hash_table_insert (flagged, g_strdup (record), codes);
  }
  if (!g_ptr_array_find_with_equal_func (codes, code, g_str_equal, NULL))
    g_ptr_array_add (codes, g_strdup (code));
  g_free (record);
}

static gboolean
is_row_far (ValiseQuery *query, GHashTable *countries)
{
  ValiseDegrees at;
  ValiseFar far;
  char *end = NULL;

  at.latitude = g_ascii_strtod (valise_query_get_text (query, 1), &end);
  at.longitude = g_ascii_strtod (end, NULL);
  return is_far (countries, valise_query_get_text (query, 2), at, &far);
}

static gboolean
collect (ValiseStore *store, int statement, GHashTable *countries, GHashTable *flagged, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[statement], error);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    if (statement == LIST_FLAGS)
      flag_record (flagged, query, VALISE_FLAG_CHECK_DIGIT);
    else if (is_row_far (query, countries))
      flag_record (flagged, query, VALISE_FLAG_FAR);
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  return TRUE;
}

static int
compare_flagged (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const ValiseFlagged *const *) a)->record, (*(const ValiseFlagged *const *) b)->record);
}

GPtrArray *
valise_flag_list (ValiseStore *store, GHashTable *countries, GError **error)
{
  g_autoptr (GHashTable) flagged =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (flagged_free);
  GHashTableIter all;
  gpointer record, codes;

  if (!collect (store, LIST_FLAGS, countries, flagged, error) ||
      !collect (store, LIST_PLACES, countries, flagged, error))
    return NULL;
  g_hash_table_iter_init (&all, flagged);
  while (g_hash_table_iter_next (&all, &record, &codes)) {
    ValiseFlagged *one = g_new0 (ValiseFlagged, 1);

    one->record = g_strdup (record);
    one->codes = g_strdupv ((char **) ((GPtrArray *) codes)->pdata);
    g_ptr_array_add (list, one);
  }
  g_ptr_array_sort (list, compare_flagged);
  return g_steal_pointer (&list);
}

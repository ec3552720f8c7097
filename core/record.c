/* record.c - the one door for writing records, and reading one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/record.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/codes/codes.h"
#include "core/error.h"
#include "core/json.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/sealed.h"
#include "core/value.h"

/* A list of assignments that owns its texts. */
typedef struct {
  GArray *list;
  GPtrArray *texts;
} Draft;

static Draft *
draft_new (void)
{
  Draft *draft = g_new0 (Draft, 1);

  draft->list = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  draft->texts = g_ptr_array_new_with_free_func (g_free);
  return draft;
}

static void
draft_free (Draft *draft)
{
  g_array_unref (draft->list);
  g_ptr_array_unref (draft->texts);
  g_free (draft);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Draft, draft_free)

static void
draft_take (Draft *draft, const char *name, char *value)
{
  ValiseAssignment field = { g_strdup (name), value };

  g_ptr_array_add (draft->texts, (char *) field.name);
  g_ptr_array_add (draft->texts, value);
  g_array_append_val (draft->list, field);
}

static gboolean
draft_has (const Draft *draft, const char *name)
{
  for (guint i = 0; i < draft->list->len; i++)
    if (strcmp (g_array_index (draft->list, ValiseAssignment, i).name, name) == 0)
      return TRUE;
  return FALSE;
}

static const ValiseAssignment *
draft_fields (const Draft *draft)
{
  return (const ValiseAssignment *) (void *) draft->list->data;
}

/* Checking */

static const ValiseField *
find_field (const ValiseType *type, const char *name, GError **error)
{
  const ValiseField *field = valise_type_field (type, name);

  if (field == NULL)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("a %s has no field “%s”; “valise add %s --help” lists its fields"), type->name,
                 name, type->name);
  return field;
}

static gboolean
check_reserved (const char *name, const char *value, GError **error)
{
  g_autofree char *text = valise_json_dup_string (value);

  if (strcmp (name, ".case") == 0) {
    if (text != NULL && text[0] != '\0' && strlen (text) <= 64 &&
        strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == strlen (text))
      return TRUE;
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("a case is named by small letters, digits and dashes, as in “drc-1533”"));
    return FALSE;
  }
  if (strcmp (name, ".class") == 0) {
    if (text != NULL && valise_code_list_match (&valise_codes_un_classification, text) != NULL)
      return TRUE;
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("“%s” is no classification; give unclassified, confidential or strictly-confidential"),
                 text != NULL ? text : value);
    return FALSE;
  }
  if (strcmp (name, ".why") == 0 && text != NULL && text[0] != '\0')
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("“%s” is set by the program, not by hand"),
               name);
  return FALSE;
}

/* A class is kept by its code: disclosure knows no other spelling. */
static char *
reserved_value (const ValiseAssignment *given)
{
  g_autofree char *text = valise_json_dup_string (given->value);

  return strcmp (given->name, ".class") == 0
             ? valise_json_string (valise_code_list_match (&valise_codes_un_classification, text)->code)
             : g_strdup (given->value);
}

/* A sealed value is given in the clear: its handle would be sealed once more. */
static gboolean
check_given (const ValiseField *field, const char *value, GError **error)
{
  ValiseHash handle;

  if (!field->sealed || !valise_sealed_parse_handle (value, &handle))
    return valise_value_check (field, value, error);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("%s: a handle is no value; give what is to be sealed"), field->name);
  return FALSE;
}

/* Adds one field: checked, and sealed where its row says so. */
static gboolean
draft_field (Draft *draft, ValiseStore *store, const ValiseType *type, const char *record,
             const ValiseAssignment *given, GError **error)
{
  const ValiseField *field;
  char *handle;

  if (given->name[0] == '.') {
    if (!check_reserved (given->name, given->value, error))
      return FALSE;
    draft_take (draft, given->name, reserved_value (given));
    return TRUE;
  }
  field = find_field (type, given->name, error);
  if (field == NULL)
    return FALSE;
  if (strcmp (given->value, "null") != 0 && !check_given (field, given->value, error))
    return FALSE;
  if (!field->sealed || strcmp (given->value, "null") == 0) {
    draft_take (draft, given->name, g_strdup (given->value));
    return TRUE;
  }
  handle = valise_sealed_make (store, record, given->name, given->value, error);
  if (handle == NULL)
    return FALSE;
  draft_take (draft, given->name, handle);
  return TRUE;
}

/* Adding */

static const char *
parent_field (const ValiseType *type)
{
  for (const ValiseField *field = type->fields; field->name != NULL; field++)
    if (field->parent)
      return field->name;
  return NULL;
}

static const char *
given_value (const ValiseAssignment *fields, guint n_fields, const char *name)
{
  for (guint i = 0; name != NULL && i < n_fields; i++)
    if (strcmp (fields[i].name, name) == 0)
      return fields[i].value;
  return NULL;
}

/* How strict a class is: the list goes from open to strict, and one that nobody
 * knows is the strictest. */
static guint
rank_of_class (const char *value)
{
  const ValiseChoice *choices = valise_codes_un_classification.choices;
  g_autofree char *code = valise_json_dup_string (value);
  guint rank = 0;

  while (choices[rank].code != NULL && g_strcmp0 (choices[rank].code, code) != 0)
    rank++;
  return rank;
}

/* While a record has several classes, all of them bind. NULL: none stands. */
static const char *
strictest_class (const ValiseState *state)
{
  const ValiseStateField *field = valise_state_find (state, ".class");
  const char *strictest = NULL;

  for (guint i = 0; field != NULL && i < field->n_live; i++)
    if (strcmp (field->live[i].value, "null") != 0 &&
        (strictest == NULL || rank_of_class (field->live[i].value) > rank_of_class (strictest)))
      strictest = field->live[i].value;
  return strictest;
}

/* .case and .class: as given, else the parent's, else the store's. The parent
 * is here, or may come later where nothing is asked of it. */
static gboolean
add_compartment (Draft *draft, ValiseStore *store, const char *parent, gboolean may_come,
                 GError **error)
{
  g_autofree char *id = parent != NULL ? valise_json_dup_string (parent) : NULL;
  g_autofree char *meta_case = valise_store_dup_meta (store, "case");
  g_autoptr (ValiseRecord) above = NULL;
  const char *parent_case = NULL, *parent_class = NULL;

  if (id != NULL && !(may_come && draft_has (draft, ".case") && draft_has (draft, ".class"))) {
    above = valise_record_load (store, id, error);
    if (above == NULL)
      return FALSE;
    parent_case = valise_state_get (above->state, ".case");
    parent_class = strictest_class (above->state);
  }
  if (!draft_has (draft, ".case"))
    draft_take (draft, ".case",
                parent_case != NULL
                    ? g_strdup (parent_case)
                    : valise_json_string (meta_case != NULL ? meta_case : VALISE_CASE_UNASSIGNED));
  if (!draft_has (draft, ".class"))
    draft_take (draft, ".class", parent_class != NULL ? g_strdup (parent_class)
                                                      : valise_json_string (VALISE_CLASS_DEFAULT));
  return TRUE;
}

static void
add_type (Draft *draft, const ValiseType *type)
{
  draft_take (draft, ".type", g_strdup_printf ("\"%s/%u\"", type->name, type->version));
}

static gboolean
append_and_project (ValiseStore *store, const char *record, const GArray *after,
                    const Draft *draft, gboolean is_new, GError **error)
{
  g_autoptr (ValiseEntry) entry = valise_log_append (store, record, after, draft_fields (draft),
                                                     draft->list->len, error);

  if (entry == NULL)
    return FALSE;
  return is_new ? valise_projection_add (store, g_steal_pointer (&entry), error)
                : valise_projection_update (store, record, error);
}

static const ValiseType *
find_type (const char *name, gboolean system, GError **error)
{
  const ValiseType *type = valise_type_find (name);

  if (type != NULL && (type->audience == VALISE_AUDIENCE_SYSTEM) == system)
    return type;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("there is no record type “%s”; “valise add --help” lists them"), name);
  return NULL;
}

/* `known`: the id that it has already, or NULL. */
static char *
add_record (ValiseStore *store, const ValiseType *type, const char *known,
            const ValiseAssignment *fields, guint n_fields, GError **error)
{
  g_autofree char *record = known != NULL ? g_strdup (known) : valise_record_id_new ();
  g_autoptr (Draft) draft = draft_new ();
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  gboolean system = type->audience == VALISE_AUDIENCE_SYSTEM;

  if (change == NULL)
    return NULL;
  add_type (draft, type);
  for (guint i = 0; i < n_fields; i++)
    if (strcmp (fields[i].value, "null") != 0 &&
        !draft_field (draft, store, type, record, &fields[i], error))
      return NULL;
  if (!system && !add_compartment (draft, store,
                                   given_value (fields, n_fields, parent_field (type)),
                                   known != NULL, error))
    return NULL;
  if (!append_and_project (store, record, NULL, draft, known == NULL, error) ||
      !valise_transaction_commit (change, error))
    return NULL;
  return g_steal_pointer (&record);
}

char *
valise_record_add (ValiseStore *store, const char *type_name, const ValiseAssignment *fields,
                   guint n_fields, GError **error)
{
  const ValiseType *type = find_type (type_name, FALSE, error);

  return type != NULL ? add_record (store, type, NULL, fields, n_fields, error) : NULL;
}

static gboolean
is_here (ValiseStore *store, const char *record, gboolean *here, GError **error)
{
  g_autoptr (GPtrArray) entries = valise_log_get_record (store, record, error);

  *here = entries != NULL && entries->len > 0;
  return entries != NULL;
}

gboolean
valise_record_add_known (ValiseStore *store, const char *record, const char *type_name,
                         const ValiseAssignment *fields, guint n_fields, GError **error)
{
  const ValiseType *type = find_type (type_name, FALSE, error);
  g_autofree char *added = NULL;
  gboolean here = FALSE;

  g_return_val_if_fail (valise_record_id_is_valid (record), FALSE);
  if (type == NULL || !is_here (store, record, &here, error))
    return FALSE;
  if (here) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS, _ ("record %s is here already"), record);
    return FALSE;
  }
  added = add_record (store, type, record, fields, n_fields, error);
  return added != NULL;
}

char *
valise_record_add_system (ValiseStore *store, const char *type_name,
                          const ValiseAssignment *fields, guint n_fields, GError **error)
{
  const ValiseType *type = find_type (type_name, TRUE, error);

  return type != NULL ? add_record (store, type, NULL, fields, n_fields, error) : NULL;
}

/* What stands there of this type, or NULL. Anything else on the record is not
 * ours to replace. */
static GArray *
commits_of_type (ValiseStore *store, const char *record, const ValiseType *type)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store, record, NULL);

  return loaded != NULL && loaded->type == type && !loaded->state->type_conflict
             ? valise_state_live_commits (loaded->state, NULL)
             : NULL;
}

gboolean
valise_record_put_system (ValiseStore *store, const char *type_name, const char *record,
                          const ValiseAssignment *fields, guint n_fields, GError **error)
{
  const ValiseType *type = find_type (type_name, TRUE, error);
  g_autoptr (ValiseTransaction) change =
      type != NULL ? valise_transaction_begin (valise_store_get_db (store), error) : NULL;
  g_autoptr (GArray) after = change != NULL ? commits_of_type (store, record, type) : NULL;
  g_autoptr (Draft) draft = draft_new ();

  if (change == NULL)
    return FALSE;
  add_type (draft, type);
  for (guint i = 0; i < n_fields; i++)
    if ((after != NULL || strcmp (fields[i].value, "null") != 0) &&
        !draft_field (draft, store, type, record, &fields[i], error))
      return FALSE;
  return append_and_project (store, record, after, draft, FALSE, error) &&
         valise_transaction_commit (change, error);
}

/* Changing */

static ValiseRecord *
load_for_change (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store, record, error);

  if (loaded == NULL)
    return NULL;
  if (loaded->type == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                 _ ("the type of record %s is not known here; it can be changed where it is"), record);
    return NULL;
  }
  if (loaded->type->audience == VALISE_AUDIENCE_SYSTEM) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("record %s was made by the program and is never changed"), record);
    return NULL;
  }
  return g_steal_pointer (&loaded);
}

static void
append_commits (GArray *after, const ValiseState *state, const char *name)
{
  g_autoptr (GArray) live = valise_state_live_commits (state, name);

  g_array_append_vals (after, live->data, live->len);
}

static gboolean
write_change (ValiseStore *store, const ValiseRecord *record, const GArray *after, Draft *draft,
              GError **error)
{
  add_type (draft, record->type);
  return append_and_project (store, record->record, after, draft, FALSE, error);
}

gboolean
valise_record_edit (ValiseStore *store, const char *record, const ValiseAssignment *fields,
                    guint n_fields, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (ValiseRecord) loaded = change != NULL ? load_for_change (store, record, error) : NULL;
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  g_autoptr (Draft) draft = draft_new ();
  const char *parent;

  if (loaded == NULL)
    return FALSE;
  parent = parent_field (loaded->type);
  for (guint i = 0; i < n_fields; i++) {
    if (parent != NULL && strcmp (fields[i].name, parent) == 0 &&
        valise_state_get (loaded->state, parent) != NULL) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                   _ ("what a record belongs to is set once; withdraw it and add it where it belongs"));
      return FALSE;
    }
    if (!draft_field (draft, store, loaded->type, record, &fields[i], error))
      return FALSE;
    append_commits (after, loaded->state, fields[i].name);
  }
  return write_change (store, loaded, after, draft, error) &&
         valise_transaction_commit (change, error);
}

/* The standing value number `keep`, counted as conflicts are shown. */
static const char *
standing_value (const ValiseStateField *field, guint keep)
{
  return keep >= 1 && keep <= field->n_live ? field->live[keep - 1].value : NULL;
}

gboolean
valise_record_settle (ValiseStore *store, const char *record, const char *name, guint keep,
                      const char *value, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (ValiseRecord) loaded = change != NULL ? load_for_change (store, record, error) : NULL;
  const ValiseStateField *field;
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  g_autoptr (Draft) draft = draft_new ();
  ValiseAssignment given = { name, value };

  if (loaded == NULL)
    return FALSE;
  field = valise_state_find (loaded->state, name);
  if (field == NULL || field->n_live < 2) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("record %s has no two values of “%s” to settle; “valise conflicts” lists what is open"),
                 record, name);
    return FALSE;
  }
  append_commits (after, loaded->state, name);
  if (value != NULL) {
    if (!draft_field (draft, store, loaded->type, record, &given, error))
      return FALSE;
  } else if (standing_value (field, keep) != NULL) {
    draft_take (draft, name, g_strdup (standing_value (field, keep)));
  } else {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("“%s” has values 1 to %u; keep one of these, or give a third with --value"), name,
                 field->n_live);
    return FALSE;
  }
  return write_change (store, loaded, after, draft, error) &&
         valise_transaction_commit (change, error);
}

static gboolean
has_commit (const GArray *commits, const ValiseHash *commit)
{
  for (guint i = 0; i < commits->len; i++)
    if (valise_hash_equal (&g_array_index (commits, ValiseHash, i), commit))
      return TRUE;
  return FALSE;
}

static gboolean
say_again (ValiseStore *store, const ValiseRecord *record, const char *name, const ValiseStood *stood,
           GError **error)
{
  g_autoptr (GArray) after = valise_state_live_commits (record->state, name);
  g_autoptr (Draft) draft = draft_new ();

  if (!has_commit (after, &stood->commit))
    g_array_append_val (after, stood->commit);
  draft_take (draft, name, g_strdup (stood->value));
  return write_change (store, record, after, draft, error);
}

gboolean
valise_record_reopen (ValiseStore *store, const char *record, const char *name, const ValiseStood *stood,
                      guint n_stood, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (ValiseRecord) loaded = change != NULL ? load_for_change (store, record, error) : NULL;

  /* None of them names another: `loaded` stays as it was before the first. */
  for (guint i = 0; loaded != NULL && i < n_stood; i++)
    if (!say_again (store, loaded, name, &stood[i], error))
      return FALSE;
  return loaded != NULL && valise_transaction_commit (change, error);
}

gboolean
valise_record_withdraw (ValiseStore *store, const char *record, const char *reason, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (ValiseRecord) loaded = change != NULL ? load_for_change (store, record, error) : NULL;
  g_autoptr (GArray) after = NULL;
  g_autoptr (Draft) draft = draft_new ();

  if (loaded == NULL)
    return FALSE;
  if (reason == NULL || reason[0] == '\0' || !g_utf8_validate (reason, -1, NULL)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("a record is withdrawn with a reason; say why"));
    return FALSE;
  }
  after = valise_state_live_commits (loaded->state, NULL);
  draft_take (draft, ".withdrawn", g_strdup ("true"));
  draft_take (draft, ".reason", valise_json_string (reason));
  return write_change (store, loaded, after, draft, error) &&
         valise_transaction_commit (change, error);
}

gboolean
valise_record_restore (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (ValiseRecord) loaded = change != NULL ? load_for_change (store, record, error) : NULL;
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  g_autoptr (Draft) draft = draft_new ();

  if (loaded == NULL)
    return FALSE;
  if (!loaded->state->withdrawn) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("record %s is not withdrawn"), record);
    return FALSE;
  }
  append_commits (after, loaded->state, ".withdrawn");
  append_commits (after, loaded->state, ".reason");
  draft_take (draft, ".withdrawn", g_strdup ("null"));
  draft_take (draft, ".reason", g_strdup ("null"));
  return write_change (store, loaded, after, draft, error) &&
         valise_transaction_commit (change, error);
}

/* disclose-world.c - the records and recipients that test-disclose.c asks about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/disclose-world.h"

#include "core/json.h"
#include "core/type.h"
#include "tests/asserts.h"

static const char *const drc[] = { "drc", NULL };
static const char *const car[] = { "car", NULL };
static const char *const no_case[] = { NULL };

static const struct {
  char letter;
  char device;              /* a is Ann's, b Ben's, f headquarters' */
  const char *member;
  ValiseRole role;
  const char *const *cases;
} recipients[] = {
  { 'E', 'e', "eve", VALISE_ROLE_EXPERT, drc },
  { 'A', '1', "ada", VALISE_ROLE_ANALYST, drc },
  { 'C', 'c', "cora", VALISE_ROLE_COORDINATOR, drc },
  { 'J', 'd', "jim", VALISE_ROLE_JMAC, drc },
  { 'K', '2', "kay", VALISE_ROLE_CUSTODIAN, drc },
  { 'F', '3', "fay", VALISE_ROLE_EXPERT, car },
  { 'M', '4', "mia", VALISE_ROLE_JMAC, car },
  { 'N', '5', "ned", VALISE_ROLE_NONE, drc },
  { 'W', 'a', "ann", VALISE_ROLE_EXPERT, no_case },
  { 'Q', 'f', "registry", VALISE_ROLE_HEADQUARTERS, no_case },
};

const WorldLine world_lines[] = {
  /* class */
  { "seen", "sighting", 'a', "@plain=x", "AAAAH --- AA" },
  { "seen-unclassified", "sighting", 'a', ".class=unclassified", "AAAAH --- AA" },
  { "seen-confidential", "sighting", 'a', ".class=confidential", "AAAAH --- AA" },
  { "seen-strict", "sighting", 'a', ".class=strictly-confidential", "A-A-H --- AA" },
  { "seen-odd-class", "sighting", 'a', ".class=cosmic", "A-A-H --- AA" },
  { "seen-two-classes", "sighting", 'a', ".class=confidential", "A-A-H --- -A" },
  { "seen-two-classes", "sighting", 'b', ".class=strictly-confidential" },
  { "seen-downgraded", "sighting", 'a', ".class=strictly-confidential", "AAAAH --- AA" },
  { "seen-downgraded", "sighting", 'a', ".class=confidential", .replaces = ".class" },
  { "seen-upgraded", "sighting", 'a', ".class=confidential", "A-A-H --- AA" },
  { "seen-upgraded", "sighting", 'a', ".class=strictly-confidential", .replaces = ".class" },
  { "seen-class-changed", "sighting", 'a', ".class=confidential", "S-S-H --- AA" },
  { "seen-class-changed", "sighting", 'a', ".class=unclassified", .replaces = ".class", .closed = ".class" },
  { "seen-closed-entry", "sighting", 'a', "@plain=x", "S-S-H --- AA" },
  { "seen-closed-entry", "sighting", 'a', "@plain=y", .closed = "*" },
  { "strict-note", "note", 'a', "@link=>seen .class=strictly-confidential", "A-A-H --- AA" },

  /* case */
  { "seen-elsewhere", "sighting", 'a', ".case=car", "----- AA- AA" },
  { "seen-nowhere", "sighting", 'a', ".case=", "----- --- AA" },
  { "seen-unassigned", "sighting", 'a', ".case=unassigned", "----- --- AA" },
  { "seen-in-two-cases", "sighting", 'a', ".case=drc", "----- --- -A" },
  { "seen-in-two-cases", "sighting", 'b', ".case=car" },
  { "seen-joined", "sighting", 'a', ".case=unassigned", "AAAAH --- AA" },
  { "seen-joined", "sighting", 'a', ".case=drc", .replaces = ".case" },
  { "seen-moved", "sighting", 'a', ".case=car", "SSSSH --- AA" },
  { "seen-moved", "sighting", 'a', ".case=drc", .replaces = ".case" },
  { "seen-case-cleared", "sighting", 'a', ".case=drc", "----- --- AA" },
  { "seen-case-cleared", "sighting", 'a', ".case=null", .replaces = ".case" },
  { "seen-case-changed", "sighting", 'a', ".case=drc", "----- --- AA" },
  { "seen-case-changed", "sighting", 'a', ".case=car", .replaces = ".case", .closed = ".case" },
  { "seen-by-two", "sighting", 'a', "@plain=x", "AAAAH --- -A" },
  { "seen-by-two", "sighting", 'b', "@plain=y" },

  /* told in an interview, itself or what it is part of */
  { "told-yes", "sighting", 'a', "@told_in=>i-yes", "AAAAH --- AA" },
  { "told-no", "sighting", 'a', "@told_in=>i-no", "AAA-H --- AA" },
  { "told-not-here", "sighting", 'a', "@told_in=>not-here", "SSS-H --- AA" },
  { "told-strictly", "sighting", 'a', "@told_in=>i-strict", "ASA-H --- AA" },
  { "told-elsewhere", "sighting", 'a', "@told_in=>i-elsewhere", "SSS-H --- AA" },
  { "told-by-no-interview", "sighting", 'a', "@told_in=>seen", "AAA-H --- AA" },
  { "told-by-two", "sighting", 'a', "@told_in=>i-yes", "AAA-H --- -A" },
  { "told-by-two", "sighting", 'b', "@told_in=>i-no" },
  { "told-corrected", "sighting", 'a', "@told_in=>i-no", "AAASH --- AA" },
  { "told-corrected", "sighting", 'a', "@told_in=null", .replaces = "@told_in" },
  { "told-partly-closed", "sighting", 'a', "@plain=x @told_in=>i-no", "SSS-H --- AA", .closed = "@told_in" },
  { "item-of-seen", "item", 'a', "@parent=>seen", "AAAAH --- AA" },
  { "item-of-told-yes", "item", 'a', "@parent=>told-yes", "AAAAH --- AA" },
  { "item-of-told-no", "item", 'a', "@parent=>told-no", "AAA-H --- AA" },
  { "item-of-item", "item", 'a', "@parent=>item-of-told-no", "AAA-H --- AA" },
  { "item-of-strict", "item", 'a', "@parent=>seen-strict", "ASASH --- AA" },
  { "item-of-elsewhere", "item", 'a', "@parent=>seen-elsewhere", "SSSSH --- AA" },
  { "item-of-not-here", "item", 'a', "@parent=>not-here", "SSS-H --- AA" },
  { "item-of-no-interview", "item", 'a', "@parent=>i-no", "AAA-H --- AA" },
  { "item-of-yes-interview", "item", 'a', "@parent=>i-yes", "AAAAH --- AA" },
  { "item-ring-1", "item", 'a', "@parent=>item-ring-2", "AAAAH --- AA" },
  { "item-ring-2", "item", 'a', "@parent=>item-ring-1", "AAAAH --- AA" },

  /* the other observations */
  { "inspected", "inspection", 'a', "@plain=x", "AAAAH --- AA" },
  { "inspected-sealed", "inspection", 'a', "@plain=x @sealed=x", "SSSSS --- AA" },
  { "packed", "package", 'a', "@plain=x", "AAAAH --- AA" },
  { "ship", "conveyance", 'a', "@plain=x", "AAAAH --- AA" },
  { "firm", "organization", 'a', "@plain=x", "AAAAH --- AA" },
  { "firm-strict", "organization", 'a', ".class=strictly-confidential", "A-A-H --- AA" },

  /* interviews and consent */
  { "i-yes", "interview", 'a', "@plain=x @mission_consent=yes", "AAASH --- AA" },
  { "i-no", "interview", 'a', "@plain=x @mission_consent=no", "AAA-H --- AA" },
  { "i-not-asked", "interview", 'a', "@mission_consent=not-asked", "AAA-H --- AA" },
  { "i-withdrawn", "interview", 'a', "@mission_consent=withdrawn", "AAA-H --- AA" },
  { "i-silent", "interview", 'a', "@plain=x", "AAA-H --- AA" },
  { "i-strict", "interview", 'a', "@mission_consent=yes .class=strictly-confidential", "A-A-H --- AA" },
  { "i-elsewhere", "interview", 'a', "@mission_consent=yes .case=car", "----- AS- AA" },
  { "i-withheld", "interview", 'a', "@mission_consent=yes @withheld=x", "AAASH --- AA" },
  { "i-sealed", "interview", 'a', "@mission_consent=yes @sealed=x", "SSSSS --- AA" },
  { "i-full", "interview", 'a', "@mission_consent=yes @plain=x @withheld=x @sealed=x", "SSSSS --- AA" },
  { "i-sealed-no", "interview", 'a', "@mission_consent=no @sealed=x", "SSS-S --- AA" },
  { "i-sealed-strict", "interview", 'a', "@sealed=x .class=strictly-confidential", "S-S-S --- AA" },
  { "i-sealed-cleared", "interview", 'a', "@mission_consent=no @sealed=x", "SSS-S --- AA" },
  { "i-sealed-cleared", "interview", 'a', "@sealed=null", .replaces = "@sealed" },
  { "i-two-answers", "interview", 'a', "@mission_consent=yes", "AAA-H --- -A" },
  { "i-two-answers", "interview", 'b', "@mission_consent=no" },
  { "i-changed-mind", "interview", 'a', "@mission_consent=yes", "AAA-H --- AA" },
  { "i-changed-mind", "interview", 'a', "@mission_consent=withdrawn", .replaces = "@mission_consent" },
  { "i-agreed-later", "interview", 'a', "@mission_consent=no", "AAASH --- AA" },
  { "i-agreed-later", "interview", 'a', "@mission_consent=yes", .replaces = "@mission_consent" },
  { "i-closed-answer", "interview", 'a', "@mission_consent=yes", "SSS-H --- AA" },
  { "i-closed-answer", "interview", 'a', "@mission_consent=no", .replaces = "@mission_consent", .closed = "@mission_consent" },
  { "i-colleague-says-yes", "interview", 'a', "@mission_consent=no", "AAA-H --- -A" },
  { "i-colleague-says-yes", "interview", 'b', "@mission_consent=yes", .replaces = "@mission_consent" },

  /* what goes as what it is linked to */
  { "person-alone", "person", 'a', "@plain=x", "AAA-H --- AA" },
  { "person-seen", "person", 'a', "@link=>seen", "AAAAH --- AA" },
  { "person-told-no", "person", 'a', "@link=>told-no", "AAA-H --- AA" },
  { "person-both", "person", 'a', "@link=>seen,told-no", "AAA-H --- AA" },
  { "person-of-interview", "person", 'a', "@link=>i-no", "AAA-H --- AA" },
  { "person-of-yes", "person", 'a', "@link=>i-yes", "AAAAH --- AA" },
  { "person-strict", "person", 'a', "@link=>seen .class=strictly-confidential", "A-A-H --- AA" },
  { "person-sealed", "person", 'a', "@link=>seen @plain={\"sealed\":\"AA==\"}", "SSSSS --- AA" },
  { "paper-alone", "document", 'a', "@plain=x", "AAA-H --- AA" },
  { "paper-seen", "document", 'a', "@link=>seen", "AAAAH --- AA" },
  { "paper-not-here", "document", 'a', "@link=>seen,not-here", "SSS-H --- AA" },
  { "paper-elsewhere", "document", 'a', "@link=>seen-elsewhere", "SSS-H --- AA" },
  { "seen-with-photo", "sighting", 'a', "@link=>photo-of-seen", "AAAAH --- AA" },
  { "photo-of-seen", "photo", 'a', "@plain=x", "AAAAH --- AA" },
  { "told-with-photo", "sighting", 'a', "@told_in=>i-no @link=>photo-of-told", "AAA-H --- AA" },
  { "photo-of-told", "photo", 'a', "@link=>seen", "AAA-H --- AA" },
  { "paper-1", "document", 'a', "@link=>note-1", "AAAAH --- AA" },
  { "note-1", "note", 'a', "@link=>seen", "AAAAH --- AA" },
  { "paper-2", "document", 'a', "@link=>note-2", "AAA-H --- AA" },
  { "note-2", "note", 'a', "@link=>paper-2", "AAA-H --- AA" },
  { "paper-3", "document", 'a', "@link=>note-3,seen", "AAA-H --- AA" },
  { "note-3", "note", 'a', "@link=>told-no", "AAA-H --- AA" },
  { "paper-4", "document", 'a', "@link=>seen", "AAA-H --- AA" },
  { "note-4", "note", 'a', "@link=>paper-4 .case=car", "----- S-- AA" },
  { "photo-logged", "photo", 'a', "@plain=x", "AAA-H --- AA" },
  { "jim's-note", "note", 'd', "@plain=x .case=", "---A- --- -A" },

  /* withdrawn, sealed by hand, and from a newer program */
  { "seen-withdrawn", "sighting", 'a', "@plain=x", "AAASH --- AA" },
  { "seen-withdrawn", "sighting", 'a', ".withdrawn=true .reason=x", .replaces = "@plain" },
  { "seen-handle", "sighting", 'a', "@plain={\"sealed\":\"AA==\"}", "SSSSS --- AA" },
  { "seen-new-field", "sighting", 'a', "x-new=x", "AAASH --- AA" },
  { "seen-new-handle", "sighting", 'a', "x-new={\"sealed\":\"AA==\"}", "SSSSS --- AA" },
  { "seen-new-link", "sighting", 'a', "x-new=>seen-elsewhere", "SSSSH --- AA" },
  { "future", "x-future", 'a', "x-new=x", "A-A-- --- AA" },
  { "future-handle", "x-future", 'a', "x-new={\"sealed\":\"AA==\"}", "S-S-- --- AA" },
  { "future-link", "x-future", 'a', "x-new=>seen-elsewhere", "S-S-- --- AA" },
  { "future-strict", "x-future", 'a', "x-new=x .class=strictly-confidential", "A-A-- --- AA" },
  { "two-types", "sighting", 'a', "@plain=x", "A-A-- --- -A" },
  { "two-types", "note", 'b', "@plain=x" },
  { "two-types-receipt", "sighting", 'a', "@plain=x .case=car", "----- A-- -A" },
  { "two-types-receipt", "receipt", 'b', "log=DEVICE-e" },

  /* the program's own */
  { "receipt-eve", "receipt", 'f', "log=DEVICE-e .case=", "A---- --- -A" },
  { "receipt-ann", "receipt", 'f', "log=DEVICE-a", "----- --- AA" },
  { "looked", "custody", 'b', "what=looked record=>photo-logged", "--A-- --- -A" },
  { "looked-nowhere", "custody", 'b', "what=looked .case=", "----- --- -A" },
  { "looked-self", "custody", 'a', "what=looked .case=", "----- --- AA" },
  { "the-case", "case", 'f', "what=x", "AAAAA --- -A" },
  { "admitted", "admission", 'f', "what=x", "AAAAA --- -A" },
  { "erased", "erasure", 'f', "what=x .case=car", "----- A-- -A" },
  { "erased-seen", "erasure", 'f', "record=>seen-elsewhere reason=x .case=car", "----- AS- -A" },
};

const gsize world_n_lines = G_N_ELEMENTS (world_lines);

/* Making it */

static void
record_free (WorldRecord *record)
{
  valise_state_free (record->state);
  g_ptr_array_unref (record->entries);
  g_free (record);
}

static void
fill_id (char id[VALISE_RECORD_ID_LENGTH + 1], const char *name)
{
  ValiseHash hash;
  g_autofree char *hex = NULL;

  valise_sha256 (name, strlen (name), &hash);
  hex = valise_hex_encode (hash.bytes, VALISE_RECORD_ID_LENGTH / 2);
  g_strlcpy (id, hex, VALISE_RECORD_ID_LENGTH + 1);
}

static void
fill_device (char device[VALISE_DEVICE_ID_LENGTH + 1], char letter)
{
  memset (device, letter, VALISE_DEVICE_ID_LENGTH);
  device[VALISE_DEVICE_ID_LENGTH] = '\0';
}

static gboolean
row_fits (const ValiseField *row, const char *flag)
{
  gboolean link = row->kind == VALISE_KIND_LINK;

  if (strcmp (flag, "@sealed") == 0)
    return row->sealed;
  if (strcmp (flag, "@withheld") == 0)
    return row->withheld && !row->sealed && !link;
  if (strcmp (flag, "@told_in") == 0)
    return row->told_in;
  if (strcmp (flag, "@parent") == 0)
    return row->parent;
  if (strcmp (flag, "@mission_consent") == 0)
    return row->mission_consent;
  if (strcmp (flag, "@original") == 0)
    return row->original;
  if (strcmp (flag, "@link") == 0)
    return link && !row->told_in && !row->parent && !row->sealed && !row->withheld;
  return strcmp (flag, "@plain") == 0 && !link && !row->sealed && !row->withheld &&
         !row->mission_consent && !row->original;
}

/* "@sealed" → the name of the type's first such field. */
const char *
world_field_name (const char *type_name, const char *name)
{
  const ValiseType *type = valise_type_find (type_name);

  if (name[0] != '@')
    return name;
  assert_non_null (type);
  for (const ValiseField *row = type->fields; row->name != NULL; row++)
    if (row_fits (row, name))
      return row->name;
  fail_msg ("%s has no field that is %s", type_name, name);
  return NULL;
}

static char *
make_link (const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, ",", -1);
  GString *value = g_string_new ("[");

  for (guint i = 0; list[i] != NULL; i++) {
    char id[VALISE_RECORD_ID_LENGTH + 1];

    fill_id (id, list[i]);
    if (list[1] == NULL) {
      g_string_free (value, TRUE);
      return valise_json_string (id);
    }
    g_string_append_printf (value, "%s\"%s\"", i > 0 ? "," : "", id);
  }
  g_string_append_c (value, ']');
  return g_string_free (value, FALSE);
}

char *
world_value (const char *text)
{
  if (text[0] == '>')
    return make_link (text + 1);
  if (g_str_has_prefix (text, "DEVICE-")) {
    char device[VALISE_DEVICE_ID_LENGTH + 1];

    fill_device (device, text[7]);
    return valise_json_string (device);
  }
  if (text[0] == '{' || text[0] == '"' || strcmp (text, "null") == 0 || strcmp (text, "true") == 0)
    return g_strdup (text);
  return valise_json_string (text);
}

typedef struct {
  GPtrArray *names, *values; /* owned */
} Fields;

static void
add_field (Fields *fields, const char *name, const char *text)
{
  g_ptr_array_add (fields->names, g_strdup (name));
  g_ptr_array_add (fields->values, world_value (text));
}

static void
read_sets (Fields *fields, const WorldLine *line)
{
  g_auto (GStrv) sets = g_strsplit (line->sets, " ", -1);
  g_autofree char *type = g_strconcat (line->type, "/1", NULL);

  add_field (fields, ".type", type);
  add_field (fields, ".time", "2026-11-21T07:05:12Z");
  if (line->expected != NULL && strstr (line->sets, ".case=") == NULL)
    add_field (fields, ".case", "drc");
  for (guint i = 0; sets[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (sets[i], "=", 2);
    gboolean sealed = strcmp (pair[0], "@sealed") == 0 && strcmp (pair[1], "x") == 0;

    if (pair[1][0] == '\0' && strcmp (pair[0], ".case") == 0)
      continue;
    add_field (fields, world_field_name (line->type, pair[0]), sealed ? "{\"sealed\":\"AA==\"}" : pair[1]);
  }
}

static guint
find_replaced (const WorldRecord *record, const WorldLine *line, ValiseHash *after)
{
  guint n = 0;

  for (guint i = 0; line->replaces != NULL && i < record->entries->len; i++) {
    const ValiseValue *value =
        valise_entry_find (record->entries->pdata[i], world_field_name (line->type, line->replaces));

    if (value != NULL)
      after[n++] = value->commit;
  }
  return n;
}

static ValiseEntry *
close_some (ValiseEntry *whole, const WorldLine *line)
{
  const char *closed = world_field_name (line->type, line->closed);
  g_autoptr (GError) error = NULL;
  ValiseEntry *part = valise_entry_parse (whole->bytes, whole->size, &error);

  assert_no_error (error);
  for (guint i = 0; i < whole->n_values; i++)
    if (strcmp (closed, "*") != 0 && strcmp (closed, whole->values[i].name) != 0)
      assert_true (valise_entry_open_field (part, whole->values[i].name, whole->values[i].value,
                                            &whole->values[i].k, &error));
  valise_entry_free (whole);
  return part;
}

static void
add_entry (WorldRecord *record, const WorldLine *line)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  Fields fields = { names, values };
  ValiseAssignment assignments[16];
  ValiseHash after[16];
  char device[VALISE_DEVICE_ID_LENGTH + 1];
  g_autoptr (GError) error = NULL;
  ValiseEntryDraft draft = { .device = device, .index = record->entries->len,
                             .record = record->id, .after = after, .fields = assignments };
  ValiseEntry *entry;

  fill_device (device, line->device);
  read_sets (&fields, line);
  draft.n_fields = names->len;
  for (guint i = 0; i < names->len; i++)
    assignments[i] = (ValiseAssignment){ names->pdata[i], values->pdata[i] };
  draft.n_after = find_replaced (record, line, after);
  entry = valise_entry_new (&draft, &error);
  assert_no_error (error);
  g_ptr_array_add (record->entries, line->closed != NULL ? close_some (entry, line) : entry);
}

static const char *
member_of (const char *device, gpointer user)
{
  if (device[0] == 'b')
    return "ben";
  for (gsize i = 0; i < G_N_ELEMENTS (recipients); i++)
    if (recipients[i].device == device[0])
      return recipients[i].member;
  return NULL;
}

static void
author_of (const char *device, ValiseAuthor *author, gpointer user)
{
  author->member = member_of (device, user);
  author->coordinator = device[0] == 'c';
}

WorldRecord *
world_find (const World *all, const char *name)
{
  char id[VALISE_RECORD_ID_LENGTH + 1];

  fill_id (id, name);
  return g_hash_table_lookup (all->by_id, id);
}

int
world_set_up (void **state)
{
  World *all = g_new0 (World, 1);
  GHashTableIter iter;
  WorldRecord *record;

  all->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) record_free);
  all->found = g_ptr_array_new ();
  for (gsize i = 0; i < world_n_lines; i++) {
    record = world_find (all, world_lines[i].record);
    assert_true ((record == NULL) == (world_lines[i].expected != NULL));
    if (record == NULL) {
      record = g_new0 (WorldRecord, 1);
      record->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_entry_free);
      fill_id (record->id, world_lines[i].record);
      g_hash_table_insert (all->by_id, record->id, record);
    }
    add_entry (record, &world_lines[i]);
  }
  g_hash_table_iter_init (&iter, all->by_id);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    record->state = valise_state_merge ((ValiseEntry *const *) record->entries->pdata,
                                        record->entries->len, author_of, NULL);
  *state = all;
  return 0;
}

int
world_tear_down (void **state)
{
  World *all = *state;

  g_hash_table_unref (all->by_id);
  g_ptr_array_unref (all->found);
  g_free (all);
  return 0;
}

static const ValiseState *
state_of (const char *record, gpointer user)
{
  WorldRecord *found = g_hash_table_lookup (((World *) user)->by_id, record);

  return found != NULL ? found->state : NULL;
}

static gboolean
mentions (const ValiseState *state, const char *id)
{
  for (guint i = 0; i < state->n_fields; i++)
    for (guint j = 0; j < state->fields[i].n_live; j++)
      if (strstr (state->fields[i].live[j].value, id) != NULL)
        return TRUE;
  return FALSE;
}

static const char *const *
linked_from (const char *id, gpointer user)
{
  World *all = user;
  GHashTableIter iter;
  WorldRecord *record;

  g_ptr_array_set_size (all->found, 0);
  g_hash_table_iter_init (&iter, all->by_id);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    if (mentions (record->state, id))
      g_ptr_array_add (all->found, record->id);
  g_ptr_array_add (all->found, NULL);
  return (const char *const *) all->found->pdata;
}

/* Asking */

void
world_answer_clear (WorldAnswer *answer)
{
  valise_disclosure_free (answer->disclosure);
}

void
world_ask (World *all, WorldAsk function, const char *record, char letter, WorldAnswer *answer)
{
  ValiseDisclosureView view = { state_of, linked_from, member_of, all };
  gsize at = (gsize) (strchr (RECIPIENTS, letter) - RECIPIENTS);
  char id[VALISE_RECORD_ID_LENGTH + 1];

  assert_int_equal (recipients[at].letter, letter);
  fill_id (id, record);
  fill_device (answer->device, recipients[at].device);
  answer->to = (ValiseClearance){ answer->device, recipients[at].member, recipients[at].role,
                                  recipients[at].cases };
  answer->disclosure = function (&view, id, &answer->to);
}

char
world_answer_level (const WorldAnswer *answer)
{
  return "-HSA"[valise_disclosure_level (answer->disclosure)];
}

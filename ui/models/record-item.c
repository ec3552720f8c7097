/* record-item.c - what a list says about a record
 *
 * Which field is the place, the time, the grade: by kind and by the order of
 * the definition, so that a new type needs nothing here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/record-item.h"

#include <string.h>

#include "core/json.h"
#include "core/projection.h"
#include "core/sealed.h"
#include "core/value.h"
#include "ui/models/notation.h"

struct _ValiseRecordItem {
  GObject parent;

  ValiseRecordFacts facts;
};

G_DEFINE_FINAL_TYPE (ValiseRecordItem, valise_record_item, G_TYPE_OBJECT)

static const char *
first_of_kind (const ValiseRecord *record, ValiseKind kind, const ValiseField **field)
{
  for (const ValiseField *row = record->type != NULL ? record->type->fields : NULL;
       row != NULL && row->name != NULL; row++) {
    const char *value = row->kind == kind && !row->sealed ? valise_state_get (record->state, row->name) : NULL;

    if (value != NULL) {
      *field = row;
      return value;
    }
  }
  return NULL;
}

static char *
dup_member (const char *value, const char *name)
{
  yyjson_doc *doc = value != NULL ? valise_json_parse (value, strlen (value), NULL) : NULL;
  char *text = doc != NULL ? g_strdup (valise_json_get_string (yyjson_doc_get_root (doc), name)) : NULL;

  yyjson_doc_free (doc);
  return text;
}

/* The name of a place, else what was told, else its degrees. */
static char *
place_of (const ValiseRecord *record)
{
  const ValiseField *field = NULL;
  const char *value = first_of_kind (record, VALISE_KIND_PLACE, &field);
  static const char *const members[] = { "name", "told" };
  ValiseDegrees at;

  for (guint i = 0; value != NULL && i < G_N_ELEMENTS (members); i++) {
    char *text = dup_member (value, members[i]);

    if (text != NULL)
      return text;
  }
  if (value != NULL && valise_value_get_degrees (value, &at)) {
    g_autofree char *written = valise_notation_write (at);

    /* Left to right in every language: its minus stays before its number. */
    return g_strconcat ("\u2066", written, "\u2069", NULL);
  }
  return g_strdup ("");
}

static char *
place_member (const ValiseRecord *record, const char *name)
{
  const ValiseField *field = NULL;
  char *text = dup_member (first_of_kind (record, VALISE_KIND_PLACE, &field), name);

  return text != NULL ? text : g_strdup ("");
}

static char *
when_of (const ValiseRecord *record)
{
  const ValiseField *field = NULL;
  const char *time = first_of_kind (record, VALISE_KIND_TIME, &field);
  const char *date = time == NULL ? first_of_kind (record, VALISE_KIND_DATE, &field) : NULL;
  char *text = dup_member (time != NULL ? time : date, time != NULL ? "time" : "date");

  return text != NULL ? text : g_strdup ("");
}

/* A photo that nobody has described is called as its file. */
static char *
title_of (const ValiseRecord *record)
{
  const ValiseField *field = NULL;
  const char *value = first_of_kind (record, VALISE_KIND_FILE, &field);
  char *title = valise_projection_title (record);
  g_autofree char *whole = value != NULL ? valise_value_to_text (field, value) : NULL;
  char *name = g_strcmp0 (title, whole) == 0 ? dup_member (value, "name") : NULL;

  if (name == NULL)
    return title;
  g_free (title);
  return name;
}

static char *
grade_of (const ValiseRecord *record)
{
  g_autofree char *source = valise_state_dup_text (record->state, "source-grade");
  g_autofree char *information = valise_state_dup_text (record->state, "information-grade");
  char *grade;

  if (source == NULL && information == NULL)
    return g_strdup ("");
  grade = g_strconcat (source != NULL ? source : "–", information != NULL ? information : "–", NULL);
  for (char *at = grade; *at != '\0'; at++)
    *at = g_ascii_toupper (*at);
  return grade;
}

static gboolean
has_sealed (const ValiseRecord *record)
{
  for (guint i = 0; i < record->state->n_fields; i++) {
    const ValiseField *field = record->type != NULL
                                   ? valise_type_field (record->type, record->state->fields[i].name)
                                   : NULL;

    if (field != NULL && field->sealed)
      return TRUE;
  }
  return FALSE;
}

static void
finalize (GObject *object)
{
  ValiseRecordFacts *facts = &VALISE_RECORD_ITEM (object)->facts;

  g_free (facts->record);
  g_free (facts->type);
  g_free (facts->title);
  g_free (facts->place);
  g_free (facts->method);
  g_free (facts->accuracy);
  g_free (facts->when);
  g_free (facts->grade);
  G_OBJECT_CLASS (valise_record_item_parent_class)->finalize (object);
}

static void
valise_record_item_class_init (ValiseRecordItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
valise_record_item_init (ValiseRecordItem *self)
{
}

static void
fill (ValiseRecordFacts *facts, const ValiseRecord *record)
{
  facts->title = title_of (record);
  facts->place = place_of (record);
  facts->method = place_member (record, "method");
  facts->accuracy = place_member (record, "accuracy");
  facts->when = when_of (record);
  facts->grade = grade_of (record);
  facts->conflicts = record->state->n_conflicts;
  facts->withdrawn = record->state->withdrawn;
  facts->actionable = g_strcmp0 (valise_state_get (record->state, "actionable"), "true") == 0;
  facts->sealed = has_sealed (record);
}

ValiseRecordItem *
valise_record_item_new (ValiseStore *store, ValiseStandings *standings, const ValiseRecord *record,
                        gboolean incomplete)
{
  ValiseRecordItem *self = g_object_new (VALISE_TYPE_RECORD_ITEM, NULL);
  ValiseRecordFacts *facts = &self->facts;

  facts->record = g_strdup (record->record);
  facts->type = g_strdup (record->state->type);
  facts->standing = valise_standings_of (standings, record);
  facts->incomplete = incomplete;
  facts->closed = valise_record_is_closed (store, record);
  if (!facts->closed)
    fill (facts, record);
  if (facts->title == NULL)
    facts->title = g_strdup ("");
  if (facts->place == NULL) {
    facts->place = g_strdup ("");
    facts->method = g_strdup ("");
    facts->accuracy = g_strdup ("");
    facts->when = g_strdup ("");
    facts->grade = g_strdup ("");
  }
  return self;
}

const ValiseRecordFacts *
valise_record_item_get (ValiseRecordItem *self)
{
  return &self->facts;
}

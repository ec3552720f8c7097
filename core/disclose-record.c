/* disclose-record.c - how far a record goes: role, case, class, consent and links
 *
 * The rows and columns of the table in disclose.h. Only the mission
 * needs to look beyond the record itself: an observation may have been told in
 * an interview that withholds, and a person, document, photo or note goes
 * where all that it is linked to goes. Both walks visit a record once, so
 * that rings of links end.
 *
 * For the mission a record that is not wholly open here is withheld: what is
 * closed could be the very link that forbids it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/disclose-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/json.h"

typedef struct {
  const ValiseDisclosureView *view;
  const ValiseClearance *to;
  const char **reason;
} Question;

static ValiseReach judge (const Question *question, const char *record);

static ValiseReach
refuse (const Question *question, const char *reason)
{
  *question->reason = reason;
  return VALISE_REACH_NOTHING;
}

static const ValiseState *
look_up (const Question *question, const char *record)
{
  return question->view->state (record, question->view->user);
}

gboolean
valise_reach_shows (ValiseReach reach)
{
  return reach >= VALISE_REACH_MISSION;
}

const ValiseType *
valise_disclosure_type (const ValiseState *state)
{
  if (state->type == NULL || state->type_conflict)
    return NULL;
  return valise_type_find (state->type);
}

/* Values */

static gboolean
is_text (const char *value, const char *text)
{
  g_autofree char *said = valise_json_dup_string (value);

  return g_strcmp0 (said, text) == 0;
}

gboolean
valise_clearance_holds_case (const ValiseClearance *to, const char *value)
{
  g_autofree char *name = valise_json_dup_string (value);

  return name != NULL && to->cases != NULL && g_strv_contains (to->cases, name);
}

GStrv
valise_link_targets (const char *value)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (value, strlen (value), NULL);
  g_autoptr (GStrvBuilder) targets = g_strv_builder_new ();
  yyjson_val *root = doc != NULL ? yyjson_doc_get_root (doc) : NULL, *item;
  size_t i, count;

  if (yyjson_is_str (root)) {
    g_strv_builder_add (targets, yyjson_get_str (root));
  } else if (yyjson_is_arr (root)) {
    yyjson_arr_foreach (root, i, count, item)
    {
      if (!yyjson_is_str (item))
        return NULL;
      g_strv_builder_add (targets, yyjson_get_str (item));
    }
  } else if (!yyjson_is_null (root)) {
    return NULL;
  }
  return g_strv_builder_end (targets);
}

/* Whose, which case, which class */

static gboolean
wrote_all (const Question *question, const ValiseState *state)
{
  const ValiseClearance *to = question->to;

  for (guint i = 0; i < state->n_entries; i++) {
    const char *device = state->entries[i]->device;
    const char *member = question->view->author_member (device, question->view->user);

    if (g_strcmp0 (device, to->device) != 0 &&
        (member == NULL || g_strcmp0 (member, to->member) != 0))
      return FALSE;
  }
  return state->n_entries > 0;
}

/* Every case binds while there are several; a change that is closed here could
 * have moved the record anywhere. */
static gboolean
is_of_his_cases (const Question *question, const ValiseState *state)
{
  const ValiseStateField *field = valise_state_find (state, ".case");

  if (field == NULL)
    return FALSE;
  for (guint i = 0; i < field->n_live; i++)
    if (field->live[i].changed_since ||
        !valise_clearance_holds_case (question->to, field->live[i].value))
      return FALSE;
  return TRUE;
}

/* Who gets any value of an entry gets its reserved fields too: without its
 * `.type` nothing of it came here. */
static gboolean
has_closed_entry (const ValiseState *state)
{
  for (guint i = 0; i < state->n_entries; i++)
    if (valise_entry_find (state->entries[i], ".type") == NULL)
      return TRUE;
  return FALSE;
}

/* No class is confidential; a class that nobody knows is the strictest. */
static gboolean
is_strictly_confidential (const ValiseState *state)
{
  const ValiseStateField *field = valise_state_find (state, ".class");

  if (field == NULL)
    return has_closed_entry (state);
  for (guint i = 0; i < field->n_live; i++) {
    const char *value = field->live[i].value;

    if (field->live[i].changed_since ||
        (!is_text (value, "unclassified") && !is_text (value, "confidential") &&
         strcmp (value, "null") != 0))
      return TRUE;
  }
  return FALSE;
}

/* What the program writes */

typedef enum {
  FOR_THE_LOG,              /* to the device whose log it is about */
  FOR_COORDINATORS,
  FOR_THE_CASE,
  FOR_COLLEAGUES,           /* to that device, and to whom its log goes; or by its case */
  FOR_HOLDERS,              /* on the case, and of what it is about something goes to them */
} SystemRule;

/* The program's own records have rules of their own, by name. */
static const struct {
  const char *type;
  SystemRule rule;
} system_rules[] = {
  { "receipt", FOR_THE_LOG },   { "custody", FOR_COORDINATORS }, { "case", FOR_THE_CASE },
  { "admission", FOR_COLLEAGUES }, { "erasure", FOR_HOLDERS },
};

static gboolean
is_about_his_log (const Question *question, const ValiseState *state)
{
  const ValiseStateField *field = valise_state_find (state, "log");

  if (field == NULL || question->to->device == NULL)
    return FALSE;
  for (guint i = 0; i < field->n_live; i++)
    if (!is_text (field->live[i].value, question->to->device))
      return FALSE;
  return TRUE;
}

/* Who does not know the device is not to learn that there is one. */
static gboolean
is_about_a_log_he_gets (const Question *question, const ValiseState *state)
{
  const ValiseStateField *field = valise_state_find (state, "log");

  for (guint i = 0; field != NULL && i < field->n_live; i++) {
    g_autofree char *device = valise_json_dup_string (field->live[i].value);

    if (device == NULL || question->view->knows_device == NULL ||
        !question->view->knows_device (question->to, device, question->view->user))
      return FALSE;
  }
  return field != NULL;
}

static gboolean
system_rule_allows (const Question *question, const ValiseState *state, SystemRule rule)
{
  switch (rule) {
  case FOR_THE_LOG:
    return is_about_his_log (question, state);
  case FOR_COORDINATORS:
    return question->to->role == VALISE_ROLE_COORDINATOR && is_of_his_cases (question, state);
  case FOR_THE_CASE:
  case FOR_HOLDERS:
    return is_of_his_cases (question, state);
  case FOR_COLLEAGUES:
    return is_about_his_log (question, state) || is_about_a_log_he_gets (question, state) ||
           is_of_his_cases (question, state);
  default:
    return FALSE;
  }
}

/* FALSE: it is no record of the program's. */
static gboolean
is_of_the_program (const ValiseState *state, gsize *at)
{
  const ValiseType *type = valise_disclosure_type (state);

  for (*at = 0; *at < G_N_ELEMENTS (system_rules); (*at)++)
    if (!state->type_conflict && g_strcmp0 (state->type, system_rules[*at].type) == 0)
      return TRUE;
  return type != NULL && type->audience == VALISE_AUDIENCE_SYSTEM;
}

static ValiseReach judge (const Question *question, const char *record);

/* Why a source withdrew is not the mission's, nor a custodian's; nor, where they
 * have nothing of the record, that there is one. */
static ValiseReach
judge_holder (const Question *question, const ValiseState *state)
{
  const ValiseStateField *field = valise_state_find (state, "record");

  if (question->to->role != VALISE_ROLE_JMAC && question->to->role != VALISE_ROLE_CUSTODIAN)
    return VALISE_REACH_ALL;
  for (guint i = 0; field != NULL && i < field->n_live; i++) {
    g_autofree char *id = valise_json_dup_string (field->live[i].value);

    if (id != NULL && judge (question, id) > VALISE_REACH_NOTHING)
      return VALISE_REACH_MISSION;
  }
  return refuse (question, N_ ("It is about a record that the member has nothing of."));
}

static ValiseReach
judge_system (const Question *question, const ValiseState *state, gsize at)
{
  if (at < G_N_ELEMENTS (system_rules) &&
      system_rule_allows (question, state, system_rules[at].rule))
    return system_rules[at].rule == FOR_HOLDERS ? judge_holder (question, state)
                                                : VALISE_REACH_ALL;
  return refuse (question, N_ ("The program's own notes go only to whom they concern."));
}

/* The mission: interviews */

static gboolean
mission_consent_is_given (const ValiseState *state, const ValiseType *type)
{
  gboolean asked = FALSE;

  for (const ValiseField *row = type->fields; row->name != NULL; row++) {
    const ValiseStateField *field =
        row->mission_consent ? valise_state_find (state, row->name) : NULL;

    if (row->mission_consent && field == NULL)
      return FALSE;
    for (guint i = 0; field != NULL && i < field->n_live; i++) {
      if (field->live[i].changed_since || !is_text (field->live[i].value, "yes"))
        return FALSE;
      asked = TRUE;
    }
  }
  return asked && !has_closed_entry (state);
}

/* The mission: walks over links */

typedef struct {
  GPtrArray *waiting;       /* owned ids */
  GHashTable *seen;
} Walk;

static void
walk_init (Walk *walk, const char *record)
{
  walk->waiting = g_ptr_array_new_with_free_func (g_free);
  walk->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (walk->seen, g_strdup (record));
  g_ptr_array_add (walk->waiting, g_strdup (record));
}

static void
walk_clear (Walk *walk)
{
  g_ptr_array_unref (walk->waiting);
  g_hash_table_unref (walk->seen);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static void
walk_to (Walk *walk, const char *const *records)
{
  for (guint i = 0; records != NULL && records[i] != NULL; i++)
    if (g_hash_table_add (walk->seen, g_strdup (records[i])))
      g_ptr_array_add (walk->waiting, g_strdup (records[i]));
}

static char *
walk_next (Walk *walk)
{
  return walk->waiting->len > 0
             ? g_ptr_array_steal_index (walk->waiting, walk->waiting->len - 1)
             : NULL;
}

static gboolean
is_open_interview (const Question *question, const char *record)
{
  const ValiseState *state = look_up (question, record);
  const ValiseType *type = state != NULL ? valise_disclosure_type (state) : NULL;

  return type != NULL && type->audience == VALISE_AUDIENCE_INTERVIEW &&
         valise_reach_shows (judge (question, record));
}

/* FALSE: a link told_in leads to what does not go. Parents are walked to. */
static gboolean
follow_field (const Question *question, Walk *walk, const ValiseField *row,
              const ValiseStateField *field)
{
  for (guint i = 0; i < field->n_live; i++) {
    g_auto (GStrv) targets = valise_link_targets (field->live[i].value);

    if (targets == NULL)
      return FALSE;
    for (guint j = 0; row->told_in && targets[j] != NULL; j++)
      if (!is_open_interview (question, targets[j]))
        return FALSE;
    if (row->parent)
      walk_to (walk, (const char *const *) targets);
  }
  return TRUE;
}

static gboolean
follow_up (const Question *question, Walk *walk, const ValiseState *state, const ValiseType *type)
{
  for (const ValiseField *row = type->fields; row->name != NULL; row++) {
    const ValiseStateField *field =
        row->told_in || row->parent ? valise_state_find (state, row->name) : NULL;

    if (field != NULL && !follow_field (question, walk, row, field))
      return FALSE;
  }
  return TRUE;
}

/* Was this, or what it is part of, told in an interview that withholds? What
 * is not known here counts as such. */
static gboolean
was_told_in_confidence (const Question *question, const char *record)
{
  g_auto (Walk) walk = { 0 };

  walk_init (&walk, record);
  for (;;) {
    g_autofree char *at = walk_next (&walk);
    const ValiseState *state = at != NULL ? look_up (question, at) : NULL;
    const ValiseType *type = state != NULL ? valise_disclosure_type (state) : NULL;

    if (at == NULL)
      return FALSE;
    if (type == NULL)
      return TRUE;
    if (type->audience == VALISE_AUDIENCE_INTERVIEW) {
      if (!is_open_interview (question, at))
        return TRUE;
    } else if (state->incomplete_disclosure || !follow_up (question, &walk, state, type)) {
      return TRUE;
    }
  }
}

static gboolean
walk_links (const Question *question, Walk *walk, const char *record, const ValiseState *state,
            const ValiseType *type)
{
  for (guint i = 0; i < state->n_fields; i++) {
    const ValiseStateField *field = &state->fields[i];
    const ValiseField *row = valise_type_field (type, field->name);

    for (guint j = 0; row != NULL && row->kind == VALISE_KIND_LINK && j < field->n_live; j++) {
      g_auto (GStrv) targets = valise_link_targets (field->live[j].value);

      if (targets == NULL)
        return FALSE;
      walk_to (walk, (const char *const *) targets);
    }
  }
  walk_to (walk, question->view->linked_from (record, question->view->user));
  return TRUE;
}

/* One record that is linked, itself in need of links to be disclosed. */
static gboolean
linked_record_passes (const Question *question, const ValiseState *state)
{
  if (state->incomplete_disclosure)
    return FALSE;
  return wrote_all (question, state) ||
         (is_of_his_cases (question, state) && !is_strictly_confidential (state));
}

/* Everything that this is linked to goes, and there is something. Linked
 * records among each other prove nothing: they lead on to what they are
 * linked to. */
static gboolean
all_linked_records_go (const Question *question, const char *record)
{
  g_auto (Walk) walk = { 0 };
  gboolean found = FALSE;

  walk_init (&walk, record);
  for (;;) {
    g_autofree char *at = walk_next (&walk);
    const ValiseState *state = at != NULL ? look_up (question, at) : NULL;
    const ValiseType *type = state != NULL ? valise_disclosure_type (state) : NULL;
    gsize rule;

    if (at == NULL)
      return found;
    if (state != NULL && is_of_the_program (state, &rule))
      continue;
    if (type == NULL)
      return FALSE;
    if (type->audience != VALISE_AUDIENCE_LINKED) {
      if (!valise_reach_shows (judge (question, at)))
        return FALSE;
      found = TRUE;
    } else if (!linked_record_passes (question, state) ||
               !walk_links (question, &walk, at, state, type)) {
      return FALSE;
    }
  }
}

/* Roles */

static ValiseReach
judge_mission (const Question *question, const char *record, const ValiseState *state,
               const ValiseType *type)
{
  switch (type->audience) {
  case VALISE_AUDIENCE_OBSERVATION:
    if (was_told_in_confidence (question, record))
      return refuse (question,
                     N_ ("It was told in an interview that is not shared with the mission."));
    return VALISE_REACH_MISSION;
  case VALISE_AUDIENCE_INTERVIEW:
    if (!mission_consent_is_given (state, type))
      return refuse (question, N_ ("The source has not agreed to share it with the mission."));
    return VALISE_REACH_MISSION;
  case VALISE_AUDIENCE_LINKED:
    if (!all_linked_records_go (question, record))
      return refuse (question,
                     N_ ("It is linked to something that is not shared with the mission, or to nothing."));
    return VALISE_REACH_MISSION;
  case VALISE_AUDIENCE_SYSTEM:
  default:
    return refuse (question, N_ ("The program's own notes go only to whom they concern."));
  }
}

static ValiseReach
judge_by_role (const Question *question, const char *record, const ValiseState *state,
               const ValiseType *type)
{
  gboolean strict = is_strictly_confidential (state);

  switch (question->to->role) {
  case VALISE_ROLE_COORDINATOR:
  case VALISE_ROLE_EXPERT:
    return VALISE_REACH_CASE;
  case VALISE_ROLE_ANALYST:
  case VALISE_ROLE_JMAC:
    if (strict)
      return refuse (question, N_ ("It is strictly confidential."));
    if (type == NULL)
      return refuse (question, N_ ("It is of a type that is not known here."));
    return question->to->role == VALISE_ROLE_ANALYST
               ? VALISE_REACH_CASE
               : judge_mission (question, record, state, type);
  case VALISE_ROLE_CUSTODIAN:
    if (type == NULL)
      return refuse (question, N_ ("It is of a type that is not known here."));
    *question->reason = N_ ("A custodian receives only what is sealed.");
    return VALISE_REACH_SEALED;
  case VALISE_ROLE_NONE:
  case VALISE_ROLE_HEADQUARTERS:
  default:
    return refuse (question, N_ ("The member has no role on the roster."));
  }
}

static ValiseReach
judge (const Question *question, const char *record)
{
  const ValiseState *state = look_up (question, record);
  gsize rule;

  if (state == NULL)
    return refuse (question, N_ ("The record is not known here."));
  if (question->to->role == VALISE_ROLE_NONE)
    return refuse (question, N_ ("The member has no role on the roster."));
  if (question->to->role == VALISE_ROLE_HEADQUARTERS || wrote_all (question, state))
    return VALISE_REACH_ALL;
  if (is_of_the_program (state, &rule))
    return judge_system (question, state, rule);
  if (!is_of_his_cases (question, state))
    return refuse (question, N_ ("It belongs to a case that is not the member's, or to none."));
  return judge_by_role (question, record, state, valise_disclosure_type (state));
}

ValiseReach
valise_disclosure_reach (const ValiseDisclosureView *view, const char *record,
                         const ValiseClearance *to, const char **reason)
{
  Question question = { view, to, reason };

  return judge (&question, record);
}

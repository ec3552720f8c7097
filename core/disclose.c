/* disclose.c - the one function that decides what a recipient may see
 *
 * disclose-record.c says how far the record goes; here that becomes a level
 * and an answer for each value. A value that is a sealed handle counts as
 * sealed whatever the table says, so that a newer definition than ours seals
 * too. ALL hands out entry keys, which open every value an entry ever set:
 * so the level looks at all values of all entries, not only at what stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/disclose.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/disclose-private.h"

struct _ValiseDisclosure {
  ValiseDisclosureView view;
  const ValiseClearance *to;
  const ValiseType *type;   /* NULL: not known, or two */
  ValiseReach reach;
  ValiseDisclosureLevel level;
  const char *reason;
};

static const char *const role_texts[] = {
  [VALISE_ROLE_NONE] = "none",           [VALISE_ROLE_EXPERT] = "expert",
  [VALISE_ROLE_ANALYST] = "analyst",     [VALISE_ROLE_COORDINATOR] = "coordinator",
  [VALISE_ROLE_JMAC] = "jmac",           [VALISE_ROLE_CUSTODIAN] = "custodian",
  [VALISE_ROLE_HEADQUARTERS] = "headquarters",
};

const char *
valise_role_to_text (ValiseRole role)
{
  g_return_val_if_fail ((gsize) role < G_N_ELEMENTS (role_texts), role_texts[VALISE_ROLE_NONE]);

  return role_texts[role];
}

ValiseRole
valise_role_from_text (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (role_texts); i++)
    if (g_strcmp0 (text, role_texts[i]) == 0)
      return (ValiseRole) i;
  return VALISE_ROLE_NONE;
}

/* Fields */

/* Without one definition to go by, a name that any type seals is sealed. */
static gboolean
name_is_sealed (const ValiseType *type, const char *name)
{
  const ValiseType *const *all = valise_type_all ();

  if (type != NULL) {
    const ValiseField *row = valise_type_field (type, name);

    return row != NULL && row->sealed;
  }
  for (; *all != NULL; all++) {
    const ValiseField *row = valise_type_field (*all, name);

    if (row != NULL && row->sealed)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_sealed (const ValiseDisclosure *disclosure, const char *name, const char *value)
{
  return g_str_has_prefix (value, "{\"sealed\":") || name_is_sealed (disclosure->type, name);
}

/* Which case a record was in before is not told outside that case; the one in
 * which recording begins is everybody's. */
static gboolean
case_may_be_named (const ValiseDisclosure *disclosure, const char *value)
{
  return strcmp (value, "null") == 0 || strcmp (value, "\"unassigned\"") == 0 ||
         valise_clearance_holds_case (disclosure->to, value);
}

/* When an interview was recorded tells when the source was met. */
static gboolean
time_may_go (const ValiseDisclosure *disclosure)
{
  return disclosure->reach == VALISE_REACH_CASE || disclosure->type == NULL ||
         disclosure->type->audience != VALISE_AUDIENCE_INTERVIEW;
}

static gboolean
reserved_may_go (const ValiseDisclosure *disclosure, const char *name, const char *value)
{
  static const char *const plain[] = { ".class", ".type", ".withdrawn", NULL };

  if (strcmp (name, ".case") == 0)
    return case_may_be_named (disclosure, value);
  if (strcmp (name, ".time") == 0 || strcmp (name, ".clock") == 0)
    return time_may_go (disclosure);
  return disclosure->reach == VALISE_REACH_CASE || g_strv_contains (plain, name);
}

static gboolean
all_are_record_ids (GStrv targets)
{
  for (guint i = 0; targets[i] != NULL; i++)
    if (!valise_record_id_is_valid (targets[i]))
      return FALSE;
  return TRUE;
}

/* Every record that it leads to must go too: what is not known here does not.
 * In a field of a newer definition, what looks like a link is one. */
static gboolean
link_may_go (const ValiseDisclosure *disclosure, const ValiseField *row, const char *value)
{
  g_auto (GStrv) targets = NULL;
  const char *reason = NULL;

  if (row != NULL && row->kind != VALISE_KIND_LINK)
    return TRUE;
  targets = valise_link_targets (value);
  if (targets == NULL || !all_are_record_ids (targets))
    return row == NULL;
  for (guint i = 0; targets[i] != NULL; i++)
    if (!valise_reach_shows (
            valise_disclosure_reach (&disclosure->view, targets[i], disclosure->to, &reason)))
      return FALSE;
  return TRUE;
}

/* NULL: it may go; else why not. */
static const char *
find_objection (const ValiseDisclosure *disclosure, const char *name, const char *value)
{
  const ValiseField *row =
      disclosure->type != NULL ? valise_type_field (disclosure->type, name) : NULL;

  if (is_sealed (disclosure, name, value))
    return N_ ("What identifies a source stays sealed.");
  if (name[0] == '.')
    return reserved_may_go (disclosure, name, value)
               ? NULL
               : N_ ("A reason, or the case that it was in before, stays behind.");
  if (disclosure->reach == VALISE_REACH_MISSION && (row == NULL || row->withheld))
    return N_ ("Some fields are not shared with the mission.");
  if (!link_may_go (disclosure, row, value))
    return N_ ("It leads to a record that the member may not see.");
  return NULL;
}

static gboolean
notice_allows (const ValiseDisclosure *disclosure, const char *name, const char *value)
{
  const ValiseField *row =
      disclosure->type != NULL ? valise_type_field (disclosure->type, name) : NULL;

  if (is_sealed (disclosure, name, value))
    return FALSE;
  return name[0] == '.' ? reserved_may_go (disclosure, name, value)
                        : row != NULL && row->mission_consent;
}

gboolean
valise_disclosure_allows (const ValiseDisclosure *disclosure, const char *name, const char *value)
{
  g_return_val_if_fail (disclosure != NULL && name != NULL && value != NULL, FALSE);

  switch (disclosure->reach) {
  case VALISE_REACH_ALL:
    return TRUE;
  case VALISE_REACH_CASE:
  case VALISE_REACH_MISSION:
    return find_objection (disclosure, name, value) == NULL;
  case VALISE_REACH_SEALED:
    return is_sealed (disclosure, name, value);
  case VALISE_REACH_NOTICE:
    return notice_allows (disclosure, name, value);
  case VALISE_REACH_NOTHING:
  case VALISE_REACH_HEADERS:
  default:
    return FALSE;
  }
}

/* Levels */

/* What comes between the recipient and all of it, or NULL. */
static const char *
find_any_objection (const ValiseDisclosure *disclosure, const ValiseState *state)
{
  for (guint i = 0; i < state->n_entries; i++)
    for (guint j = 0; j < state->entries[i]->n_values; j++) {
      const ValiseValue *value = &state->entries[i]->values[j];
      const char *objection = find_objection (disclosure, value->name, value->value);

      if (objection != NULL)
        return objection;
    }
  return state->incomplete_disclosure ? N_ ("Not all of it is open here.") : NULL;
}

static gboolean
has_sealed_value (const ValiseDisclosure *disclosure, const ValiseState *state)
{
  for (guint i = 0; i < state->n_entries; i++)
    for (guint j = 0; j < state->entries[i]->n_values; j++)
      if (is_sealed (disclosure, state->entries[i]->values[j].name,
                     state->entries[i]->values[j].value))
        return TRUE;
  return FALSE;
}

static ValiseDisclosureLevel
find_level (ValiseDisclosure *disclosure, const ValiseState *state)
{
  switch (disclosure->reach) {
  case VALISE_REACH_ALL:
    return VALISE_DISCLOSE_ALL;
  case VALISE_REACH_CASE:
  case VALISE_REACH_MISSION:
    disclosure->reason = find_any_objection (disclosure, state);
    return disclosure->reason == NULL ? VALISE_DISCLOSE_ALL : VALISE_DISCLOSE_SOME;
  case VALISE_REACH_NOTICE:
    return VALISE_DISCLOSE_SOME;
  case VALISE_REACH_SEALED:
    return has_sealed_value (disclosure, state) ? VALISE_DISCLOSE_SOME : VALISE_DISCLOSE_HEADERS;
  case VALISE_REACH_HEADERS:
    return VALISE_DISCLOSE_HEADERS;
  case VALISE_REACH_NOTHING:
  default:
    return VALISE_DISCLOSE_NOTHING;
  }
}

static ValiseDisclosure *
begin (const ValiseDisclosureView *view, const char *record, const ValiseClearance *to)
{
  ValiseDisclosure *disclosure = g_new0 (ValiseDisclosure, 1);

  disclosure->view = *view;
  disclosure->to = to;
  disclosure->reach = valise_disclosure_reach (view, record, to, &disclosure->reason);
  return disclosure;
}

static ValiseDisclosure *
finish (ValiseDisclosure *disclosure, const char *record)
{
  const ValiseState *state = disclosure->view.state (record, disclosure->view.user);

  if (state == NULL)
    return disclosure;
  disclosure->type = valise_disclosure_type (state);
  disclosure->level = find_level (disclosure, state);
  if (disclosure->level == VALISE_DISCLOSE_ALL)
    disclosure->reason = NULL;
  return disclosure;
}

ValiseDisclosure *
valise_disclose (const ValiseDisclosureView *view, const char *record, const ValiseClearance *to)
{
  return finish (begin (view, record, to), record);
}

ValiseDisclosure *
valise_disclose_notice (const ValiseDisclosureView *view, const char *record,
                        const ValiseClearance *to)
{
  ValiseDisclosure *disclosure = begin (view, record, to);

  if (to->role == VALISE_ROLE_CUSTODIAN && disclosure->reach != VALISE_REACH_ALL)
    disclosure->reach = VALISE_REACH_HEADERS;
  else if (to->role != VALISE_ROLE_NONE && disclosure->reach != VALISE_REACH_ALL)
    disclosure->reach = VALISE_REACH_NOTICE;
  if (disclosure->reason == NULL)
    disclosure->reason = N_ ("Only what closes the record goes.");
  return finish (disclosure, record);
}

void
valise_disclosure_free (ValiseDisclosure *disclosure)
{
  g_free (disclosure);
}

ValiseDisclosureLevel
valise_disclosure_level (const ValiseDisclosure *disclosure)
{
  return disclosure->level;
}

gboolean
valise_disclosure_allows_sealed (const ValiseDisclosure *disclosure)
{
  return disclosure->reach == VALISE_REACH_SEALED ||
         (disclosure->reach == VALISE_REACH_ALL &&
          disclosure->to->role == VALISE_ROLE_HEADQUARTERS);
}

gboolean
valise_disclosure_allows_original (const ValiseDisclosure *disclosure)
{
  return disclosure->reach == VALISE_REACH_CASE || disclosure->level == VALISE_DISCLOSE_ALL;
}

const char *
valise_disclosure_reason (const ValiseDisclosure *disclosure)
{
  return disclosure->reason;
}

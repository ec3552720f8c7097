/* insider-deeds.c - a member whose program writes what ours would not
 *
 * His entries are well formed and signed with his own key: so they are taken
 * in, and must change nothing that he has no right to change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/admission.h"
#include "core/log.h"
#include "tests/asserts.h"
#include "tests/simulator/deeds.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"

typedef struct {
  World *world;
  guint at;
  GArray *after;                 /* of ValiseHash */
  GPtrArray *texts;              /* owned */
  ValiseAssignment fields[8];
  guint n_fields;
} Forgery;

static void
set (Forgery *forgery, const char *name, char *value)
{
  g_ptr_array_add (forgery->texts, value);
  forgery->fields[forgery->n_fields++] = (ValiseAssignment){ name, value };
}

/* Straight into his own log, whatever it says. */
static void
write_down (Forgery *forgery, const char *record)
{
  ValiseStore *store = forgery->world->devices[forgery->at].fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseTransaction) change = valise_transaction_begin (valise_store_get_db (store), &error);
  g_autoptr (ValiseEntry) entry =
      valise_log_append (store, record, forgery->after, forgery->fields, forgery->n_fields, &error);

  law (entry != NULL && valise_projection_update (store, record, &error) &&
           valise_transaction_commit (change, &error),
       "forging: %s", error != NULL ? error->message : "");
}

/* Names all that stands of a record, as if he could replace it. */
static void
replace_all (Forgery *forgery, const Known *known)
{
  g_autoptr (ValiseRecord) record =
      valise_record_load (forgery->world->devices[forgery->at].fixture->store, known->id, NULL);

  if (record == NULL)
    return;
  g_array_unref (forgery->after);
  forgery->after = valise_state_live_commits (record->state, NULL);
}

static void
forge_value (Forgery *forgery, Known *known)
{
  static const char *const worse[] = { ".class", ".case", "consent.mission", ".withdrawn" };
  const char *name = worse[seeded_below (G_N_ELEMENTS (worse))];
  const Device *device = &forgery->world->devices[forgery->at];
  const Token *first = forgery->world->tokens->pdata[known->first];

  known->moved = TRUE;
  world_may_be_judged (forgery->world, forgery->at, known);
  replace_all (forgery, known);
  set (forgery, ".type", g_strdup_printf ("\"%s/1\"", known->type));
  if (strcmp (name, ".class") == 0)
    set (forgery, name, g_strdup ("\"unclassified\""));
  else if (strcmp (name, ".case") == 0)
    set (forgery, name, g_strdup_printf ("\"%s\"", world_has_case (device, PANEL_CASE) ? PANEL_CASE : PANEL_OTHER_CASE));
  else if (strcmp (name, ".withdrawn") == 0)
    set (forgery, name, g_strdup ("true"));
  else if (strcmp (known->type, "interview") == 0)
    set (forgery, name, g_strdup ("\"yes\""));
  set (forgery, first->field, g_strdup ("\"nothing was there\""));
  write_down (forgery, known->id);
}

static const char *
some_device (Forgery *forgery)
{
  World *world = forgery->world;

  return valise_store_get_device (world->devices[seeded_below (world->n_devices)].fixture->store);
}

static void
forge_admission (Forgery *forgery)
{
  const char *victim = some_device (forgery);
  g_autofree char *record = valise_admission_record_id (victim);

  set (forgery, ".type", g_strdup ("\"admission/1\""));
  set (forgery, "log", g_strdup_printf ("\"%s\"", victim));
  set (forgery, "size", g_strdup ("0"));
  set (forgery, "ranges", g_strdup ("[]"));
  set (forgery, "reason", g_strdup ("\"he lies\""));
  write_down (forgery, record);
}

static void
forge_receipt (Forgery *forgery)
{
  g_autofree char *record = valise_record_id_new ();

  set (forgery, ".type", g_strdup ("\"receipt/1\""));
  set (forgery, "log", g_strdup_printf ("\"%s\"", some_device (forgery)));
  set (forgery, "size", g_strdup ("500"));
  set (forgery, "ranges", g_strdup ("[\"0-499\"]"));
  forgery->world->devices[forgery->at].lied = TRUE;
  write_down (forgery, record);
}

static void
forge_erasure (Forgery *forgery, const Token *token)
{
  g_autofree char *record = valise_record_id_new ();

  if (token->device == NULL)
    return;
  set (forgery, ".type", g_strdup ("\"erasure/1\""));
  set (forgery, ".case", g_strdup_printf ("\"%s\"", token->known->cases & WORLD_CASE_ONE ? PANEL_CASE : PANEL_OTHER_CASE));
  set (forgery, "record", g_strdup_printf ("\"%s\"", token->known->id));
  set (forgery, "entries", g_strdup_printf ("[\"%s %" G_GUINT64_FORMAT "\"]", token->device, token->index));
  set (forgery, "fields", g_strdup_printf ("[\"%s\"]", token->field));
  set (forgery, "reason", g_strdup ("\"I say so\""));
  forgery->world->devices[forgery->at].judged = TRUE; /* by the case that it names */
  token->known->erasing = TRUE;
  write_down (forgery, record);
}

guint
deed_forge (World *world, guint at)
{
  Forgery forgery = { .world = world, .at = at };
  const Token *token;

  if (at == WORLD_HEADQUARTERS || world->tokens->len == 0 ||
      strcmp (world->devices[at].role, "coordinator") == 0)
    return at;
  token = world->tokens->pdata[seeded_below (world->tokens->len)];
  forgery.after = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  forgery.texts = g_ptr_array_new_with_free_func (g_free);
  switch (seeded_below (6)) {
  case 0:
    forge_admission (&forgery);
    break;
  case 1:
    forge_receipt (&forgery);
    break;
  case 2:
    forge_erasure (&forgery, token);
    break;
  default:
    if (!world_same_member (world, at, token->known->author))
      forge_value (&forgery, token->known);
  }
  g_array_unref (forgery.after);
  g_ptr_array_unref (forgery.texts);
  return at;
}

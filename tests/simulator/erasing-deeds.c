/* erasing-deeds.c - a source withdrew: somebody asks, and a person on each store agrees
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/erasure.h"
#include "core/error.h"
#include "core/log-branch.h"
#include "tests/asserts.h"
#include "tests/simulator/deeds.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"

/* Mostly one that he may have erased. */
static const Token *
some_token_of_his (World *world, guint at)
{
  const Token *token = NULL;

  for (guint tries = 0; world->tokens->len > 0 && tries < 8; tries++) {
    token = world->tokens->pdata[seeded_below (world->tokens->len)];
    if (world_same_member (world, at, token->author))
      break;
  }
  return token;
}

guint
deed_ask_erasure (World *world, guint at)
{
  ValiseStore *store = world->devices[at].fixture->store;
  const Token *token = some_token_of_his (world, at);
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;
  guint others;

  if (token == NULL || strcmp (world->devices[at].role, "custodian") == 0)
    return at;
  request = valise_erasure_ask (store, token->known->id, (const char *const[]){ token->field, NULL },
                                "the source withdrew", &others, &error);
  law (request != NULL || error->domain == VALISE_ERROR, "asking to erase: %s",
       error != NULL ? error->message : "no reason");
  token->known->erasing |= request != NULL;
  world->decided |= request != NULL && at == WORLD_HEADQUARTERS;
  return seeded_chance (50) ? deed_erase (world, at) : at;
}

/* Confirming */

static gboolean
is_open_here (const World *world, ValiseStore *store, const Token *token)
{
  g_autoptr (GArray) logs = token->device != NULL ? valise_branch_list (store, token->device, NULL) : NULL;

  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    g_autoptr (ValiseEntry) entry = valise_log_get (store, g_array_index (logs, gint64, i), token->index, NULL);

    if (world_holds_token (world, entry, token))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_named (const ValiseErasure *erasure, const Token *token)
{
  for (guint i = 0; i < erasure->entries->len; i++) {
    const ValiseErasureEntry *entry = erasure->entries->pdata[i];

    if (entry->index == token->index && g_strcmp0 (entry->device, token->device) == 0)
      return g_strv_contains ((const char *const *) erasure->fields, token->field);
  }
  return FALSE;
}

/* By the device's log, whoever it belongs to now. NULL: who took no part. */
static const Device *
who_asked (const World *world, const ValiseErasure *erasure)
{
  for (guint i = 0; i < world->n_devices; i++)
    if (strcmp (valise_store_get_device (world->devices[i].fixture->store), erasure->device) == 0)
      return &world->devices[i];
  return NULL;
}

static void
check_right (const World *world, const ValiseErasure *erasure, const Token *token)
{
  const Device *asked = who_asked (world, erasure);
  const Device *author = &world->devices[token->author];

  law (asked == NULL || strcmp (asked->name, author->name) == 0 ||
           strcmp (asked->role, "coordinator") == 0 || strcmp (asked->role, "headquarters") == 0,
       "%s had a value of %s erased", asked->name, author->name);
}

static void
confirm (World *world, guint at, const ValiseErasure *erasure)
{
  Device *device = &world->devices[at];
  ValiseStore *store = device->fixture->store;
  g_autofree gboolean *open = g_new0 (gboolean, world->tokens->len + 1);
  g_autoptr (GError) error = NULL;
  ValiseErased erased = { 0 };

  for (guint i = 0; i < world->tokens->len; i++)
    open[i] = is_open_here (world, store, world->tokens->pdata[i]);
  law (valise_erasure_confirm (store, erasure->request, &erased, &error) || error->domain == VALISE_ERROR,
       "erasing: %s", error != NULL ? error->message : "no reason");
  for (guint i = 0; error == NULL && i < world->tokens->len; i++) {
    const Token *token = world->tokens->pdata[i];
    gboolean named = is_named (erasure, token), here = is_open_here (world, store, token);

    law (!named || !here, "%s erased token %u, and still has it", device->name, i);
    if (open[i] && !here)
      check_right (world, erasure, token);
    if (named && !token->elsewhere)
      g_hash_table_add (device->barred, GUINT_TO_POINTER (i));
  }
  world->decided |= at == WORLD_HEADQUARTERS;
}

/* Now and then all that ever came here comes once more. */
static void
give_all_again (World *world, guint at)
{
  gboolean again = seeded_chance (60);

  for (guint i = 0; again && i < world->sent->len; i++) {
    const Sent *sent = world->sent->pdata[i];

    if (sent->to == at)
      deed_give (world, sent, at, FALSE);
  }
}

guint
deed_erase (World *world, guint at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = valise_erasure_list (world->devices[at].fixture->store, &error);

  assert_no_error (error);
  if (all->len == 0)
    return at;
  confirm (world, at, all->pdata[seeded_below (all->len)]);
  give_all_again (world, at);
  return at;
}

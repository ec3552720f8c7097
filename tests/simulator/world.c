/* world.c - who takes part in one history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/world.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/log.h"
#include "tests/asserts.h"
#include "tests/simulator/seeded.h"

/* Bundles go where this history's own things are. */
static FixtureStore *
borrow (World *world, guint seat)
{
  FixtureStore *fixture = g_new0 (FixtureStore, 1);
  FixtureStore *store = fleet_store (world->fleet, seat);

  fixture->root = world_new_folder (world, "sent");
  fixture->folder = store->folder;
  fixture->store = store->store;
  assert_int_equal (g_mkdir_with_parents (fixture->root, 0700), 0);
  return fixture;
}

static void
seat_device (World *world, guint at, guint seat)
{
  Device *device = &world->devices[at];
  const FleetSeat *found = fleet_seat (world->fleet, seat);

  device->name = found->name;
  device->role = found->role;
  device->cases = found->cases;
  device->seat = seat;
  device->clock = FIXTURE_NOW + 3600;
  device->taken = g_ptr_array_new ();
  device->barred = g_hash_table_new (NULL, NULL);
  device->fixture = borrow (world, seat);
  device->written = valise_log_size (device->fixture->store, VALISE_LOG_OWN);
}

World *
world_new (const Fleet *fleet, const char *folder, guint n_devices, guint32 *touched)
{
  World *world = g_new0 (World, 1);
  guint seat = 1;

  world->fleet = fleet;
  world->folder = g_strdup (folder);
  world->touched = touched;
  world->n_devices = n_devices;
  world->sent = g_ptr_array_new ();
  world->under_way = g_ptr_array_new ();
  world->records = g_ptr_array_new ();
  world->tokens = g_ptr_array_new ();
  world->shared = world_new_folder (world, "shared");
  assert_int_equal (g_mkdir_with_parents (world->shared, 0700), 0);
  seat_device (world, WORLD_HEADQUARTERS, FLEET_HEADQUARTERS);
  /* Some of the fleet, each as likely as the other. */
  for (guint at = 1; at < n_devices; seat++)
    if (seeded_below (FLEET_SIZE - seat) < n_devices - at)
      seat_device (world, at++, seat);
  return world;
}

Device *
world_turn_to (World *world, guint device)
{
  Device *turned = &world->devices[device];

  *world->touched |= 1u << turned->seat;
  turned->clock += 60;
  valise_clock_stop_at (turned->clock);
  return turned;
}

gboolean
world_has_acted (const World *world, guint device)
{
  return (*world->touched & (1u << world->devices[device].seat)) != 0;
}

gboolean
world_has_case (const Device *device, const char *in_case)
{
  g_auto (GStrv) cases = g_strsplit (device->cases, " ", -1);

  return g_strv_contains ((const char *const *) cases, in_case);
}

gboolean
world_same_member (const World *world, guint device, guint other)
{
  return g_str_equal (world->devices[device].name, world->devices[other].name);
}

gboolean
world_may_correct (const World *world, guint device, const Known *known)
{
  const char *role = world->devices[device].role;

  return world_same_member (world, device, known->author) || g_str_equal (role, "coordinator") ||
         g_str_equal (role, "headquarters");
}

Token *
world_new_token (World *world, guint author, Known *known, const char *field)
{
  Token *token = g_new0 (Token, 1);

  token->known = known;
  token->author = author;
  token->field = field;
  g_ptr_array_add (world->tokens, token);
  return token;
}

char *
world_token_text (const World *world, const Token *token)
{
  guint number = 0;

  while (world->tokens->pdata[number] != token)
    number++;
  return g_strdup_printf ("Seen " TOKEN_MARK "%ux there", number);
}

gboolean
world_holds_token (const World *world, const ValiseEntry *entry, const Token *token)
{
  const ValiseValue *value = entry != NULL ? valise_entry_find (entry, token->field) : NULL;
  g_autofree char *text = NULL;

  if (value == NULL || strcmp (entry->record, token->known->id) != 0)
    return FALSE;
  if (token->sealed)
    return g_str_has_prefix (value->value, "{\"sealed\"");
  text = token->is_file ? valise_hex_encode (token->file.bytes, sizeof token->file.bytes)
                        : world_token_text (world, token);
  return strstr (value->value, text) != NULL;
}

void
world_may_be_judged (World *world, guint device, Known *known)
{
  known->writers |= 1u << device;
}

gboolean
world_was_judged (const World *world, guint device)
{
  for (guint i = 0; i < world->records->len; i++) {
    const Known *known = world->records->pdata[i];

    if (known->moved && (known->writers & (1u << device)))
      return TRUE;
  }
  return world->devices[device].judged;
}

gboolean
world_anybody_judged (const World *world)
{
  for (guint i = 0; i < world->n_devices; i++)
    if (world_was_judged (world, i))
      return TRUE;
  return FALSE;
}

gboolean
world_may_alarm (const World *world, const char *refusal)
{
  return world->devices[WORLD_HEADQUARTERS].cloned && strstr (refusal, "alarm") != NULL;
}

void
world_token_written (World *world, Token *token)
{
  ValiseStore *store = world->devices[token->author].fixture->store;

  world_may_be_judged (world, token->author, token->known);
  token->device = g_strdup (valise_store_get_device (store));
  token->index = valise_log_size (store, VALISE_LOG_OWN) - 1;
}

char *
world_new_folder (World *world, const char *what)
{
  return g_strdup_printf ("%s/%s-%u", world->folder, what, world->folders++);
}

/* What the fleet has open is never closed: its files must stay the same ones. */
void
world_go_on_from (World *world, guint at, const char *from)
{
  Device *device = &world->devices[at];
  char *folder = world_new_folder (world, "store");

  fleet_copy_folder (from, folder);
  if (device->moved)
    fixture_store_close (device->fixture);
  device->fixture->store = NULL;
  device->fixture->folder = folder;
  device->moved = TRUE;
  fixture_store_reopen (device->fixture);
}

/* What it appended again stands in two entries. */
void
world_came_back (World *world, guint at)
{
  Device *device = &world->devices[at];

  device->came_back = TRUE;
  device->to_enrol = at != WORLD_HEADQUARTERS; /* which enters itself */
  device->ended = device->shut_out = FALSE;
  g_clear_pointer (&device->expires, g_free);
  device->clone = NULL; /* of two, this one goes on */
  device->written = valise_log_size (device->fixture->store, VALISE_LOG_OWN);
  device->held = 0;
  for (guint i = 0; i < world->tokens->len; i++) {
    Token *token = world->tokens->pdata[i];

    token->elsewhere |= token->author == at;
  }
  world->decided |= at == WORLD_HEADQUARTERS;
}

FixtureStore *
world_twin (World *world)
{
  *world->touched |= 1u << FLEET_TWIN;
  return borrow (world, FLEET_TWIN);
}

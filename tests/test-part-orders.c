/* test-part-orders.c - whatever parts of a group came, in whatever order: the same
 *
 * A small group is taken in along every path: each store with some of the parts
 * gets each of those that it lacks. Two stores with the same parts say the same
 * and verify, however they got there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/attach.h"
#include "core/clock.h"
#include "core/files.h"
#include "core/verify.h"
#include "sync/pieces.h"
#include "sync/roster.h"
#include "tests/exchange.h"

#define BUDGET (300 * 1000)
#define PHOTO_SIZE (1000 * 1000)
#define PARTS_MAX 5

typedef struct {
  FixtureStore *headquarters, *adeko;
  GPtrArray *parts;              /* paths */
  char *seen[1 << PARTS_MAX];    /* what a store with these parts says */
  guint ways;                    /* stores that were looked at */
} World;

static void
add_photo (World *world)
{
  g_autofree char *path = g_build_filename (world->adeko->root, "photo.jpg", NULL);
  g_autofree char *bytes = g_malloc (PHOTO_SIZE), *value = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  ValiseAttachment *attachment = NULL;

  for (guint i = 0; i < PHOTO_SIZE; i++)
    bytes[i] = (char) g_rand_int (random);
  assert_true (g_file_set_contents (path, bytes, PHOTO_SIZE, &error));
  valise_attach (world->adeko->store, path, &attachment, &error);
  assert_no_error (error);
  value = valise_attachment_to_json (attachment);
  g_free (fixture_add (world->adeko, "photo", "caption", "\"A crate\"", "original", value, NULL));
  valise_attachment_free (attachment);
}

static void
pack_parts (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) to = valise_roster_match (world->adeko->store, "headquarters", &error);
  ValisePackOptions options = { .folder = world->adeko->root, .max_bytes = BUDGET };
  g_autoptr (GPtrArray) packed = valise_pack (world->adeko->store, to, &options, &error);

  assert_no_error (error);
  world->parts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < packed->len; i++)
    g_ptr_array_add (world->parts, g_strdup (((const ValisePacked *) packed->pdata[i])->path));
  assert_in_range (world->parts->len, 4, PARTS_MAX);
}

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  add_photo (world);
  for (guint i = 0; i < 8; i++)
    g_free (exchange_add (world->adeko, "sighting", "title", "A cache", i == 0 ? "actionable" : NULL, "yes", NULL));
  pack_parts (world);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  fixture_store_free (world->adeko);
  g_ptr_array_unref (world->parts);
  for (gsize i = 0; i < G_N_ELEMENTS (world->seen); i++)
    g_free (world->seen[i]);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

/* The projection without receipts, which have ids of their own; pieces. */
static char *
describe (FixtureStore *store)
{
  g_autofree char *dump = exchange_dump (store);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "\"type\":\"receipt\"") == NULL)
      g_string_append_printf (out, "%s\n", lines[i]);
  g_string_append_printf (out, "%" G_GINT64_FORMAT " pieces\n", (gint64) valise_pieces_count (store->store));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
look (World *world, FixtureStore *store, guint came)
{
  g_autofree char *said = describe (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseVerified) found = valise_verify (store->store, NULL, &error);

  assert_no_error (error);
  if (!valise_verified_is_sound (found))
    fail_msg ("with parts %x it does not verify: %s", came,
              found->problems->len > 0 ? (const char *) found->problems->pdata[0] : "no reason given");
  if (world->seen[came] == NULL)
    world->seen[came] = g_steal_pointer (&said);
  else
    assert_string_equal (said, world->seen[came]);
  world->ways++;
}

static void
take_each_that_lacks (World *world, FixtureStore *store, guint came)
{
  look (world, store, came);
  for (guint i = 0; i < world->parts->len; i++) {
    g_autoptr (FixtureStore) next = NULL;

    if ((came >> i & 1) != 0)
      continue;
    next = fixture_store_copy (store);
    exchange_take (next, world->parts->pdata[i], VALISE_OUTCOME_MERGED);
    take_each_that_lacks (world, next, came | 1U << i);
  }
}

static void
every_subset_of_parts_in_every_order_gives_the_same (void **state)
{
  World *world = *state;

  take_each_that_lacks (world, world->headquarters, 0);
  print_message ("%u parts, %u ways\n", world->parts->len, world->ways);
  assert_true (world->ways >= 65); /* of four parts */
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_subset_of_parts_in_every_order_gives_the_same),
  };

  return cmocka_run_group_tests_name ("part-orders", tests, set_up, tear_down);
}

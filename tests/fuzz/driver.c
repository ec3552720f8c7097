/* driver.c - runs a libFuzzer target without libFuzzer, as a smoke test
 *
 *   fuzz-THING FILE-OR-FOLDER…
 *
 * Feeds each file as it is, then N_CHANGES changed forms of it: bits flipped,
 * pieces cut out or doubled, cut off. The changes come from a generator of a
 * fixed seed, so what fails once fails again. tests/fuzz/campaign links the
 * same target with libFuzzer instead.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_CHANGES 200
#define SEED 20240917

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint n_inputs;

/* In memory of exactly its size, so that a sanitizer sees a read beyond it; and
 * never NULL, as libFuzzer does: g_malloc() would give that for no bytes. */
static void
feed (const guint8 *data, gsize size)
{
  guint8 *exact = malloc (size);

  g_assert (exact != NULL);
  if (size > 0)
    memcpy (exact, data, size);
  LLVMFuzzerTestOneInput (exact, size);
  free (exact);
  n_inputs++;
}

static gsize
random_below (GRand *random, gsize limit)
{
  return limit == 0 ? 0 : g_rand_int (random) % limit;
}

static void
change (GByteArray *data, GRand *random)
{
  gsize at = random_below (random, data->len);
  gsize size = random_below (random, MIN (data->len - at, 64));

  switch (g_rand_int (random) % 4) {
  case 0:
    if (data->len > 0)
      data->data[at] ^= (guint8) (1 << random_below (random, 8));
    break;
  case 1:
    g_byte_array_remove_range (data, (guint) at, (guint) size);
    break;
  case 2: {
    g_autofree guint8 *piece = g_memdup2 (data->data + at, size);

    if (size > 0)
      g_byte_array_append (data, piece, (guint) size);
    break;
  }
  default:
    g_byte_array_set_size (data, (guint) at);
    break;
  }
}

static void
run_file (const char *path)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autofree char *data = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL))
    return;
  feed ((const guint8 *) data, size);
  for (guint i = 0; i < N_CHANGES; i++) {
    g_autoptr (GByteArray) changed = g_byte_array_sized_new ((guint) size);

    g_byte_array_append (changed, (const guint8 *) data, (guint) size);
    for (gsize n = random_below (random, 3) + 1; n > 0; n--)
      change (changed, random);
    feed (changed->data, changed->len);
  }
}

static void
run (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  if (folder == NULL) {
    run_file (path);
    return;
  }
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *inside = g_build_filename (path, name, NULL);

    if (g_file_test (inside, G_FILE_TEST_IS_REGULAR))
      run_file (inside);
  }
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    run (argv[i]);
  printf ("%u inputs\n", n_inputs);
  return n_inputs == 0;
}

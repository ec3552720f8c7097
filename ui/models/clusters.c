/* clusters.c - many records on a map as few marks
 *
 * Into a grid that stands still on the Earth, so that marks do not jump when
 * the map is moved; what still lies over each other is then put together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/clusters.h"

#include <math.h>
#include <string.h>

#define GRID 64.0   /* pixels */
#define WIDE 60.0   /* pixels that a mark takes */
#define HIGH 38.0
#define NAME_WIDE 90.0 /* pixels below it that a name takes */
#define NAME_HIGH 56.0
#define TYPES 16    /* told apart in one mark */

/* One mark in the making. */
typedef struct {
  gboolean actionable;
  double x, y;        /* sums, of the whole Earth as 1 */
  guint count, described;
  double accuracy;
  gint64 number;
  const char *name;   /* lent from the names; NULL: none, or several */
  guint types[TYPES];
} Heap;

struct _ValiseClusters {
  double scale;            /* pixels of the whole Earth */
  GHashTable *heaps;       /* key → Heap */
  GStringChunk *names;     /* of places and types */
  GPtrArray *types;        /* lent from there, their index is in Heap.types */
  const char *last_type;
  guint last_index;
};

void
valise_mercator_project (ValiseDegrees at, double *x, double *y)
{
  double latitude = CLAMP (at.latitude, -85.0511, 85.0511) * G_PI / 180;

  *x = (at.longitude + 180) / 360;
  *y = (1 - log (tan (latitude) + 1 / cos (latitude)) / G_PI) / 2;
}

ValiseDegrees
valise_mercator_locate (double x, double y)
{
  return (ValiseDegrees){ atan (sinh (G_PI * (1 - 2 * y))) * 180 / G_PI, x * 360 - 180 };
}

ValiseClusters *
valise_clusters_new (double zoom)
{
  ValiseClusters *self = g_new0 (ValiseClusters, 1);

  self->scale = VALISE_TILE_SIZE * exp2 (CLAMP (zoom, 0, 24));
  self->heaps = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->names = g_string_chunk_new (1024);
  self->types = g_ptr_array_new ();
  return self;
}

/* Two kinds too many share the last place. */
static guint
index_of_type (ValiseClusters *self, const char *type)
{
  const char *kept;

  if (self->last_type != NULL && strcmp (self->last_type, type) == 0)
    return self->last_index;
  kept = g_string_chunk_insert_const (self->names, type);
  self->last_type = kept;
  for (self->last_index = 0; self->last_index < self->types->len; self->last_index++)
    if (self->types->pdata[self->last_index] == kept)
      return self->last_index;
  if (self->types->len < TYPES)
    g_ptr_array_add (self->types, (gpointer) kept);
  self->last_index = MIN (self->last_index, TYPES - 1);
  return self->last_index;
}

static gint64
key_of (gboolean actionable, double x, double y, double grid)
{
  return (gint64) (actionable != FALSE) << 60 | (gint64) floor (x / grid) << 30 | (gint64) floor (y / grid);
}

static Heap *
get_heap (GHashTable *heaps, gint64 key)
{
  Heap *heap = g_hash_table_lookup (heaps, &key);

  if (heap == NULL) {
    heap = g_new0 (Heap, 1);
    g_hash_table_insert (heaps, g_memdup2 (&key, sizeof key), heap);
  }
  return heap;
}

static void
pour (Heap *into, const Heap *from)
{
  if (into->count == 0) {
    *into = *from;
    return;
  }
  into->x += from->x;
  into->y += from->y;
  into->count += from->count;
  into->described += from->described;
  into->accuracy = MAX (into->accuracy, from->accuracy);
  if (into->name != from->name)
    into->name = NULL;
  for (guint i = 0; i < TYPES; i++)
    into->types[i] += from->types[i];
}

void
valise_clusters_add (ValiseClusters *self, const ValiseSpot *spot)
{
  Heap one = { .actionable = spot->actionable, .count = 1, .accuracy = spot->accuracy, .number = spot->number };
  Heap *heap;

  one.described = g_strcmp0 (spot->method, "described") == 0;
  valise_mercator_project (spot->at, &one.x, &one.y);
  heap = get_heap (self->heaps, key_of (one.actionable, one.x, one.y, GRID / self->scale));
  one.types[index_of_type (self, spot->type)] = 1;
  /* The same name again is the usual case, and costs no look-up. */
  if (heap->count == 0 && spot->name != NULL)
    one.name = g_string_chunk_insert_const (self->names, spot->name);
  else if (heap->name != NULL && g_strcmp0 (heap->name, spot->name) == 0)
    one.name = heap->name;
  pour (heap, &one);
}

/* Coarser, where there are too many. */
static void
make_coarser (ValiseClusters *self, double grid)
{
  GHashTable *coarse = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  GHashTableIter all;
  gpointer heap;

  g_hash_table_iter_init (&all, self->heaps);
  while (g_hash_table_iter_next (&all, NULL, &heap)) {
    const Heap *fine = heap;

    pour (get_heap (coarse, key_of (fine->actionable, fine->x / fine->count, fine->y / fine->count, grid)), fine);
  }
  g_hash_table_unref (self->heaps);
  self->heaps = coarse;
}

/* From the one to the other, in widths and heights of a mark: below 1 they lie
 * over each other. */
static double
distance_of (const Heap *one, const Heap *other, double scale, double *x, double *y)
{
  *x = (one->x / one->count - other->x / other->count) * scale / WIDE;
  *y = (one->y / one->count - other->y / other->count) * scale / HIGH;
  return hypot (*x, *y);
}

/* The larger first, so that the small ones go to it: the same whatever the
 * order in which records came. */
static int
compare_heaps (gconstpointer a, gconstpointer b)
{
  const Heap *one = *(const Heap *const *) a, *other = *(const Heap *const *) b;

  if (one->count != other->count)
    return one->count > other->count ? -1 : 1;
  if (one->x < other->x || one->x > other->x)
    return one->x < other->x ? -1 : 1;
  return one->y < other->y ? -1 : one->y > other->y;
}

static void
join_close (GPtrArray *heaps, double scale)
{
  double x, y;

  for (guint i = 0; i < heaps->len; i++)
    for (guint j = i + 1; j < heaps->len;) {
      const Heap *one = heaps->pdata[i], *other = heaps->pdata[j];

      if (one->actionable == other->actionable && distance_of (one, other, scale, &x, &y) < 1) {
        pour (heaps->pdata[i], heaps->pdata[j]); /* the table frees it */
        g_ptr_array_remove_index (heaps, j);
      } else {
        j++;
      }
    }
}

static void
cluster_free (gpointer data)
{
  ValiseCluster *cluster = data;

  g_free (cluster->type);
  g_free (cluster->name);
  g_free (cluster);
}

static ValiseCluster *
to_cluster (const ValiseClusters *self, const Heap *heap)
{
  ValiseCluster *cluster = g_new0 (ValiseCluster, 1);
  guint most = 0;

  for (guint i = 1; i < TYPES; i++)
    if (heap->types[i] > heap->types[most])
      most = i;
  cluster->mark = heap->actionable                  ? VALISE_MARK_ACTIONABLE
                  : heap->described == heap->count ? VALISE_MARK_DESCRIBED
                                                   : VALISE_MARK_PLAIN;
  cluster->count = heap->count;
  cluster->at = valise_mercator_locate (heap->x / heap->count, heap->y / heap->count);
  cluster->accuracy = heap->accuracy;
  cluster->number = heap->number;
  cluster->type = g_strdup (self->types->pdata[most]);
  cluster->name = g_strdup (heap->name);
  return cluster;
}

/* What is actionable keeps its place; another mark that would lie below it
 * steps aside. */
static void
step_aside (Heap *plain, const GPtrArray *heaps, double scale)
{
  for (guint i = 0; i < heaps->len; i++) {
    const Heap *other = heaps->pdata[i];
    double x, y, distance = distance_of (plain, other, scale, &x, &y);

    if (!other->actionable || distance >= 1)
      continue;
    if (distance < 0.001) { /* over each other: to the east */
      x = 1;
      y = 0;
      distance = 1;
    }
    plain->x = (other->x / other->count + x / distance * WIDE / scale) * plain->count;
    plain->y = (other->y / other->count + y / distance * HIGH / scale) * plain->count;
  }
}

/* Is there a mark where the name would stand? */
static gboolean
is_name_covered (const Heap *heap, const GPtrArray *heaps, double scale)
{
  for (guint i = 0; i < heaps->len; i++) {
    double x, y;

    distance_of (heaps->pdata[i], heap, scale, &x, &y);
    if (heaps->pdata[i] != heap && ABS (x) * WIDE < NAME_WIDE && y * HIGH > -8 && y * HIGH < NAME_HIGH)
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
valise_clusters_finish (ValiseClusters *self)
{
  GPtrArray *clusters = g_ptr_array_new_with_free_func (cluster_free);
  g_autoptr (GPtrArray) heaps = NULL;
  double grid = GRID / self->scale;

  while (g_hash_table_size (self->heaps) > VALISE_CLUSTERS_MOST)
    make_coarser (self, grid *= 2);
  heaps = g_hash_table_get_values_as_ptr_array (self->heaps);
  g_ptr_array_sort (heaps, compare_heaps);
  join_close (heaps, self->scale);
  for (guint i = 0; i < heaps->len; i++)
    if (!((const Heap *) heaps->pdata[i])->actionable)
      step_aside (heaps->pdata[i], heaps, self->scale);
  for (guint i = 0; i < heaps->len; i++) {
    ValiseCluster *cluster = to_cluster (self, heaps->pdata[i]);

    if (is_name_covered (heaps->pdata[i], heaps, self->scale))
      g_clear_pointer (&cluster->name, g_free);
    g_ptr_array_add (clusters, cluster);
  }
  g_hash_table_unref (self->heaps);
  g_ptr_array_unref (self->types);
  g_string_chunk_free (self->names);
  g_free (self);
  return clusters;
}

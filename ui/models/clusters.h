/* clusters.h - many records on a map as few marks
 *
 * Records that would lie over each other are one mark with a count. What is
 * actionable is never mixed with the rest, so that it is seen; where the two
 * would lie over each other, the plain mark stands beside. A mark of which
 * every record was only described says so, that it never looks as if it had
 * been measured. The sum of all counts is the number of records that were added. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/spot.h"

#define VALISE_CLUSTERS_MOST 300 /* marks on one map */
#define VALISE_TILE_SIZE 256     /* pixels of the whole Earth at zoom 0 (Web Mercator) */

typedef enum {
  VALISE_MARK_PLAIN,
  VALISE_MARK_ACTIONABLE,
  VALISE_MARK_DESCRIBED,
} ValiseMark;

typedef struct {
  ValiseMark mark;
  guint count;
  ValiseDegrees at;  /* the middle of its records, or beside it */
  double accuracy;   /* metres: the least exact of them; 0: not stated */
  gint64 number;     /* of its only record, or of one of them */
  char *type;        /* of most of them */
  char *name;        /* of the place, where all have the same and there is room for it; or NULL */
} ValiseCluster;

typedef struct _ValiseClusters ValiseClusters;

/* `zoom`: as maps count it, twice as large with each step. */
ValiseClusters *valise_clusters_new (double zoom);
void            valise_clusters_add (ValiseClusters *self, const ValiseSpot *spot);

/* The marks, at most VALISE_CLUSTERS_MOST (of ValiseCluster, transfer full).
 * Frees `self`. */
GPtrArray      *valise_clusters_finish (ValiseClusters *self);

/* Web Mercator: 0 to 1 from west to east, and from north to south. Beyond 85°
 * latitude is the edge. */
void            valise_mercator_project (ValiseDegrees at, double *x, double *y);
ValiseDegrees   valise_mercator_locate (double x, double y);

/* outlines-table.h - the table that outlines.py makes, for outlines.c alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* In steps of 360/65536 degrees, north and east positive. */
typedef struct {
  gint16 latitude, longitude;
} ValiseOutlinePoint;

typedef struct {
  char code[3];        /* ISO 3166-1 alpha-2, sorted */
  const char *name;    /* in English */
  guint first, n;      /* its rings; none: no outline is known */
} ValiseOutlineCountry;

extern const guint valise_outline_n_countries;
extern const ValiseOutlineCountry valise_outline_countries[];
extern const guint32 valise_outline_starts[];            /* ring i: points starts[i] to starts[i + 1] */
extern const ValiseOutlinePoint valise_outline_points[]; /* a ring closes from its last point to its first */

/* grid.h - UTM and MGRS references: to degrees and back
 *
 * The arithmetic is GeographicLib's (grid.cc is a thin wrapper around it), on
 * the WGS 84 ellipsoid; the words that people write around it are read in
 * coordinates-grid.c. DMA TM 8358.1 (MGRS), DMA TM 8358.2 (UTM, UPS). Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Decimal degrees, north and east positive. */
typedef struct {
  double latitude, longitude;
} ValiseDegrees;

/* Capitals and digits without blanks, "35MQU4701516562": the middle of the
 * square that it names. *metres: the length of its side, 1 to 100,000. FALSE:
 * there is no such square. */
gboolean valise_grid_from_mgrs (const char *reference, ValiseDegrees *at, guint *metres);

/* Zone 1 to 60; metres. FALSE: outside that zone's grid. */
gboolean valise_grid_from_utm (int zone, gboolean north, double easting, double northing, ValiseDegrees *at);

/* The first latitude of an MGRS band ("C" to "X", no I or O), degrees; each is 8 high,
 * X 12. FALSE: there is no such band. */
gboolean valise_grid_band (char letter, int *south, int *north);

/* For people, "1°39'29.9\"S 29°13'12.0\"E" (transfer full). */
char *valise_grid_to_sexagesimal (double latitude, double longitude);

/* For people, "35M 747015 9816562" (UPS near the poles) and "35MQU 47015 16562", to the
 * metre (transfer full); NULL where the Earth has no such place. */
char *valise_grid_to_utm (double latitude, double longitude);
char *valise_grid_to_mgrs (double latitude, double longitude);

/* The shortest way over the ellipsoid, metres. */
double valise_grid_distance (ValiseDegrees a, ValiseDegrees b);

G_END_DECLS

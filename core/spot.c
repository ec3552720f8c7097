/* spot.c - where and when: the records that have a place on the map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/spot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/json.h"
#include "core/sealed.h"

#define BITS 20      /* of the Z curve, an axis: 38 m */
#define STRETCHES 24 /* at most, of a window */
#define E7 1e7       /* degrees are kept as whole ten-millionths: 11 mm */

enum {
  PUT,
  DROP,
  WITHIN,
  FIND,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [PUT] = "INSERT INTO spot (cell, record, latitude, longitude, accuracy, seen, told, actionable, type, method, name)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
  [DROP] = "DELETE FROM spot WHERE record = ?1",
  [WITHIN] = "SELECT record, latitude, longitude, accuracy, seen, told, actionable, type, method, name FROM spot"
             " WHERE cell >= ?1 AND cell <= ?2 AND latitude >= ?3 AND latitude <= ?4"
             " AND longitude >= ?5 AND longitude <= ?6",
  [FIND] = "SELECT s.record, latitude, longitude, accuracy, seen, told, actionable FROM spot s"
           " JOIN record r ON r.id = s.record WHERE r.record = ?1",
};

const ValiseSpotWindow valise_spot_everywhere = { -90, -180, 90, 180 };

/* The Z curve */

static guint64
spread (guint32 number)
{
  guint64 spreading = number;

  spreading = (spreading | spreading << 16) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  spreading = (spreading | spreading << 8) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  spreading = (spreading | spreading << 4) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  spreading = (spreading | spreading << 2) & G_GUINT64_CONSTANT (0x3333333333333333);
  return (spreading | spreading << 1) & G_GUINT64_CONSTANT (0x5555555555555555);
}

static guint32
step_of (double degrees, double half)
{
  double step = floor ((degrees + half) / (2 * half) * (1 << BITS));

  return (guint32) CLAMP (step, 0, (1 << BITS) - 1);
}

static gint64
cell_of (ValiseDegrees at)
{
  return (gint64) (spread (step_of (at.longitude, 180)) | spread (step_of (at.latitude, 90)) << 1);
}

/* A square of the curve: 2^level steps wide. */
typedef struct {
  guint32 x, y;
  guint level;
} Square;

typedef struct {
  guint32 west, south, east, north; /* steps, both ends within */
} Steps;

static gboolean
is_apart (const Square *square, const Steps *window)
{
  guint32 last = (1u << square->level) - 1;

  return square->x > window->east || square->x + last < window->west || square->y > window->north ||
         square->y + last < window->south;
}

static gboolean
is_inside (const Square *square, const Steps *window)
{
  guint32 last = (1u << square->level) - 1;

  return square->x >= window->west && square->x + last <= window->east && square->y >= window->south &&
         square->y + last <= window->north;
}

/* The squares that cover a window: the largest that lies partly outside is cut
 * into four, until there are enough. */
static GArray *
cover (const Steps *window)
{
  GArray *squares = g_array_new (FALSE, FALSE, sizeof (Square));
  Square whole = { 0, 0, BITS };

  g_array_append_val (squares, whole);
  for (guint i = 0; i < squares->len && squares->len < STRETCHES;) {
    Square square = g_array_index (squares, Square, i);

    if (square.level == 0 || is_inside (&square, window)) {
      i++;
      continue;
    }
    g_array_remove_index (squares, i);
    for (guint quarter = 0; quarter < 4; quarter++) {
      Square part = { square.x + ((quarter & 1) << (square.level - 1)),
                      square.y + ((quarter >> 1) << (square.level - 1)), square.level - 1 };

      if (!is_apart (&part, window))
        g_array_append_val (squares, part);
    }
  }
  return squares;
}

/* Reading */

static int
read_day (ValiseQuery *query, int column)
{
  return valise_query_is_null (query, column) ? VALISE_SPOT_NO_DAY : (int) valise_query_get_int (query, column);
}

static void
read_spot (ValiseQuery *query, ValiseSpot *spot)
{
  spot->number = valise_query_get_int (query, 0);
  spot->at.latitude = (double) valise_query_get_int (query, 1) / E7;
  spot->at.longitude = (double) valise_query_get_int (query, 2) / E7;
  spot->accuracy = (double) valise_query_get_int (query, 3) / 10;
  spot->seen = read_day (query, 4);
  spot->told = read_day (query, 5);
  spot->actionable = valise_query_get_int (query, 6) != 0;
}

typedef struct {
  ValiseStore *store;
  const ValiseSpotWindow *window;
  ValiseSpotVisit visit;
  gpointer user;
} Reading;

static gboolean
read_stretch (const Reading *reading, const Square *square, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (reading->store), sql[WITHIN], error);
  guint64 first = spread (square->x) | spread (square->y) << 1;
  gboolean row = FALSE;
  ValiseSpot spot = { 0 };

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, (gint64) first);
  valise_query_int (query, 2, (gint64) (first + (G_GUINT64_CONSTANT (1) << 2 * square->level) - 1));
  valise_query_int (query, 3, (gint64) floor (reading->window->south * E7));
  valise_query_int (query, 4, (gint64) ceil (reading->window->north * E7));
  valise_query_int (query, 5, (gint64) floor (reading->window->west * E7));
  valise_query_int (query, 6, (gint64) ceil (reading->window->east * E7));
  if (!valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    read_spot (query, &spot);
    spot.type = valise_query_get_text (query, 7);
    spot.method = valise_query_get_text (query, 8);
    spot.name = valise_query_get_text (query, 9);
    if (!reading->visit (&spot, reading->user, error) || !valise_query_step (query, &row, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
valise_spot_foreach (ValiseStore *store, const ValiseSpotWindow *window, ValiseSpotVisit visit, gpointer user,
                     GError **error)
{
  Reading reading = { store, window, visit, user };
  Steps steps;
  g_autoptr (GArray) squares = NULL;

  if (window->west > window->east) {
    ValiseSpotWindow west = *window, east = *window;

    west.east = 180;
    east.west = -180;
    return valise_spot_foreach (store, &west, visit, user, error) &&
           valise_spot_foreach (store, &east, visit, user, error);
  }
  steps = (Steps){ step_of (window->west, 180), step_of (window->south, 90), step_of (window->east, 180),
                   step_of (window->north, 90) };
  squares = cover (&steps);
  for (guint i = 0; i < squares->len; i++)
    if (!read_stretch (&reading, &g_array_index (squares, Square, i), error))
      return FALSE;
  return TRUE;
}

gboolean
valise_spot_find (ValiseStore *store, const char *record, ValiseSpot *spot, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[FIND], error);
  guint8 id[VALISE_RECORD_ID_LENGTH / 2];
  gboolean row = FALSE;

  if (query == NULL || !valise_hex_decode_exact (record, -1, id, sizeof id))
    return FALSE;
  valise_query_blob (query, 1, id, sizeof id);
  if (!valise_query_step (query, &row, error) || !row)
    return FALSE;
  *spot = (ValiseSpot){ 0 };
  read_spot (query, spot);
  return TRUE;
}

/* Projecting */

int
valise_spot_day (const char *time)
{
  int year = 0, month = 1, day = 1;
  GDate date;

  if (time == NULL || sscanf (time, "%4d-%2d-%2d", &year, &month, &day) < 1 || year < 1 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return VALISE_SPOT_NO_DAY;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return (int) g_date_get_julian (&date) - 719163; /* of 1 January 1970 */
}

static int
day_of_value (const char *value)
{
  g_autoptr (yyjson_doc) doc = yyjson_read (value, strlen (value), YYJSON_READ_NOFLAG);

  return valise_spot_day (valise_json_get_string (yyjson_doc_get_root (doc), "time"));
}

/* A value that people may see; NULL: there is none. */
static const char *
seen_value (const ValiseRecord *record, const ValiseField *field)
{
  const char *value = field->sealed ? NULL : valise_state_get (record->state, field->name);
  ValiseHash handle;

  return value != NULL && !valise_sealed_parse_handle (value, &handle) ? value : NULL;
}

/* Where: the first place that was measured. FALSE: none was. */
static gboolean
find_place (const ValiseRecord *record, ValiseSpot *spot, yyjson_doc **kept)
{
  for (const ValiseField *field = record->type->fields; field->name != NULL; field++) {
    const char *value = field->kind == VALISE_KIND_PLACE ? seen_value (record, field) : NULL;
    g_autoptr (yyjson_doc) doc = value != NULL ? yyjson_read (value, strlen (value), YYJSON_READ_NOFLAG) : NULL;
    yyjson_val *root = yyjson_doc_get_root (doc);
    const char *latitude = valise_json_get_string (root, "lat"), *longitude = valise_json_get_string (root, "lon");
    const char *accuracy = valise_json_get_string (root, "accuracy");

    if (latitude == NULL || longitude == NULL)
      continue;
    spot->at = (ValiseDegrees){ g_ascii_strtod (latitude, NULL), g_ascii_strtod (longitude, NULL) };
    spot->accuracy = accuracy != NULL ? g_ascii_strtod (accuracy, NULL) : 0;
    spot->method = valise_json_get_string (root, "method");
    spot->name = valise_json_get_string (root, "name");
    *kept = g_steal_pointer (&doc);
    return isfinite (spot->at.latitude) && isfinite (spot->at.longitude);
  }
  return FALSE;
}

/* When: the first of its times is when it was seen, "told" says itself. */
static void
find_days (const ValiseRecord *record, ValiseSpot *spot)
{
  spot->seen = VALISE_SPOT_NO_DAY;
  spot->told = VALISE_SPOT_NO_DAY;
  for (const ValiseField *field = record->type->fields; field->name != NULL; field++) {
    gboolean told = strcmp (field->name, "told") == 0;
    const char *value = field->kind == VALISE_KIND_TIME ? seen_value (record, field) : NULL;
    int *day = told ? &spot->told : &spot->seen;

    /* An hour that only the program knows (when a photo was taken in) is none. */
    if (value != NULL && *day == VALISE_SPOT_NO_DAY && strcmp (field->name, "imported") != 0)
      *day = day_of_value (value);
  }
  if (spot->told == VALISE_SPOT_NO_DAY)
    spot->told = valise_spot_day (record->state->first_time);
}

static void
bind_day (ValiseQuery *query, int at, int day)
{
  if (day != VALISE_SPOT_NO_DAY) /* unbound is null */
    valise_query_int (query, at, day);
}

static gboolean
put (ValiseStore *store, const ValiseSpot *spot, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[PUT], error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, cell_of (spot->at));
  valise_query_int (query, 2, spot->number);
  valise_query_int (query, 3, llround (spot->at.latitude * E7));
  valise_query_int (query, 4, llround (spot->at.longitude * E7));
  valise_query_int (query, 5, llround (CLAMP (spot->accuracy, 0, 1e8) * 10));
  bind_day (query, 6, spot->seen);
  bind_day (query, 7, spot->told);
  valise_query_int (query, 8, spot->actionable);
  valise_query_text (query, 9, spot->type);
  valise_query_text (query, 10, spot->method);
  valise_query_text (query, 11, spot->name);
  return valise_query_run (query, error);
}

gboolean
valise_spot_project (ValiseStore *store, const ValiseRecord *record, gint64 row, gboolean is_new, gboolean closed,
                     GError **error)
{
  ValiseSpot spot = { .number = row };
  g_autoptr (yyjson_doc) kept = NULL;

  if (!is_new && !valise_spot_forget (store, row, error))
    return FALSE;
  if (closed || record->type == NULL || record->type->audience == VALISE_AUDIENCE_SYSTEM ||
      !find_place (record, &spot, &kept))
    return TRUE;
  find_days (record, &spot);
  spot.type = record->type->name;
  spot.actionable = g_strcmp0 (valise_state_get (record->state, "actionable"), "true") == 0;
  return put (store, &spot, error);
}

gboolean
valise_spot_forget (ValiseStore *store, gint64 row, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[DROP], error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, row);
  return valise_query_run (query, error);
}

/* mbtiles.c - the user's own maps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/mbtiles.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sqlcipher/sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"

#define STEPS 200000 /* of SQLite's machine for one answer: a hostile view ends */

struct _ValiseMbtiles {
  sqlite3 *handle;
  sqlite3_stmt *tile;
  char *name, *attribution;
  guint min_zoom, max_zoom;
};

static const char *const metadata_sql = "SELECT name, value FROM metadata LIMIT 200";
static const char *const zooms_sql = "SELECT min (zoom_level), max (zoom_level) FROM tiles";
static const char *const tile_sql =
    "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3 LIMIT 1";

static gboolean
fail (ValiseMbtiles *self, const char *path, GError **error)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("%s is no map of picture tiles (MBTiles): %s"), path,
               sqlite3_errmsg (self->handle));
  return FALSE;
}

/* Reading two tables, by whatever views the file makes them of; nothing that
 * changes, attaches or loads. */
static int
allow (void *user, int action, const char *one, const char *two, const char *three, const char *four)
{
  switch (action) {
  case SQLITE_SELECT:
  case SQLITE_READ:
  case SQLITE_RECURSIVE:
    return SQLITE_OK;
  case SQLITE_FUNCTION:
    return two != NULL && g_ascii_strcasecmp (two, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
  default:
    return SQLITE_DENY;
  }
}

static int
stop (void *user)
{
  return 1;
}

static gboolean
is_regular (const char *path, GError **error)
{
  struct stat about;

  if (stat (path, &about) != 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, _ ("there is no map file %s here now"), path);
    return FALSE;
  }
  if (S_ISREG (about.st_mode))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("%s is no file"), path);
  return FALSE;
}

static gboolean
connect_to (ValiseMbtiles *self, const char *path, GError **error)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, error);
  /* Immutable: no journal of it is looked for or made. */
  g_autofree char *whole = uri != NULL ? g_strconcat (uri, "?immutable=1", NULL) : NULL;

  if (uri == NULL)
    return FALSE;
  if (sqlite3_open_v2 (whole, &self->handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    return fail (self, path, error);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_limit (self->handle, SQLITE_LIMIT_LENGTH, VALISE_MBTILES_MAX_TILE);
  sqlite3_limit (self->handle, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_exec (self->handle, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
  sqlite3_exec (self->handle, "PRAGMA cache_size = -2048", NULL, NULL, NULL);
  sqlite3_set_authorizer (self->handle, allow, NULL);
  return TRUE;
}

static guint
zoom_of (const char *text)
{
  return (guint) CLAMP (g_ascii_strtoll (text, NULL, 10), 0, VALISE_MBTILES_MAX_ZOOM);
}

static void
take_fact (ValiseMbtiles *self, const char *name, const char *value, char **format)
{
  if (strcmp (name, "name") == 0 && value[0] != '\0' && g_utf8_validate (value, -1, NULL))
    g_set_str (&self->name, value);
  else if (strcmp (name, "attribution") == 0 && g_utf8_validate (value, -1, NULL))
    g_set_str (&self->attribution, value);
  else if (strcmp (name, "minzoom") == 0)
    self->min_zoom = zoom_of (value);
  else if (strcmp (name, "maxzoom") == 0)
    self->max_zoom = zoom_of (value);
  else if (strcmp (name, "format") == 0)
    g_set_str (format, value);
}

static gboolean
read_metadata (ValiseMbtiles *self, const char *path, GError **error)
{
  g_autofree char *format = NULL;
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (self->handle, metadata_sql, -1, &statement, NULL);

  sqlite3_progress_handler (self->handle, STEPS, stop, NULL);
  while (result == SQLITE_OK || result == SQLITE_ROW) {
    const char *name, *value;

    result = sqlite3_step (statement);
    name = result == SQLITE_ROW ? (const char *) sqlite3_column_text (statement, 0) : NULL;
    value = result == SQLITE_ROW ? (const char *) sqlite3_column_text (statement, 1) : NULL;
    if (name != NULL && value != NULL)
      take_fact (self, name, value, &format);
  }
  if (result != SQLITE_DONE)
    fail (self, path, error);
  sqlite3_finalize (statement);
  if (result != SQLITE_DONE)
    return FALSE;
  if (format == NULL || (strcmp (format, "pbf") != 0 && strstr (format, "protobuf") == NULL))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("%s holds vector tiles, which are not shown here; take a map of pictures (png or jpg)"), path);
  return FALSE;
}

/* What the metadata leave out, the tiles say; that may read all of them. */
static gboolean
find_zooms (ValiseMbtiles *self)
{
  sqlite3_stmt *statement = NULL;
  gboolean found = FALSE;

  sqlite3_progress_handler (self->handle, 100 * STEPS, stop, NULL);
  if (sqlite3_prepare_v2 (self->handle, zooms_sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW &&
      sqlite3_column_type (statement, 1) != SQLITE_NULL) {
    self->min_zoom = (guint) CLAMP (sqlite3_column_int (statement, 0), 0, VALISE_MBTILES_MAX_ZOOM);
    self->max_zoom = (guint) CLAMP (sqlite3_column_int (statement, 1), 0, VALISE_MBTILES_MAX_ZOOM);
    found = TRUE;
  }
  sqlite3_finalize (statement);
  return found;
}

ValiseMbtiles *
valise_mbtiles_open (const char *path, GError **error)
{
  g_autoptr (ValiseMbtiles) self = g_new0 (ValiseMbtiles, 1);

  self->name = g_path_get_basename (path);
  self->attribution = g_strdup ("");
  self->max_zoom = G_MAXUINT;
  if (!is_regular (path, error) || !connect_to (self, path, error) || !read_metadata (self, path, error))
    return NULL;
  if (sqlite3_prepare_v2 (self->handle, tile_sql, -1, &self->tile, NULL) != SQLITE_OK) {
    fail (self, path, error);
    return NULL;
  }
  if (self->max_zoom == G_MAXUINT && !find_zooms (self)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("%s holds no tile"), path);
    return NULL;
  }
  self->min_zoom = MIN (self->min_zoom, self->max_zoom);
  return g_steal_pointer (&self);
}

void
valise_mbtiles_close (ValiseMbtiles *self)
{
  if (self == NULL)
    return;
  sqlite3_finalize (self->tile);
  sqlite3_close_v2 (self->handle);
  g_free (self->name);
  g_free (self->attribution);
  g_free (self);
}

const char *
valise_mbtiles_get_name (ValiseMbtiles *self)
{
  return self->name;
}

const char *
valise_mbtiles_get_attribution (ValiseMbtiles *self)
{
  return self->attribution;
}

guint
valise_mbtiles_get_min_zoom (ValiseMbtiles *self)
{
  return self->min_zoom;
}

guint
valise_mbtiles_get_max_zoom (ValiseMbtiles *self)
{
  return self->max_zoom;
}

/* Rows count from the south (TMS). */
GBytes *
valise_mbtiles_get_tile (ValiseMbtiles *self, guint zoom, guint x, guint y, GError **error)
{
  guint64 rows = G_GUINT64_CONSTANT (1) << MIN (zoom, VALISE_MBTILES_MAX_ZOOM);
  GBytes *bytes = NULL;
  int result;

  if (zoom > VALISE_MBTILES_MAX_ZOOM || x >= rows || y >= rows)
    return NULL;
  sqlite3_progress_handler (self->handle, STEPS, stop, NULL);
  sqlite3_bind_int (self->tile, 1, (int) zoom);
  sqlite3_bind_int64 (self->tile, 2, x);
  sqlite3_bind_int64 (self->tile, 3, (gint64) (rows - 1 - y));
  result = sqlite3_step (self->tile);
  if (result == SQLITE_ROW && sqlite3_column_type (self->tile, 0) == SQLITE_BLOB && sqlite3_column_bytes (self->tile, 0) > 0)
    bytes = g_bytes_new (sqlite3_column_blob (self->tile, 0), (gsize) sqlite3_column_bytes (self->tile, 0));
  else if (result != SQLITE_ROW && result != SQLITE_DONE)
    g_set_error (error, VALISE_ERROR, result == SQLITE_TOOBIG ? VALISE_ERROR_LIMIT : VALISE_ERROR_DAMAGED,
                 _ ("a tile of the map %s cannot be read: %s"), self->name, sqlite3_errmsg (self->handle));
  sqlite3_reset (self->tile);
  return bytes;
}

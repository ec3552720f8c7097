/* pieces.c - large files that come in pieces
 *
 * What must stay true: a row is written only for a piece that is flushed and
 * named, and removed before the piece is. A crash leaves at most a file
 * without a row, which is swept before bundles are taken in, and by verify.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/pieces.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/erasure.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folder.h"
#include "sync/bag-list.h"

#define BUFFER_SIZE (256 * 1024)

enum {
  GET,
  PUT,
  LIST,
  DROP,
  COUNT,
  ALL,
  NAMES,
  FILES,
  FORGET,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [GET] = "SELECT sha256, name FROM piece WHERE file = ?1 AND parts = ?2 AND number = ?3",
  [PUT] = "INSERT OR REPLACE INTO piece (file, parts, number, sha256, name) VALUES (?1, ?2, ?3, ?4, ?5)",
  [LIST] = "SELECT name FROM piece WHERE file = ?1 AND (?2 = 0 OR parts = ?2) ORDER BY parts, number",
  [DROP] = "DELETE FROM piece WHERE file = ?1",
  [COUNT] = "SELECT count(*) FROM piece",
  [NAMES] = "SELECT name FROM piece",
  [FILES] = "SELECT DISTINCT file FROM piece",
  [ALL] = "SELECT file, parts, number, name FROM piece ORDER BY file, parts, number",
  [FORGET] = "DELETE FROM piece WHERE file = ?1 AND parts = ?2 AND number = ?3",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, const ValisePieceName *name, GError **error)
{
  ValiseQuery *query = valise_query (valise_store_get_db (store), sql[statement], error);

  if (query != NULL)
    valise_query_blob (query, 1, name->file.bytes, sizeof name->file.bytes);
  return query;
}

/* Names */

gboolean
valise_piece_parse (const char *path, ValisePieceName *name)
{
  char hex[65] = "";
  const char *at = strrchr (path, '.');

  if (valise_bag_list_find (path, hex) != VALISE_BAG_KIND_FILE_PART || at == NULL)
    return FALSE;
  name->number = (guint) g_ascii_strtoull (at + strlen (".part-"), NULL, 10);
  name->parts = (guint) g_ascii_strtoull (at + strlen (".part-0001-of-"), NULL, 10);
  return valise_hex_decode_exact (hex, -1, name->file.bytes, sizeof name->file.bytes);
}

char *
valise_piece_path (const ValisePieceName *name)
{
  g_autofree char *hex = valise_hex_encode (name->file.bytes, sizeof name->file.bytes);

  return g_strdup_printf ("data/files/%s.part-%04u-of-%04u", hex, name->number, name->parts);
}

static char *
path_of (ValiseStore *store, const char *name)
{
  return g_strdup_printf ("%s/pieces/%s", valise_store_get_folder (store), name);
}

/* One piece */

static gboolean
get_row (ValiseStore *store, const ValisePieceName *name, ValiseHash *sha256, char **file)
{
  g_autoptr (ValiseQuery) query = query_for (store, GET, name, NULL);
  gboolean row = FALSE;

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 2, name->parts);
  valise_query_int (query, 3, name->number);
  if (!valise_query_step (query, &row, NULL) || !row ||
      !valise_query_get_hash (query, 0, sha256))
    return FALSE;
  *file = g_strdup (valise_query_get_text (query, 1));
  return TRUE;
}

gboolean
valise_pieces_is_here (ValiseStore *store, const ValisePieceName *name)
{
  g_autofree char *file = NULL, *path = NULL;
  ValiseHash sha256;

  if (!get_row (store, name, &sha256, &file))
    return FALSE;
  path = path_of (store, file);
  return access (path, F_OK) == 0;
}

static gboolean
put_row (ValiseStore *store, const ValisePieceName *name, const ValiseHash *sha256,
         const char *file, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT, name, error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 2, name->parts);
  valise_query_int (query, 3, name->number);
  valise_query_blob (query, 4, sha256->bytes, sizeof sha256->bytes);
  valise_query_text (query, 5, file);
  return valise_query_run (query, error);
}

gboolean
valise_pieces_keep (ValiseStore *store, const ValisePieceName *name, GInputStream *content,
                    ValiseHash *sha256, gboolean *known, GError **error)
{
  g_autoptr (ValiseFileStage) stage = valise_file_stage_new (store);
  g_autoptr (ValiseStagedFile) staged = valise_file_stage_take (stage, content, error);
  g_autofree char *folder = valise_store_path (store, "pieces"), *file = NULL, *path = NULL;
  guint8 random[16];

  if (staged == NULL)
    return FALSE;
  *sha256 = *valise_staged_file_get_hash (staged);
  *known = valise_pieces_is_here (store, name);
  if (*known)
    return TRUE;
  if (mkdir (folder, 0700) != 0 && errno != EEXIST)
    return valise_error_errno (error, errno, _ ("making the folder %s"), folder);
  randombytes_buf (random, sizeof random);
  file = valise_hex_encode (random, sizeof random);
  path = path_of (store, file);
  return valise_staged_file_name (staged, path, error) &&
         put_row (store, name, sha256, file, error);
}

static GInputStream *
open_piece (ValiseStore *store, const char *file, GError **error)
{
  const ValiseSecret *identities[] = { valise_store_get_keys (store)->files };
  ValiseAgeOpen how = { .identities = identities, .n_identities = 1 };
  g_autofree char *path = path_of (store, file);
  g_autoptr (GInputStream) base = valise_file_open (path, error);

  return base != NULL ? valise_age_decrypt_new (base, &how, error) : NULL;
}

gboolean
valise_pieces_check (ValiseStore *store, const ValisePieceName *name, ValiseHash *sha256)
{
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  g_autofree char *file = NULL;
  g_autoptr (GInputStream) stream = NULL;
  ValiseHash found;
  gssize got = 1;

  if (!get_row (store, name, sha256, &file))
    return FALSE;
  stream = open_piece (store, file, NULL);
  while (stream != NULL && got > 0) {
    got = g_input_stream_read (stream, buffer, BUFFER_SIZE, NULL, NULL);
    if (got > 0)
      valise_hasher_update (hasher, buffer, (gsize) got);
  }
  valise_hasher_finish (hasher, &found);
  return stream != NULL && got == 0 && valise_hash_equal (sha256, &found);
}

/* All of them in one stream */

#define VALISE_TYPE_CHAIN (valise_chain_get_type ())
G_DECLARE_FINAL_TYPE (ValiseChain, valise_chain, VALISE, CHAIN, GInputStream)

struct _ValiseChain {
  GInputStream parent;
  ValiseStore *store;
  GPtrArray *files; /* names, in order */
  guint next;
  GInputStream *current;
};

G_DEFINE_FINAL_TYPE (ValiseChain, valise_chain, G_TYPE_INPUT_STREAM)

static gssize
chain_read (GInputStream *stream, void *buffer, gsize size, GCancellable *cancellable, GError **error)
{
  ValiseChain *chain = VALISE_CHAIN (stream);

  for (;;) {
    gssize got;

    if (chain->current == NULL && chain->next == chain->files->len)
      return 0;
    if (chain->current == NULL)
      chain->current = open_piece (chain->store, chain->files->pdata[chain->next++], error);
    if (chain->current == NULL)
      return -1;
    got = g_input_stream_read (chain->current, buffer, size, cancellable, error);
    if (got != 0)
      return got;
    g_clear_object (&chain->current);
  }
}

static void
chain_dispose (GObject *object)
{
  ValiseChain *chain = VALISE_CHAIN (object);

  g_clear_object (&chain->current);
  g_clear_pointer (&chain->files, g_ptr_array_unref);
  G_OBJECT_CLASS (valise_chain_parent_class)->dispose (object);
}

static void
valise_chain_class_init (ValiseChainClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_dispose;
  G_INPUT_STREAM_CLASS (klass)->read_fn = chain_read;
}

static void
valise_chain_init (ValiseChain *chain)
{
}

/* Joining */

/* The names of pieces cut into so many parts; 0: of all. */
static GPtrArray *
list_files (ValiseStore *store, const ValisePieceName *name, guint parts, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ValiseQuery) query = query_for (store, LIST, name, error);
  gboolean row = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_int (query, 2, parts);
  if (!valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    g_ptr_array_add (files, g_strdup (valise_query_get_text (query, 0)));
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&files);
}

static gboolean
drop_all (ValiseStore *store, const ValisePieceName *name, GError **error)
{
  g_autoptr (GPtrArray) files = list_files (store, name, 0, error);
  g_autoptr (ValiseQuery) query = files != NULL ? query_for (store, DROP, name, error) : NULL;

  if (query == NULL || !valise_query_run (query, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *path = path_of (store, files->pdata[i]);

    unlink (path);
  }
  return TRUE;
}

gboolean
valise_pieces_join (ValiseStore *store, const ValisePieceName *name, gboolean *joined, GError **error)
{
  g_autoptr (GPtrArray) files = list_files (store, name, name->parts, error);
  g_autoptr (ValiseChain) chain = NULL;
  g_autoptr (GError) why = NULL;
  ValiseKeptFile kept;

  *joined = FALSE;
  if (files == NULL)
    return FALSE;
  if (valise_erasure_bars_file (store, &name->file))
    return drop_all (store, name, error);
  if (files->len < name->parts)
    return TRUE;
  chain = g_object_new (VALISE_TYPE_CHAIN, NULL);
  chain->store = store;
  chain->files = g_steal_pointer (&files);
  *joined = valise_files_keep (store, G_INPUT_STREAM (chain), &name->file, &kept, &why);
  if (!*joined && !g_error_matches (why, VALISE_ERROR, VALISE_ERROR_DAMAGED) &&
      !g_error_matches (why, VALISE_ERROR, VALISE_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&why));
    return FALSE;
  }
  return drop_all (store, name, error);
}

/* Of ValiseHash. */
static GArray *
list_wholes (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[FILES], error);
  g_autoptr (GArray) wholes = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    ValiseHash file;

    if (valise_query_get_hash (query, 0, &file))
      g_array_append_val (wholes, file);
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&wholes);
}

gboolean
valise_pieces_drop_erased (ValiseStore *store, guint64 *dropped, GError **error)
{
  g_autoptr (GArray) wholes = list_wholes (store, error);
  guint64 before = valise_pieces_count (store);

  for (guint i = 0; wholes != NULL && i < wholes->len; i++) {
    ValisePieceName name = { .file = g_array_index (wholes, ValiseHash, i) };

    if (valise_erasure_bars_file (store, &name.file) && !drop_all (store, &name, error))
      return FALSE;
  }
  *dropped = before - valise_pieces_count (store);
  return wholes != NULL;
}

guint64
valise_pieces_count (ValiseStore *store)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[COUNT], NULL);
  gint64 number = 0;

  return query != NULL && valise_query_number (query, &number, 0, NULL) ? (guint64) number : 0;
}

/* Sweeping */

static GHashTable *
list_all (ValiseStore *store)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[NAMES], NULL);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, NULL))
    return NULL;
  while (row) {
    g_hash_table_add (names, g_strdup (valise_query_get_text (query, 0)));
    if (!valise_query_step (query, &row, NULL))
      return NULL;
  }
  return g_steal_pointer (&names);
}

/* Of a file that is whole by now, or that a person erased, no piece is needed. */
static void
drop_served (ValiseStore *store)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (ValisePieceName));
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[FILES], NULL);
  gboolean row = FALSE;

  while (query != NULL && valise_query_step (query, &row, NULL) && row) {
    ValisePieceName name = { 0 };

    if (valise_query_get_hash (query, 0, &name.file) &&
        (valise_files_is_here (store, &name.file) || valise_erasure_bars_file (store, &name.file)))
      g_array_append_val (files, name);
  }
  g_clear_pointer (&query, valise_query_free);
  for (guint i = 0; i < files->len; i++)
    drop_all (store, &g_array_index (files, ValisePieceName, i), NULL);
}

void
valise_pieces_sweep (ValiseStore *store)
{
  g_autoptr (GHashTable) known = NULL;
  g_autofree char *folder = valise_store_path (store, "pieces");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL)
    return;
  drop_served (store);
  known = list_all (store);
  while (known != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = path_of (store, name);

    if (!g_hash_table_contains (known, name))
      unlink (path);
  }
}

/* Comparing rows and files */

typedef struct {
  ValisePieceName piece;
  char *file; /* its name in the folder */
} Row;

static void
row_clear (gpointer data)
{
  g_free (((Row *) data)->file);
}

static GArray *
list_rows (ValiseStore *store, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[ALL], error);
  gboolean found = FALSE;

  g_array_set_clear_func (rows, row_clear);
  if (query == NULL || !valise_query_step (query, &found, error))
    return NULL;
  while (found) {
    Row row = { .file = g_strdup (valise_query_get_text (query, 3)) };

    valise_query_get_hash (query, 0, &row.piece.file);
    row.piece.parts = (guint) valise_query_get_int (query, 1);
    row.piece.number = (guint) valise_query_get_int (query, 2);
    g_array_append_val (rows, row);
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&rows);
}

static gboolean
forget_row (ValiseStore *store, const ValisePieceName *name, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, FORGET, name, error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 2, name->parts);
  valise_query_int (query, 3, name->number);
  return valise_query_run (query, error);
}

/* Files of the folder that are in no row. */
static guint64
find_orphans (ValiseStore *store, GHashTable *known, gboolean remove)
{
  g_autofree char *folder = valise_store_path (store, "pieces");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint64 orphans = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = path_of (store, name);

    if (g_hash_table_contains (known, name))
      continue;
    orphans++;
    if (remove)
      unlink (path);
  }
  return orphans;
}

gboolean
valise_pieces_compare (ValiseStore *store, gboolean repair, ValisePiecesCompared *found, GError **error)
{
  g_autoptr (GArray) rows = list_rows (store, error);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  memset (found, 0, sizeof *found);
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const Row *row = &g_array_index (rows, Row, i);
    ValiseHash sha256;

    if (valise_pieces_check (store, &row->piece, &sha256)) {
      g_hash_table_add (known, row->file);
      continue;
    }
    *(valise_pieces_is_here (store, &row->piece) ? &found->altered : &found->missing) += 1;
    if (!repair)
      g_hash_table_add (known, row->file);
    else if (!forget_row (store, &row->piece, error))
      return FALSE;
  }
  if (rows == NULL)
    return FALSE;
  found->orphans = find_orphans (store, known, repair);
  if (repair)
    found->orphans -= MIN (found->orphans, found->altered); /* these were told of as what they are */
  return TRUE;
}

/* age-vectors.c - runs the age test vectors of a folder (C2SP CCTV, age/)
 *
 *   age-vectors FOLDER        FOLDER/testdata holds the vectors, or FOLDER
 *
 * Each vector's own head says what must come of it. Each is read twice, once
 * in large and once in small pieces, because they take different ways through
 * the stream. A vector with a key in its head that is not known here is named
 * and left out, as the vectors' own description asks. One line for each
 * failure; the last line counts. Exit code 1 when one failed or none passed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "core/age.h"
#include "core/bytes.h"
#include "core/error.h"

typedef struct {
  char *expect, *payload;
  GPtrArray *identities, *hybrid_identities, *passphrases; /* of ValiseSecret */
  gboolean armored, compressed, unknown_key;
  GBytes *file;
} Vector;

/* What became of one decryption: the error, and whether a stream was given. */
typedef struct {
  GError *error;
  gboolean opened;
  ValiseHash released;
} Outcome;

static void
vector_free (Vector *vector)
{
  g_free (vector->expect);
  g_free (vector->payload);
  g_clear_pointer (&vector->identities, g_ptr_array_unref);
  g_clear_pointer (&vector->hybrid_identities, g_ptr_array_unref);
  g_clear_pointer (&vector->passphrases, g_ptr_array_unref);
  g_clear_pointer (&vector->file, g_bytes_unref);
  g_free (vector);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Vector, vector_free)

static gboolean
add_identity (Vector *vector, const char *text, GError **error)
{
  gboolean hybrid = g_str_has_prefix (text, "AGE-SECRET-KEY-PQ-");
  ValiseSecret *identity = hybrid ? valise_age_hybrid_identity_parse (text, strlen (text), error)
                                  : valise_age_identity_parse (text, strlen (text), error);

  if (identity != NULL)
    g_ptr_array_add (hybrid ? vector->hybrid_identities : vector->identities, identity);
  return identity != NULL;
}

static gboolean
take_line (Vector *vector, const char *key, const char *value, GError **error)
{
  if (strcmp (key, "expect") == 0)
    g_set_str (&vector->expect, value);
  else if (strcmp (key, "payload") == 0)
    g_set_str (&vector->payload, value);
  else if (strcmp (key, "identity") == 0)
    return add_identity (vector, value, error);
  else if (strcmp (key, "passphrase") == 0)
    g_ptr_array_add (vector->passphrases, valise_secret_new_copy (value, strlen (value)));
  else if (strcmp (key, "armored") == 0)
    vector->armored = strcmp (value, "yes") == 0;
  else if (strcmp (key, "compressed") == 0 && strcmp (value, "zlib") == 0)
    vector->compressed = TRUE;
  else if (strcmp (key, "file key") != 0 && strcmp (key, "comment") != 0)
    vector->unknown_key = TRUE;
  return TRUE;
}

static GBytes *
inflate (GBytes *packed, GError **error)
{
  g_autoptr (GConverter) zlib = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_bytes (packed);
  g_autoptr (GInputStream) inflated = g_converter_input_stream_new (memory, zlib);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  if (g_output_stream_splice (out, inflated, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, error) < 0)
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

/* Keys and values up to an empty line; the rest is the file. */
static Vector *
vector_read (const char *path, GError **error)
{
  g_autoptr (Vector) vector = g_new0 (Vector, 1);
  g_autoptr (GBytes) rest = NULL;
  g_autofree char *text = NULL;
  const char *at, *end;
  gsize size;

  vector->identities = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_secret_free);
  vector->hybrid_identities = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_secret_free);
  vector->passphrases = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_secret_free);
  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  for (at = text; (end = memchr (at, '\n', size - (gsize) (at - text))) != at; at = end + 1) {
    g_autofree char *line = end == NULL ? NULL : g_strndup (at, (gsize) (end - at));
    char *colon = line == NULL ? NULL : strstr (line, ": ");

    if (colon == NULL) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, "the vector has no proper head");
      return NULL;
    }
    *colon = '\0';
    if (!take_line (vector, line, colon + 2, error))
      return NULL;
  }
  rest = g_bytes_new (at + 1, size - (gsize) (at + 1 - text));
  vector->file = vector->compressed ? inflate (rest, error) : g_bytes_ref (rest);
  return vector->file == NULL ? NULL : g_steal_pointer (&vector);
}

static void
decrypt (const Vector *vector, const ValiseSecret *passphrase, gsize piece, Outcome *outcome)
{
  ValiseAgeOpen how = {
    .identities = (const ValiseSecret *const *) vector->identities->pdata,
    .n_identities = vector->identities->len,
    .hybrid_identities = (const ValiseSecret *const *) vector->hybrid_identities->pdata,
    .n_hybrid_identities = vector->hybrid_identities->len,
    .passphrase = passphrase,
    .allow_armor = vector->armored,
  };
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_bytes (vector->file);
  g_autoptr (GInputStream) stream = valise_age_decrypt_new (memory, &how, &outcome->error);
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  g_autofree guint8 *buffer = g_malloc (piece);
  gssize got = 0;

  outcome->opened = stream != NULL;
  while (stream != NULL &&
         (got = g_input_stream_read (stream, buffer, piece, NULL, &outcome->error)) > 0)
    valise_hasher_update (hasher, buffer, (gsize) got);
  valise_hasher_finish (hasher, &outcome->released);
}

/* One passphrase after the other, as a person would. */
static void
decrypt_with_all (const Vector *vector, gsize piece, Outcome *outcome)
{
  guint i = 0;

  do {
    g_clear_error (&outcome->error);
    decrypt (vector, i < vector->passphrases->len ? g_ptr_array_index (vector->passphrases, i) : NULL,
             piece, outcome);
    i++;
  } while (i < vector->passphrases->len && outcome->error != NULL &&
           outcome->error->code == VALISE_ERROR_WRONG_PASSPHRASE);
}

static gboolean
is_expected (const Vector *vector, const Outcome *outcome)
{
  const char *expect = vector->expect;
  int code = outcome->error == NULL ? -1 : outcome->error->code;

  if (outcome->error != NULL && outcome->error->domain != VALISE_ERROR)
    return FALSE;
  if (strcmp (expect, "success") == 0)
    return outcome->error == NULL;
  if (strcmp (expect, "no match") == 0)
    return !outcome->opened &&
           (code == VALISE_ERROR_NOT_FOR_US || code == VALISE_ERROR_WRONG_PASSPHRASE);
  if (strcmp (expect, "HMAC failure") == 0)
    return !outcome->opened && code == VALISE_ERROR_DAMAGED;
  if (strcmp (expect, "header failure") == 0)
    return !outcome->opened && (code == VALISE_ERROR_REFUSED || code == VALISE_ERROR_LIMIT ||
                                code == VALISE_ERROR_UNSUPPORTED);
  if (strcmp (expect, "payload failure") == 0)
    return outcome->opened && code == VALISE_ERROR_DAMAGED;
  return strcmp (expect, "armor failure") == 0 && code == VALISE_ERROR_REFUSED;
}

static gboolean
run_piecewise (const char *name, const Vector *vector, gsize piece)
{
  Outcome outcome = { 0 };
  g_autofree char *released = NULL;
  gboolean right;

  decrypt_with_all (vector, piece, &outcome);
  released = valise_hex_encode (outcome.released.bytes, VALISE_HASH_SIZE);
  right = is_expected (vector, &outcome);
  if (!right)
    printf ("%s: expected %s, got %s\n", name, vector->expect,
            outcome.error == NULL ? "success" : outcome.error->message);
  else if (vector->payload != NULL && strcmp (vector->payload, released) != 0)
    printf ("%s: the plaintext is not the one expected\n", name);
  g_clear_error (&outcome.error);
  return right && (vector->payload == NULL || strcmp (vector->payload, released) == 0);
}

static void
run (const char *folder, const char *name, guint *n_passed, guint *n_failed)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (Vector) vector = vector_read (path, &error);

  if (vector == NULL || vector->expect == NULL) {
    printf ("%s: %s\n", name, vector == NULL ? error->message : "its head expects nothing");
    (*n_failed)++;
  } else if (vector->unknown_key) {
    printf ("%s: left out, its head has a key that is not known here\n", name);
  } else {
    gboolean passed = run_piecewise (name, vector, 1 << 20) && run_piecewise (name, vector, 1000);

    *(passed ? n_passed : n_failed) += 1;
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) directory = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  guint n_passed = 0, n_failed = 0;

  if (argc != 2) {
    fprintf (stderr, "usage: age-vectors FOLDER\n");
    return 2;
  }
  valise_secret_start ();
  folder = g_build_filename (argv[1], "testdata", NULL);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_str (&folder, argv[1]);
  directory = g_dir_open (folder, 0, &error);
  if (directory == NULL) {
    fprintf (stderr, "age-vectors: %s\n", error->message);
    return 2;
  }
  while ((name = g_dir_read_name (directory)) != NULL)
    run (folder, name, &n_passed, &n_failed);
  printf ("%u passed, %u failed\n", n_passed, n_failed);
  return n_failed > 0 || n_passed == 0;
}

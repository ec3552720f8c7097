/* checkpoint.c - what a log holds, signed by its device
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/checkpoint.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/ed25519.h"
#include "core/error.h"
#include "core/note.h"

#define ORIGIN "valise/"
#define DEVICE_LENGTH 64

char *
valise_device_id (const guint8 public_key[32])
{
  ValiseHash hash;

  valise_sha256 (public_key, VALISE_ED25519_PUBLIC_SIZE, &hash);
  return valise_hex_encode (hash.bytes, sizeof hash.bytes);
}

char *
valise_checkpoint_key_name (const char *device)
{
  return g_strconcat (ORIGIN, device, NULL);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("the checkpoint was refused: %s; ask its sender for it again"), why);
  return FALSE;
}

static gboolean
is_device (const char *device)
{
  ValiseHash hash;

  return valise_hex_decode_exact (device, -1, hash.bytes, sizeof hash.bytes);
}

static gboolean
parse_origin (const char *line, ValiseCheckpoint *checkpoint)
{
  if (!g_str_has_prefix (line, ORIGIN) || !is_device (line + strlen (ORIGIN)))
    return FALSE;
  g_strlcpy (checkpoint->device, line + strlen (ORIGIN), sizeof checkpoint->device);
  return TRUE;
}

/* Decimal digits without leading zeros, at most 2^63 - 1. */
static gboolean
parse_size (const char *line, guint64 *size)
{
  gsize length = strlen (line);

  if (length == 0 || strspn (line, "0123456789") != length || (line[0] == '0' && length > 1))
    return FALSE;
  return g_ascii_string_to_unsigned (line, 10, 0, G_MAXINT64, size, NULL);
}

static gboolean
parse_body (const char *body, ValiseCheckpoint *checkpoint, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (body, "\n", 5);
  ValiseHash empty;

  /* The line feed that ends the third line makes an empty fourth piece. */
  if (g_strv_length (lines) != 4 || *lines[3] != '\0')
    return refuse (error, "it does not have three lines");
  if (!parse_origin (lines[0], checkpoint))
    return refuse (error, "its first line names no device");
  if (!parse_size (lines[1], &checkpoint->size))
    return refuse (error, "its second line is no size");
  if (!valise_base64_decode_exact (lines[2], -1, VALISE_BASE64_PADDED, checkpoint->root.bytes,
                                   sizeof checkpoint->root.bytes))
    return refuse (error, "its third line is no hash");
  valise_sha256 ("", 0, &empty);
  if (checkpoint->size == 0 && !valise_hash_equal (&checkpoint->root, &empty))
    return refuse (error, "an empty log cannot have this root");
  return TRUE;
}

/* The note and what its text says, not verified. */
static ValiseNote *
parse (const char *note_text, gsize size, ValiseCheckpoint *checkpoint, GError **error)
{
  g_autoptr (ValiseNote) note = valise_note_parse (note_text, size, error);

  if (note == NULL || !parse_body (valise_note_get_body (note), checkpoint, error))
    return NULL;
  return g_steal_pointer (&note);
}

gboolean
valise_checkpoint_parse (const char *note_text, gsize size, ValiseCheckpoint *checkpoint,
                         GError **error)
{
  ValiseCheckpoint read = { 0 };
  g_autoptr (ValiseNote) note = parse (note_text, size, &read, error);

  if (note != NULL)
    *checkpoint = read;
  return note != NULL;
}

gboolean
valise_checkpoint_verify (const char *note_text, gsize size, const guint8 public_key[32],
                          ValiseCheckpoint *checkpoint, GError **error)
{
  ValiseCheckpoint read = { 0 };
  g_autoptr (ValiseNote) note = parse (note_text, size, &read, error);
  g_autofree char *device = valise_device_id (public_key);
  g_autofree char *key_name = valise_checkpoint_key_name (device);

  if (note == NULL)
    return FALSE;
  if (strcmp (device, read.device) != 0)
    return refuse (error, "it is of another device than the key");
  if (!valise_note_verify (note, key_name, public_key, NULL))
    return refuse (error, "its device has not signed it, or not this");
  *checkpoint = read;
  return TRUE;
}

char *
valise_checkpoint_sign (const ValiseCheckpoint *checkpoint, const ValiseSecret *seed,
                        GError **error)
{
  guint8 public_key[VALISE_ED25519_PUBLIC_SIZE];
  g_autofree char *device = NULL, *key_name = NULL, *root = NULL, *body = NULL;
  ValiseCheckpoint check;

  valise_ed25519_public_key (seed, public_key);
  device = valise_device_id (public_key);
  if (strcmp (device, checkpoint->device) != 0) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                         _ ("a checkpoint can be signed by its own device only"));
    return NULL;
  }
  key_name = valise_checkpoint_key_name (device);
  root = valise_base64_encode (checkpoint->root.bytes, sizeof checkpoint->root.bytes,
                               VALISE_BASE64_PADDED);
  body = g_strdup_printf ("%s\n%" G_GUINT64_FORMAT "\n%s\n", key_name, checkpoint->size, root);
  /* Never sign what would be refused. */
  if (!parse_body (body, &check, error))
    return NULL;
  return valise_note_sign (body, key_name, seed, error);
}

static gboolean
check_cosigner (const char *cosigner, GError **error)
{
  if (is_device (cosigner))
    return TRUE;
  g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                       _ ("a cosigner is named by a device id of 64 hexadecimal digits"));
  return FALSE;
}

char *
valise_checkpoint_cosign (const char *note_text, const char *cosigner, const ValiseSecret *seed,
                          guint64 unix_time, GError **error)
{
  g_autofree char *key_name = valise_checkpoint_key_name (cosigner);
  ValiseCheckpoint checkpoint;

  if (!check_cosigner (cosigner, error) ||
      !valise_checkpoint_parse (note_text, strlen (note_text), &checkpoint, error))
    return NULL;
  return valise_note_add_cosignature (note_text, key_name, seed, unix_time, error);
}

gboolean
valise_checkpoint_verify_cosignature (const char *note_text, const char *cosigner,
                                      const guint8 public_key[32], guint64 *unix_time,
                                      GError **error)
{
  g_autofree char *key_name = valise_checkpoint_key_name (cosigner);
  ValiseCheckpoint checkpoint = { 0 };
  g_autoptr (ValiseNote) note = NULL;

  if (!check_cosigner (cosigner, error))
    return FALSE;
  note = parse (note_text, strlen (note_text), &checkpoint, error);
  return note != NULL &&
         valise_note_verify_cosignature (note, key_name, public_key, unix_time, error);
}

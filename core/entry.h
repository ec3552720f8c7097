/* entry.h - one entry of a log: a header that is hashed, values that may stay behind
 *
 * An entry sets fields of one record. Its header is canonical JSON and holds
 * only commitments; the values are disclosed beside it, all of them by the
 * entry key, or one by one by their own keys k (FORMAT.md, "Entries").
 * Pure: no I/O, no database.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/bytes.h"

#define VALISE_DEVICE_ID_LENGTH 64 /* lower-case hex of SHA-256 of the checkpoint key */
#define VALISE_RECORD_ID_LENGTH 32
#define VALISE_ENTRY_KEY_SIZE 32
#define VALISE_ENTRY_MAX_FIELDS 256
#define VALISE_ENTRY_MAX_AFTER 256
#define VALISE_ENTRY_MAX_SIZE (1024 * 1024)

typedef struct {
  char *name;
  char *value;       /* canonical JSON; "null" clears the field */
  ValiseHash commit;
  ValiseHash k;      /* opens this commitment and no other */
} ValiseValue;

typedef struct {
  char device[VALISE_DEVICE_ID_LENGTH + 1];
  guint64 index;
  char record[VALISE_RECORD_ID_LENGTH + 1];
  gboolean has_seen;
  ValiseHash seen;
  guint n_after;
  ValiseHash *after;        /* sorted */
  guint n_commits;
  ValiseHash *commits;      /* sorted */

  char *bytes;              /* the header as it came: what the leaf hashes */
  gsize size;
  ValiseHash leaf;

  guint n_values;           /* disclosed so far, ≤ n_commits; equal: complete */
  ValiseValue *values;      /* sorted by name */
  gboolean has_key;
  guint8 key[VALISE_ENTRY_KEY_SIZE];
} ValiseEntry;

typedef struct {
  const char *name;
  const char *value;
} ValiseAssignment;

/* What a new entry says. `after` need not be sorted. `key` NULL: random. */
typedef struct {
  const char *device;
  guint64 index;
  const char *record;
  const ValiseHash *seen;   /* NULL: none */
  const ValiseHash *after;
  guint n_after;
  const ValiseAssignment *fields;
  guint n_fields;
  const guint8 *key;
} ValiseEntryDraft;

/* A new complete entry (transfer full). INVALID when a name or value breaks
 * the rules of sync/FORMAT.md section 1; LIMIT when it is too large. */
ValiseEntry *valise_entry_new (const ValiseEntryDraft *draft, GError **error);

/* Reads a header from outside (transfer full); no value is open yet.
 * INVALID names the rule it breaks, UNSUPPORTED an unknown "v". */
ValiseEntry *valise_entry_parse (const char *bytes, gsize size, GError **error);

/* Opens values. A value that does not fit a commitment is DAMAGED. */
gboolean valise_entry_open (ValiseEntry *entry, const guint8 key[VALISE_ENTRY_KEY_SIZE],
                            const ValiseAssignment *fields, guint n_fields, GError **error);
gboolean valise_entry_open_field (ValiseEntry *entry, const char *name, const char *value,
                                  const ValiseHash *k, GError **error);

/* Takes a value out again, and the entry key with it, which would give its k:
 * the others keep theirs. Wiped. FALSE: it was not open. */
gboolean valise_entry_forget_field (ValiseEntry *entry, const char *name);

gboolean           valise_entry_is_complete (const ValiseEntry *entry);
const ValiseValue *valise_entry_find (const ValiseEntry *entry, const char *name); /* NULL: not set or not disclosed */
char              *valise_entry_dup_text (const ValiseEntry *entry, const char *name); /* a string value's text or NULL */

/* `.type`, `.time`, `.clock` and `.why` are said of the entry, not of the
 * record: they are not merged, and replace nothing. */
static inline gboolean
valise_entry_name_is_own (const char *name)
{
  return name[0] == '.' &&
         (g_str_equal (name, ".type") || g_str_equal (name, ".time") || g_str_equal (name, ".clock") ||
          g_str_equal (name, ".why"));
}

/* The disclosure beside an entry, as it is stored and as it travels:
 * {"fields":{…},"key":"…"} all, {"fields":{…},"keys":{…}} some, {} none.
 * `allow` NULL: all that is open. Canonical JSON (transfer full). */
typedef gboolean (*ValiseFieldFilter) (const char *name, gpointer user);

char    *valise_entry_write_disclosure (const ValiseEntry *entry, ValiseFieldFilter allow, gpointer user);
gboolean valise_entry_read_disclosure (ValiseEntry *entry, const char *text, gsize size, GError **error);

void valise_entry_free (ValiseEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseEntry, valise_entry_free)

/* FORMAT.md: k = HMAC-SHA-256 (entry key, name);
 * commit = SHA-256 ("valise/field/1" || 0x00 || k || JCS ([name, value])). */
void valise_entry_field_key (const guint8 key[VALISE_ENTRY_KEY_SIZE], const char *name, ValiseHash *k);
void valise_entry_commitment (const ValiseHash *k, const char *name, const char *value, ValiseHash *commit);

gboolean valise_record_id_is_valid (const char *text);
gboolean valise_device_id_is_valid (const char *text);
gboolean valise_field_name_is_valid (const char *text);
char    *valise_record_id_new (void); /* 128 random bits, transfer full */

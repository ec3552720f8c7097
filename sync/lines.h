/* lines.h - entries.jsonl and sealed.jsonl: what of a log is in a bundle
 *
 * Each line accounts for one index, or for one RFC 6962 subtree, so that the
 * lines of a log cover it from 0 to its checkpoint without a hole:
 *
 *     {"entry":"…","fields":{…},"key":"…"}     an entry, all of it open
 *     {"entry":"…","fields":{…},"keys":{…}}    some of it
 *     {"entry":"…"}                            its header alone
 *     {"hash":"…","index":n,"level":k}         2^k leaves from index n, not sent
 *
 * "entry" holds the header's bytes as a JSON string, exactly as its author
 * hashed them. Reading is strict and bounded; a line over 1 MiB is replaced by
 * its leaf hash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/entry.h"

#define VALISE_LINE_MAX (1024 * 1024)

typedef enum {
  VALISE_LINE_ENTRY,    /* header and disclosure */
  VALISE_LINE_SUBTREE,  /* hash, level */
  VALISE_LINE_TOO_LONG, /* hash: the leaf of an entry that is not kept */
} ValiseLineKind;

typedef struct {
  ValiseLineKind kind;
  guint64 index;        /* first leaf */
  guint level;
  ValiseHash hash;      /* leaf or subtree */
  GBytes *header;       /* ENTRY; owned by the reader until the next line */
  char *disclosure;     /* ENTRY: JSON, as it came; "{}" when nothing is open */
} ValiseLine;

typedef struct _ValiseLineReader ValiseLineReader;

/* Reads decompressed lines; a reference to the stream is kept. */
ValiseLineReader *valise_line_reader_new (GInputStream *lines);
void              valise_line_reader_free (ValiseLineReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseLineReader, valise_line_reader_free)

/* The next line; *more FALSE after the last. REFUSED when a line is of no
 * known form or does not begin where the one before ended. */
gboolean valise_line_reader_next (ValiseLineReader *reader, ValiseLine *line, gboolean *more, GError **error);

void valise_line_write_entry (GString *out, const char *header, gsize size, const char *disclosure);
void valise_line_write_subtree (GString *out, guint64 index, guint level, const ValiseHash *hash);

/* sealed.jsonl: {"age":"<base64>","handle":"<base64>","readers":["age1…",…]}.
 * `readers` may be absent (NULL): who can open it, as its writer says, so that
 * a store can count what waits to be sealed again. Nothing else hangs on it. */
typedef struct {
  ValiseHash handle;
  GBytes *age;
  char *readers; /* "age1… age1…" */
} ValiseSealedLine;

void     valise_sealed_line_clear (ValiseSealedLine *line);
void     valise_line_write_sealed (GString *out, const ValiseHash *handle, GBytes *age, const char *readers);
/* *more FALSE after the last; what `line` held before is freed. */
gboolean valise_line_reader_next_sealed (ValiseLineReader *reader, ValiseSealedLine *line, gboolean *more, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ValiseSealedLine, valise_sealed_line_clear)

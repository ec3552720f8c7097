/* format-page.h - the blocks of the worked example in sync/FORMAT.md
 *
 * A block is "```example NAME", its text, "```". Many have a word, a blank and
 * the rest on each line ("leaf 1234…").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/entry.h"
#include "core/secret.h"

/* Reads the page once; the test fails when it is not there. */
void        format_page_load (void);
void        format_page_free (void);

/* Its text, lent; fails the test when there is no such block. */
const char *format_block (const char *name);

/* What stands behind this word in a block (transfer full). */
char       *format_word (const char *block, const char *word);
void        format_hash (const char *block, const char *word, ValiseHash *hash); /* in hex */

/* The entry "entry NAME" with all its values, and its header alone. */
ValiseEntry *format_entry (const char *name);
ValiseEntry *format_header (const char *name);

/* The example's keys: the byte `number`, 32 times. */
ValiseSecret *format_key (guint8 number);

/* "10ba68…" of "field", "second", "custodian", "headquarters" (transfer full). */
char         *format_device (const char *who);

/* A zstd frame of one raw block (RFC 8878), as the example's (transfer full). */
GBytes       *format_stored_zstd (const char *text);

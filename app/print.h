/* print.h - text on the terminal, made so that no value can lie about it
 *
 * Values come from other people. Whatever could move the cursor, turn the
 * reading direction or begin a line of its own is shown escaped ("\x1b",
 * "\u202e", "\n"), never raw; --json has the bytes for who needs them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* One line, safe to show (transfer full). NULL gives "". */
char *valise_safe (const char *text);

/* Several lines, each safe; `margin` begins every line but the first, so that
 * none of them can pass for a line of the program's own (transfer full). */
char *valise_safe_lines (const char *text, const char *margin);

/* A line on stdout; only %s of safe text. */
void  valise_say (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* "valise: SENTENCE" on stderr, made safe. */
void  valise_complain (const char *sentence);
void  valise_warn (const char *format, ...) G_GNUC_PRINTF (1, 2); /* "valise: warning: …" */

void  valise_note (const char *format, ...) G_GNUC_PRINTF (1, 2); /* "valise: note: …" */

/* "LABEL   TEXT" with the label in a column of its own; text is made safe. */
void  valise_say_labelled (guint indent, const char *label, const char *text);

/* The same for text of several lines; each further one begins with "| ". */
void  valise_say_labelled_lines (guint indent, const char *label, const char *text);

/* Text filled with spaces to so many columns of a terminal (transfer full). */
char *valise_pad (const char *text, guint columns);

/* The first eight digits of a record or device id (transfer full). */
char *valise_short_id (const char *id);

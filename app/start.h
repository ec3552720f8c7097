/* start.h - how every program that opens a store begins
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* What valise_secret_start() does, and one more thing: glibc is told to wipe
 * what is freed, for SQLCipher leaves readable copies of the database in the
 * heap otherwise. glibc reads that once, at its start, so the program starts
 * itself anew. Exits with 1 where that cannot be done. */
void valise_start (const char *program, char **argv);

/* Starts the program anew with these arguments: nothing of its memory is left.
 * Returns only when it fails. */
void valise_start_again (char **argv);

/* undo.h - what a failing disk remembers, to lose it
 *
 * All of it is called with failing-disk.c's lock held, before the call that it
 * speaks of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <sys/types.h>

typedef enum { FINE, CRASH, POWER, BYTES, TORN, IO, FULL, READONLY } How;

How  undo_how (void); /* what FAILING_DISK_HOW says */

/* `size` bytes from `offset` on will be others, or cut off; `written`: so many
 * come in their place. */
void undo_remember_bytes (int fd, off_t offset, size_t size, size_t written);
void undo_remember_made (const char *path, int is_folder);
void undo_remember_gone (const char *path, int is_folder);
void undo_remember_rename (const char *from, const char *to);

/* The file's bytes are on the disk; or the names in a folder are. */
void undo_forget (int fd, const char *folder);

/* Undoes what the way asks for, newest first, and kills the process. */
void undo_and_die (How what);

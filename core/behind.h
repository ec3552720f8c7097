/* behind.h - a stream whose bytes a thread of its own writes on
 *
 * For what takes time behind it: encrypting, hashing, the disk. The base
 * belongs to that thread until the stream is closed, which waits for it and
 * leaves the base open; a failure of the base comes with one of the next writes
 * or the close. Dropped without a close, the stream writes nothing further.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

/* Keeps a reference to the base and about 1 MiB that waits, wiped when freed.
 * Where no thread is to be had, writes at once. */
GOutputStream *valise_behind_new (GOutputStream *base);

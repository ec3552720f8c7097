/* ahead.h - a stream that a thread of its own reads ahead of who reads it
 *
 * For what takes time before it comes: decrypting, decompressing. The base
 * belongs to that thread from now on until the stream is closed or freed. A
 * failure of the base comes where it stands, behind all that came before it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

/* Keeps a reference to the base and about 1 MiB of what comes from it, wiped
 * when freed. Where no thread is to be had, the base itself (transfer full). */
GInputStream *valise_ahead_new (GInputStream *base);

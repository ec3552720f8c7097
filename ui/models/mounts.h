/* mounts.h - sticks and other disks that come and go, as the kernel tells of them
 *
 * A list of ValiseMount, from /proc/self/mountinfo: what is mounted below
 * /media, /run/media and /mnt, and can be written to. It follows what comes and
 * goes: the kernel marks the file (poll(2), proc(5)).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#define VALISE_TYPE_MOUNT (valise_mount_get_type ())
G_DECLARE_FINAL_TYPE (ValiseMount, valise_mount, VALISE, MOUNT, GObject)

const char *valise_mount_get_path (ValiseMount *self);
const char *valise_mount_get_name (ValiseMount *self); /* "BLUE" */
guint64     valise_mount_get_free (ValiseMount *self); /* bytes that a person may write, as of the last look */
guint64     valise_mount_get_size (ValiseMount *self);

#define VALISE_TYPE_MOUNTS (valise_mounts_get_type ())
G_DECLARE_FINAL_TYPE (ValiseMounts, valise_mounts, VALISE, MOUNTS, GObject)

ValiseMounts *valise_mounts_new (void);
void          valise_mounts_refresh (ValiseMounts *self); /* the free room is read again */

/* Pure: the mount points (of char *, transfer full) that such a text names. */
GPtrArray    *valise_mounts_parse (const char *mountinfo);

/* Is something mounted at exactly this path now? Reads the file. */
gboolean      valise_mounts_has (const char *path);

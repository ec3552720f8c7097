/* drop.h - files dropped on a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

typedef void (*ValiseDropped) (GtkWidget *widget, GPtrArray *paths); /* of char *; lent */

/* Files and folders dropped anywhere on `widget` are told to it. What is not
 * on a disk of this laptop (a program's own stream) is refused. */
void valise_drop_accept (GtkWidget *widget, ValiseDropped dropped);

/* The paths of a list of files (transfer full). */
GPtrArray *valise_drop_paths (GListModel *files);

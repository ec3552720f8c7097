/* save-copy.h - saving a file out: what that means, to whom and why, then where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/photo-view.h"

/* Asks over `parent`, then writes, reads back and notes it. */
void  valise_save_copy_async (GtkWidget *parent, ValiseSession *session, const ValisePhotoView *view, GAsyncReadyCallback callback, gpointer user);

/* The new file's name (transfer full); NULL without error: given up. */
char *valise_save_copy_finish (GAsyncResult *result, GError **error);

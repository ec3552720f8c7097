/* photos.h - pictures that the tests make themselves, with the public tools
 *
 * ImageMagick draws, exiftool writes what the camera would have, heif-enc
 * makes HEIC: none of them shares code with what is tested.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

typedef struct {
  char *folder; /* removed with all in it by photos_remove() */
} Photos;

void photos_make (Photos *photos);
void photos_remove (Photos *photos);

/* One folder for all tests of a program: fixtures of the group. */
extern Photos photos_for_all;

int  photos_make_for_all (void **state);
int  photos_remove_for_all (void **state);

/* Runs a program in the folder and fails the test unless it succeeds; its
 * output, (transfer full). Arguments end with NULL. */
char *photos_run (const Photos *photos, const char *program, ...) G_GNUC_NULL_TERMINATED;

/* Draws NAME in this size; its kind follows the name's end (.jpg, .png, .tif,
 * .heic). The left half is red, the right half is blue. */
void photos_draw (const Photos *photos, const char *name, guint width, guint height);

/* Lets exiftool write tags into NAME: a list such as { "-Make=X", NULL }. */
void photos_tag (const Photos *photos, const char *name, const char *const *tags);

/* An open descriptor on NAME, to be closed by the caller. */
int photos_open (const Photos *photos, const char *name);

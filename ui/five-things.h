/* five-things.h - what Valise does, in five plain sentences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define VALISE_TYPE_FIVE_THINGS (valise_five_things_get_type ())
G_DECLARE_FINAL_TYPE (ValiseFiveThings, valise_five_things, VALISE, FIVE_THINGS, GtkGrid)

/* base-layer.h - the layer of a map that shows the base map, with names
 *
 * Painted once for a zoom and some room around the view, on a thread of its
 * own; moving the map only moves the picture. Never asks a network.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <shumate/shumate.h>

#define VALISE_TYPE_BASE_LAYER (valise_base_layer_get_type ())
G_DECLARE_FINAL_TYPE (ValiseBaseLayer, valise_base_layer, VALISE, BASE_LAYER, ShumateLayer)

ValiseBaseLayer *valise_base_layer_new (ShumateViewport *viewport);

/* Codes of the countries that the case is about, NULL at the end. */
void             valise_base_layer_set_cases (ValiseBaseLayer *self, const char *const *codes);

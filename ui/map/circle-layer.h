/* circle-layer.h - the layer of a map that says how exact each place is
 *
 * A dashed circle to scale around a record that stands alone, where it is
 * larger than its mark; around what was only described, always.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <shumate/shumate.h>

#define VALISE_TYPE_CIRCLE_LAYER (valise_circle_layer_get_type ())
G_DECLARE_FINAL_TYPE (ValiseCircleLayer, valise_circle_layer, VALISE, CIRCLE_LAYER, ShumateLayer)

ValiseCircleLayer *valise_circle_layer_new (ShumateViewport *viewport);

/* Of ValiseCluster (refers to it); NULL: none. */
void               valise_circle_layer_show (ValiseCircleLayer *self, GPtrArray *clusters);

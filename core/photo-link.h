/* photo-link.h - photos that were taken in first, and belong to a record now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/grid.h"
#include "core/record.h"

/* Links each photo (ids, NULL at the end) to `record`, beside what it is linked
 * to already, within the caller's transaction or its own. One that was linked
 * to nothing takes the record's case and class, as an import with a record
 * does; where the camera's place does not fit the record's, the photo's
 * warnings say so from now on. A photo that is linked already is left as it
 * is. NOT_FOUND; all of them or none. */
gboolean valise_photo_link (ValiseStore *store, const char *const *photos, const char *record, GError **error);

/* The first place that was measured in a record, or in what it is part of. */
gboolean valise_photo_place_around (ValiseStore *store, const ValiseRecord *record, ValiseDegrees *place);

/* row-type.h - which type's records are the rows of a form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/type.h"

/* The first type that is made to hang below this one; NULL: there is none. */
const ValiseType *valise_row_type_of (const ValiseType *type);

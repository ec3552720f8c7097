/* erasure-private.h - what the files of erasure.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/erasure.h"

/* The entry that asks, lent from these of one record; NULL: none does. What
 * others wrote into a request's record neither changes it nor calls it off. */
const ValiseEntry *valise_erasure_find_request (ValiseStore *store, const GPtrArray *entries);

/* show-bundle.h - what became of a bundle that was written or taken in, for people and programs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/json-out.h"
#include "sync/pack.h"
#include "sync/reconcile.h"

void valise_show_packed (const ValisePacked *packed);
void valise_put_packed (const ValisePacked *packed, yyjson_mut_doc *doc, yyjson_mut_val *item);

void valise_show_reconciled (const ValiseReconciled *done);
void valise_put_reconciled (const ValiseReconciled *done, yyjson_mut_doc *doc, yyjson_mut_val *item);

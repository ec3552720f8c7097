/* bundle-view.h - one bundle: what happened, what it means, what to do
 *
 * Signal "pass-on" (char *path): a copy of a bundle for somebody else is wanted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/bundle-item.h"

#define VALISE_TYPE_BUNDLE_VIEW (valise_bundle_view_get_type ())
G_DECLARE_FINAL_TYPE (ValiseBundleView, valise_bundle_view, VALISE, BUNDLE_VIEW, AdwBin)

/* `item` NULL: nothing is shown. */
void  valise_bundle_view_set (ValiseBundleView *self, ValiseBundleItem *item);

/* "T. Adeko · 22 Nov 2026" (transfer full). */
char *valise_bundle_heading (const ValiseBundleFacts *facts);

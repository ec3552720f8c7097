/* take-in.h - bundles looked at, taken in, and what became of earlier ones
 *
 * A list of ValiseBundleItem: first those that were looked at or just failed,
 * then the ledger's newest. Looking changes nothing in the store. Everything is
 * read on the store's threads; this belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/bundle-item.h"
#include "ui/models/session.h"

#define VALISE_TYPE_TAKE_IN (valise_take_in_get_type ())
G_DECLARE_FINAL_TYPE (ValiseTakeIn, valise_take_in, VALISE, TAKE_IN, GObject)

typedef enum {
  VALISE_TAKE_IN_IDLE,
  VALISE_TAKE_IN_LOOKING, /* a dry run */
  VALISE_TAKE_IN_LOOKED,  /* the first items of the list wait for a word */
  VALISE_TAKE_IN_TAKING,
} ValiseTakeInState;

/* Signal "state": valise_take_in_get_state() answers otherwise. Signal "failed" (char
 * *why): what cannot be told of one bundle. */
ValiseTakeIn     *valise_take_in_new (ValiseSession *session);
ValiseTakeInState valise_take_in_get_state (ValiseTakeIn *self);
guint             valise_take_in_get_n_new (ValiseTakeIn *self);      /* items of the list that are not the ledger's */
double            valise_take_in_get_fraction (ValiseTakeIn *self);   /* while taking in; -1: not known */

void valise_take_in_look (ValiseTakeIn *self, const char *const *paths); /* not while busy */
void valise_take_in_apply (ValiseTakeIn *self);                          /* what was looked at */
void valise_take_in_drop (ValiseTakeIn *self);                           /* what was looked at is left alone */
void valise_take_in_cancel (ValiseTakeIn *self);                         /* what runs */
void valise_take_in_refresh (ValiseTakeIn *self);                        /* the ledger is read again */

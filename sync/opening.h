/* opening.h - a bundle up to the point where its sender is known and believed
 *
 * Decrypts with the store's bundle identities, checks the signature against the
 * roster, then the tag files. Shared by `inspect` and `reconcile`.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib/gi18n.h>

#include "core/store.h"
#include "sync/bag-reader.h"
#include "sync/member.h"

/* Reasons to hold a bundle that call for different next steps: not translated
 * before they are shown. */
#define VALISE_HELD_SENDER N_ ("the sender is not on the roster held here; take in the newest roster from" \
                               " headquarters, and the bundle is tried again")
#define VALISE_HELD_DEVICE N_ ("it carries the log of a device that is not on the roster held here; take in the" \
                               " newest roster from headquarters, and the bundle is tried again")
#define VALISE_HELD_NEWER N_ ("the bundle was written by a newer Valise; it is kept until this one is updated")
#define VALISE_HELD_ENDED N_ ("its sender's membership has ended, and headquarters has not said yet what" \
                              " counts; it is tried again when headquarters' next bundle is here")

/* And to refuse one. */
#define VALISE_REFUSED_PRACTICE N_ ("it comes from a training store; practice never mixes with evidence")
#define VALISE_REFUSED_REAL N_ ("this is a training store, and the bundle is real")

typedef struct {
  GInputStream *plain;
  ValiseBagReader *bag;
  ValiseMember *sender;      /* by the roster held here */
  char *created;
  char *classification;
  char *part;                /* "3 of 7", as it says; NULL: none */
  gboolean training;
  GPtrArray *recipients;     /* of char *, "age1…" */
} ValiseOpening;

void valise_opening_free (ValiseOpening *opening);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseOpening, valise_opening_free)

/* NOT_FOR_US; HELD: the sender is not in the roster held here, or the format
 * is newer; REFUSED, DAMAGED, LIMIT with the rule. */
ValiseOpening *valise_opening_new (ValiseStore *store, GInputStream *bundle, GError **error);

/* The plaintext, unchecked beyond its age file (transfer full). NOT_FOR_US;
 * REFUSED: not eight X25519 stanzas. */
GInputStream *valise_opening_decrypt (ValiseStore *store, GInputStream *bundle, GError **error);

/* send.h - a bundle planned, written and read back
 *
 * The plan is made anew whenever something is chosen: it comes from the packer,
 * on the store's writing thread, and changes nothing. Belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/send-facts.h"
#include "ui/models/session.h"

#define VALISE_TYPE_SEND (valise_send_get_type ())
G_DECLARE_FINAL_TYPE (ValiseSend, valise_send, VALISE, SEND, GObject)

typedef enum {
  VALISE_SEND_IDLE,
  VALISE_SEND_PLANNING,
  VALISE_SEND_WRITING,
} ValiseSendState;

/* Signals: "state"; "planned": valise_send_get_facts() answers otherwise;
 * "written" (guint files): all of them were read back; "failed" (char *title,
 * char *why): a plan or a bundle did not come about. */
ValiseSend            *valise_send_new (ValiseSession *session);
ValiseSendState        valise_send_get_state (ValiseSend *self);
const ValiseSendFacts *valise_send_get_facts (ValiseSend *self); /* NULL: no plan yet */

gboolean               valise_send_is_joined (ValiseSend *self);   /* FALSE: the last plan found no roster */

/* While writing: the step, which file of how many, how much of it (0 to 1). */
ValisePackStep valise_send_get_step (ValiseSend *self, guint *part, guint *parts, double *fraction);

void valise_send_plan (ValiseSend *self);                                        /* with what is chosen; drops one that runs */
void valise_send_choose (ValiseSend *self, const ValiseSendColumn *column, gboolean chosen);
void valise_send_set_max_bytes (ValiseSend *self, guint64 max_bytes);            /* 0: no limit */
guint64 valise_send_get_max_bytes (ValiseSend *self);

/* To a folder; `mount`: the medium that it lies on, or NULL. */
void valise_send_write (ValiseSend *self, const char *folder, const char *mount);
void valise_send_cancel (ValiseSend *self);                                      /* what runs; nothing unfinished is left behind */

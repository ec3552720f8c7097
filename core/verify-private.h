/* verify-private.h - what the files of verify.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/verify.h"

/* A leaf as its entry's bytes give it. */
typedef struct {
  guint64 index;
  ValiseHash hash;
} ValiseVerifiedLeaf;

typedef struct {
  ValiseStore *store;
  const ValiseVerifyHow *how;
  ValiseVerified *found;
  guint64 done, total;  /* for progress */
  gint64 log;           /* being read */
  char *device;         /* of that log */
  GArray *leaves;       /* of ValiseVerifiedLeaf, of that log, ascending */
} ValiseVerifying;

void valise_verify_complain (ValiseVerifying *verifying, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The pages of the database; then the age files and bundles beside it. */
void valise_verify_database (ValiseVerifying *verifying);
void valise_verify_folder (ValiseVerifying *verifying);

/* Every checkpoint of the log against its leaves, and its signature. */
gboolean valise_verify_tree (ValiseVerifying *verifying, GError **error);

/* bundle.h - the words of a bundle that its writer and its reader share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_BUNDLE_STANZAS 8
#define VALISE_BUNDLE_COMMENT "valise bundle 1"

/* Labels in bag-info.txt */
#define VALISE_BUNDLE_VERSION_LABEL "Valise-Bundle"
#define VALISE_BUNDLE_VERSION "1"
#define VALISE_BUNDLE_SENDER "Valise-Sender"
#define VALISE_BUNDLE_RECIPIENT "Valise-Recipient"
#define VALISE_BUNDLE_CREATED "Valise-Created"
#define VALISE_BUNDLE_CLASSIFICATION "Valise-Classification"
#define VALISE_BUNDLE_TRAINING "Training"
#define VALISE_BUNDLE_GROUP "Bag-Group-Identifier" /* of parts of a group only */
#define VALISE_BUNDLE_COUNT "Bag-Count"            /* "3 of 7" */

/* Labels that own their texts, of GPtrArray of char * in pairs. */
GPtrArray *valise_bundle_info_new (void);
void       valise_bundle_info_add (GPtrArray *info, const char *label, const char *value);
GArray    *valise_bundle_info_labels (GPtrArray *info); /* of ValiseBagLabel, lent from info */

/* 0 "UNCLASSIFIED", 1 "CONFIDENTIAL", 2 "STRICTLY CONFIDENTIAL". */
const char *valise_bundle_class (guint number);

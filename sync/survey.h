/* survey.h - what would go, record by record, before it is split into parts
 *
 * Pure: it is told, and puts in order. First what can be acted on and what
 * that needs (its items, its place, its photos: linked one way or the other),
 * then other records, last what the program itself notes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"

typedef struct {
  char record[VALISE_RECORD_ID_LENGTH + 1];
  guint64 size;        /* bytes of its lines, uncompressed */
  guint priority;      /* 0 first */
  gboolean actionable, system;
  GPtrArray *links;    /* ids that it links to; NULL: none */
} ValiseSurveyed;

typedef struct _ValiseSurvey ValiseSurvey;

ValiseSurvey *valise_survey_new (void);
void          valise_survey_free (ValiseSurvey *survey);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseSurvey, valise_survey_free)

/* One more line of a record. */
void valise_survey_add (ValiseSurvey *survey, const ValiseRecord *record, guint64 size);

/* In order; equals as they were told (of ValiseSurveyed, lent). Call once. */
GPtrArray *valise_survey_order (ValiseSurvey *survey);

/* 0, 1 or 2; records that were not told count as 1. After ordering. */
guint      valise_survey_priority (ValiseSurvey *survey, const char *record);

/* codes.h - the code lists that the type tables point to
 *
 * A code stands in entries for ever: rows are added, never changed or taken
 * away. What a person reads is the label. An open list also keeps text that it
 * does not know, so nobody has to call a weapon by a name that is not its own;
 * for the same reason a variant is a choice of its own (with the family as
 * `broader`), and an alias is only another spelling.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/type.h"

/* arms.c: ITI / A/52/298 categories, markings */
extern const ValiseCodeList valise_codes_item_kind;
extern const ValiseCodeList valise_codes_arms_category;
extern const ValiseCodeList valise_codes_marking_method;
extern const ValiseCodeList valise_codes_marking_state;
extern const ValiseCodeList valise_codes_marking_location;
extern const ValiseCodeList valise_codes_condition;
extern const ValiseCodeList valise_codes_action;
extern const ValiseCodeList valise_codes_count_method;

/* ammunition.c */
extern const ValiseCodeList valise_codes_ammunition_kind;
extern const ValiseCodeList valise_codes_case_material;
extern const ValiseCodeList valise_codes_colour;
extern const ValiseCodeList valise_codes_calibre;

/* model.c */
extern const ValiseCodeList valise_codes_model;

/* source.c: interviews, grading, classification */
extern const ValiseCodeList valise_codes_consent;
extern const ValiseCodeList valise_codes_consent_use;
extern const ValiseCodeList valise_codes_admiralty_source;
extern const ValiseCodeList valise_codes_admiralty_information;
extern const ValiseCodeList valise_codes_un_classification;
extern const ValiseCodeList valise_codes_release;
extern const ValiseCodeList valise_codes_recording_medium;
extern const ValiseCodeList valise_codes_account_form;
extern const ValiseCodeList valise_codes_protection_level;
extern const ValiseCodeList valise_codes_reprisal_risk;
extern const ValiseCodeList valise_codes_place_type;
extern const ValiseCodeList valise_codes_language;
extern const ValiseCodeList valise_codes_script;
extern const ValiseCodeList valise_codes_knowledge;

/* site.c: sightings and places */
extern const ValiseCodeList valise_codes_how_known;
extern const ValiseCodeList valise_codes_place_method;
extern const ValiseCodeList valise_codes_controller;
extern const ValiseCodeList valise_codes_hazard;
extern const ValiseCodeList valise_codes_access_risk;
extern const ValiseCodeList valise_codes_guarding;
extern const ValiseCodeList valise_codes_supply_direction;
extern const ValiseCodeList valise_codes_perishability;
extern const ValiseCodeList valise_codes_site_condition;

/* cargo.c: inspections, packages, documents, conveyances */
extern const ValiseCodeList valise_codes_document_kind;
extern const ValiseCodeList valise_codes_euc_authentication;
extern const ValiseCodeList valise_codes_delivery_verification;
extern const ValiseCodeList valise_codes_document_state;
extern const ValiseCodeList valise_codes_inspection_result;
extern const ValiseCodeList valise_codes_cooperation;
extern const ValiseCodeList valise_codes_disposal;
extern const ValiseCodeList valise_codes_package_kind;
extern const ValiseCodeList valise_codes_seal_state;
extern const ValiseCodeList valise_codes_conveyance_kind;

/* person.c: people, organizations, notes, photos, custody */
extern const ValiseCodeList valise_codes_sex;
extern const ValiseCodeList valise_codes_role;
extern const ValiseCodeList valise_codes_organization_kind;
extern const ValiseCodeList valise_codes_listed;
extern const ValiseCodeList valise_codes_note_kind;
extern const ValiseCodeList valise_codes_exif_state;
extern const ValiseCodeList valise_codes_orientation;
extern const ValiseCodeList valise_codes_photo_subject;
extern const ValiseCodeList valise_codes_custody_action;

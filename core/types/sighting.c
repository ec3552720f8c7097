/* sighting.c - a weapons cache or other thing of interest, at a place and a time
 *
 * What is there are item records with this one as parent, so that two people
 * who add items never collide.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/types/types.h"

static const ValiseField fields[] = {
  { .name = "title", .label = N_ ("Short description"), .section = N_ ("Where and when"),
    .kind = VALISE_KIND_TEXT, .help = N_ ("As you would say it: cache under tarpaulin") },
  { .name = "place", .label = N_ ("Place"), .kind = VALISE_KIND_PLACE, .required = TRUE,
    .help = N_ ("As told and as measured are kept apart") },
  { .name = "seen", .label = N_ ("Seen"), .kind = VALISE_KIND_TIME, .required = TRUE,
    .help = N_ ("When it was there, not when you heard of it") },
  { .name = "seen-until", .label = N_ ("Seen until"), .kind = VALISE_KIND_TIME,
    .help = N_ ("The last moment it is known to have been there") },
  { .name = "told", .label = N_ ("Told on"), .kind = VALISE_KIND_TIME,
    .help = N_ ("When you heard of it") },
  { .name = "how-known", .label = N_ ("How known"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_how_known, .required = TRUE,
    .help = N_ ("Your own eyes, or through whom or what") },
  { .name = "observers", .label = N_ ("Observers"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("Members of the panel or the mission who saw it; never sources") },

  { .name = "description", .label = N_ ("What is there"), .section = N_ ("Items"),
    .kind = VALISE_KIND_LONG_TEXT, .help = N_ ("In your own words; items follow one by one") },
  { .name = "condition", .label = N_ ("Condition of the site"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_site_condition, .help = N_ ("In use, disturbed, emptied") },

  { .name = "markings", .label = N_ ("Markings"), .section = N_ ("Markings and transport"),
    .kind = VALISE_KIND_LONG_TEXT, .help = N_ ("On crates, walls, vehicles: as read") },
  { .name = "lot", .label = N_ ("Lot or batch"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = N_ ("As read. ? for each character you cannot read") },
  { .name = "container", .label = N_ ("Container number"), .kind = VALISE_KIND_IDENTIFIER,
    .many = TRUE, .trace = TRUE, .check = VALISE_CHECK_ISO6346,
    .help = N_ ("Four letters and seven digits, as read") },
  { .name = "air-waybill", .label = N_ ("Air waybill"), .kind = VALISE_KIND_IDENTIFIER,
    .many = TRUE, .trace = TRUE, .check = VALISE_CHECK_AWB,
    .help = N_ ("Three digits of the airline, then eight") },
  { .name = "conveyances", .label = N_ ("Conveyances"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .target = "conveyance", .help = N_ ("Vehicles, vessels and aircraft seen there") },

  VALISE_ROW_TOLD_IN,
  { .name = "who-told", .label = N_ ("Who told you"), .kind = VALISE_KIND_LONG_TEXT,
    .sealed = TRUE, .help = N_ ("Name, phone, anything that identifies the source") },
  { .name = "corroborated-by", .label = N_ ("Corroborated by"), .kind = VALISE_KIND_LINK,
    .many = TRUE, .help = N_ ("Independent records that say the same") },

  { .name = "hazards", .label = N_ ("Risk at the site"), .section = N_ ("Risk at the site"),
    .kind = VALISE_KIND_CHOICES, .list = &valise_codes_hazard, .required = TRUE,
    .help = N_ ("Unexploded ordnance, booby traps and other hazards seen or told") },
  { .name = "hazards-note", .label = N_ ("About the hazards"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("Where exactly, and who said so") },
  { .name = "access-risk", .label = N_ ("Risk of going there"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_access_risk, .help = N_ ("For a team that goes next") },
  { .name = "access", .label = N_ ("Access"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("Roads, checkpoints, permissions, hours") },

  { .name = "controller-type", .label = N_ ("Who controls the site"),
    .section = N_ ("Guards and direction"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_controller, .help = N_ ("Control in fact, whoever owns it") },
  { .name = "controller", .label = N_ ("Name of the controller"), .kind = VALISE_KIND_TEXT,
    .screen = TRUE, .help = N_ ("Commander, unit, owner, as told") },
  { .name = "controller-record", .label = N_ ("Controller's record"), .kind = VALISE_KIND_LINK,
    .target = "person organization", .help = N_ ("When there is one") },
  { .name = "guarding", .label = N_ ("Guarding"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_guarding, .help = N_ ("How it is watched") },
  { .name = "guarding-note", .label = N_ ("About the guards"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("Number, arms, hours, uniforms") },
  { .name = "supply-direction", .label = N_ ("Direction of supply"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_supply_direction, .help = N_ ("Arriving, leaving, passing through") },
  { .name = "supply-from", .label = N_ ("Comes from"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("Place or people, as told") },
  { .name = "supply-to", .label = N_ ("Goes to"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("Place or people, as told") },

  VALISE_ROWS_GRADING,
  { .name = "perishability", .label = N_ ("Stays true for"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_perishability, .help = N_ ("How soon it will be moved or gone") },
  { .name = "actionable", .label = N_ ("Actionable"), .kind = VALISE_KIND_BOOLEAN,
    .help = N_ ("Somebody could act on it now: packed first") },
  { .name = "action-proposed", .label = N_ ("What could be done"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("And by whom") },
  VALISE_ROW_FILES (FALSE),
  { NULL },
};

const ValiseType valise_type_sighting = {
  .name = "sighting", .label = N_ ("Sighting"), .plural = N_ ("Sightings"), .version = 1,
  .audience = VALISE_AUDIENCE_OBSERVATION, .title = "title place description", .fields = fields,
};

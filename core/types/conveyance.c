/* conveyance.c - a vessel, aircraft or vehicle
 *
 * Names, flags and registrations change; the IMO number of a hull and the
 * maker's serial number of an airframe stay. So the former ones are kept too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/types/types.h"

#define AS_READ N_ ("As read. ? for each character you cannot read, [x] for a doubtful one")

static const ValiseField fields[] = {
  { .name = "kind", .label = N_ ("Kind"), .section = N_ ("Conveyance"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_conveyance_kind, .required = TRUE, .help = N_ ("Vessel, aircraft, vehicle") },
  { .name = "name", .label = N_ ("Name"), .kind = VALISE_KIND_TEXT, .screen = TRUE,
    .help = N_ ("As painted on it") },
  { .name = "former-names", .label = N_ ("Former names"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .screen = TRUE, .help = N_ ("With dates when known; welded letters may still show") },
  { .name = "registration", .label = N_ ("Registration or plate"), .kind = VALISE_KIND_IDENTIFIER,
    .trace = TRUE, .help = AS_READ },
  { .name = "former-registrations", .label = N_ ("Former registrations"),
    .kind = VALISE_KIND_IDENTIFIER, .many = TRUE, .trace = TRUE, .help = AS_READ },
  { .name = "flag", .label = N_ ("Flag or country"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("Two letters (ISO 3166)") },
  { .name = "flag-history", .label = N_ ("Flag history"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("Each flag with its dates; false ones too") },
  { .name = "make", .label = N_ ("Make"), .kind = VALISE_KIND_TEXT, .help = N_ ("Builder or manufacturer") },
  { .name = "model", .label = N_ ("Model or type"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("Il-76TD, Land Cruiser 79, general cargo") },
  { .name = "built", .label = N_ ("Built"), .kind = VALISE_KIND_DATE, .help = N_ ("The year is enough") },
  { .name = "colour", .label = N_ ("Colour and marks"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("Livery, hull, logos, damage") },
  { .name = "description", .label = N_ ("Description"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("What lets somebody know it again") },

  { .name = "imo", .label = N_ ("IMO number"), .section = N_ ("Vessel"), .kind = VALISE_KIND_IDENTIFIER,
    .trace = TRUE, .check = VALISE_CHECK_IMO, .help = N_ ("Seven digits; stays with the hull") },
  { .name = "mmsi", .label = N_ ("MMSI"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE, .trace = TRUE,
    .help = N_ ("Nine digits, sent by its transponder") },
  { .name = "call-sign", .label = N_ ("Call sign"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = N_ ("Of a vessel, or used by a flight") },
  { .name = "home-port", .label = N_ ("Home port or base"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("As painted on it or found out") },
  { .name = "tonnage", .label = N_ ("Gross tonnage"), .kind = VALISE_KIND_INTEGER,
    .help = N_ ("As registered") },
  { .name = "length", .label = N_ ("Length"), .kind = VALISE_KIND_DECIMAL, .units = "m ft",
    .help = N_ ("With its unit") },

  { .name = "msn", .label = N_ ("Serial number (MSN)"), .section = N_ ("Aircraft"),
    .kind = VALISE_KIND_IDENTIFIER, .trace = TRUE, .help = N_ ("The maker's; stays when the registration changes") },
  { .name = "icao24", .label = N_ ("24-bit address"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = N_ ("Six hexadecimal characters, sent by its transponder") },
  { .name = "operator-certificate", .label = N_ ("Air operator certificate"),
    .kind = VALISE_KIND_IDENTIFIER, .trace = TRUE, .help = AS_READ },

  { .name = "chassis", .label = N_ ("Chassis number (VIN)"), .section = N_ ("Vehicle"),
    .kind = VALISE_KIND_IDENTIFIER, .trace = TRUE, .help = AS_READ },
  { .name = "engine", .label = N_ ("Engine numbers"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = AS_READ },
  { .name = "mounted", .label = N_ ("Weapons mounted"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("As seen; items follow one by one") },

  { .name = "owner", .label = N_ ("Owner"), .section = N_ ("Who runs it"), .kind = VALISE_KIND_LINK,
    .many = TRUE, .target = "person organization", .help = N_ ("Registered and in fact") },
  { .name = "operator", .label = N_ ("Operator"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .target = "person organization", .help = N_ ("Manager, charterer, airline too") },
  { .name = "owner-named", .label = N_ ("Owner and operator as documented"), .kind = VALISE_KIND_TEXT,
    .many = TRUE, .screen = TRUE, .help = N_ ("Names in papers, without a record yet") },
  { .name = "crew", .label = N_ ("Crew and drivers"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .screen = TRUE, .help = N_ ("Names and posts; never sources") },
  { .name = "insurer", .label = N_ ("Insurer and class"), .kind = VALISE_KIND_TEXT, .screen = TRUE,
    .help = N_ ("As documented") },

  { .name = "place", .label = N_ ("Last seen at"), .section = N_ ("Movements"), .kind = VALISE_KIND_PLACE,
    .anywhere = TRUE, .help = N_ ("As told and as measured are kept apart") },
  { .name = "seen", .label = N_ ("Last seen"), .kind = VALISE_KIND_TIME, .help = N_ ("When it was there") },
  { .name = "route", .label = N_ ("Route"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("Ports and airfields in order, with dates") },
  { .name = "transponder", .label = N_ ("Transponder"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("Gaps, false positions, changed identities") },
  { .name = "listed", .label = N_ ("On a sanctions list"), .section = N_ ("Lists"),
    .kind = VALISE_KIND_CHOICE, .list = &valise_codes_listed, .help = N_ ("A person's judgement, with the list's date below") },
  { .name = "list-reference", .label = N_ ("Reference of the entry"), .kind = VALISE_KIND_IDENTIFIER,
    .many = TRUE, .trace = TRUE, .help = N_ ("As printed in the list") },
  { .name = "list-date", .label = N_ ("Date of the list"), .kind = VALISE_KIND_DATE,
    .help = N_ ("Of the one that was searched") },
  { .name = "same-as", .label = N_ ("Same conveyance as"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .target = "conveyance", .help = N_ ("Your own judgement") },
  VALISE_ROW_RECORDS (N_ ("Links")),
  VALISE_ROW_TOLD_IN,
  VALISE_ROW_FILES (FALSE),
  { NULL },
};

const ValiseType valise_type_conveyance = {
  .name = "conveyance", .label = N_ ("Conveyance"), .plural = N_ ("Conveyances"), .version = 1,
  .audience = VALISE_AUDIENCE_OBSERVATION, .title = "name registration imo msn chassis kind",
  .fields = fields,
};

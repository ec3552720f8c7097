/* site.c - sightings: how it is known, who holds the place, what is dangerous there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/codes/codes.h"

#include <glib/gi18n.h>

static const ValiseChoice how_known[] = {
  { "own-eyes", N_("Own eyes"), N_("The person who records it saw it"), "seen; observed" },
  { "told", N_("Told"), N_("By a source: link the interview"), "reported" },
  { "document", N_("Document"), NULL, "documents" },
  { "imagery", N_("Imagery"), N_("Photographs, video or satellite pictures by others"), "satellite; video" },
  { "mixed", N_("More than one of these"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_how_known = { "how-known", N_("How a thing is known"), FALSE, how_known };

static const ValiseChoice place_method[] = {
  { "gps", N_("GPS"), N_("Measured by a receiver"), "gnss" },
  { "map", N_("Map"), N_("Pointed at on a map"), NULL },
  { "photo", N_("Photo"), N_("Read from a photograph"), "exif" },
  { "imagery", N_("Imagery"), N_("Found on satellite or aerial pictures"), "satellite" },
  { "described", N_("Described"), N_("Worked out from what was said"), "told" },
  { NULL },
};
const ValiseCodeList valise_codes_place_method = { "place-method", N_("How a place was measured"), FALSE, place_method };

static const ValiseChoice controller[] = {
  { "state-military", N_("State armed forces"), NULL, "army; military" },
  { "state-police", N_("Police or gendarmerie"), NULL, "police; gendarmerie" },
  { "state-intelligence", N_("Intelligence service"), NULL, NULL },
  { "state-customs", N_("Customs or border service"), NULL, "customs" },
  { "state-other", N_("Other State body"), NULL, NULL },
  { "foreign-forces", N_("Foreign armed forces"), NULL, NULL },
  { "un", N_("United Nations"), NULL, "peacekeepers; mission" },
  { "regional-force", N_("Regional force"), NULL, NULL },
  { "armed-group", N_("Armed group"), NULL, "rebels; non-state armed group" },
  { "militia", N_("Militia or self-defence group"), NULL, "self-defence group" },
  { "listed", N_("Listed person or entity"), NULL, NULL },
  { "private-security", N_("Private security or military company"), NULL, "pmc; psc" },
  { "company", N_("Company"), NULL, NULL },
  { "civilian", N_("Civilians"), NULL, "private person; family" },
  { "abandoned", N_("Nobody: abandoned"), NULL, "none; nobody" },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_controller = { "controller", N_("Who controls a place"), FALSE, controller };

static const ValiseChoice hazard[] = {
  { "none-seen", N_("None seen or told"), N_("Looked for, and asked about"), "none; no hazard" },
  { "uxo", N_("Unexploded ordnance"), NULL, "erw" },
  { "booby-trap", N_("Booby trap or device"), NULL, "booby-trapped; ied" },
  { "mines", N_("Mines"), NULL, "minefield" },
  { "unstable", N_("Unstable ammunition or explosives"), NULL, "leaking ammunition" },
  { "fire", N_("Fire"), NULL, NULL },
  { "toxic", N_("Toxic or chemical"), NULL, "chemical" },
  { "radioactive", N_("Radioactive"), NULL, NULL },
  { "biological", N_("Biological"), NULL, NULL },
  { "collapse", N_("Building or stack may collapse"), NULL, NULL },
  { "armed-people", N_("Armed people"), NULL, "guards; hostile" },
  { "fighting", N_("Fighting nearby"), NULL, "shelling" },
  { "surveillance", N_("Watched"), N_("Who goes there is noticed"), "watchers" },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_hazard = { "hazard", N_("Hazards"), FALSE, hazard };

static const ValiseChoice access_risk[] = {
  { "low", N_("Low"), NULL, NULL },
  { "medium", N_("Medium"), NULL, NULL },
  { "high", N_("High"), NULL, NULL },
  { "no-access", N_("No access"), NULL, "denied; inaccessible" },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_access_risk = { "access-risk", N_("Risks of going there"), FALSE, access_risk };

static const ValiseChoice guarding[] = {
  { "none", N_("Not guarded"), NULL, "unguarded" },
  { "occasional", N_("Looked after now and then"), NULL, NULL },
  { "guarded", N_("Guarded"), NULL, NULL },
  { "strong", N_("Strongly guarded"), NULL, "heavily guarded" },
  { "hidden", N_("Hidden, not guarded"), NULL, "concealed; buried" },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_guarding = { "guarding", N_("How a place is guarded"), FALSE, guarding };

static const ValiseChoice supply_direction[] = {
  { "incoming", N_("Arriving here"), NULL, "in; inbound" },
  { "outgoing", N_("Leaving from here"), NULL, "out; outbound" },
  { "through", N_("Passing through"), NULL, "transit" },
  { "stored", N_("Stored here"), NULL, "static" },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_supply_direction = { "supply-direction", N_("Directions of supply"), FALSE, supply_direction };

static const ValiseChoice perishability[] = {
  { "hours", N_("Hours"), NULL, NULL },
  { "days", N_("Days"), NULL, NULL },
  { "weeks", N_("Weeks"), NULL, NULL },
  { "stable", N_("Months or longer"), NULL, "permanent" },
  { "past", N_("Over already"), NULL, "gone" },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_perishability = { "perishability", N_("How long information stays true"), FALSE, perishability };

static const ValiseChoice site_condition[] = {
  { "active", N_("In use"), NULL, NULL },
  { "intact", N_("Intact, not in use"), NULL, NULL },
  { "disturbed", N_("Disturbed or partly emptied"), NULL, "looted" },
  { "emptied", N_("Emptied"), NULL, "empty" },
  { "destroyed", N_("Destroyed"), NULL, "burnt" },
  { "secured", N_("Secured or seized"), NULL, "seized" },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_site_condition = { "site-condition", N_("Conditions of a site"), FALSE, site_condition };

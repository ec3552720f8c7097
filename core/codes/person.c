/* person.c - people and organizations; photos, notes and the custody log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/codes/codes.h"

#include <glib/gi18n.h>

static const ValiseChoice sex[] = {
  { "female", N_("Female"), NULL, "f; woman" },
  { "male", N_("Male"), NULL, "m; man" },
  { "other", N_("Other"), NULL, "x" },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_sex = { "sex", N_("Sex"), FALSE, sex };

static const ValiseChoice role[] = {
  { "supplier", N_("Supplier"), NULL, "seller" },
  { "manufacturer", N_("Manufacturer"), NULL, "maker" },
  { "broker", N_("Broker"), NULL, "agent; intermediary" },
  { "exporter", N_("Exporter"), NULL, NULL },
  { "shipper", N_("Shipper"), NULL, "consignor" },
  { "carrier", N_("Carrier"), NULL, "transporter" },
  { "forwarder", N_("Freight forwarder"), NULL, NULL },
  { "consignee", N_("Consignee"), NULL, NULL },
  { "notify-party", N_("Notify party"), NULL, NULL },
  { "end-user", N_("End user"), NULL, "recipient" },
  { "owner", N_("Owner"), NULL, "beneficial owner" },
  { "operator", N_("Operator"), NULL, NULL },
  { "manager", N_("Manager"), NULL, NULL },
  { "charterer", N_("Charterer"), NULL, NULL },
  { "master", N_("Master or captain"), NULL, "captain" },
  { "crew", N_("Crew"), NULL, "pilot; driver" },
  { "financier", N_("Financier"), NULL, "bank" },
  { "commander", N_("Commander"), NULL, "leader" },
  { "fighter", N_("Fighter"), NULL, "member" },
  { "official", N_("Official"), NULL, NULL },
  { "facilitator", N_("Facilitator"), NULL, "fixer" },
  { "trader", N_("Trader"), NULL, NULL },
  { "custodian", N_("Keeper of arms"), NULL, "guard" },
  { "victim", N_("Victim"), NULL, NULL },
  { "witness", N_("Witness"), NULL, NULL },
  { "other", N_("Other"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_role = { "role", N_("Roles in a case"), FALSE, role };

static const ValiseChoice organization_kind[] = {
  { "company", N_("Company"), NULL, "business" },
  { "bank", N_("Bank or money transfer"), NULL, "hawala" },
  { "airline", N_("Airline"), NULL, "air operator", "company" },
  { "shipping-line", N_("Shipping line"), NULL, NULL, "company" },
  { "manufacturer", N_("Manufacturer"), NULL, "factory", "company" },
  { "state-armed-forces", N_("State armed forces"), NULL, "army", "state" },
  { "state-security", N_("Police or security service"), NULL, "police", "state" },
  { "state", N_("State body"), NULL, "ministry; government" },
  { "armed-group", N_("Armed group"), NULL, "militia" },
  { "military-unit", N_("Military unit"), NULL, "battalion; brigade" },
  { "private-military", N_("Private military company"), NULL, "pmc" },
  { "political", N_("Political movement"), NULL, "party" },
  { "charity", N_("Charity or foundation"), NULL, "ngo" },
  { "international", N_("International organization"), NULL, "un; agency" },
  { "network", N_("Network"), NULL, NULL },
  { "family", N_("Family or clan"), NULL, "clan" },
  { "other", N_("Other"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_organization_kind = { "organization-kind", N_("Kinds of organization"), FALSE, organization_kind };

static const ValiseChoice listed[] = {
  { "not-screened", N_("Not screened"), NULL, NULL },
  { "no-entry-found", N_("No entry found"), N_("In the lists named, at their dates"), NULL },
  { "possible", N_("Possible entry"), NULL, "maybe" },
  { "listed", N_("Listed"), N_("A person judged that the entry is this one"), "yes" },
  { "delisted", N_("No longer listed"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_listed = { "listed", N_("On a sanctions list"), FALSE, listed };

static const ValiseChoice note_kind[] = {
  { "observation", N_("Observation"), NULL, NULL },
  { "analysis", N_("Analysis"), NULL, "assessment" },
  { "lead", N_("Lead to follow"), NULL, "follow-up" },
  { "question", N_("Question"), NULL, NULL },
  { "meeting", N_("Meeting"), NULL, NULL },
  { "request", N_("Request or letter sent"), N_("A tracing request, a letter to a State or company"), "tracing request" },
  { "reply", N_("Reply received"), NULL, "right of reply" },
  { "handover", N_("For the next panel"), NULL, NULL },
  { "other", N_("Other"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_note_kind = { "note-kind", N_("Kinds of note"), FALSE, note_kind };

static const ValiseChoice exif_state[] = {
  { "read", N_("Read"), NULL, NULL },
  { "none", N_("None"), N_("The file carries no such data"), NULL },
  { "not-parsed", N_("Not parsed"), N_("The file is kept as it came; its data could not be read"), NULL },
  { NULL },
};
const ValiseCodeList valise_codes_exif_state = { "exif-state", N_("States of the camera's data"), FALSE, exif_state };

static const ValiseChoice orientation[] = {
  { "1", N_("Upright"), NULL, NULL },
  { "2", N_("Mirrored"), NULL, NULL },
  { "3", N_("Upside down"), NULL, NULL },
  { "4", N_("Upside down, mirrored"), NULL, NULL },
  { "5", N_("Turned left, mirrored"), NULL, NULL },
  { "6", N_("Turn right to see it upright"), NULL, NULL },
  { "7", N_("Turned right, mirrored"), NULL, NULL },
  { "8", N_("Turn left to see it upright"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_orientation = { "orientation", N_("Orientations (EXIF 1 to 8)"), FALSE, orientation };

static const ValiseChoice photo_subject[] = {
  { "overview", N_("Overview of the site"), NULL, "scene" },
  { "item", N_("Whole item"), NULL, "weapon" },
  { "marking", N_("Marking"), NULL, "serial" },
  { "headstamp", N_("Headstamp"), NULL, NULL },
  { "packaging", N_("Packaging"), NULL, "crate" },
  { "document", N_("Document"), NULL, NULL },
  { "damage", N_("Damage"), NULL, NULL },
  { "conveyance", N_("Conveyance"), NULL, "vehicle; vessel; aircraft" },
  { "person", N_("Person"), N_("Think of a redacted copy before it leaves"), "people" },
  { "screen", N_("Screen of a device"), NULL, "screenshot" },
  { "other", N_("Other"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_photo_subject = { "photo-subject", N_("What a photo shows"), FALSE, photo_subject };

static const ValiseChoice custody_action[] = {
  { "looked", N_("Looked at"), NULL, NULL },
  { "exported", N_("Exported"), NULL, NULL },
  { "packed", N_("Packed"), NULL, NULL },
  { "relayed", N_("Carried on for others"), NULL, NULL },
  { "saved", N_("Saved out"), NULL, NULL },
  { "backed-up", N_("Copied to another disk"), NULL, NULL },
  { "opened-vault", N_("Vault opened"), NULL, NULL },
  { "resealed", N_("Sealed again for today's custodians"), NULL, NULL },
  { "recovered", N_("Keys recovered"), NULL, NULL },
  { "continued", N_("Went on as successor"), N_("The store was restored or copied"), NULL },
  { "erased", N_("Erased here"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_custody_action = { "custody-action", N_("Custody events"), FALSE, custody_action };

/* cargo.c - inspections of cargo, its papers and what carries it
 *
 * The duty to report an inspection is that of S/RES/2428 (2018) paragraph 10;
 * an end-user certificate's states follow what certificates are known to fail
 * by: forged, bought, never compared with a delivery.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/codes/codes.h"

#include <glib/gi18n.h>

static const ValiseChoice document_kind[] = {
  { "bill-of-lading", N_("Bill of lading"), NULL, "b/l; bol; connaissement", "transport" },
  { "air-waybill", N_("Air waybill"), NULL, "awb; lettre de transport aérien", "transport" },
  { "road-waybill", N_("Road waybill (CMR)"), NULL, "cmr; waybill; lettre de voiture", "transport" },
  { "rail-waybill", N_("Rail waybill"), NULL, NULL, "transport" },
  { "manifest", N_("Manifest"), NULL, "cargo manifest; manifeste", "transport" },
  { "flight-plan", N_("Flight plan"), NULL, NULL, "transport" },
  { "general-declaration", N_("General declaration"), NULL, "gendec", "transport" },
  { "dangerous-goods", N_("Dangerous goods declaration"), NULL, "dgd; shipper's declaration", "transport" },
  { "transport", N_("Other transport document"), NULL, NULL },
  { "packing-list", N_("Packing list"), NULL, "liste de colisage", "trade" },
  { "invoice", N_("Invoice"), NULL, "commercial invoice; pro forma; facture", "trade" },
  { "contract", N_("Contract"), NULL, NULL, "trade" },
  { "purchase-order", N_("Purchase order"), NULL, "order form", "trade" },
  { "certificate-of-origin", N_("Certificate of origin"), NULL, "certificat d'origine", "trade" },
  { "insurance", N_("Insurance"), NULL, "insurance certificate", "trade" },
  { "letter-of-credit", N_("Letter of credit"), NULL, NULL, "finance" },
  { "bank-statement", N_("Bank statement"), NULL, NULL, "finance" },
  { "payment", N_("Payment order or receipt"), NULL, "swift; receipt; hawala", "finance" },
  { "trade", N_("Other trade document"), NULL, NULL },
  { "finance", N_("Other financial document"), NULL, NULL },
  { "end-user-certificate", N_("End-user certificate"), NULL, "euc; end user certificate; certificat d'utilisateur final" },
  { "delivery-verification", N_("Delivery verification certificate"), NULL, "dvc" },
  { "export-licence", N_("Export licence"), NULL, "export license; export permit" },
  { "import-licence", N_("Import licence"), NULL, "import license; import permit" },
  { "transit-permit", N_("Transit permit"), NULL, NULL },
  { "overflight", N_("Overflight or landing permit"), NULL, "overflight permit; landing permit" },
  { "notification", N_("Notification or exemption request"), N_("To a Sanctions Committee"), "exemption request" },
  { "customs-declaration", N_("Customs declaration"), NULL, "customs" },
  { "seizure-report", N_("Seizure report"), NULL, NULL },
  { "registration", N_("Registration or ownership"), N_("Of a company, ship, aircraft or vehicle"), "ownership document" },
  { "logbook", N_("Logbook"), NULL, "log book" },
  { "weapons-register", N_("Arms register or stock list"), NULL, "armoury book; stock list" },
  { "identity", N_("Passport or identity card"), NULL, "passport; id card" },
  { "letter", N_("Letter"), NULL, "official letter; correspondence" },
  { "order", N_("Military order or report"), NULL, NULL },
  { "report", N_("Report"), NULL, NULL },
  { "article", N_("Article or web page"), NULL, "press; news" },
  { "social-media", N_("Social media post"), NULL, NULL },
  { "satellite-image", N_("Satellite image"), NULL, NULL },
  { "audio", N_("Sound recording"), NULL, NULL },
  { "video", N_("Video"), NULL, NULL },
  { "other", N_("Other"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_document_kind = { "document-kind", N_("Kinds of document"), FALSE, document_kind };

static const ValiseChoice euc_authentication[] = {
  { "not-checked", N_("Not checked"), NULL, NULL },
  { "sent", N_("Sent to the issuing State"), NULL, "asked" },
  { "confirmed", N_("Confirmed"), N_("The issuing State says that it issued it"), "authentic" },
  { "denied", N_("Denied"), N_("The issuing State says that it did not"), "forged; falsified" },
  { "no-reply", N_("No reply"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_euc_authentication = { "euc-authentication", N_("States of authentication"), FALSE, euc_authentication };

static const ValiseChoice delivery_verification[] = {
  { "not-checked", N_("Not checked"), NULL, NULL },
  { "asked", N_("Asked for"), NULL, NULL },
  { "verified", N_("Delivery verified"), NULL, "confirmed" },
  { "partly", N_("Partly delivered"), NULL, "partial" },
  { "not-delivered", N_("Not delivered"), NULL, NULL },
  { "diverted", N_("Delivered elsewhere"), NULL, "re-transferred" },
  { "no-reply", N_("No reply"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_delivery_verification = { "delivery-verification", N_("States of delivery verification"), FALSE, delivery_verification };

static const ValiseChoice document_state[] = {
  { "original", N_("Original"), NULL, NULL },
  { "certified-copy", N_("Certified copy"), NULL, NULL },
  { "copy", N_("Copy or scan"), NULL, "scan; photocopy" },
  { "photo", N_("Photograph of it"), NULL, "photograph" },
  { "transcript", N_("Transcript"), NULL, NULL },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_document_state = { "document-state", N_("What was seen of a document"), FALSE, document_state };

static const ValiseChoice inspection_result[] = {
  { "nothing-found", N_("Nothing found"), NULL, "nothing; negative" },
  { "as-declared", N_("As declared"), NULL, NULL },
  { "not-as-declared", N_("Not as declared"), NULL, "misdeclared" },
  { "items-found", N_("Prohibited items found"), NULL, "found; positive" },
  { "doubtful", N_("Items found, status not certain"), NULL, NULL },
  { "not-completed", N_("Not completed"), NULL, "interrupted" },
  { "refused", N_("Refused"), N_("Nobody was let in"), NULL },
  { NULL },
};
const ValiseCodeList valise_codes_inspection_result = { "inspection-result", N_("Results of an inspection"), FALSE, inspection_result };

static const ValiseChoice cooperation[] = {
  { "full", N_("Full"), NULL, "yes" },
  { "partial", N_("Partial"), NULL, NULL },
  { "none", N_("None"), NULL, "no; refused" },
  { "obstructed", N_("Obstructed"), NULL, NULL },
  { "not-asked", N_("Not asked for"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_cooperation = { "cooperation", N_("Cooperation"), FALSE, cooperation };

static const ValiseChoice disposal[] = {
  { "none", N_("None"), NULL, "not disposed" },
  { "stored", N_("Stored under guard"), NULL, "custody" },
  { "evidence", N_("Kept as evidence"), NULL, NULL },
  { "destroyed", N_("Destroyed"), NULL, NULL },
  { "rendered-inoperable", N_("Rendered inoperable"), NULL, "inoperable" },
  { "transferred", N_("Handed to another State"), NULL, "transfer" },
  { "returned", N_("Returned"), NULL, "released" },
  { "used", N_("Taken into use"), N_("By those who seized it"), NULL },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_disposal = { "disposal", N_("Disposals"), FALSE, disposal };

static const ValiseChoice package_kind[] = {
  { "container", N_("Freight container"), NULL, "shipping container" },
  { "crate", N_("Crate"), NULL, "wooden crate; case" },
  { "box", N_("Box or carton"), NULL, "carton" },
  { "tin", N_("Tin"), NULL, "spam can" },
  { "tube", N_("Tube"), NULL, NULL },
  { "pallet", N_("Pallet"), NULL, NULL },
  { "drum", N_("Drum or barrel"), NULL, "barrel" },
  { "sack", N_("Sack or bag"), NULL, "bag" },
  { "bundle", N_("Bundle"), NULL, NULL },
  { "unit-load-device", N_("Air freight unit"), NULL, "uld" },
  { "vehicle-load", N_("Load of a vehicle, loose"), NULL, "bulk" },
  { "other", N_("Other"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_package_kind = { "package-kind", N_("Kinds of package"), FALSE, package_kind };

static const ValiseChoice seal_state[] = {
  { "intact", N_("Intact"), NULL, NULL },
  { "broken", N_("Broken"), NULL, NULL },
  { "replaced", N_("Replaced"), N_("Another number than in the papers"), NULL },
  { "tampered", N_("Tampered with"), NULL, NULL },
  { "missing", N_("Missing"), NULL, NULL },
  { "none", N_("None: never sealed"), NULL, NULL },
  { "not-examined", N_("Not examined"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_seal_state = { "seal-state", N_("States of a seal"), FALSE, seal_state };

static const ValiseChoice conveyance_kind[] = {
  { "vessel", N_("Vessel"), NULL, "ship; boat" },
  { "dhow", N_("Dhow or small boat"), NULL, "skiff; pirogue", "vessel" },
  { "aeroplane", N_("Aeroplane"), NULL, "airplane; plane", "aircraft" },
  { "helicopter", N_("Helicopter"), NULL, NULL, "aircraft" },
  { "aircraft", N_("Aircraft"), NULL, NULL },
  { "uav", N_("Unmanned aircraft"), NULL, "drone", "aircraft" },
  { "truck", N_("Truck"), NULL, "lorry; camion", "vehicle" },
  { "pickup", N_("Pick-up"), NULL, "technical; pick up truck", "vehicle" },
  { "car", N_("Car"), NULL, NULL, "vehicle" },
  { "motorcycle", N_("Motorcycle"), NULL, "motorbike", "vehicle" },
  { "armoured", N_("Armoured vehicle"), NULL, "apc", "vehicle" },
  { "vehicle", N_("Vehicle"), NULL, NULL },
  { "trailer", N_("Trailer"), NULL, NULL, "vehicle" },
  { "train", N_("Train or wagon"), NULL, "wagon; rail" },
  { "animal", N_("Pack animals"), NULL, "camel; donkey" },
  { "porter", N_("Porters"), NULL, "on foot" },
  { "other", N_("Other"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_conveyance_kind = { "conveyance-kind", N_("Kinds of conveyance"), FALSE, conveyance_kind };

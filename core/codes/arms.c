/* arms.c - arms and their markings
 *
 * Small arms and light weapons follow the list of the 1997 Panel (A/52/298)
 * that the International Tracing Instrument uses; the last two light weapons
 * are the Small Arms Survey's; heavier arms carry the names of the UN Register
 * of Conventional Arms. Markings follow ISACS 05.30 and 05.31.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/codes/codes.h"

#include <glib/gi18n.h>

static const ValiseChoice item_kind[] = {
  { "weapon", N_("Weapon"), NULL, "arm; gun" },
  { "ammunition", N_("Ammunition"), NULL, "rounds; cartridges; munitions" },
  { "explosive", N_("Explosive or device"), N_("Grenades, mines, charges, fuzes, detonators"), "explosives; ied" },
  { "part", N_("Part or component"), NULL, "spare part; magazine" },
  { "packaging", N_("Packaging"), N_("Crates, tins, boxes, tubes, with or without content"), "crate; tin" },
  { "optic", N_("Sight or optic"), NULL, "scope; night vision" },
  { "equipment", N_("Military equipment"), N_("Uniforms, armour, radios, tents"), "uniform; radio; body armour" },
  { "vehicle", N_("Vehicle"), NULL, NULL },
  { "uav", N_("Unmanned aircraft"), NULL, "drone; uas" },
  { "dual-use", N_("Dual-use item"), N_("Chemicals, electronics, machine tools and the like"), NULL },
  { "commodity", N_("Commodity"), N_("Gold, charcoal, oil and other goods under sanctions"), "goods; mineral" },
  { "other", N_("Other"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_item_kind = { "item-kind", N_("Kinds of item"), FALSE, item_kind };

static const ValiseChoice arms_category[] = {
  { "pistol", N_("Revolver or self-loading pistol"), NULL, "revolver; pistol; handgun", "small-arm" },
  { "rifle", N_("Rifle or carbine"), NULL, "rifle; carbine; sniper rifle", "small-arm" },
  { "submachine-gun", N_("Sub-machine gun"), NULL, "smg; machine pistol", "small-arm" },
  { "assault-rifle", N_("Assault rifle"), NULL, NULL, "small-arm" },
  { "light-machine-gun", N_("Light machine gun"), N_("General-purpose machine guns on a bipod too"), "lmg; gpmg", "small-arm" },
  { "shotgun", N_("Shotgun"), NULL, NULL, "small-arm" },
  { "craft-made", N_("Craft-made weapon"), N_("Made or converted in a workshop"), "home-made weapon; converted weapon", "small-arm" },
  { "small-arm", N_("Small arm, kind not known"), NULL, NULL },
  { "heavy-machine-gun", N_("Heavy machine gun"), NULL, "hmg", "light-weapon" },
  { "grenade-launcher", N_("Grenade launcher"), N_("Hand-held, under-barrel or mounted"), "agl; ugl", "light-weapon" },
  { "anti-aircraft-gun", N_("Portable anti-aircraft gun"), NULL, "aa gun", "light-weapon" },
  { "anti-tank-gun", N_("Portable anti-tank gun or recoilless rifle"), NULL, "recoilless rifle; anti-tank gun", "light-weapon" },
  { "anti-tank-launcher", N_("Portable anti-tank missile or rocket launcher"), NULL, "rpg; rocket launcher; atgm", "light-weapon" },
  { "manpads", N_("Portable anti-aircraft missile launcher (MANPADS)"), NULL, "manpad; surface-to-air missile", "light-weapon" },
  { "mortar", N_("Mortar under 100 mm"), NULL, NULL, "light-weapon" },
  { "mortar-120", N_("Mortar of 120 mm"), NULL, NULL, "light-weapon" },
  { "single-rail-rocket", N_("Single-rail rocket launcher"), NULL, NULL, "light-weapon" },
  { "light-weapon", N_("Light weapon, kind not known"), NULL, NULL },
  { "artillery", N_("Artillery"), N_("Guns, howitzers, multiple rocket launchers"), "howitzer; mlrs" },
  { "armoured-vehicle", N_("Armoured vehicle"), NULL, "apc; armored vehicle" },
  { "tank", N_("Battle tank"), NULL, NULL },
  { "combat-aircraft", N_("Combat aircraft"), NULL, NULL },
  { "attack-helicopter", N_("Attack helicopter"), NULL, NULL },
  { "armed-uav", N_("Armed unmanned aircraft"), NULL, "armed drone" },
  { "warship", N_("Warship"), NULL, NULL },
  { "missile", N_("Missile or missile launcher"), NULL, NULL },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_arms_category = { "arms-category", N_("Categories of arms"), FALSE, arms_category };

static const ValiseChoice marking_method[] = {
  { "stamped", N_("Stamped"), NULL, "stamp; punched" },
  { "roll-marked", N_("Roll-marked"), NULL, "rolled" },
  { "engraved", N_("Engraved"), NULL, "engrave" },
  { "laser", N_("Laser-marked"), NULL, "laser engraved" },
  { "dot-peened", N_("Dot-peened"), NULL, "dot peen; micro-percussion" },
  { "cast", N_("Cast"), NULL, NULL },
  { "etched", N_("Etched"), NULL, NULL },
  { "electro-pencil", N_("Electro-pencilled"), NULL, "electric pencil" },
  { "painted", N_("Painted or stencilled"), NULL, "stencilled; stenciled; painted" },
  { "printed", N_("Printed label"), NULL, "label; sticker" },
  { "handwritten", N_("Written by hand"), NULL, NULL },
  { "other", N_("Other"), NULL, NULL },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_marking_method = { "marking-method", N_("How a marking was made"), FALSE, marking_method };

static const ValiseChoice marking_state[] = {
  { "intact", N_("Intact"), NULL, "readable" },
  { "worn", N_("Worn or rusted"), NULL, "corroded; worn; rusted" },
  { "ground-off", N_("Ground off"), NULL, "ground; filed; erased; obliterated" },
  { "over-stamped", N_("Over-stamped"), NULL, "restamped" },
  { "welded", N_("Welded over"), NULL, NULL },
  { "drilled", N_("Drilled or punched out"), NULL, NULL },
  { "painted-over", N_("Painted over"), NULL, NULL },
  { "removed", N_("Plate or label removed"), NULL, NULL },
  { "none", N_("None: never marked"), N_("No trace that a marking ever stood there"), "unmarked; never marked" },
  { "not-examined", N_("Not examined"), N_("Seen from afar, or nobody looked"), "not seen" },
  { NULL },
};
const ValiseCodeList valise_codes_marking_state = { "marking-state", N_("States of a marking"), FALSE, marking_state };

static const ValiseChoice marking_location[] = {
  { "receiver-left", N_("Receiver or frame, left"), NULL, "frame left", "receiver" },
  { "receiver-right", N_("Receiver or frame, right"), NULL, "frame right", "receiver" },
  { "receiver-top", N_("Receiver or frame, top"), NULL, "receiver cover; top cover", "receiver" },
  { "receiver", N_("Receiver or frame"), NULL, "frame; body" },
  { "trunnion", N_("Front trunnion"), NULL, "front sight block" },
  { "barrel", N_("Barrel"), NULL, NULL },
  { "bolt", N_("Bolt"), NULL, NULL },
  { "bolt-carrier", N_("Bolt carrier"), NULL, NULL },
  { "slide", N_("Slide"), NULL, NULL },
  { "breech", N_("Breech"), NULL, NULL },
  { "cylinder", N_("Cylinder"), NULL, NULL },
  { "magazine", N_("Magazine"), NULL, NULL },
  { "stock", N_("Stock or grip"), NULL, "butt; grip" },
  { "rear-sight", N_("Rear sight"), NULL, NULL },
  { "launch-tube", N_("Launch tube"), NULL, "tube" },
  { "grip-stock", N_("Grip stock"), NULL, NULL },
  { "base-plate", N_("Base plate"), NULL, NULL },
  { "sight-unit", N_("Sight unit"), NULL, NULL },
  { "data-plate", N_("Data plate"), NULL, NULL },
  { "head", N_("Head of the cartridge"), NULL, "headstamp" },
  { "projectile", N_("Projectile or warhead"), NULL, "warhead" },
  { "fuze", N_("Fuze"), NULL, "fuse" },
  { "motor", N_("Rocket motor"), NULL, NULL },
  { "crate", N_("Crate"), NULL, "box" },
  { "tin", N_("Tin"), NULL, "can" },
  { "packing-slip", N_("Slip inside the packaging"), NULL, "packing list inside" },
  { "other", N_("Elsewhere"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_marking_location = { "marking-location", N_("Where a marking stands"), TRUE, marking_location };

static const ValiseChoice condition[] = {
  { "new", N_("New, unused"), N_("Preserving grease, wrapping or seals intact"), "factory new; unused" },
  { "good", N_("Good"), NULL, "serviceable" },
  { "worn", N_("Worn but working"), NULL, "used" },
  { "refurbished", N_("Refurbished"), NULL, "rebuilt" },
  { "modified", N_("Modified"), NULL, "converted" },
  { "incomplete", N_("Incomplete"), NULL, "parts missing" },
  { "unserviceable", N_("Does not work"), NULL, "broken; not serviceable" },
  { "destroyed", N_("Destroyed or burnt"), NULL, "burned" },
  { "expended", N_("Expended"), N_("Fired cases, empty tubes"), "fired; spent" },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_condition = { "condition", N_("Conditions"), FALSE, condition };

static const ValiseChoice action[] = {
  { "single-shot", N_("Single shot"), NULL, NULL },
  { "bolt", N_("Bolt action"), NULL, NULL },
  { "semi-automatic", N_("Semi-automatic"), NULL, "self-loading" },
  { "selective", N_("Selective fire"), NULL, NULL },
  { "automatic", N_("Automatic"), NULL, "full automatic" },
  { "pump", N_("Pump action"), NULL, NULL },
  { "break", N_("Break action"), NULL, NULL },
  { "revolver", N_("Revolver"), NULL, NULL },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_action = { "action", N_("Actions"), FALSE, action };

static const ValiseChoice count_method[] = {
  { "counted", N_("Counted"), N_("One by one, by the person who records it"), "count" },
  { "estimated", N_("Estimated"), N_("From a part, a stack or a picture"), "estimate" },
  { "told", N_("Told"), N_("Somebody said so"), "reported" },
  { "documented", N_("From a document"), N_("A packing list, a register, a marking on a crate"), "document" },
  { NULL },
};
const ValiseCodeList valise_codes_count_method = { "count-method", N_("How a quantity is known"), FALSE, count_method };

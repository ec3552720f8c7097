#!/usr/bin/env python3
"""example.py - the worked example of sync/FORMAT.md, computed without Valise

    example.py FORMAT.md            every block there is what it should be, else 1
    example.py FORMAT.md --write    writes the blocks anew

SPDX-License-Identifier: GPL-3.0-or-later
"""

import hmac
import re
import sys

from formats import *

# Who is there: key number n is the byte n, 32 times (minisign's key number: 8 times).
PEOPLE = {"field": 0x10, "second": 0x20, "custodian": 0x30, "headquarters": 0x40}
CHECKPOINT, COSIGNATURE, BUNDLE, AGE, VAULT, ROSTER = range(1, 7)
NOW = 1795251600  # 2026-11-21T09:00:00Z
SIGHTING, INTERVIEW, NOTE = "1" * 32, "2" * 32, "3" * 32
NAME = "examplebundle234"
PHOTO = b"A crate, as drawn.\n"

blocks = {}


def seed(who, purpose):
    return bytes([PEOPLE[who] + purpose]) * 32


def public(who, purpose):
    return public_key(seed(who, purpose), X25519_PRIVATE if purpose in (AGE, VAULT) else ED25519_PRIVATE)


DEVICE = {who: device_id(public(who, CHECKPOINT)) for who in PEOPLE}


def key_name(who):
    return "valise/" + DEVICE[who]


def block(name, *lines):
    blocks[name] = "".join(line if line.endswith("\n") else line + "\n" for line in lines)


# Entries

logs = {who: [] for who in PEOPLE}


class Entry:
    def __init__(self, who, number, record, fields, after=(), seen=None):
        self.key, self.fields = bytes([number]) * 32, fields
        self.k = {name: field_key(self.key, name) for name in fields}
        self.commit = {name: commitment(self.k[name], name, fields[name]) for name in fields}
        self.header = header(DEVICE[who], len(logs[who]), record, seen, after, self.commit.values())
        self.leaf = leaf(self.header)
        self.name = f"{who}-{len(logs[who])}"
        logs[who].append(self)

    def show(self, parts=False):
        lines = [f"key {self.key.hex()}", f"fields {jcs(self.fields)}"]
        for name in sorted(self.fields) if parts else []:
            lines += [f"k {name} {self.k[name].hex()}", f"commit {name} {self.commit[name].hex()}"]
        block(f"entry {self.name}", *lines, f"header {self.header}", f"leaf {self.leaf.hex()}")

    def line(self, names):
        parts = {"entry": self.header}
        if names:
            parts["fields"] = {name: self.fields[name] for name in names}
        if names and len(names) == len(self.fields):
            parts["key"] = base(self.key)
        elif names:
            parts["keys"] = {name: base(self.k[name]) for name in names}
        return jcs(parts)


def subtree_line(who, level, start):
    hashes = [entry.leaf for entry in logs[who][start : start + (1 << level)]]
    return jcs({"hash": base(root(hashes)), "index": start, "level": level})


def lines_for(who, shown, cuts=(), size=None):
    """`shown`: index to names of fields; all else is covered."""
    size = len(logs[who]) if size is None else size
    lines, at = [], 0
    for index in sorted(shown) + [size]:
        lines += [subtree_line(who, level, start) for level, start in cover(at, index, cuts)]
        if index < size:
            lines.append(logs[who][index].line(shown[index]))
        at = index + 1
    return lines


def everything(who, index):
    return {index: list(logs[who][index].fields)}


# Sealed values


def seal(name, number, value):
    s = bytes([number]) * 32
    sealed = handle(s, INTERVIEW, "source-name", value)
    text = sealed_text(s, INTERVIEW, "source-name", value)
    block(f"sealed {name}", f"s {s.hex()}", f"record {INTERVIEW}", "name source-name", f"value {jcs(value)}",
          f"text {text.decode().rstrip()}", f"size {len(text)}", f"handle {base(sealed)}")
    return {"sealed": base(sealed)}


def checkpoint(who, size):
    body = checkpoint_body(DEVICE[who], size, root([entry.leaf for entry in logs[who][:size]]))
    return sign_note(body, key_name(who), seed(who, CHECKPOINT))


def cosigned(who, size):
    return cosign(checkpoint(who, size), key_name("headquarters"), seed("headquarters", COSIGNATURE), NOW)


def reserved(kind, time, **more):
    return {".type": kind, ".time": f"2026-11-{time}Z", **{"." + name: value for name, value in more.items()}}


def write_logs():
    one_name, other_name = seal("first", 0xE1, "Jean Kasereka"), seal("second", 0xE2, "Jean-Bosco Kasereka")
    compartment = {"case": "drc-1533", "class": "confidential"}
    sighting = Entry("field", 0xA0, SIGHTING, reserved("sighting/1", "19T07:05:12", **compartment) | {
        "place": {"datum": "WGS 84", "lat": "-1.6583", "lon": "29.2200"}, "title": "Kasira depot"})
    Entry("field", 0xA1, INTERVIEW, reserved("interview/1", "19T08:00:00", **compartment) | {
        "codename": "HERON", "consent.mission": "no"})
    Entry("field", 0xA2, SIGHTING, reserved("sighting/1", "19T09:30:00") | {
        ".class": "strictly-confidential", "title": "Kasira depot, north gate"},
        [sighting.commit["title"], sighting.commit[".class"]])
    other = Entry("second", 0xB0, INTERVIEW, reserved("interview/1", "20T10:00:00") | {"source-name": other_name})
    Entry("headquarters", 0xC0, "4" * 32, reserved("receipt/1", "21T09:00:00") | {
        "checkpoint": cosigned("field", 3), "files": [sha256(PHOTO).hex()], "log": DEVICE["field"],
        "ranges": ["0-2"], "size": 3})
    seen = root([logs["headquarters"][0].leaf])
    one = Entry("field", 0xA3, INTERVIEW, reserved("interview/1", "20T11:00:00") | {"source-name": one_name})
    Entry("field", 0xA4, INTERVIEW, reserved("interview/1", "21T09:10:00") | {"source-name": one_name},
          [one.commit["source-name"], other.commit["source-name"]], seen)
    note = Entry("field", 0xA5, NOTE, reserved("note/1", "21T09:12:00", **compartment) | {"text": "Ask for the waybill."},
                 seen=seen)
    Entry("field", 0xA6, NOTE, reserved("note/1", "21T09:15:00") | {".reason": "Written twice.", ".withdrawn": True},
          [note.commit[name] for name in (".case", ".class", "text")], seen)
    for who in logs:
        for entry in logs[who]:
            entry.show(parts=entry is sighting)
    block("file", f"names {(bytes([0xF0]) * 32).hex()}", f"sha256 {sha256(PHOTO).hex()}",
          f"name {hmac.new(bytes([0xF0]) * 32, sha256(PHOTO), 'sha256').hexdigest()}")


def write_trees():
    leaves = [entry.leaf for entry in logs["field"]]
    block("roots field", *[f"{size} {root(leaves[:size]).hex()}" for size in range(len(leaves) + 1)])
    block("checkpoint field-7", checkpoint("field", 7))
    block("checkpoint field-3", cosigned("field", 3))
    block("checkpoint second-1", cosigned("second", 1))
    block("checkpoint headquarters-1", cosigned("headquarters", 1))
    block("lines for another case", *lines_for("field", {}, cuts=[3]))
    block("lines for the mission", *lines_for("field", {2: [".class", ".time", ".type"]}, cuts=[3]))
    block("lines for the custodian", *lines_for(
        "field", {0: [], 1: [], 2: [], 3: ["source-name"], 4: ["source-name"], 5: [], 6: []}, cuts=[3]))


# Members

MEMBER = {"field": "T. Adeko", "second": "T. Adeko", "custodian": "P. Osei", "headquarters": "Registry"}
ROLE = {"field": "expert", "second": "expert", "custodian": "custodian", "headquarters": "headquarters"}


def row(who, cases, until=None):
    return {
        "age": age_recipient(public(who, AGE)), "bundle": base(bundle_key(who)), "cases": cases,
        "checkpoint": base(public(who, CHECKPOINT)), "cosignature": base(public(who, COSIGNATURE)),
        "device": DEVICE[who], "from": "2026-11-21", "member": MEMBER[who], "role": ROLE[who], "until": until,
        "vault": age_recipient(public(who, VAULT)) if who in ("field", "custodian") else None,
    }


def key_number(who):
    return bytes([PEOPLE[who] + BUNDLE]) * 8


def bundle_key(who):
    return minisign_public(seed(who, BUNDLE), key_number(who))


def write_members():
    block("devices", *[f"{who} {DEVICE[who]}" for who in PEOPLE])
    block("keys field", *[f"{name} {base(public('field', number))}" for name, number in
                          (("checkpoint", CHECKPOINT), ("cosignature", COSIGNATURE))],
          f"bundle {base(bundle_key('field'))}", f"age {age_recipient(public('field', AGE))}",
          f"vault {age_recipient(public('field', VAULT))}")
    asked = row("field", [])
    block("request field", sign_note(f"valise/request/1\n{jcs(asked)}\n", key_name("field"), seed("field", CHECKPOINT)))
    case = {"basis": "S/RES/1533 (2004)", "closed": False, "id": "drc-1533", "title": "DRC arms embargo"}
    roster_key = public("headquarters", ROSTER)
    heading = {"cases": [case], "date": "2026-11-21T09:00:00Z", "for": DEVICE["field"], "number": 1, "previous": None,
               "registry": DEVICE["headquarters"], "roster_key": base(roster_key), "training": False,
               "until": "2027-11-21"}
    rows = [row("field", ["drc-1533"], "2027-05-31"), row("second", ["drc-1533"], "2027-05-31"),
            row("custodian", ["drc-1533"]), row("headquarters", [])]
    rows.sort(key=lambda one: one["device"])
    body = "valise/roster/1\n" + "".join(jcs(one) + "\n" for one in [heading] + rows)
    block("roster", sign_note(body, "valise/roster/" + DEVICE["headquarters"], seed("headquarters", ROSTER)))
    block("fingerprint field", fingerprint(row_keys(asked)))
    block("fingerprint headquarters",
          fingerprint(headquarters_keys(row("headquarters", []), roster_key, rows)))


# The bundle from headquarters to the field


def write_bundle():
    payload = {"data/roster": blocks["roster"].encode()}
    for who, size in (("headquarters", 1), ("field", 3), ("second", 1)):
        folder = f"data/logs/{DEVICE[who]}/"
        shown = {} if who == "field" else everything(who, 0)
        block(f"lines {who}", *lines_for(who, shown, size=size))
        payload[folder + "checkpoint"] = blocks[f"checkpoint {who}-{size}"].encode()
        payload[folder + "entries.jsonl.zst"] = stored_zstd(blocks[f"lines {who}"].encode())
    block("bagit.txt", "BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8")
    block("bag-info.txt", "Valise-Bundle: 1", f"Valise-Sender: {DEVICE['headquarters']}",
          f"Valise-Recipient: {age_recipient(public('field', AGE))}", "Valise-Created: 2026-11-21T09:00:00Z",
          "Valise-Classification: CONFIDENTIAL", "Training: no",
          f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}")
    block("manifest-sha256.txt", *[f"{sha256(data).hex()}  {path}" for path, data in payload.items()])
    tags = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")
    block("tagmanifest-sha256.txt", *[f"{sha256(blocks[name].encode()).hex()}  {name}" for name in tags])
    block("tagmanifest-sha256.txt.minisig", minisign(
        blocks["tagmanifest-sha256.txt"].encode(), seed("headquarters", BUNDLE), key_number("headquarters"),
        "valise bundle 1"))
    sizes = [len(blocks[name].encode()) for name in tags + ("tagmanifest-sha256.txt", "tagmanifest-sha256.txt.minisig")]
    tar = sum(512 + size + -size % 512 for size in sizes + list(map(len, payload.values()))) + 1024
    block("length", f"tar {tar}", f"padded {bundle_length(tar)}")
    block("lengths", *[f"{size} {bundle_length(size)}" for size in (10240, 262144, 262656, 1000448, 123456512)])


# The photo as a large file would go


def write_pieces():
    length = -(-len(PHOTO) // 3)
    pieces = [PHOTO[at:at + length] for at in range(0, len(PHOTO), length)]
    block("pieces", *[f"data/files/{sha256(PHOTO).hex()}.part-{n:04}-of-{len(pieces):04} {len(piece)} {sha256(piece).hex()}"
                      for n, piece in enumerate(pieces, 1)])


def main():
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    write_logs()
    write_trees()
    write_members()
    write_bundle()
    write_pieces()
    wrong, found = [], set()

    def judge(match):
        name = match.group(1)
        found.add(name)
        if blocks.get(name) != match.group(2):
            wrong.append(name)
        return f"```example {name}\n{blocks.get(name, '')}```\n"

    written = re.sub(r"(?ms)^```example ([^\n]*)\n(.*?)^```\n", judge, text)
    if "--write" in sys.argv:
        with open(path, "w", encoding="utf-8") as file:
            file.write(written)
        return 0
    for name in wrong:
        print(f"{path}: the block “{name}” is not what this program computes:\n{blocks.get(name)}")
    for name in sorted(set(blocks) - found):
        print(f"{path}: the block “{name}” is missing")
    return 1 if wrong or set(blocks) - found else 0


if __name__ == "__main__":
    sys.exit(main())

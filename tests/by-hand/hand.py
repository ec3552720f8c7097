"""hand.py - the steps of a bundle by hand that no common tool does

Called by the scripts beside it, in the folder of a device that has no Valise:

    hand.py request MEMBER       keys in the folder to the files request and fingerprint
    hand.py roster FINGERPRINT   checks the file roster, writes whom to send to
    hand.py log BAG              entries, checkpoint and a sealed value's text
    hand.py sealed BAG           the line of the sealed value, once it is encrypted
    hand.py cut BAG N            the files of a bag in N pieces each
    hand.py recovery             the text of a key.age, and to whom the roster has it encrypted
    hand.py join FOLDER          pieces that came in any bundles, put together
    hand.py length BYTES         to how many bytes a tar is padded
    hand.py rows NOTE            the bundle keys of a request's or roster's rows
    hand.py check BAG NOTE       every log, its entries and commitments, its receipts

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import re
import secrets
import sys

from formats import *

NOW = "2026-11-21T09:00:00Z"


def read(name, mode="r"):
    with open(name, mode, **({} if "b" in mode else {"encoding": "utf-8"})) as file:
        return file.read()


def write(name, text):
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def seed(name):
    return read(name + ".der", "rb")[-32:]  # what openssl genpkey writes ends with it


def own_row(member):
    checkpoint = public_key(seed("checkpoint"))
    return {
        "age": read("age.pub").strip(), "bundle": read("bundle.pub").splitlines()[1], "cases": [],
        "checkpoint": base(checkpoint), "cosignature": base(public_key(seed("cosignature"))),
        "device": device_id(checkpoint), "from": "2026-11-21", "member": member, "role": "expert",
        "until": None, "vault": read("vault.pub").strip(),
    }


def request(member):
    row = own_row(member)
    write("device", row["device"])
    write("request", sign_note(f"valise/request/1\n{jcs(row)}\n", "valise/" + row["device"], seed("checkpoint")))
    write("fingerprint", fingerprint(row_keys(row)))


def read_rows(path):
    """The heading of a roster (or None) and the rows of a roster or request."""
    lines = note_body(read(path)).splitlines()
    values = [json.loads(line) for line in lines[1:]]
    return (values[0], values[1:]) if lines[0] == "valise/roster/1" else (None, values)


def roster(expected):
    heading, rows = read_rows("roster")
    key = unbase(heading["roster_key"])
    assert is_note_by(read("roster"), "valise/roster/" + heading["registry"], key), "the roster is not signed"
    registry = next(row for row in rows if row["device"] == heading["registry"])
    assert fingerprint(headquarters_keys(registry, key, rows)) == expected, "another headquarters"
    assert heading["for"] == read("device") and any(row["device"] == heading["for"] for row in rows)
    write("recipient", registry["age"])


# A log, written


def entry(index, record, fields, after=()):
    key = secrets.token_bytes(32)
    fields = {".time": NOW} | fields
    commits = {name: commitment(field_key(key, name), name, fields[name]) for name in fields}
    text = header(read("device"), index, record, None, after, commits.values())
    return text, jcs({"entry": text, "fields": fields, "key": base(key)}), commits


def log(bag):
    device = read("device")
    sighting, interview, s = secrets.token_hex(16), secrets.token_hex(16), secrets.token_bytes(32)
    name = {"sealed": base(handle(s, interview, "source-name", "Jean Kasereka"))}
    compartment = {".case": "drc-1533", ".class": "confidential"}
    photo = read("photo", "rb")
    entries = [entry(0, sighting, compartment | {
        ".type": "sighting/1", "title": "Kasira dépôt \u2014 \"north\"",
        "files": [{"media": "image/jpeg", "name": "crate.jpg", "sha256": sha256(photo).hex(), "size": len(photo)}]})]
    entries.append(entry(1, interview, compartment | {
        ".type": "interview/1", "codename": "HERON", "consent.mission": "no", "source-name": name}))
    entries.append(entry(2, sighting, {".type": "sighting/1", "title": "Kasira depot"}, [entries[0][2]["title"]]))
    folder = f"{bag}/data/logs/{device}/"
    tree = root([leaf(header_text) for header_text, _, _ in entries])
    write(folder + "checkpoint", sign_note(checkpoint_body(device, len(entries), tree), "valise/" + device, seed("checkpoint")))
    write(folder + "entries.jsonl", "".join(line + "\n" for _, line, _ in entries))
    write("sealed.txt", sealed_text(s, interview, "source-name", "Jean Kasereka"))
    write("handle", name["sealed"])
    write("sighting", sighting)
    write("interview", interview)
    write(f"{bag}/data/files/{sha256(photo).hex()}", photo)


def sealed(bag):
    line = jcs({"age": base(read("sealed.age", "rb")), "handle": read("handle")})
    write(f"{bag}/data/logs/{read('device')}/sealed.jsonl", line + "\n")


# Large files, in pieces


def cut(bag, number):
    folder, number = f"{bag}/data/files/", int(number)
    for name in sorted(os.listdir(folder)):
        data = read(folder + name, "rb")
        length = -(-len(data) // number)
        for piece in range(number):
            write(f"{folder}{name}.part-{piece + 1:04}-of-{number:04}", data[piece * length:(piece + 1) * length])
        os.remove(folder + name)


def join(folder):
    """Pieces of one cut, in order; the whole must have the hash that they are named by."""
    cuts = {}
    for name in os.listdir(folder):
        found = re.fullmatch("([0-9a-f]{64})[.]part-([0-9]{4})-of-([0-9]{4})", name)
        if found:
            cuts.setdefault((found[1], int(found[3])), {})[int(found[2])] = name
    for (whole, number), pieces in sorted(cuts.items()):
        if sorted(pieces) != list(range(1, number + 1)):
            print(f"{whole} waits for {number - len(pieces)} of {number}")
            continue
        data = b"".join(read(os.path.join(folder, pieces[i]), "rb") for i in range(1, number + 1))
        assert sha256(data).hex() == whole, "the pieces are not that file"
        assert len({os.path.getsize(os.path.join(folder, pieces[i])) for i in range(1, number)}) <= 1
        print(f"{whole} whole, {len(data)} bytes in {number} pieces")


# Recovery


def recovery():
    first, second = read_rows("roster")[0]["recovery"]
    identity = next(line for line in read("age.key").splitlines() if line.startswith("AGE-SECRET-KEY-1"))
    write("recovery.first", first)
    write("recovery.second", second)
    write("recovery.text", f"valise/key/1\ndatabase {'0a' * 32}\nfiles {identity}\nbundles {identity}\nnames {'0b' * 32}\n")


# A bundle, read


def check_entry(line, device, index):
    """The leaf, and what is open, each value against its commitment."""
    text = line["entry"]
    head = json.loads(text)
    assert jcs(head) == text, "a header is not canonical"
    assert sorted(head) == ["after", "commit", "device", "index", "record", "seen", "v"]
    assert (head["device"], head["index"], head["v"]) == (device, index, 1)
    fields = line.get("fields", {})
    if "key" in line:
        ks = {name: field_key(unbase(line["key"]), name) for name in fields}
        assert len(fields) == len(head["commit"]), "the entry key does not open all of it"
    else:
        ks = {name: unbase(k) for name, k in line.get("keys", {}).items()}
        assert ks.keys() == fields.keys()
    for name, value in fields.items():
        assert base(commitment(ks[name], name, value)) in head["commit"], f"{name} does not open"
    return leaf(text), head, fields


def check_log(folder, device, checkpoint_key):
    note = read(folder + "checkpoint")
    assert is_note_by(note, "valise/" + device, checkpoint_key), "the checkpoint is not signed"
    hashes, entries, at = [], [], 0
    for text in read(folder + "entries.jsonl").splitlines():
        line = json.loads(text)
        if "entry" in line:
            hashed, head, fields = check_entry(line, device, at)
            entries.append((head, fields))
            hashes.append((0, hashed))
        else:
            assert line["index"] == at
            hashes.append((line["level"], unbase(line["hash"])))
        at += 1 << hashes[-1][0]
    tree, size = root_of_lines(hashes)
    assert note_body(note) == checkpoint_body(device, size, tree), "the lines do not give the signed root"
    return note, entries


def check_receipt(fields, row, rows):
    """Returns what it says of which log, once its cosignature holds."""
    note = fields["checkpoint"]
    assert is_cosigned_by(note, "valise/" + row["device"], unbase(row["cosignature"]))
    about = next(one for one in rows if one["device"] == fields["log"])
    assert is_note_by(note, "valise/" + about["device"], unbase(about["checkpoint"]))
    return f"receipt for {about['device']} {' '.join(fields['ranges'])} of {fields['size']}"


def check(bag, note):
    heading, rows = read_rows(note)
    for device in sorted(os.listdir(f"{bag}/data/logs")):
        row = next(one for one in rows if one["device"] == device)
        folder = f"{bag}/data/logs/{device}/"
        text, entries = check_log(folder, device, unbase(row["checkpoint"]))
        print(f"log {device} {text.splitlines()[1]}")
        if heading:
            registry = next(one for one in rows if one["device"] == heading["registry"])
            assert is_cosigned_by(text, "valise/" + registry["device"], unbase(registry["cosignature"]))
        for head, fields in entries:
            kind = fields.get(".type", "closed")
            print(f"entry {head['index']} {kind} {fields.get('title', '')}".rstrip())
            if kind == "receipt/1":
                print(check_receipt(fields, row, rows))


def main():
    job, *rest = sys.argv[1:]
    if job == "length":
        print(bundle_length(int(rest[0])))
    elif job == "rows":
        for row in read_rows(rest[0])[1]:
            print(row["device"], row["bundle"])
    else:
        {"request": request, "roster": roster, "log": log, "sealed": sealed, "check": check,
         "cut": cut, "recovery": recovery, "join": join}[job](*rest)


if __name__ == "__main__":
    main()

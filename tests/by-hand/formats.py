"""formats.py - Valise's formats, written a second time from sync/FORMAT.md

Nothing here comes from Valise's own code: hashes are hashlib's, signatures are
made and checked by the openssl program. What both agree on is the format.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import tempfile

DASH = "\u2014 "
ED25519_PRIVATE = bytes.fromhex("302e020100300506032b657004220420")
ED25519_PUBLIC = bytes.fromhex("302a300506032b6570032100")
X25519_PRIVATE = bytes.fromhex("302e020100300506032b656e04220420")


def sha256(data):
    return hashlib.sha256(data).digest()


def base(data):
    return base64.b64encode(data).decode()


def unbase(text):
    data = base64.b64decode(text, validate=True)
    assert base(data) == text, "base64 in another than its one form"
    return data


def jcs(value):
    """RFC 8785 for what entries hold: no fractions, names within the BMP."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# Ed25519 and X25519, by the openssl program


def run(arguments, data=None):
    return subprocess.run(arguments, input=data, check=True, capture_output=True).stdout


def public_key(seed, prefix=ED25519_PRIVATE):
    return run(["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"], prefix + seed)[-32:]


def in_files(parts, job):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, data in enumerate(parts):
            paths.append(os.path.join(folder, str(number)))
            with open(paths[-1], "wb") as file:
                file.write(data)
        return job(paths)


def sign(seed, data):
    return in_files(
        [ED25519_PRIVATE + seed, data],
        lambda paths: run(["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", paths[0], "-in", paths[1]]),
    )


def is_signed(public, data, signature):
    return in_files(
        [ED25519_PUBLIC + public, data, signature],
        lambda paths: subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER",
             "-inkey", paths[0], "-in", paths[1], "-sigfile", paths[2]],
            capture_output=True,
        ).returncode == 0,
    )


# Entries


def field_key(entry_key, name):
    return hmac.new(entry_key, name.encode(), hashlib.sha256).digest()


def commitment(k, name, value):
    return sha256(b"valise/field/1\0" + k + jcs([name, value]).encode())


def header(device, index, record, seen, after, commits):
    return jcs({
        "after": [base(one) for one in sorted(after)],
        "commit": [base(one) for one in sorted(commits)],
        "device": device, "index": index, "record": record,
        "seen": base(seen) if seen is not None else None, "v": 1,
    })


def handle(s, record, name, value):
    return sha256(b"valise/sealed/1\0" + s + jcs([record, name, value]).encode())


def sealed_text(s, record, name, value):
    text = jcs({"name": name, "record": record, "s": base(s), "value": value}).encode()
    return text + b" " * (-len(text) % 1024)


# Trees


def leaf(entry):
    return sha256(b"\0" + entry.encode())


def root(leaves):
    """RFC 6962, section 2.1, as it stands there."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + root(leaves[:split]) + root(leaves[split:]))


def root_of_lines(lines):
    """The root and size that subtrees (level, hash), from left to right, give."""
    stack, size = [], 0
    for level, hashed in lines:
        assert size % (1 << level) == 0, "a subtree begins where none can"
        size += 1 << level
        while stack and stack[-1][0] == level:
            hashed = sha256(b"\1" + stack.pop()[1] + hashed)
            level += 1
        stack.append((level, hashed))
    if not stack:
        return sha256(b""), 0
    whole = stack.pop()[1]
    while stack:
        whole = sha256(b"\1" + stack.pop()[1] + whole)
    return whole, size


def cover(start, end, cuts):
    """The largest subtrees over [start, end) with no cut strictly inside."""
    while start < end:
        level = 0
        while (start % (2 << level) == 0 and start + (2 << level) <= end
               and not any(start < cut < start + (2 << level) for cut in cuts)):
            level += 1
        yield level, start
        start += 1 << level


# Notes


def key_id(name, kind, public):
    return sha256(name.encode() + b"\n" + bytes([kind]) + public)[:4]


def note_line(name, kind, public, signature):
    return DASH + name + " " + base(key_id(name, kind, public) + signature) + "\n"


def sign_note(body, name, seed):
    return body + "\n" + note_line(name, 0x01, public_key(seed), sign(seed, body.encode()))


def note_body(note):
    return note[: note.rindex("\n\n") + 1]


def cosign(note, name, seed, time):
    signed = f"cosignature/v1\ntime {time}\n{note_body(note)}".encode()
    return note + note_line(name, 0x04, public_key(seed), time.to_bytes(8, "big") + sign(seed, signed))


def note_signature(note, name, kind, public):
    """The signature of this key's line, or None."""
    for line in note[note.rindex("\n\n") + 2 :].splitlines():
        assert line.startswith(DASH)
        who, blob = line[len(DASH) :].split(" ")
        if who == name and unbase(blob)[:4] == key_id(name, kind, public):
            return unbase(blob)[4:]
    return None


def is_note_by(note, name, public):
    signature = note_signature(note, name, 0x01, public)
    return signature is not None and is_signed(public, note_body(note).encode(), signature)


def is_cosigned_by(note, name, public):
    blob = note_signature(note, name, 0x04, public)
    if blob is None:
        return False
    time = int.from_bytes(blob[:8], "big")
    return is_signed(public, f"cosignature/v1\ntime {time}\n{note_body(note)}".encode(), blob[8:])


def device_id(public):
    return sha256(public).hex()


def checkpoint_body(device, size, tree_root):
    return f"valise/{device}\n{size}\n{base(tree_root)}\n"


# Members


def fingerprint(keys):
    number = int.from_bytes(sha256(b"valise/fingerprint/1\0" + keys)[:16], "big")
    digits = f"{number:040d}"
    return " ".join(digits[at : at + 4] for at in range(0, 40, 4))


BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32_sum(values):
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            total ^= generator if top >> bit & 1 else 0
    return total


def bech32_hrp(prefix):
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def regroup(values, wide, narrow, fill):
    number = bits = 0
    out = []
    for value in values:
        number = number << wide | value
        bits += wide
        while bits >= narrow:
            bits -= narrow
            out.append(number >> bits & (1 << narrow) - 1)
    if fill and bits:
        out.append(number << narrow - bits & (1 << narrow) - 1)
    return out


def age_recipient(public):
    data = regroup(public, 8, 5, True)
    check = bech32_sum(bech32_hrp("age") + data + [0] * 6) ^ 1
    return "age1" + "".join(BECH32[v] for v in data + [check >> 5 * (5 - i) & 31 for i in range(6)])


def age_public(recipient):
    values = [BECH32.index(c) for c in recipient[4:]]
    assert recipient.startswith("age1") and bech32_sum(bech32_hrp("age") + values) == 1
    return bytes(regroup(values[:-6], 5, 8, False))


def row_keys(row):
    """A roster row's keys as a fingerprint takes them."""
    keys = unbase(row["checkpoint"]) + unbase(row["cosignature"]) + unbase(row["bundle"]) + age_public(row["age"])
    return keys + (age_public(row["vault"]) if row["vault"] else b"")


def headquarters_keys(registry, roster_key, rows):
    custodians = sorted((row for row in rows if row["role"] == "custodian"), key=lambda row: row["device"])
    return row_keys(registry) + roster_key + b"".join(row_keys(row) for row in custodians)


# Bundles


def minisign_public(seed, number):
    return b"Ed" + number + public_key(seed)


def minisign(data, seed, number, comment):
    signature = sign(seed, hashlib.blake2b(data).digest())
    return ("untrusted comment: verify with minisign -V\n"
            f"{base(b'ED' + number + signature)}\n"
            f"trusted comment: {comment}\n"
            f"{base(sign(seed, signature + comment.encode()))}\n")


def stored_zstd(data):
    """RFC 8878: one frame of raw blocks, the same bytes with every zstd."""
    out = bytes.fromhex("28b52ffda0") + len(data).to_bytes(4, "little")
    pieces = [data[at : at + 65536] for at in range(0, len(data), 65536)] or [b""]
    for number, piece in enumerate(pieces):
        out += (len(piece) << 3 | (number == len(pieces) - 1)).to_bytes(3, "little") + piece
    return out


def padme(length):
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    kept = exponent.bit_length()
    mask = (1 << exponent - kept) - 1 if exponent > kept else 0
    return length + mask & ~mask


def bundle_length(tar_length):
    return max(padme(tar_length), 256 * 1024) + 511 & ~511

"""stores.py - stores for the desktop's scenes, made by the command line

A headquarters, members enrolled there, bundles between them. Every store has
the same passphrase and the cheapest work factor.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import pathlib
import subprocess
import tempfile

PASSPHRASE = "correct horse battery staple"
CASE = "drc-1533"


class Stores:
    """A folder with stores in it, which goes when it ends."""

    def __init__(self, program):
        self.program = program
        self.kept = tempfile.TemporaryDirectory(prefix="valise-scene-")
        self.folder = pathlib.Path(self.kept.name)
        self.passphrase = self.folder / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n")
        self.bundles = 0

    def run(self, store, *words):
        """What the command prints."""
        environment = {**os.environ, "VALISE_PASSPHRASE_FILE": str(self.passphrase)}
        done = subprocess.run([self.program, "--store", str(self.folder / store), *words], env=environment,
                              capture_output=True, text=True)
        assert done.returncode == 0, f"valise {' '.join(words)}: {done.stderr}"
        return done.stdout

    def ask(self, store, *words):
        """The same as JSON."""
        return json.loads(self.run(store, "--json", *words))

    def path(self, store):
        return str(self.folder / store)

    def headquarters(self, store="headquarters", name="Registry"):
        self.run(store, "init", "--name", name, "--role", "headquarters", "--work-factor", "10")
        self.run(store, "case", "add", CASE, "--title", "Democratic Republic of the Congo",
                 "--basis", "S/RES/1533 (2004)", "--country", "CD")

    def make(self, store, name, role="expert"):
        self.run(store, "init", "--name", name, "--role", role, "--work-factor", "10")

    def request(self, store):
        """The file of a request, and the fingerprint to compare."""
        path = self.folder / f"{store}.request"
        self.run(store, "request", "-o", str(path))
        return path, self.ask(store, "request")["fingerprint"]

    def member(self, store, name, role="expert", headquarters="headquarters"):
        self.make(store, name, role)
        path, fingerprint = self.request(store)
        self.run(headquarters, "enrol", str(path), "--case", CASE, "--role", role, "--fingerprint", fingerprint)
        self.join(store, headquarters)

    def device(self, store):
        return self.ask(store, "status")["device"][:8]

    def join(self, store, headquarters="headquarters"):
        given = self.ask(headquarters, "roster", "--for", self.device(store))
        path = self.folder / f"{store}.roster"
        path.write_text(given["note"])
        self.run(store, "join", str(path), "--fingerprint", given["fingerprint"])

    def add(self, store, kind, *fields):
        return self.ask(store, "add", kind, *fields)["record"]

    def send(self, source, target):
        """Packs for that one store and takes it in."""
        self.bundles += 1
        path = self.folder / f"out-{self.bundles}"
        path.mkdir()
        self.run(source, "pack", "--to", self.device(target), "-o", str(path))
        for bundle in path.iterdir():
            self.run(target, "reconcile", str(bundle))

#!/usr/bin/env python3
"""layers.py - the rules of the house that a compiler does not check

Takes the source folder. Includes follow the arrows (app, ui, sync, core), GTK
stands in ui and app alone, SQL only in modules that own a table, core and sync
never print; no goto, no file over 600 lines, no function over 100, and every
file says its licence. Prints each breach and exits with 1.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import re
import sys

MAX_FILE = 600
MAX_FUNCTION = 100
ROOMS = {
    "core": {"core"},
    "sync": {"core", "sync"},
    "ui/models": {"core", "sync", "ui/models"},
    "ui": {"core", "sync", "ui/models", "ui"},
    "app": {"core", "sync", "ui/models", "ui", "app"},
    "tests": {"core", "sync", "ui/models", "ui", "app", "tests"},
}
WITH_GTK = {"ui", "app", "tests"}
SILENT = {"core", "sync"}
SUFFIXES = {".c", ".h", ".py", ".sh", ".ui"}

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
INCLUDE = re.compile(r'^#\s*include\s*(["<])([^">]+)[">]', re.M)
SQL = re.compile(r'^"\s*(SELECT|INSERT (OR \w+ )?INTO|REPLACE INTO|UPDATE \w+ SET|DELETE FROM|DROP TABLE|'
                 r'CREATE (TEMP |UNIQUE |VIRTUAL )?(TABLE|INDEX|TRIGGER|VIEW)|WITH (RECURSIVE )?\w+)\b')
PRINT = re.compile(r'\b(g_print|g_printerr|v?f?printf|puts|fputs|perror)\s*\(')
GTK = re.compile(r'^(gtk|adwaita|gdk|shumate)[/.]')


def literals(text):
    return [t for t in TOKEN.findall(text) if t.startswith('"')]


def bare(text):
    """The code without comments and strings, its lines kept."""
    return TOKEN.sub(lambda m: '""' + "\n" * m.group().count("\n"), text)


def room_of(path):
    name = path.as_posix()
    return "ui/models" if name.startswith("ui/models/") else name.split("/")[0]


def check_includes(path, text):
    room = room_of(path)
    for mark, name in INCLUDE.findall(text):
        if GTK.match(name) and room not in WITH_GTK:
            yield f"includes {name}: GTK stands in ui and app alone"
        target = room_of(pathlib.PurePosixPath(name))
        if mark == '"' and target in ROOMS and target not in ROOMS[room]:
            yield f"includes {name}: {room} may not use {target}"


def owners(schema):
    """Modules that the schema names beside their tables: "core/log"."""
    found = set()
    for line in schema.splitlines():
        if line.startswith("--"):
            found.update(re.findall(r"\b((?:\w+/)?[a-z-]+)\.c\b", line))
    return {o if "/" in o else "core/" + o for o in found}


def check_sql(path, text, owning):
    if room_of(path) == "tests":
        return
    module = path.as_posix()[:-2]
    if any(module == o or module.startswith(o + "-") for o in owning):
        return
    for literal in literals(text):
        if SQL.match(literal):
            yield f"holds SQL and owns no table: {literal[:40]}"


def check_lengths(path, text):
    lines = text.splitlines()
    if len(lines) > MAX_FILE:
        yield f"has {len(lines)} lines; at {MAX_FILE} find the second idea"
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}") and start is not None:
            if number - start - 1 > MAX_FUNCTION:
                yield f"line {start}: a function of {number - start - 1} lines"
            start = None


def check_code(path, text, owning):
    code = bare(text)
    if re.search(r"\bgoto\b", code):
        yield "uses goto"
    if room_of(path) in SILENT and PRINT.search(code):
        yield f"prints ({PRINT.search(code).group(1)}); core and sync never do"
    yield from check_includes(path, text)
    yield from check_sql(path, text, owning)


def check(path, text, owning):
    if "SPDX-License-Identifier: GPL-3.0-or-later" not in text:
        yield "does not say its licence (SPDX)"
    yield from check_lengths(path, text)
    if path.suffix in {".c", ".h"}:
        yield from check_code(path, text, owning)


def check_the_checks():
    """Each rule finds a breach of it, and nothing in clean text."""
    licence = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
    breaches = [
        ("core/a.c", '#include "sync/b.h"\n'), ("sync/a.c", '#include "app/b.h"\n'),
        ("ui/models/a.c", '#include "ui/b.h"\n'), ("core/a.c", '#include "tests/b.h"\n'),
        ("sync/a.c", "#include <gtk/gtk.h>\n"), ("ui/models/a.c", "#include <adwaita.h>\n"),
        ("core/a.c", 'x = "SELECT 1";\n'), ("app/a.c", 'x = "DELETE FROM log";\n'),
        ("core/a.c", "  goto out;\n"), ("sync/a.c", '  printf ("x");\n'),
        ("core/a.c", "\n" * MAX_FILE), ("core/a.c", "{\n" + "\n" * (MAX_FUNCTION + 1) + "}\n"),
    ]
    for name, text in breaches:
        path = pathlib.PurePosixPath(name)
        assert list(check(path, licence + text, {"core/log"})), (name, text)
    assert list(check(pathlib.PurePosixPath("core/a.c"), "", set()))
    clean = ('#include "core/b.h"\n#include <glib.h>\n/* goto, "SELECT" */\nx = "goto SELECT";\n'
             'g_string_append_printf (x);\ny = "select one";\n{\n' + "\n" * MAX_FUNCTION + "}\n")
    for name in ("core/a.c", "sync/a.c", "app/a.c"):
        assert not list(check(pathlib.PurePosixPath(name), licence + clean, set())), name
    sql = licence + 'x = "SELECT 1";\n'
    assert not list(check(pathlib.PurePosixPath("core/log-read.c"), sql, {"core/log"}))


def main():
    check_the_checks()
    source = pathlib.Path(sys.argv[1])
    schema = "".join(p.read_text() for p in sorted((source / "core" / "schema").glob("*.sql")))
    owning, seen, broken = owners(schema), 0, 0
    for top in sorted({room.split("/")[0] for room in ROOMS}):
        for path in sorted((source / top).rglob("*")):
            if path.suffix not in SUFFIXES or not path.is_file():
                continue
            inside = path.relative_to(source)
            seen += 1
            for rule in check(inside, path.read_text(), owning):
                print(f"{inside}: {rule}")
                broken += 1
    print(f"{seen} files looked at, {broken} breaches")
    return 0 if seen > 0 and broken == 0 else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""outlines.py - the outlines of countries, as a table for outlines.c

    outlines.py COUNTRIES CODES NAMES OUTPUT

COUNTRIES is countries-10m.json of the npm package world-atlas (TopoJSON of
Natural Earth, public domain), CODES and NAMES codes.json and langs/en.json of
the npm package i18n-iso-countries.
Writes C. Points are thinned to 0.04 degrees, along the arcs that neighbours
share, and rounded to 360/65536 degrees: true to about five kilometres.

The outlines serve arithmetic alone. They say nothing about borders or status.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import sys

THIN = 0.04
STEPS = 65536 / 360

# Natural Earth draws these apart, and gives them no number.
WITHOUT_NUMBER = {
    "Somaliland": "SO", "Kosovo": "XK", "N. Cyprus": "CY", "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY", "Akrotiri": "CY", "Baikonur": "KZ", "USNB Guantanamo Bay": "CU",
    "Indian Ocean Ter.": "AU", "Coral Sea Is.": "AU", "Clipperton I.": "FR",
}

# As the United Nations writes them, where the package writes otherwise.
UN_NAMES = {
    "CI": "Côte d’Ivoire", "IR": "Iran (Islamic Republic of)", "KP": "Democratic People’s Republic of Korea",
    "KR": "Republic of Korea", "LA": "Lao People’s Democratic Republic", "MD": "Republic of Moldova",
    "RU": "Russian Federation", "SY": "Syrian Arab Republic", "TR": "Türkiye",
    "TZ": "United Republic of Tanzania", "VN": "Viet Nam",
}


def thin(points):
    """All points that lie THIN apart from the last one kept, and the ends."""
    kept = [points[0]]
    for longitude, latitude in points[1:-1]:
        if max(abs(longitude - kept[-1][0]), abs(latitude - kept[-1][1])) >= THIN:
            kept.append((longitude, latitude))
    kept.append(points[-1])
    return kept


def read_arcs(topology):
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        yield thin(points)


def ring_points(ring, arcs):
    """A ring is a list of arcs; ~n is arc n backwards. Each ends where the next begins."""
    points = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[:-1]
    rounded = [(round_to_step(x), round_to_step(y)) for x, y in points]
    return [p for i, p in enumerate(rounded) if i == 0 or p != rounded[i - 1]]


def round_to_step(degrees):
    """180 degrees east are 180 degrees west."""
    return (round(degrees * STEPS) + 32768) % 65536 - 32768


def rings_of(geometry):
    if geometry["type"] == "Polygon":
        return geometry["arcs"]
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["arcs"] for ring in polygon]
    return []


def gather(topology, numbers):
    arcs = list(read_arcs(topology))
    rings = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = numbers.get(geometry.get("id")) or WITHOUT_NUMBER.get(geometry["properties"]["name"])
        if code is not None:
            rings.setdefault(code, []).extend(ring_points(ring, arcs) for ring in rings_of(geometry))
    return rings


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def write(rings, names, out):
    points, starts, rows = [], [0], []
    for code in sorted(names):
        first = len(starts) - 1
        for ring in rings.get(code, []):
            points += ring
            starts.append(len(points))
        rows.append(f"  {{ {quoted(code)}, {quoted(names[code])}, {first}, {len(starts) - 1 - first} }},\n")
    out.write('/* Made by core/outlines.py from outlines of Natural Earth. */\n#include "core/outlines-table.h"\n\n')
    out.write(f"const guint valise_outline_n_countries = {len(rows)};\n")
    out.write("const ValiseOutlineCountry valise_outline_countries[] = {\n" + "".join(rows) + "};\n")
    out.write("const guint32 valise_outline_starts[] = {\n" + "".join(f"{s},\n" for s in starts) + "};\n")
    out.write("const ValiseOutlinePoint valise_outline_points[] = {\n")
    out.write("".join(f"{{{y},{x}}},\n" for x, y in points) + "};\n")


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    countries, codes, names, output = sys.argv[1:]
    numbers = {row[2]: row[0] for row in read(codes)}
    # Some have several names; the first is the one in use.
    names = {code: name if isinstance(name, str) else name[0] for code, name in read(names)["countries"].items()}
    names = {code: UN_NAMES.get(code, name) for code, name in names.items()}
    with open(output, "w", encoding="utf-8") as out:
        write(gather(read(countries), numbers), names, out)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""base-map.py - the base map: outlines of countries, as a resource of the desktop

    base-map.py COUNTRIES CODES ENGLISH FRENCH ARABIC OUTPUT

COUNTRIES is countries-10m.json of the npm package world-atlas (TopoJSON of
Natural Earth, public domain), CODES codes.json of the npm package
i18n-iso-countries, and the names its langs/en.json and so on. Writes what ui/map/base-map.c reads: whole
numbers of 32 bits, the lowest byte first.

    "VMAP", levels, countries, bytes of names
    each country: offset of its code, of its English, French and Arabic names, x and y of the name, room for it
    each level: the zoom up to which it serves, fills, lines, points
                each fill: country, first point, points, west, north, east, south
                each line: kind (0 coast, 1 border), first point, points, west, north, east, south
                each point: x, y, from the point before it; the first of a fill or line from 0, 0
    names, each with a zero at its end

x and y are of Web Mercator, the Earth 2^24 wide (2.4 metres at the equator). Lines between parts that have
one code here (Natural Earth draws some parts of countries apart) are left out.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import math
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "core"))
import outlines  # noqa: E402

EARTH = 1 << 24
# Up to a zoom, and how much of a pixel at that zoom a line may be off.
LEVELS = [(2, 0.7), (4, 0.6), (20, 0.5)]
FINEST = 7  # the data are no better than this zoom's pixels


def project(longitude, latitude):
    latitude = math.radians(max(-85.0511, min(85.0511, latitude)))
    y = (1 - math.log(math.tan(latitude) + 1 / math.cos(latitude)) / math.pi) / 2
    return round((longitude + 180) / 360 * EARTH), round(y * EARTH)


def read_arcs(topology):
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            point = project(x * scale[0] + shift[0], y * scale[1] + shift[1])
            if points:
                point = follow(points[-1], point)
            if not points or point != points[-1]:
                points.append(point)
        yield points


def simplify(points, tolerance):
    """Douglas and Peucker: the ends, and what lies further from the line than that."""
    if len(points) < 3:
        return points
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy)
        worst, at = tolerance, None
        for i in range(first + 1, last):
            x, y = points[i][0] - ax, points[i][1] - ay
            off = abs(x * dy - y * dx) / length if length else math.hypot(x, y)
            if off > worst:
                worst, at = off, i
        if at is not None:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def follow(before, point):
    """The point, so near to the one before it as turns around the Earth allow: Fiji lies on both sides of 180 degrees.
    The edge of the map at the pole runs all around it."""
    if before[1] >= EARTH - 64 and point[1] >= EARTH - 64:
        return point
    return point[0] - round((point[0] - before[0]) / EARTH * 0.999) * EARTH, point[1]


def ring_points(ring, arcs):
    points = []
    for index in ring:
        for point in (arcs[index] if index >= 0 else arcs[~index][::-1])[:-1]:
            points.append(follow(points[-1], point) if points else point)
    return points


def box(points):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def area(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1]))) / 2


def place_name(rings):
    """The middle of the longest line from west to east through the largest part."""
    points = max(rings, key=area)
    west, north, east, south = box(points)
    best = (0, (west + east) // 2, (north + south) // 2)
    for part in range(2, 9):
        y = north + (south - north) * part // 10 + 0.5
        cuts = sorted(a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])
                      for a, b in zip(points, points[1:] + points[:1]) if (a[1] > y) != (b[1] > y))
        for left, right in zip(cuts[::2], cuts[1::2]):
            # the middle of a country rather than its end
            length = (right - left) * (1 - abs(part - 5) * 0.12)
            best = max(best, (length, round((left + right) / 2), round(y)))
    return best[1], best[2], round(best[0])


class Map:
    def __init__(self, topology, numbers, names):
        self.arcs = list(read_arcs(topology))
        self.rings, self.users = {}, {}
        for geometry in topology["objects"]["countries"]["geometries"]:
            name = geometry["properties"]["name"]
            code = numbers.get(geometry.get("id")) or outlines.WITHOUT_NUMBER.get(name) or ""
            for ring in outlines.rings_of(geometry):
                self.rings.setdefault(code, []).append(ring)
                for index in ring:
                    self.users.setdefault(index if index >= 0 else ~index, []).append(code)
        self.codes = sorted(self.rings)
        self.names = names

    def level(self, zoom, off):
        pixel = EARTH / (256 * 2 ** min(zoom, FINEST))
        arcs = [simplify(arc, pixel * off) for arc in self.arcs]
        points, fills, lines = [], [], []

        def put(kind, of, table):
            west, north, east, south = box(of)
            table.append((kind, len(points), len(of), west, north, east, south))
            points.extend((b[0] - a[0], b[1] - a[1]) for a, b in zip([(0, 0)] + of, of))

        for number, code in enumerate(self.codes):
            rings = [ring for ring in (ring_points(ring, arcs) for ring in self.rings[code]) if len(ring) >= 3]
            largest = max(rings, key=area, default=None)
            for ring in rings:
                west, north, east, south = box(ring)
                if ring is largest or max(east - west, south - north) >= pixel:
                    put(number, ring, fills)
        for index, arc in enumerate(arcs):
            users = self.users.get(index, [])
            west, north, east, south = box(arc)
            if not users or (len(users) > 1 and len(set(users)) == 1) or max(east - west, south - north) < pixel:
                continue
            # Where the map was cut, at 180 degrees and at the pole, is no coast.
            parts, part = [], [arc[0]]
            for a, b in zip(arc, arc[1:]):
                if (a[0] == b[0] and a[0] in (0, EARTH)) or (a[1] == b[1] and a[1] >= EARTH - 64):
                    parts.append(part)
                    part = []
                part.append(b)
            for line in parts + [part]:
                if len(line) >= 2:
                    put(int(len(users) > 1), line, lines)
        return struct.pack("<4I", zoom, len(fills), len(lines), len(points)) + b"".join(
            struct.pack("<3I4i", *row) for row in fills + lines) + b"".join(struct.pack("<2i", *p) for p in points)

    def write(self, out):
        names, rows = bytearray(), b""

        def keep(text):
            at = len(names)
            names.extend(text.encode() + b"\0")
            return at

        for code in self.codes:
            x, y, room = place_name([ring_points(ring, self.arcs) for ring in self.rings[code]])
            rows += struct.pack("<4I2iI", keep(code), *[keep(of.get(code, "")) for of in self.names], x, y, room)
        levels = b"".join(self.level(zoom, off) for zoom, off in LEVELS)
        out.write(b"VMAP" + struct.pack("<3I", len(LEVELS), len(self.codes), len(names)) + rows + levels + names)


def main():
    countries, codes, *languages, output = sys.argv[1:]
    numbers = {row[2]: row[0] for row in outlines.read(codes)}
    # Some have several names; the first is the one in use.
    names = [{code: name if isinstance(name, str) else name[0]
              for code, name in outlines.read(language)["countries"].items()} for language in languages]
    names[0].update(outlines.UN_NAMES)
    with open(output, "wb") as out:
        Map(outlines.read(countries), numbers, names).write(out)


if __name__ == "__main__":
    main()

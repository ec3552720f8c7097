"""accessible.py - what must hold of any page, whoever made it

Names, targets, Tab and widths, as the accessibility bus and the keyboard tell
them. A page that is found wanting is told of whole: every fault at once.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import subprocess

import bus
from bus import Atspi
from hands import wait_for

TARGET = 44  # px, each way
PATIENCE = 5.0  # seconds for a focus that may not move at all

# What a finger or a pointer presses.
PRESSED = {"button", "toggle button", "push button", "check box", "radio button", "combo box", "text", "password text",
           "entry", "spin button", "slider", "switch", "link", "list item", "menu item", "check menu item",
           "radio menu item", "tab", "page tab", "tree item"}
# One stop of Tab; the arrow keys go on inside.
COMPOSITE = {"list", "list box", "table", "tree table", "tree", "menu", "menu bar", "radio group", "tab list",
             "page tab list", "tool bar", "grid", "slider"}
# What scrolls takes the focus only where nothing in it can.
SCROLLERS = {"scroll pane", "viewport"}
# The frame's own: no page made them; Alt+F4 and the window manager's keys do the same.
FRAME = {"Minimize", "Maximize", "Restore", "Close"}
WINDOW_BUTTONS = 3


class Thing:
    """One node of a page as it was seen."""

    def __init__(self, node, box, parent):
        states = node.get_state_set()
        self.node, self.parent, self.below = node, parent, []
        self.role, self.name = node.get_role_name(), node.get_name() or ""
        self.focusable = states.contains(Atspi.StateType.FOCUSABLE) and states.contains(Atspi.StateType.SENSITIVE)
        self.width, self.height = (box.width, box.height) if box is not None else (0, 0)

    def above(self):
        at = self.parent
        while at is not None:
            yield at
            at = at.parent

    def all_below(self):
        for thing in self.below:
            yield thing
            yield from thing.all_below()

    def within(self, role):
        return any(a.role == role for a in self.above())

    def is_of_frame(self):
        return self.name in FRAME and self.role == "button" and self.width <= TARGET + 6 and not self.within("dialog")

    def stops(self):
        """Must Tab come here?"""
        if not self.focusable or self.is_of_frame():
            return False
        return self.role not in SCROLLERS | COMPOSITE or not any(t.focusable for t in self.all_below())

    def __str__(self):
        words = next((t.name for t in self.all_below() if t.name), "")
        path = " > ".join(a.name for a in reversed(list(self.above())) if a.name and a.role not in ("frame",))
        return f"{self.role} {self.name!r}" + (f" holding {words!r}" if words and not self.name else "") + \
               (f" in {path}" if path else "")


def look(node):
    """The node and all below it that shows, as Things."""
    every = list(bus.nodes(bus.look(node)))
    boxes = dict(zip(map(id, every), bus.measure(every)))

    def thing(one, parent):
        made = Thing(one, boxes[id(one)], parent)
        made.below = [thing(child, made) for child in one.below]
        return made
    return thing(every[0], None)


def things(root):
    yield root
    yield from root.all_below()


def steady(top):
    """The page once it has come to rest: looked at twice, and the same."""
    def twice():
        nonlocal last
        now = look(top())
        said = [(t.role, t.name, t.width, t.height) for t in things(now)]
        same, last = said == last, said
        return now if same else None
    last = None
    return wait_for("the page to come to rest", twice)


def unnamed(root):
    return [f"has no name: {t}" for t in things(root) if t.stops() and not t.name.strip()
            and not any(a.name.strip() and a.role in ("text", "password text", "combo box", "spin button")
                        for a in t.above())]


def small(root):
    """Sizes, not places: GTK tells the latter only to some pixels."""
    return [f"is {t.width}x{t.height}: {t}" for t in things(root)
            if t.role in PRESSED and t.focusable and not t.is_of_frame() and (t.width < TARGET or t.height < TARGET)
            # what types lies in a frame that is pressed; a row's cell in its row
            and not any(a.role in PRESSED and a.width >= TARGET and a.height >= TARGET for a in t.above())]


def too_wide(root, width):
    """What asks for more room than the window has: it is cut, without a word."""
    def scrolls(thing):
        return any(a.role in SCROLLERS and a.width <= width for a in thing.above())
    # a page that a stack hides is told as an empty panel of its old size
    worst = max((t for t in things(root) if (t.below or t.name) and t.width < 100000 and not scrolls(t)), key=lambda t: t.width)
    return [f"needs {worst.width} px of a window of {width}: {worst}"] if worst.width > width else []


def unreached(root):
    """What Tab does not come to, going round once."""
    must = [t for t in things(root) if t.stops()]
    every = list(things(root))
    focus, came, steps, still, before = bus.Focus(), set(), set(), 0, None
    try:
        while still < 2:
            node = focus.after(lambda: subprocess.run(["xdotool", "key", "Tab"], check=True), PATIENCE)
            still = still + 1 if node is None else 0
            if node is None:
                continue
            if (before, node) in steps:
                break  # once round
            steps.add((before, node))
            came.add(node)
            before = node
    finally:
        focus.end()

    def is_reached(thing):
        if thing.node in came:
            return True
        near = [a for a in thing.above() if a.role in COMPOSITE | PRESSED]
        # one choice among some is one stop
        near += [b for b in thing.parent.below if thing.role == b.role == "radio button"] if thing.parent else []
        inside = {id(b) for a in near for b in [a, *a.all_below()]} | {id(b) for b in thing.all_below()}
        return any(id(t) in inside and t.node in came for t in every)
    return [f"Tab never comes to: {t}" for t in must if not is_reached(t)]

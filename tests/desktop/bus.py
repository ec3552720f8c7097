"""bus.py - the accessibility bus, asked in bulk

A tree of some hundred widgets asked one by one is a thousand round trips
between three processes: on a loaded machine that takes a minute, and a page has
changed meanwhile. Here the questions of one level of the tree go out together,
and their answers come together. Nothing is kept: every look is a new one.

AT-SPI 2 over D-Bus: org.a11y.atspi.Accessible, Component, Action, Text.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os

# What the bus itself warns of is no fault of the program's; the program has its
# own (hands.py).
os.environ.pop("G_DEBUG", None)

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
ACTION = "org.a11y.atspi.Action"
TEXT = "org.a11y.atspi.Text"
PROPERTIES = "org.freedesktop.DBus.Properties"
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
TIMEOUT = 120_000  # ms; a process that gets no time to answer is slow, not gone
WINDOW = 1         # coordinates of the window

Extents = type("Extents", (), {"__init__": lambda self, x, y, width, height: self.__dict__.update(
    x=x, y=y, width=width, height=height)})


class Gone(Exception):
    """What was asked is not there any more."""


def _connect():
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, TIMEOUT)
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address.unpack()[0], flags, None, None)


_bus = None


def bus():
    global _bus
    _bus = _bus or _connect()
    return _bus


def ask_all(questions):
    """Of (name, path, interface, method, arguments): the answers, in order; None where there was none."""
    context, answers, left = GLib.MainContext.default(), [None] * len(questions), [len(questions)]

    def came(connection, result, at):
        try:
            answers[at] = connection.call_finish(result).unpack()
        except GLib.Error:
            pass  # it went away while it was looked at
        left[0] -= 1

    for at, (name, path, interface, method, arguments) in enumerate(questions):
        bus().call(name, path, interface, method, arguments, None, 0, TIMEOUT, None, came, at)
    while left[0] > 0:
        context.iteration(True)
    return answers


def ask(name, path, interface, method, arguments=None):
    answer = ask_all([(name, path, interface, method, arguments)])[0]
    if answer is None:
        raise Gone(f"{method} of {path} was not answered")
    return answer


class States(int):
    def contains(self, state):
        return bool(self >> int(state) & 1)


class Node:
    """One thing on the screen, as it was when it was looked at; what is done to it is done now."""

    def __init__(self, name, path):
        self.bus_name, self.path, self.parent = name, path, None
        self.role, self.name, self.states = 0, "", States(0)
        self.below = None  # not looked at yet

    def __eq__(self, other):
        return isinstance(other, Node) and (self.bus_name, self.path) == (other.bus_name, other.path)

    def __hash__(self):
        return hash((self.bus_name, self.path))

    def take(self, role, name, states):
        self.role = role[0] if role else 0
        self.name = name[0] if name else ""
        self.states = States(states[0][0] | states[0][1] << 32) if states and len(states[0]) == 2 else States(0)

    def questions(self):
        arguments = GLib.Variant("(ss)", (ACCESSIBLE, "Name"))
        return [(self.bus_name, self.path, ACCESSIBLE, "GetRole", None),
                (self.bus_name, self.path, PROPERTIES, "Get", arguments),
                (self.bus_name, self.path, ACCESSIBLE, "GetState", None),
                (self.bus_name, self.path, ACCESSIBLE, "GetChildren", None)]

    # As the bindings of libatspi have it

    def get_name(self):
        return self.name

    def get_role_name(self):
        return Atspi.role_get_name(Atspi.Role(self.role))

    def get_state_set(self):
        return self.states

    def get_child_count(self):
        return len(self._look_below())

    def get_child_at_index(self, at):
        return self._look_below()[at]

    def _look_below(self):
        if self.below is None:
            self.below = look(self).below
        return self.below

    def get_action_iface(self):
        return self

    def get_n_actions(self):
        answer = ask_all([(self.bus_name, self.path, PROPERTIES, "Get", GLib.Variant("(ss)", (ACTION, "NActions")))])[0]
        return answer[0] if answer else 0

    def do_action(self, at):
        return ask(self.bus_name, self.path, ACTION, "DoAction", GLib.Variant("(i)", (at,)))[0]

    def get_component_iface(self):
        return self

    def get_extents(self, coordinates=WINDOW):
        return Extents(*ask(self.bus_name, self.path, COMPONENT, "GetExtents", GLib.Variant("(u)", (WINDOW,)))[0])

    def get_text_iface(self):
        return self

    def get_character_count(self):
        return ask(self.bus_name, self.path, PROPERTIES, "Get", GLib.Variant("(ss)", (TEXT, "CharacterCount")))[0]

    def get_text(self, start, end):
        return ask(self.bus_name, self.path, TEXT, "GetText", GLib.Variant("(ii)", (start, end)))[0]

    def clear_cache(self):
        """Nothing is kept."""


def look(node):
    """The node and all that shows below it, as it is now: a new Node."""
    top = Node(node.bus_name, node.path)
    level, first = [top], True
    while level:
        questions = [q for n in level for q in n.questions()]
        answers = ask_all(questions)
        following = []
        for at, one in enumerate(level):
            role, name, states, children = answers[4 * at:4 * at + 4]
            one.take(role, name, states)
            one.below = []
            if first or one.states.contains(Atspi.StateType.SHOWING):
                for bus_name, path in children[0] if children else ():
                    child = Node(bus_name, path)
                    child.parent = one
                    one.below.append(child)
                following += one.below
        level, first = following, False
    _prune(top)
    return top


def _prune(node):
    node.below = [n for n in node.below if n.states.contains(Atspi.StateType.SHOWING)]
    for child in node.below:
        _prune(child)


def nodes(top):
    yield top
    for child in top.below:
        yield from nodes(child)


def measure(every):
    """Of Nodes: their extents, None where there are none."""
    answers = ask_all([(n.bus_name, n.path, COMPONENT, "GetExtents", GLib.Variant("(u)", (WINDOW,))) for n in every])
    return [Extents(*a[0]) if a else None for a in answers]


def windows_of(process):
    """The windows that a process shows."""
    applications = ask(REGISTRY, ROOT, ACCESSIBLE, "GetChildren")[0]
    owners = ask_all([("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                       "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,))) for name, _ in applications])
    found = []
    for (name, path), owner in zip(applications, owners):
        if owner and owner[0] == process:
            found += ask(name, path, ACCESSIBLE, "GetChildren")[0]
    return [Node(*one) for one in found]


class Focus:
    """Follows the focus by the bus's own signals."""

    def __init__(self):
        self.at = None
        ask(REGISTRY, "/org/a11y/atspi/registry", REGISTRY, "RegisterEvent",
            GLib.Variant("(sass)", ("object:state-changed:focused", [], "")))
        self.heard = bus().signal_subscribe(None, "org.a11y.atspi.Event.Object", "StateChanged", None, "focused",
                                            Gio.DBusSignalFlags.NONE, self._came)

    def _came(self, connection, sender, path, interface, signal, arguments):
        if arguments.get_child_value(1).unpack():
            self.at = Node(sender, path)

    def after(self, press, patience):
        """What has the focus after a key; None where it did not move within so many seconds."""
        context, over = GLib.MainContext.default(), []
        while context.iteration(False):
            pass
        self.at = None
        press()
        timer = GLib.timeout_add(int(patience * 1000), lambda: over.append(True) or False)
        while self.at is None and not over:
            context.iteration(True)
        if not over:
            GLib.source_remove(timer)
        return self.at

    def end(self):
        bus().signal_unsubscribe(self.heard)

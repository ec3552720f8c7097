"""hands.py - drives the real desktop as a person would: by role, name and key

Everything goes through the accessibility bus and the keyboard; there is no
back door. What is looked for is waited for, with a limit, and never slept for.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import bus  # noqa: E402
from bus import Atspi  # noqa: E402

TYPED_INTO = ("text", "password text", "editbar", "entry")
TOO_FAR_UP = 16  # px that GTK may leave out of a widget's place
PATIENCE = 300.0  # seconds; a loaded machine is slow, a missing widget never comes


class Missing(AssertionError):
    """What a person would have looked for in vain."""


MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))


def name_of(node):
    """Its name as it is read: without the marks that keep directions apart."""
    return (node.get_name() or "").translate(MARKS)


def wait_for(what, look):
    """Asks until it answers with something true."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            found = look()
        except Exception:  # a widget that went away while it was looked at
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise Missing(f"waited {PATIENCE:.0f} seconds for {what}")
        time.sleep(0.05)


def walk(node):
    """The node and all below it that can be seen, now."""
    return bus.nodes(bus.look(node))


class Desktop:
    """The application, from its start to its end."""

    def __init__(self, program, store=None, files=(), said=None):
        """`said`: a file for what the program says of its own faults."""
        command = [program] + (["--store", store] if store else []) + list(files)
        self.process = subprocess.Popen(command, env={**os.environ, "G_DEBUG": "fatal-criticals"}, stderr=said)
        self.window = wait_for("the window", self._find_window)
        self._take_keyboard()

    def _take_keyboard(self):
        """There is no window manager to give the window the keyboard."""
        subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "^Valise$",
                        "windowfocus", "--sync"], check=True, stdout=subprocess.DEVNULL)

    def _find_window(self):
        windows = bus.windows_of(self.process.pid)
        return windows[0] if windows else None

    def again(self):
        """After a lock: the same process, another window."""
        old = self.window
        self.window = wait_for("the window after the lock",
                               lambda: (lambda new: new if new is not None and new != old else None)(self._find_window()))
        self._take_keyboard()

    def find(self, name, role=None, at=0):
        """What has this name (and role, or one of these) and can be seen; waits for it."""
        role = (role,) if isinstance(role, str) else role

        def look():
            found = [n for n in walk(self.window)
                     if name_of(n) == name and (role is None or n.get_role_name() in role)]
            return found[at] if len(found) > at else None
        return wait_for(f"{role or 'something'} named {name!r}", look)

    def sees(self, text):
        """Is this text somewhere on the screen?"""
        return any(text in name_of(n) for n in walk(self.window))

    def all(self, role):
        """Everything of this role that can be seen."""
        return [n for n in walk(self.window) if n.get_role_name() == role]

    def choose(self, name, steps):
        """Opens a list of choices and goes that many down."""
        self.click(self.find(name, "combo box"))
        self.key(*["Down"] * steps, "Return")

    def wait_to_see(self, text):
        wait_for(f"the words {text!r}", lambda: self.sees(text))

    def press(self, name, role=None, at=0):
        """Activates it, as a click does."""
        def action():  # what has just come may not say yet that it can be pressed
            found = self.find(name, role, at).get_action_iface()
            return found if found is not None and found.get_n_actions() > 0 else None
        wait_for(f"{name!r} to be something that can be pressed", action).do_action(0)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "1", text], check=True)

    def key(self, *keys):
        subprocess.run(["xdotool", "key", *keys], check=True)

    def focus(self, name, role=None, at=0):
        """Clicks into it: a finger, not a program's focus."""
        node = self.find(name, role, at)
        self.click(node)
        wait_for(f"the focus in {name!r}",
                 lambda: any(n.get_state_set().contains(Atspi.StateType.FOCUSED) for n in walk(node)))

    def click(self, node):
        """In its middle, once it rests within the window: what lies outside is scrolled to by the wheel."""
        last = None

        def inside():
            nonlocal last
            box = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            whole = self.window.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            # the window's own edge lies outside of what it calls 0, 0
            box.x, box.y = box.x - whole.x, box.y - whole.y
            rests, last = (box.x, box.y) == last, (box.x, box.y)
            if not rests:
                return None
            if 0 <= box.y and box.y + box.height + TOO_FAR_UP <= whole.height:
                return box
            subprocess.run(["xdotool", "mousemove", str(box.x + box.width // 2), str(whole.height // 2),
                            "click", "4" if box.y < 0 else "5"], check=True)
            return None
        box = wait_for(f"{node.get_name()!r} to be within the window", inside)
        subprocess.run(["xdotool", "mousemove", str(box.x + box.width // 2), str(box.y + box.height // 2),
                        "click", "1"], check=True)

    def fill(self, name, text, role=None, at=0):
        """Puts the cursor into what one types into, types, and sees it stand there."""
        self.focus(name, role or TYPED_INTO, at)
        self.key("ctrl+a")
        self.type(text)
        node = self.find(name, role or TYPED_INTO, at)
        length = len(text)  # a passphrase shows as dots
        wait_for(f"{length} letters in {name!r}", lambda: node.get_text_iface().get_character_count() >= length)

    def shot(self, path):
        subprocess.run(["import", "-window", "root", path], check=True)

    def tree(self):
        """What a screen reader would find, for a test that fails."""
        def lines(node, depth):
            yield "  " * depth + f"{node.get_role_name()} {node.get_name()!r}"
            for child in node.below:
                yield from lines(child, depth + 1)
        return "\n".join(lines(bus.look(self.window), 0))

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()

"""Reads what a screen reader reads: the application's tree over AT-SPI, as one JSON on stdout.

Started with /usr/bin/python3 within the application's session. It only reads; what the tree must
hold, the tests say.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

DEPTH = 60


def node(accessible, depth=0):
    """An object with everything below it; what vanished while we read is left out."""
    try:
        states = accessible.get_state_set()
        found = {
            "role": accessible.get_role_name() or "",
            "name": accessible.get_name() or "",
            "xml_role": (accessible.get_attributes() or {}).get("xml-roles", ""),
            "focused": states.contains(Atspi.StateType.FOCUSED),
            "children": [],
        }
        if depth < DEPTH:
            for index in range(accessible.get_child_count()):
                child = accessible.get_child_at_index(index)
                below = node(child, depth + 1) if child is not None else None
                if below is not None:
                    found["children"].append(below)
        return found
    except GLib.Error:
        return None


def main():
    Atspi.init()
    desktop = Atspi.get_desktop(0)
    applications = [
        node(desktop.get_child_at_index(index)) for index in range(desktop.get_child_count())
    ]
    json.dump([one for one in applications if one is not None], sys.stdout)


main()

"""Shows notifications in a desktop's place: each as one JSON line on stdout, after one that says it is there.

Started with /usr/bin/python3 within the application's session; ends with the session's bus.
"""

import json

from gi.repository import Gio, GLib

NAME = "org.freedesktop.Notifications"
INTERFACE = Gio.DBusNodeInfo.new_for_xml(f"""
<node>
  <interface name="{NAME}">
    <method name="Notify">
      <arg direction="in" type="s" name="application"/>
      <arg direction="in" type="u" name="replaces"/>
      <arg direction="in" type="s" name="icon"/>
      <arg direction="in" type="s" name="title"/>
      <arg direction="in" type="s" name="words"/>
      <arg direction="in" type="as" name="actions"/>
      <arg direction="in" type="a{{sv}}" name="hints"/>
      <arg direction="in" type="i" name="milliseconds"/>
      <arg direction="out" type="u" name="id"/>
    </method>
  </interface>
</node>
""").interfaces[0]


def called(_bus, _sender, _path, _interface, _method, parameters, invocation):
    print(json.dumps(parameters.unpack()), flush=True)
    invocation.return_value(GLib.Variant("(u)", (1,)))


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.register_object("/org/freedesktop/Notifications", INTERFACE, called, None, None)
    owned = lambda *_: print(json.dumps("here"), flush=True)  # noqa: E731
    Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE, owned, None)
    GLib.MainLoop().run()


main()

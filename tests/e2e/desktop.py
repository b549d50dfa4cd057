# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop has around a program: the files that are installed, its bus, its notifications
and its session manager."""

import os
import shutil
import subprocess
import threading
from pathlib import Path

from gi.repository import Gio, GLib

from plugdriver import DEADLINE, wait_until

APP_ID = 'io.github.plugboard.Plugboard'
APP_PATH = '/io/github/plugboard/Plugboard'


class Installation:
    """What `meson install` puts into place, where this session finds it."""

    def __init__(self, build_root):
        self.root = Path(os.environ['PLUG_SESSION_DIR']) / 'installed'
        subprocess.run(['meson', 'install', '--no-rebuild', '--quiet', '-C', build_root,
                        '--destdir', str(self.root)], check=True, capture_output=True)
        self.share = next(self.root.rglob('share/applications')).parent
        # A desktop leaves out what it cannot run.
        os.environ['PATH'] = f'{next(self.root.rglob("bin/plugboard")).parent}:{os.environ["PATH"]}'
        self.services = {path.name: self._place(path)
                         for path in self.share.glob('dbus-1/services/*.service')}
        for folder in ('applications', 'icons'):
            shutil.copytree(self.share / folder, Path(os.environ['XDG_DATA_HOME']) / folder,
                            dirs_exist_ok=True)

    def _place(self, path):
        """The bus is to start what was installed just now."""
        text = path.read_text(encoding='utf-8').replace('\nExec=/', f'\nExec={self.root}/')
        target = Path(os.environ['XDG_DATA_HOME']) / 'dbus-1' / 'services' / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding='utf-8')
        return text

    def key_file(self, relative):
        key_file = GLib.KeyFile()
        key_file.load_from_file(str(self.share / relative), GLib.KeyFileFlags.NONE)
        return key_file


class Bus:
    """The session's bus."""

    def __init__(self):
        self.connection = Gio.bus_get_sync(Gio.BusType.SESSION)

    def call(self, name, path, interface, method, parameters=None):
        reply = self.connection.call_sync(name, path, interface, method, parameters, None,
                                          Gio.DBusCallFlags.NONE, int(DEADLINE * 1000))
        return reply.unpack()

    def bus_call(self, method, parameters=None):
        return self.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                         method, parameters)

    def prepare(self, environment):
        """Has the bus read the services that are there now, and start them with that."""
        self.bus_call('UpdateActivationEnvironment', GLib.Variant('(a{ss})', (environment,)))
        self.bus_call('ReloadConfig')

    def is_running(self, name):
        return self.bus_call('NameHasOwner', GLib.Variant('(s)', (name,)))[0]

    def pid_of(self, name):
        return self.bus_call('GetConnectionUnixProcessID', GLib.Variant('(s)', (name,)))[0]

    def wait_for_end(self, name):
        wait_until(lambda: not self.is_running(name), f'{name} to leave the bus')


NOTIFICATIONS = """<node><interface name='org.freedesktop.Notifications'>
<method name='GetCapabilities'><arg type='as' direction='out'/></method>
<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/>
<arg type='s' direction='out'/><arg type='s' direction='out'/></method>
<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>
<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>
<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>
<arg type='u' direction='out'/></method>
<method name='CloseNotification'><arg type='u' direction='in'/></method>
<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>
<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>
</interface></node>"""

SESSION = """<node><interface name='org.gnome.SessionManager'>
<method name='RegisterClient'><arg type='s' direction='in'/><arg type='s' direction='in'/>
<arg type='o' direction='out'/></method>
<method name='UnregisterClient'><arg type='o' direction='in'/></method>
<method name='Inhibit'><arg type='s' direction='in'/><arg type='u' direction='in'/>
<arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='u' direction='out'/></method>
<method name='Uninhibit'><arg type='u' direction='in'/></method>
</interface></node>"""


class Shell:
    """Answers as a desktop does, from a thread of its own: a program may wait for it while the
    test waits for the program."""

    def __init__(self):
        self.notifications = {}  # id → (title, body)
        self.closed = []
        self.inhibitions = {}    # cookie → (application, flags, reason)
        self.calls = []
        self._number = 0
        self._connection = None
        self._loop = None
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(DEADLINE)

    def _serve(self, ready):
        context = GLib.MainContext()
        context.push_thread_default()
        self._loop = GLib.MainLoop.new(context, False)
        self._connection = Gio.DBusConnection.new_for_address_sync(
            os.environ['DBUS_SESSION_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        for xml, path, name in (
                (NOTIFICATIONS, '/org/freedesktop/Notifications', 'org.freedesktop.Notifications'),
                (SESSION, '/org/gnome/SessionManager', 'org.gnome.SessionManager')):
            self._connection.register_object(
                path, Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0], self._called, None, None)
            Gio.bus_own_name_on_connection(self._connection, name, Gio.BusNameOwnerFlags.NONE,
                                           None, None)
        self._connection.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetId',
                                   None, None, Gio.DBusCallFlags.NONE, -1)
        ready.set()
        self._loop.run()

    def _called(self, _connection, _sender, _path, _interface, method, parameters, invocation):
        values = parameters.unpack()
        self.calls.append((method, values))
        invocation.return_value(getattr(self, '_' + method, lambda *_: None)(*values))

    def _GetCapabilities(self):
        return GLib.Variant('(as)', (['actions', 'body', 'persistence'],))

    def _GetServerInformation(self):
        return GLib.Variant('(ssss)', ('test', 'test', '1', '1.2'))

    def _Notify(self, _app, replaces, _icon, title, body, _actions, _hints, _time):
        self._number += 1
        number = replaces or self._number
        self.notifications[number] = (title, body)
        return GLib.Variant('(u)', (number,))

    def _CloseNotification(self, number):
        self.closed.append(self.notifications.pop(number, None))

    def _RegisterClient(self, *_):
        return GLib.Variant('(o)', ('/org/gnome/SessionManager/Client1',))

    def _Inhibit(self, application, _window, reason, flags):
        self._number += 1
        self.inhibitions[self._number] = (application, flags, reason)
        return GLib.Variant('(u)', (self._number,))

    def _Uninhibit(self, cookie):
        self.inhibitions.pop(cookie, None)

    def click(self, title):
        """Clicks the notification of that title, which goes with it."""
        number = next(number for number, said in self.notifications.items() if said[0] == title)
        self._connection.emit_signal(None, '/org/freedesktop/Notifications',
                                     'org.freedesktop.Notifications', 'ActionInvoked',
                                     GLib.Variant('(us)', (number, 'default')))
        del self.notifications[number]

    def close(self):
        self._loop.quit()
        self._thread.join()

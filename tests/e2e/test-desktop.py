#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""As a part of the desktop: started by its bus, ordered from its menus, found by its search,
telling by its notifications, and asking its session to wait. From a cold start, as installed.

usage: test-desktop.py BUILD_FOLDER PLUGCTL      (inside build-aux/headless; prints TAP)
"""

import os
import secrets
import subprocess
import sys
import threading
from pathlib import Path

from gi.repository import GLib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from desktop import APP_ID, APP_PATH, Bus, Installation, Shell  # noqa: E402
from plugdriver import DEADLINE, App, area_of, editable_of, text_of, wait_until  # noqa: E402
from tap import Tap  # noqa: E402
from tenant import Tenant  # noqa: E402

SEARCH = APP_ID + '.SearchProvider'
SEARCH_PATH = APP_PATH + '/SearchProvider'


class Story:
    def __init__(self, build_root, ctl):
        self.ctl = ctl
        self.tap = Tap()
        self.secrets = [secrets.token_urlsafe(24) for _ in range(2)]
        self.tenant = Tenant(*self.secrets)
        self.shell = Shell()
        self.bus = Bus()
        self.installed = Installation(build_root)
        self.bus.prepare({'G_DEBUG': 'fatal-warnings', 'GTK_A11Y': 'atspi',
                          'GSK_RENDERER': 'cairo', 'TMPDIR': os.environ['TMPDIR']})
        self.app = None
        self.window = None

    # Small things

    def run(self, *arguments, stdin=''):
        return subprocess.run([self.ctl, *arguments], input=stdin, text=True, check=True,
                              capture_output=True, timeout=DEADLINE).stdout.strip()

    @staticmethod
    def gapplication(*arguments):
        return subprocess.run(['gapplication', *arguments], text=True, check=True,
                              capture_output=True, timeout=DEADLINE).stdout

    def attach(self):
        """The program the bus has started."""
        wait_until(lambda: self.bus.is_running(APP_ID), 'the program to be on the bus')
        self.app = App.running(self.bus.pid_of(APP_ID))
        return self.app

    def quit(self):
        """Ends it by its action; nothing of ours runs any more."""
        self.gapplication('action', APP_ID, 'quit')
        self.bus.wait_for_end(APP_ID)
        self.app = None

    def search(self, method, signature, *values):
        return self.bus.call(SEARCH, SEARCH_PATH, 'org.gnome.Shell.SearchProvider2', method,
                             GLib.Variant(signature, values))

    def find(self, *words):
        return self.search('GetInitialResultSet', '(as)', list(words))[0]

    # The story

    def files(self):
        entry = self.installed.key_file(f'applications/{APP_ID}.desktop')
        ini = self.installed.key_file(
            f'gnome-shell/search-providers/{APP_ID}.search-provider.ini')
        group = 'Shell Search Provider'
        self.tap.equal(sorted(self.installed.services),
                       [APP_ID + '.SearchProvider.service', APP_ID + '.service'],
                       'two services are installed')
        self.tap.check(entry.get_boolean('Desktop Entry', 'DBusActivatable'),
                       'the desktop starts the program by the bus')
        self.tap.equal([ini.get_string(group, key)
                        for key in ('DesktopId', 'BusName', 'ObjectPath', 'Version')],
                       [APP_ID + '.desktop', SEARCH, SEARCH_PATH, '2'],
                       'the shell is told whom to ask')
        orders = [order for order in entry.get_string('Desktop Entry', 'Actions').split(';')
                  if order]
        known = self.gapplication('list-actions', APP_ID).split()
        self.tap.equal(sorted(known), sorted(orders), 'the desktop sees the orders there are')

    def tenant_and_instances(self):
        user, organization = self.secrets
        self.run('account', 'add', 'Production', '--url', self.tenant.base_url,
                 '--secrets-stdin', stdin=f'{user}\n{organization}\n')
        for name in ('Acme Relations', 'Beta Ltd'):
            self.run('create', 'sagecrm', '-q', '--name', name, '--set',
                     'subdomain=a.example.com', '--set', 'username=somebody', '--secret',
                     'password=-', stdin=secrets.token_urlsafe(9) + '\n')
        self.tap.equal(len(self.tenant.tokens), 2, 'there are two instances')

    def launched(self):
        self.gapplication('launch', APP_ID)
        app = self.attach()
        app.wait_for_all_words('Acme Relations', 'Beta Ltd')
        self.tap.check(True, 'launched by the bus, it shows the instances')
        again = subprocess.run([self._program()], check=False, timeout=DEADLINE)
        self.tap.equal(again.returncode, 0, 'started a second time, it ends at once')
        self.tap.equal((self.bus.pid_of(APP_ID), len(app.frames())), (app.process.pid, 1),
                       'and the first one has one window, as before')
        self._keep_size(app)

    def _program(self):
        line = next(line for line in self.installed.services[APP_ID + '.service'].split('\n')
                    if line.startswith('Exec='))
        return line.removeprefix('Exec=').split()[0]

    def _keep_size(self, app):
        first = self._size()
        app.resize(860, 640)
        before = wait_until(lambda: self._size() != first and self._size(), 'another size')
        self.quit()
        state = Path(os.environ['XDG_STATE_HOME']) / 'plugboard' / 'window.ini'
        self.tap.equal(oct(state.stat().st_mode & 0o777), '0o600', 'its state is its user’s alone')
        self.gapplication('launch', APP_ID)
        self.attach().find('New Instance', role=steps.BUTTON)
        self.tap.equal(self._size(), before, 'it comes back with the size it had')
        self.quit()

    def _size(self):
        frame = area_of(self.app.frames()[0])
        return frame.width, frame.height

    def new_instance(self):
        self.gapplication('action', APP_ID, 'new-instance')
        self.attach().find('Create Instance', role=steps.BUTTON)
        self.tap.check(True, 'the order New Instance shows the form, from a cold start')
        self.quit()

    def search_order(self):
        self.gapplication('action', APP_ID, 'search')
        app = self.attach()
        entry = app.find('Search Instances', editable=True)
        wait_until(lambda: app.has_focus(entry), 'the search to have the focus')
        self.tap.check(True, 'the order Search has the search ready')
        self.quit()

    def shell_search(self):
        ids = self.find('acme')
        self.tap.equal(len(ids), 1, 'the shell finds an instance, from a cold start')
        metas = self.search('GetResultMetas', '(as)', ids)[0]
        self.tap.equal([meta['name'] for meta in metas], ['Acme Relations'], 'by its name')
        words = repr(metas)
        self.tap.check(not [secret for secret in (*self.secrets, *self.tenant.tokens)
                            if secret in words], 'and is told no secret')
        self.tap.equal(len(self.search('GetSubsearchResultSet', '(asas)', ids,
                                       ['acme', 'relations'])[0]), 1, 'more words narrow it')
        self.tap.equal(self.find('nothing', 'like', 'it'), [], 'what is not there is not found')
        self.tap.equal(self.search('GetResultMetas', '(as)', ['../../etc', 'x/y'])[0], [],
                       'an id that is none is nothing')
        self.tap.check(not self.bus.is_running(APP_ID), 'no window was started for it')
        self.search('ActivateResult', '(sasu)', ids[0], ['acme'], 0)
        self.attach().wait_for_all_words('Acme Relations', 'Instance ID', '427902')
        self.tap.check(True, 'what is chosen is shown in the window')
        self.quit()
        self.search('LaunchSearch', '(asu)', ['beta', 'ltd'], 0)
        app = self.attach()
        entry = app.find('Search Instances', editable=True)
        wait_until(lambda: text_of(editable_of(entry)) == 'beta ltd', 'the words to be searched')
        wait_until(lambda: 'Acme Relations' not in app.words(), 'the others to go')
        self.tap.check(True, 'the search goes on in the window')

    def inhibited(self):
        """While an answer is waited for, and not a moment longer."""
        app = self.app
        go_on = threading.Event()
        arrived = threading.Event()

        def answer(reply):
            arrived.set()
            go_on.wait(DEADLINE)
            return reply

        self.tap.equal(self.shell.inhibitions, {}, 'nothing keeps the session from ending')
        self.tenant.script.append(answer)
        app.press('New Instance', role=steps.BUTTON)
        steps.fill_instance(app, 'Gamma', 'a.example.com', 'somebody', secrets.token_urlsafe(9))
        app.press('Create Instance', role=steps.BUTTON)
        wait_until(arrived.is_set, 'the request to arrive')
        wait_until(lambda: self.shell.inhibitions, 'the session to be asked to wait')
        application, flags, _ = next(iter(self.shell.inhibitions.values()))
        self.tap.equal((application, flags), (APP_ID, 1), 'while an instance is made, logout waits')
        go_on.set()
        wait_until(lambda: not self.shell.inhibitions, 'the session to be free again')
        app.wait_for_all_words('Gamma', 'Saved in the keyring')
        self.tap.check(True, 'and not any longer')

    def told(self):
        app = self.app
        title = self._disable_unseen('427903', 'Beta Ltd')
        self.tap.equal(self._titles(), [title], 'what was disabled elsewhere is told, alone')
        # As the shell's overview does.
        subprocess.run(['xdotool', 'windowactivate', self.window], check=True)
        wait_until(lambda: not self.shell.notifications, 'the notification to be withdrawn')
        self.tap.check(True, 'who looks at the window is told no more')
        app.keys('F5')
        wait_until(lambda: 'syncing' not in app.words(), 'the sync to end')
        self.tap.equal(self._titles(), [], 'nothing is told while somebody looks, nor twice')
        title = self._disable_unseen('427902', 'Acme Relations')
        words = repr(self.shell.calls)
        self.tap.check(not [secret for secret in (*self.secrets, *self.tenant.tokens)
                            if secret in words], 'no secret is in what the desktop was told')
        self.shell.click(title)
        app.wait_for_all_words('Acme Relations', 'Instance ID', '427902')
        self.tap.check(True, 'a click on it shows the instance')

    def _disable_unseen(self, number, name):
        """The tenant disables an instance while nobody looks; what the desktop is told."""
        go_on = threading.Event()
        self._hold_listing(go_on)
        self.app.press('Sync', role=steps.BUTTON)
        self.window = self.app.window_ids()[0]
        subprocess.run(['xdotool', 'windowminimize', self.window], check=True)
        wait_until(lambda: self.window not in self.app.window_ids(), 'the window to be put away')
        self.tenant.instances[number]['disabled'] = True
        go_on.set()
        title = f'“{name}” Was Disabled'
        wait_until(lambda: title in self._titles(), 'the notification')
        return title

    def _titles(self):
        return [title for title, _ in self.shell.notifications.values()]

    def _hold_listing(self, go_on):
        listing = self.tenant._list

        def held(request):
            self.tenant._list = listing
            self.tenant.lock.release()
            try:
                go_on.wait(DEADLINE)
            finally:
                self.tenant.lock.acquire()
            return listing(request)

        self.tenant._list = held

    def locked(self):
        self.quit()
        self.tap.equal(len(self.find('acme')), 1, 'unlocked, an instance is found')
        self.gapplication('action', APP_ID, 'lock')
        wait_until(self._is_locked, 'the keyring to be locked')
        self.tap.check(True, 'the order Lock locks the keyring, from a cold start')
        self.bus.wait_for_end(APP_ID)
        self.tap.equal(self.find('acme'), [], 'locked, nothing is found')
        self.gapplication('launch', APP_ID)
        self.attach().find('Unlock', role=steps.BUTTON)
        self.tap.check(True, 'and the window says so')
        self.quit()

    def _is_locked(self):
        path = '/org/freedesktop/secrets/aliases/default'
        return self.bus.call('org.freedesktop.secrets', path, 'org.freedesktop.DBus.Properties',
                             'Get', GLib.Variant('(ss)', ('org.freedesktop.Secret.Collection',
                                                          'Locked')))[0]

    def close(self):
        if self.app is not None:
            self.app.kill()
        self.tenant.close()
        self.shell.close()


def main():
    story = Story(*sys.argv[1:3])
    try:
        story.tap.run(story.files, story.tenant_and_instances, story.launched,
                      story.new_instance, story.search_order, story.shell_search,
                      story.inhibited, story.told, story.locked)
    finally:
        story.close()


if __name__ == '__main__':
    main()

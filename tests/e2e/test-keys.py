#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key that the window of the shortcuts names does what it says there, and type-to-search.

usage: test-keys.py PLUGBOARD SANDBOX      (inside build-aux/headless; prints TAP)
"""

import os
import re
import secrets
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from browser import Browser  # noqa: E402
from plugdriver import editable_of, role_of, text_of, wait_until  # noqa: E402
from tap import Tap  # noqa: E402
from tenant import BASE_PATH, Tenant  # noqa: E402

UI = Path(__file__).resolve().parents[2] / 'src' / 'ui'
NAMES = {'<Primary>': 'ctrl+', '<Alt>': 'alt+', '<Shift>': 'shift+'}


def keys_of(accelerator):
    """As xdotool has it."""
    for ours, theirs in NAMES.items():
        accelerator = accelerator.replace(ours, theirs)
    return accelerator


def named_keys():
    """The keys in the window of the shortcuts."""
    table = (UI / 'plug-application-actions.c').read_text(encoding='utf-8')
    keys_of_action = {action: re.findall(r'"([^"]+)"', accelerators) for action, accelerators
                      in re.findall(r'\{ "([\w.-]+)", \{ ([^}]*) \} \}', table)}
    for shortcut in ElementTree.parse(UI / 'plug-shortcuts.ui').iter('object'):
        if shortcut.get('class') != 'GtkShortcutsShortcut':
            continue
        values = {child.get('name'): child.text for child in shortcut}
        accelerators = (values['accelerator'].split() if 'accelerator' in values
                        else keys_of_action[values['action-name']])
        yield from map(keys_of, accelerators)


class Story:
    def __init__(self, program):
        self.program = program
        self.tap = Tap()
        self.secrets = [secrets.token_urlsafe(24) for _ in range(2)]
        self.tenant = Tenant(*self.secrets)
        self.numbers = [self.tenant.add(name) for name in ('Acme', 'Beta')]
        self.browser = Browser(('help',))
        self.tried = set()
        self.app = None

    def press(self, keys):
        self.tried.add(keys)
        self.app.keys(keys)

    def begin(self):
        self.app = steps.start(self.program)
        steps.fill_account(self.app, 'Production', self.tenant.base_url, *self.secrets)
        steps.save_account(self.app)
        self.app.find('Sync', role=steps.BUTTON)

    def row(self, name):
        return next((node for node in self.app.nodes() if role_of(node) == 'list item'
                     and node.get_name().startswith(name + ',')), None)

    def listings(self):
        with self.tenant.lock:
            return len([request for request in self.tenant.requests
                        if request.path == BASE_PATH + '/instances'])

    def sync(self):
        for keys in ('F5', 'ctrl+r'):
            before = self.listings()
            self.press(keys)
            wait_until(lambda count=before: self.listings() > count, f'{keys} to sync')
            wait_until(lambda: 'syncing' not in self.app.words(), 'the sync to end')
            self.tap.check(True, f'{keys} syncs')

    def instance(self):
        app = self.app
        app.click(wait_until(lambda: self.row('Acme'), 'the row'))
        app.find('Instance ID')
        self.press('F2')
        app.find('Rename Instance')
        app.keys('Escape')
        wait_until(lambda: app.search('Rename Instance') is None, 'the question to close')
        self.tap.check(True, 'F2 renames')
        self.press('Delete')
        app.wait_for_words('Delete “Acme” on the Tenant?')
        app.keys('Escape')
        wait_until(lambda: 'Delete “Acme”' not in app.words(), 'the question to close')
        self.tap.check(True, 'Delete asks whether to delete')
        self.press('ctrl+c')
        self.press('ctrl+f')
        entry = app.find('Search Instances', editable=True)
        wait_until(lambda: app.has_focus(entry), 'the search to have the focus')
        self.tap.check(True, 'Ctrl+F searches')
        app.keys('ctrl+v')
        wait_until(lambda: text_of(editable_of(entry)) == self.numbers[0], 'the id to be pasted')
        self.tap.check(True, 'Ctrl+C copies the id, and never the token')
        app.keys('Escape')
        wait_until(lambda: self.row('Beta'), 'the search to be over')

    def typing(self):
        app = self.app
        app.click(wait_until(lambda: self.row('Beta'), 'the row'))
        app.type('acm')
        entry = app.find('Search Instances', editable=True)
        wait_until(lambda: app.read('Search Instances') == 'acm',
                   'what was typed to be searched')
        wait_until(lambda: self.row('Beta') is None, 'the other to go')
        self.tap.check(True, 'typing in the list searches it')
        app.keys('Escape')

    def undo(self):
        app = self.app
        app.click(wait_until(lambda: self.row('Acme'), 'the row'))
        app.find('Instance ID')
        steps.choose_in_menu(app, 'Instance Menu', 'Forget')
        wait_until(lambda: self.row('Acme') is None, 'the instance to be forgotten')
        app.keys('Escape')
        self.press('ctrl+z')
        wait_until(lambda: self.row('Acme'), 'the instance to come back')
        self.tap.check(True, 'Ctrl+Z brings back what was forgotten')

    def form(self):
        app = self.app
        for back in ('Escape', 'alt+Left'):
            self.press('ctrl+n')
            app.find('Create Instance', role=steps.BUTTON)
            self.press(back)
            wait_until(lambda: app.search('Create Instance', role=steps.BUTTON) is None,
                       f'{back} to lead back')
            self.tap.check(True, f'Ctrl+N shows the form, {back} leads back')

    def windows(self):
        app = self.app
        self.press('F10')
        app.find('About Plugboard')
        app.keys('Escape')
        wait_until(lambda: app.search('About Plugboard') is None, 'the menu to close')
        self.tap.check(True, 'F10 opens the menu')
        self.press('F1')
        self.tap.equal(self.browser.wait(), 'help:plugboard', 'F1 opens the help')
        if 'ctrl+comma' in named_keys():
            self.press('ctrl+comma')
            wait_until(lambda: len(app.frames()) == 2, 'the preferences')
            app.keys('Escape')
            wait_until(lambda: len(app.frames()) == 1, 'the preferences to close')
            self.tap.check(True, 'Ctrl+comma opens the preferences')
        self.press('ctrl+question')
        app.find('New instance')
        app.keys('Escape')
        wait_until(lambda: app.search('New instance') is None, 'the shortcuts to close')
        self.tap.check(True, 'Ctrl+? shows the shortcuts')

    def ends(self):
        self.press('ctrl+w')
        wait_until(lambda: self.app.process.poll() is not None, 'Ctrl+W to close the window')
        self.tap.equal(self.app.process.returncode, 0, 'Ctrl+W closes the window')
        self.app = steps.start(self.program)
        self.app.find('New Instance', role=steps.BUTTON)
        self.press('ctrl+q')
        wait_until(lambda: self.app.process.poll() is not None, 'Ctrl+Q to end the program')
        self.tap.equal(self.app.process.returncode, 0, 'Ctrl+Q ends the program')

    def all_of_them(self):
        self.tap.equal(sorted(set(named_keys()) - self.tried), [],
                       'there is no key in the window of the shortcuts that was not tried')

    def close(self):
        if self.app is not None:
            self.app.kill()
        self.tenant.close()


def main():
    story = Story(sys.argv[1])
    try:
        story.tap.run(story.begin, story.sync, story.instance, story.typing, story.undo,
                      story.form, story.windows, story.ends, story.all_of_them)
    finally:
        story.close()


if __name__ == '__main__':
    main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages on which instances are managed as pictures, on a sandbox that has some.

usage: screenshots-manage.py PLUGBOARD SANDBOX FOLDER MODE     (inside build-aux/headless)

MODE is light, dark or narrow (360 pixels).
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import wait_until  # noqa: E402
from sandbox import ORGANIZATION_SECRET, USER_SECRET, Sandbox  # noqa: E402


class Shots:
    """The window, and where its pictures go."""

    def __init__(self, app, folder, mode):
        self.app, self.folder, self.mode = app, folder, mode
        self.narrow = mode == 'narrow'

    def take(self, page):
        print(self.app.screenshot(os.path.join(self.folder, f'{page}-{self.mode}.png')),
              flush=True)

    def back(self):
        if self.narrow and self.app.search('Back', role=steps.BUTTON):
            self.app.press('Back', role=steps.BUTTON)


def take_all(shots, sandbox):
    app = shots.app
    steps.fill_account(app, 'Trial', sandbox.base_url, USER_SECRET, ORGANIZATION_SECRET)
    steps.save_account(app)
    wait_until(lambda: '“Trial” added' not in app.words(), 'the toast to go away')
    app.keys('F5')
    app.wait_for_words('synced')
    shots.take('inventory')
    app.press('Filter')
    app.wait_for_words('Sort By')
    shots.take('filter')
    app.keys('Escape')
    app.press('Select Several')
    app.press('Select All', role=steps.BUTTON)
    app.wait_for_words('Selected')
    shots.take('selecting')
    app.keys('Escape')
    app.click(steps.first_row(app))
    app.wait_for_words('Not checked yet.')
    shots.take('instance')
    app.press('Check', role=steps.BUTTON)
    app.wait_for_words('Checked')
    shots.take('instance-checked')
    for name, words in (('rename', 'Rename Instance'), ('edit-tags', 'Edit Tags'),
                        ('delete', 'formula instance')):
        steps.choose_in_menu(app, 'Instance Menu', {
            'rename': 'Rename…', 'edit-tags': 'Edit Tags…',
            'delete': 'Delete on the Tenant…'}[name])
        app.wait_for_words(words)
        shots.take(name)
        app.keys('Escape')
    steps.choose_in_menu(app, 'Instance Menu', 'Delete on the Tenant…')
    app.wait_for_words('formula instance')
    steps.answer(app, 'Delete')
    app.wait_for_words('Take Back')
    shots.take('grace')
    shots.back()
    steps.choose_in_menu(app, 'Main Menu', 'Check All')
    app.wait_for_words('Healthy')
    shots.take('check')
    shots.back()
    steps.choose_in_menu(app, 'Main Menu', 'Differences')
    app.wait_for_words('differences')
    shots.take('drift')
    shots.back()
    steps.choose_in_menu(app, 'Main Menu', 'History')
    app.wait_for_words('Export…')
    app.wait_for_words('Done')
    shots.take('history')
    shots.back()
    app.click(steps.first_row(app))
    app.wait_for_words('Instance ID')
    steps.choose_in_menu(app, 'Instance Menu', 'Edit Configuration…')
    app.find('Review')
    shots.take('edit')
    app.keys('Escape')
    steps.choose_in_menu(app, 'Instance Menu', 'Authenticate Again…')
    app.wait_for_words('keeps its id')
    shots.take('reauthenticate')
    app.keys('Escape')
    app.press('Fetch Token', role=steps.BUTTON)
    app.press('Copy Token', role=steps.BUTTON)
    app.wait_for_words('taken out in')
    shots.take('clipboard')
    shots.back()
    steps.choose_in_menu(app, 'Main Menu', 'Accounts')
    app.wait_for_words('Organization secret entered')
    app.click(app.find('Trial'))
    app.wait_for_words('In Production')
    shots.take('accounts')
    app.click(app.find('The Organization Secret Was Reset…'))
    app.wait_for_words('New Organization Secret')
    shots.take('reset')


def main():
    program, sandbox_program, folder, mode = sys.argv[1:5]
    sandbox = Sandbox(sandbox_program, '--instances=12')
    if mode == 'dark':
        os.environ['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
    app = steps.start(program)
    try:
        app.find('Add Account', role=steps.BUTTON)
        if mode == 'narrow':
            app.resize(360, 720)
        take_all(Shots(app, folder, mode), sandbox)
    except Exception:
        app.screenshot(os.path.join(folder, f'failed-{mode}.png'))
        raise
    finally:
        print(app.log(), file=sys.stderr)
        app.kill()
        sandbox.close()


if __name__ == '__main__':
    main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moving house in the real window: everything into a file, nothing left here, all of it back.

usage: test-house.py PLUGBOARD SANDBOX PLUGCTL      (inside build-aux/headless; prints TAP)
"""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import wait_until  # noqa: E402
from sandbox import ORGANIZATION_SECRET, USER_SECRET, Sandbox  # noqa: E402
from tap import Tap  # noqa: E402
from traces import Hunt  # noqa: E402

NAME = 'Acme CRM'
PASSPHRASE = 'correct horse battery'


class Story:
    def __init__(self, program, sandbox_program, ctl_program):
        self.program = program
        self.ctl_program = ctl_program
        self.tap = Tap()
        self.sandbox = Sandbox(sandbox_program)
        self.file = Path(os.environ['HOME']) / 'house.plugboard'
        self.hunt = Hunt()
        self.hunt.add('passphrase', PASSPHRASE)
        self.number = self.token = self.app = None

    def ctl(self, *arguments, stdin=''):
        return subprocess.run([self.ctl_program, *arguments], input=stdin, text=True, check=True,
                              stdout=subprocess.PIPE).stdout.strip()

    def furnish(self):
        self.ctl('account', 'add', 'Production', '--url', self.sandbox.base_url, '--secrets-stdin',
                 stdin=f'{USER_SECRET}\n{ORGANIZATION_SECRET}\n')
        self.number = self.ctl('create', 'sagecrm', '--name', NAME, '--set', 'subdomain=a.b.c',
                               '--set', 'username=somebody', '--secret', 'password=-',
                               stdin='pass word\n')
        self.token = steps.secret_of('token', instance_id=self.number)
        self.hunt.add('user secret', USER_SECRET)
        self.hunt.add('organization secret', ORGANIZATION_SECRET)
        self.hunt.add('token', self.token)
        self.app = steps.start(self.program)
        self.app.wait_for_words(NAME)

    def type_path(self):
        """The chooser takes a path that is typed."""
        self.app.keys('ctrl+a')
        self.app.type(str(self.file))
        self.app.keys('Return')

    def exported(self):
        self.app.press('Main Menu')
        self.app.press('Export…')
        self.app.write('Passphrase', PASSPHRASE)
        self.app.write('Passphrase, Once More', PASSPHRASE)
        self.tap.equal(self.app.badly_named(), [], 'what can have the focus has a name')
        windows = len(self.app.window_ids())
        self.app.press('Export…', role=steps.BUTTON)
        wait_until(lambda: len(self.app.window_ids()) > windows, 'the file chooser')
        self.type_path()
        self.app.wait_for_words('1 account with 1 instance exported')
        self.tap.check(self.file.exists(), 'the file is there')
        self.tap.equal(self.file.stat().st_mode & 0o777, 0o600, '… for its owner alone')

    def imported(self):
        self.ctl('account', 'remove', 'Production', '--yes')
        self.app.wait_for_words('Welcome to Plugboard')
        self.tap.equal(steps.secret_of('token', instance_id=self.number), None, 'nothing is here')
        windows = len(self.app.window_ids())
        self.app.press('Main Menu')
        self.app.press('Import…')
        wait_until(lambda: len(self.app.window_ids()) > windows, 'the file chooser')
        self.type_path()
        self.app.write('Passphrase', PASSPHRASE)
        self.app.press('Open', role=steps.BUTTON)
        self.app.wait_for_all_words('New: 1 account, 1 instance.', NAME, self.sandbox.base_url)
        self.tap.equal(self.app.badly_named(), [], 'what can have the focus has a name')
        self.app.press('Import', role=steps.BUTTON)
        self.app.wait_for_words('Imported: 1 account, 1 instance')
        self.app.wait_for_words(NAME)
        self.tap.equal(steps.secret_of('token', instance_id=self.number), self.token,
                       'the token is in the keyring again')

    def traces(self):
        self.tap.equal(self.app.quit(), 0, 'the program ends with status 0')
        found, count = self.hunt.in_files(Path(os.environ['PLUG_SESSION_DIR']))
        self.tap.equal(found, [], 'no file of the session has a secret in it')
        self.tap.check(count > 4, 'files were read', f'{count} were')
        self.tap.equal([line for line in self.app.log().split('\n')
                        if 'CRITICAL' in line or 'WARNING' in line], [], 'nothing was warned of')

    def close(self):
        if self.app is not None:
            self.app.kill()
        self.sandbox.close()


def main():
    story = Story(*sys.argv[1:4])
    try:
        story.tap.run(story.furnish, story.exported, story.imported, story.traces)
    finally:
        story.close()


if __name__ == '__main__':
    main()

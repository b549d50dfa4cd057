#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line beside the open window: each shows what the other does, without a restart.

usage: test-beside.py PLUGBOARD SANDBOX PLUGCTL      (inside build-aux/headless; prints TAP)
"""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import DEADLINE, wait_until  # noqa: E402
from sandbox import ORGANIZATION_SECRET, USER_SECRET, Sandbox  # noqa: E402
from tap import Tap  # noqa: E402


class Story:
    def __init__(self, program, sandbox, ctl):
        self.program = program
        self.ctl = ctl
        self.tap = Tap()
        self.sandbox = Sandbox(sandbox)
        self.app = None

    def run(self, *arguments, stdin=''):
        return subprocess.run([self.ctl, *arguments], input=stdin, text=True, check=True,
                              capture_output=True, timeout=DEADLINE).stdout

    def account(self):
        self.app = steps.start(self.program)
        self.app.find('Add Account', role=steps.BUTTON)
        self.run('account', 'add', 'From Outside', '--url', self.sandbox.base_url,
                 '--secrets-stdin', stdin=f'{USER_SECRET}\n{ORGANIZATION_SECRET}\n')
        self.app.find('New Instance', role=steps.BUTTON)
        self.tap.check(True, 'an account added by a command is in the window')

    def instance(self):
        number = self.run('create', 'sagecrm', '-q', '--name', 'Made Outside', '--set',
                          'subdomain=a.example.com', '--set', 'username=somebody', '--secret',
                          'password=-', stdin='pass word\n').strip()
        self.app.wait_for_words('Made Outside')
        self.tap.check(True, 'so is an instance')
        self.run('delete', number, '--yes')
        wait_until(lambda: 'Made Outside' not in self.app.words(), 'the instance to go')
        self.tap.check(True, 'deleted by a command, it goes')

    def the_other_way(self):
        self.app.press('New Instance', role=steps.BUTTON)
        steps.fill_instance(self.app, 'Made Inside', 'a.example.com', 'somebody', 'pass word')
        self.app.press('Create Instance', role=steps.BUTTON)
        self.app.wait_for_all_words('Made Inside', 'Saved in the keyring')
        listed = json.loads(self.run('list', '--json'))
        self.tap.equal([(row['name'], row['token_saved']) for row in listed],
                       [('Made Inside', True)], 'what the window made is listed')
        self.tap.equal(self.run('token', 'Made Inside').strip(), steps.secret_of('token'),
                       'and its token is the one in the keyring')

    def end(self):
        self.tap.equal(self.app.quit(), 0, 'the window ends with status 0')

    def close(self):
        if self.app is not None:
            self.app.kill()
        self.sandbox.close()


def main():
    story = Story(*sys.argv[1:4])
    try:
        story.tap.run(story.account, story.instance, story.the_other_way, story.end)
    finally:
        story.close()


if __name__ == '__main__':
    main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program killed while the tenant answers, and the keyring locked before the token is there:
nothing is lost, nothing is made twice. Then the sandbox, in one click.

usage: test-recovery.py PLUGBOARD SANDBOX      (inside build-aux/headless; prints TAP)
"""

import base64
import os
import secrets
import signal
import subprocess
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import DEADLINE, DriveError, wait_until  # noqa: E402
from tap import Tap  # noqa: E402
from tenant import Tenant  # noqa: E402

SUBDOMAIN, USERNAME = 'sagecrm-0.example.com', 'integration'
PROMPTER = 'gcr-prompter'


def secret_service(*arguments):
    subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets', *arguments],
                   check=True, capture_output=True)


def lock_keyring():
    secret_service('--object-path', '/org/freedesktop/secrets',
                   '--method', 'org.freedesktop.Secret.Service.Lock',
                   "['/org/freedesktop/secrets/collection/login']")


class Story:
    def __init__(self, program, sandbox):
        self.program = program
        os.environ['PATH'] = os.path.dirname(os.path.abspath(sandbox)) + ':' + os.environ['PATH']
        self.tap = Tap()
        self.user_secret = base64.b64encode(os.urandom(32)).decode()
        self.organization_secret = secrets.token_hex(16)
        self.password = secrets.token_urlsafe(18)
        self.tenant = Tenant(self.user_secret, self.organization_secret)
        self.tenant.next_id = 500001  # none of the sandbox’s
        self.app = None

    def sandbox(self):
        """On a first start, before there is an account."""
        self.app = steps.start(self.program)
        self.app.press('Try the Sandbox', role=steps.BUTTON)
        self.app.press('New Instance', role=steps.BUTTON)
        steps.fill_instance(self.app, 'From the Sandbox', SUBDOMAIN, USERNAME, self.password)
        self.app.press('Create Instance', role=steps.BUTTON)
        self.app.wait_for_all_words('From the Sandbox', 'Saved in the keyring')
        self.tap.check(steps.secret_of('token') is not None,
                       'the sandbox: an instance and its token, in one click and a form')

    def account(self):
        self.app.press('Main Menu')
        self.app.press('Accounts')
        steps.fill_account(self.app, 'Production', self.tenant.base_url, self.user_secret,
                           self.organization_secret)
        steps.save_account(self.app)
        self.app.keys('Escape')

    def killed(self):
        """kill -9 when the tenant has made the instance and has not answered yet."""
        self.interrupt('row-29-killed', self.app.kill, -signal.SIGKILL)

    def told_to_end(self):
        """SIGTERM, as at the end of a session."""
        self.interrupt('row-34-told-to-end', self.app.quit, 0)

    def interrupt(self, name, end, status):
        made, go_on = threading.Event(), threading.Event()
        before = len(self.tenant.posts())

        def never_answered(reply):
            made.set()
            go_on.wait(DEADLINE)
            return reply

        self.tenant.script.append(never_answered)
        self.fill(name)
        self.app.press('Create Instance', role=steps.BUTTON)
        wait_until(made.is_set, 'the tenant to have made the instance')
        self.tap.equal(end(), status, f'{name}: it ends at once')
        go_on.set()
        self.app = steps.start(self.program)
        number = str(self.tenant.next_id - 1)
        token = wait_until(lambda: steps.secret_of('token', instance_id=number),
                           'the token of the instance that was found')
        self.tap.equal(token, self.tenant.tokens[-1],
                       f'{name}: found at the next start, with its token')
        self.app.wait_for_all_words(name, 'From the Sandbox')
        self.tap.check(True, f'{name}: the instance is in the list')
        self.tap.equal(len(self.tenant.posts()), before + 1, f'{name}: posted once')

    def show(self, name, number):
        # The name is at the top of its row, and newer GTK takes it to be higher than it is.
        self.app.click(self.app.find(name), lower=16)
        self.app.wait_for_all_words(name, 'Instance ID', number)

    def choose(self, item):
        self.app.press('Instance Menu')
        self.app.press(item)

    def disabled(self):
        """Off and on again, from the menu of the instance's page."""
        number = str(self.tenant.next_id - 1)
        self.show('row-34-told-to-end', number)
        self.choose('Disable')
        self.app.wait_for_words('Instance disabled')
        self.tap.check(self.tenant.instances[number]['disabled'], 'disabled on the tenant')
        self.choose('Enable')
        self.app.wait_for_words('Instance enabled')
        self.tap.check(not self.tenant.instances[number]['disabled'], 'enabled on the tenant')
        self.tap.equal([change.method for change in self.tenant.changes()], ['DELETE', 'PUT'],
                       'each change was sent once')

    def deletion_killed(self):
        """kill -9 when the tenant has deleted the instance and has not answered yet."""
        done, go_on = threading.Event(), threading.Event()
        number = str(self.tenant.next_id - 1)
        before = len(self.tenant.changes())

        def never_answered(reply):
            done.set()
            go_on.wait(DEADLINE)
            return reply

        self.tenant.change_script.append(never_answered)
        self.choose('Delete on the Tenant…')
        steps.delete_at_once(self.app)
        wait_until(done.is_set, 'the tenant to have deleted the instance')
        self.tap.check(steps.secret_of('token', instance_id=number) is not None,
                       'deletion: the token stays until the tenant has said so')
        self.app.kill()
        go_on.set()
        self.app = steps.start(self.program)
        wait_until(lambda: steps.secret_of('token', instance_id=number) is None,
                   'the token of the deleted instance to go')
        wait_until(lambda: 'row-34-told-to-end' not in self.app.words(), 'the instance to go')
        self.app.wait_for_words('row-29-killed')
        self.tap.check('needs attention' not in self.app.words(),
                       'deletion: found out at the next start, and nothing is left of it')
        self.tap.equal(len(self.tenant.changes()), before + 1, 'deletion: sent once')

    def fill(self, name):
        self.app.press('New Instance', role=steps.BUTTON)
        steps.fill_instance(self.app, name, SUBDOMAIN, USERNAME, self.password)
        self.app.click(self.app.find('Account'))
        self.app.keys('End', 'Return')

    def token_unsaved(self):
        """The keyring locks between the request and the answer."""
        def locked(reply):
            lock_keyring()
            return reply

        self.tenant.script.append(locked)
        self.fill('Locked Out')
        self.app.press('Create Instance', role=steps.BUTTON)
        wait_until(self.prompts, 'the keyring’s prompt')
        self.app.wait_for_words('Waiting for the keyring to be unlocked…')
        self.tap.check(True, 'token unsaved: the keyring is asked for')
        self.answer_prompt('Escape')
        self.app.wait_for_all_words('Locked Out', 'The keyring was not unlocked.',
                                    'Token not saved', '1 needs attention')
        self.tap.check(True, 'token unsaved: said so, with what can be done')
        self.tap.equal(self.app.badly_named(), [],
                       'keyring locked: what can have the focus has a name')
        self.tap.equal(len(self.tenant.posts()), 3, 'token unsaved: posted once')

    def healed(self):
        self.app.press('Try Again', role=steps.BUTTON)
        wait_until(self.prompts, 'the keyring’s prompt')
        self.answer_prompt('Return', 'test-pass')
        number = str(self.tenant.next_id - 1)
        wait_until(lambda: 'out of reach' not in self.app.words(), 'the keyring’s bar to go')
        token = wait_until(lambda: steps.secret_of('token', instance_id=number), 'the token')
        self.tap.equal(token, self.tenant.tokens[-1], 'unlocked: the token is saved by itself')
        self.app.wait_for_all_words('Locked Out', 'Saved in the keyring')
        self.tap.check(True, 'unlocked: the window shows it, without a restart')
        self.tap.equal(len(self.tenant.posts()), 3, 'unlocked: nothing was posted again')

    def answer_prompt(self, key, text=None):
        """The prompt takes keys a moment after it is there: as a person does, again while it is
        there, each time after a longer pause."""
        pause = 0.2
        while True:
            try:
                wait_until(lambda: not self.prompts(), 'the prompt to go', pause)
                return
            except DriveError:
                pause *= 2
                if pause > DEADLINE:
                    raise
            if text is not None:
                self.app.keys('ctrl+a')
                self.app.type(text)
            self.app.keys(key)

    @staticmethod
    def prompts():
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', PROMPTER],
                               capture_output=True, check=False)
        return found.stdout.split()

    def log(self):
        self.tap.equal(self.app.quit(), 0, 'the program ends with status 0')
        self.tap.equal([line for line in self.app.log().split('\n')
                        if 'CRITICAL' in line or 'WARNING' in line], [], 'nothing was warned of')

    def close(self):
        if self.app is not None:
            self.app.kill()
        self.tenant.close()


def main():
    story = Story(*sys.argv[1:3])
    try:
        story.tap.run(story.sandbox, story.account, story.killed, story.told_to_end,
                      story.disabled, story.deletion_killed,
                      story.token_unsaved, story.healed, story.log)
    finally:
        story.close()


if __name__ == '__main__':
    main()

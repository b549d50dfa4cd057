#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a cURL command to an instance: pasted where there is no account of its secrets yet.

usage: test-import.py PLUGBOARD      (inside build-aux/headless; prints TAP)
"""

import base64
import json
import os
import secrets
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import wait_until  # noqa: E402
from tap import Tap  # noqa: E402
from tenant import Tenant  # noqa: E402
from traces import Hunt  # noqa: E402

NAME = 'Acme CRM'
SUBDOMAIN = 'sagecrm-0.example.com'
BASE_PATH = '/elements/api-v2'


class Story:
    def __init__(self, program):
        self.program = program
        self.tap = Tap()
        self.user_secret = base64.b64encode(os.urandom(32)).decode()
        self.organization_secret = secrets.token_hex(16)
        self.password = secrets.token_urlsafe(18)
        self.tenant = Tenant(self.user_secret, self.organization_secret)
        self.hunt = Hunt()
        self.hunt.add('user secret', self.user_secret)
        self.hunt.add('organization secret', self.organization_secret)
        self.hunt.add('password', self.password)
        self.app = None

    def command(self):
        """As somebody keeps it who has filled in the documentation's own, a comma forgotten."""
        body = json.dumps({'element': {'key': 'sagecrm'},
                           'configuration': {'subdomain': SUBDOMAIN, 'username': '<USERNAME>',
                                             'password': self.password},
                           'tags': ['docs'], 'name': NAME}, indent=1)
        body = body.replace('],\n', ']\n')
        return (f'curl -X POST \\\n {self.tenant.base_url}{BASE_PATH}/instances \\\n'
                f" -H 'authorization: User {self.user_secret}, "
                f"Organization {self.organization_secret}' \\\n -d '{body}'")

    def first_account(self):
        """Of another tenant: the command is not for that one."""
        mine = base64.b64encode(os.urandom(32)).decode(), secrets.token_hex(16)
        other = Tenant(*mine)
        self.app = steps.start(self.program)
        steps.fill_account(self.app, 'Other', other.base_url, *mine)
        steps.save_account(self.app)
        other.close()

    def paste(self):
        self.app.press('Paste a Request…', role=steps.BUTTON)
        self.app.write('Request', self.command())
        words = self.app.wait_for_all_words('Sage CRM', NAME, 'Still to be filled in: Username',
                                            'a comma was expected here')
        self.tap.check('Add a New Account' in words, 'the secrets are said to be of no account')
        self.tap.equal(self.app.badly_named(), [], 'what can have the focus has a name')

    def account(self):
        self.app.press('Use It', role=steps.BUTTON)
        self.app.write('Account Name', 'Production')
        self.tap.equal(self.app.read('Base URL'), self.tenant.base_url + BASE_PATH,
                       'the address is filled in')
        steps.save_account(self.app)
        self.tap.equal(steps.secret_of('user-secret', account_id=self.account_id()),
                       self.user_secret, 'the user secret is in the keyring')

    def account_id(self):
        with sqlite3.connect(f'file:{steps.database_path()}?mode=ro', uri=True) as database:
            return database.execute("SELECT id FROM account WHERE name = 'Production'"
                                    ).fetchone()[0]

    def create(self):
        self.app.find('Subdomain', editable=True)
        self.tap.equal(self.app.read('Name'), NAME, 'the name is filled in')
        self.tap.equal(self.app.read('Username'), '', 'a placeholder is not')
        self.app.write('Username', 'integration')
        self.app.press('Create Instance', role=steps.BUTTON)
        post = wait_until(lambda: (self.tenant.posts() or [None])[0], 'the request')
        self.tap.equal(json.loads(post.body),
                       {'element': {'key': 'sagecrm'},
                        'configuration': {'subdomain': SUBDOMAIN, 'username': 'integration',
                                          'password': self.password},
                        'tags': ['docs'], 'name': NAME}, 'what was pasted is what is sent')
        self.app.wait_for_words('427902')

    def traces(self):
        self.tap.equal(self.app.quit(), 0, 'the program ends with status 0')
        found, count = self.hunt.in_files(Path(os.environ['PLUG_SESSION_DIR']))
        self.tap.equal(found, [], 'no file of the session has a secret in it')
        self.tap.check(count > 4, 'files were read', f'{count} were')
        log = self.app.log()
        self.tap.equal([line for line in log.split('\n')
                        if 'CRITICAL' in line or 'WARNING' in line], [], 'nothing was warned of')

    def close(self):
        if self.app is not None:
            self.app.kill()
        self.tenant.close()


def main():
    story = Story(sys.argv[1])
    try:
        story.tap.run(story.first_account, story.paste, story.account, story.create, story.traces)
    finally:
        story.close()


if __name__ == '__main__':
    main()

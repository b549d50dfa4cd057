#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an empty window to a saved token, against a tenant that is not ours.

usage: test-create.py PLUGBOARD      (inside build-aux/headless; prints TAP)
"""

import base64
import json
import os
import secrets
import sqlite3
import stat
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import wait_until  # noqa: E402
from tap import Tap  # noqa: E402
from tenant import BASE_PATH, Tenant  # noqa: E402
from traces import Hunt  # noqa: E402

NAME = 'Acme CRM “North”'
SUBDOMAIN = 'sagecrm-0.example.com'
USERNAME = 'intégration'
TAGS = ['docs', 'customer-17']


class Story:
    def __init__(self, program):
        self.program = program
        self.tap = Tap()
        self.user_secret = base64.b64encode(os.urandom(32)).decode()
        self.organization_secret = secrets.token_hex(16)
        # What JSON has to escape, around a core that is looked for in files as well.
        self.password_core = secrets.token_urlsafe(18)
        self.password = f'"{self.password_core}\\ü'
        self.tenant = Tenant(self.user_secret, self.organization_secret)
        self.hunt = Hunt()
        self.hunt.add('user secret', self.user_secret)
        self.hunt.add('organization secret', self.organization_secret)
        self.hunt.add('password', self.password_core)
        self.app = None
        self.number = None

    def first_start(self):
        self.app = steps.start(self.program)
        self.app.find('Add Account', role=steps.BUTTON)
        self.tap.check(True, 'the first window offers Add Account')
        self.tap.check(self.app.search('Try the Sandbox') is not None, 'and Try the Sandbox')
        self.names('welcome')

    def names(self, page):
        self.tap.equal(self.app.badly_named(), [], f'{page}: what can have the focus has a name')

    def account(self):
        steps.fill_account(self.app, 'Production', self.tenant.base_url, self.user_secret,
                           self.organization_secret)
        self.names('account dialog')
        steps.save_account(self.app)
        self.app.find('New Instance', role=steps.BUTTON)
        self.tap.equal(steps.secret_of('user-secret'), self.user_secret,
                       'secret-tool finds the user secret')
        self.tap.equal(steps.secret_of('organization-secret'), self.organization_secret,
                       'secret-tool finds the organization secret')
        self.tap.equal(len(self.tenant.posts()), 0, 'nothing was posted so far')

    def form(self):
        self.app.press('New Instance', role=steps.BUTTON)
        steps.fill_instance(self.app, NAME, SUBDOMAIN, USERNAME, self.password, TAGS)
        self.app.wait_for_words(f'https://{SUBDOMAIN}/sdata/crmj/sagecrm2/-')
        self.tap.check(True, 'the address is shown as one types')
        self.names('form')
        self.app.press('Create Instance', role=steps.BUTTON)
        wait_until(self.tenant.posts, 'the request to arrive')
        self.number = wait_until(lambda: next(iter(self.tenant.instances), None), 'an instance')
        self.hunt.add('token', self.tenant.tokens[0])

    def request(self):
        post = self.tenant.posts()[0]
        self.tap.equal(post.target, BASE_PATH + '/instances', 'the path is the documented one')
        self.tap.equal(post.header('Authorization'),
                       f'User {self.user_secret}, Organization {self.organization_secret}',
                       'the header has both secrets, as documented')
        self.tap.equal((post.header('Content-Type') or '').split(';')[0].strip().lower(),
                       'application/json', 'the body says it is JSON')
        pairs = []
        body = json.loads(post.body.decode('utf-8'),
                          object_pairs_hook=lambda members: pairs.append(members) or dict(members))
        self.tap.equal(body, {
            'element': {'key': 'sagecrm'},
            'configuration': {'subdomain': SUBDOMAIN, 'username': USERNAME,
                              'password': self.password},
            'tags': TAGS,
            'name': NAME,
        }, 'the body is the documented one, member for member')
        self.tap.check(all(len(dict(members)) == len(members) for members in pairs),
                       'no member is there twice')

    def saved(self):
        self.app.wait_for_words(self.number)
        self.tap.check(True, 'the instance page shows the id')
        self.names('instance page')
        token = wait_until(lambda: steps.secret_of('token', instance_id=self.number),
                           'the token in the keyring')
        self.tap.equal(token, self.tenant.tokens[0], 'secret-tool finds the token')
        self.tap.equal(len(self.tenant.posts()), 1, 'one request was posted')
        self.tap.equal(self.hunt.in_bytes('the window', self.app.words().encode()), [],
                       'nothing readable in the window is a secret')
        found, count = self.hunt.in_processes()
        self.tap.equal(found, [], 'no process has a secret among its arguments or environment')
        self.tap.check(count > 4, 'processes were read', f'{count} were')

    def restart(self):
        self.tap.equal(self.app.quit(), 0, 'the program ends with status 0')
        self.app = steps.start(self.program, 'plugboard-2.log')
        self.app.wait_for_words(NAME)
        self.tap.check(True, 'after a restart the instance is in the list')
        self.tap.equal(self.app.quit(), 0, 'and the program ends with status 0 again')
        self.tap.equal(len(self.tenant.posts()), 1, 'still one request was posted')

    def files(self):
        folder = Path(os.environ['PLUG_SESSION_DIR'])
        found, count = self.hunt.in_files(folder)
        self.tap.equal(found, [], 'no file of the session has a secret in it')
        self.tap.check(count > 4, 'files were read', f'{count} were')
        canary = folder / 'tmp' / 'canary'
        canary.write_bytes(b'x' + base64.b64encode(b'ab' + self.user_secret.encode() + b'cd'))
        self.tap.check(any(str(canary) in where for where in self.hunt.in_files(folder)[0]),
                       'a secret planted in a file is found')
        canary.unlink()

    def database(self):
        path = steps.database_path()
        with sqlite3.connect(f'file:{path}?mode=ro', uri=True) as database:
            self.tap.equal(database.execute('PRAGMA integrity_check').fetchall(), [('ok',)],
                           'the database is sound')
            dump = '\n'.join(database.iterdump())
        self.tap.check(self.number in dump, 'the instance is in the database')
        self.tap.equal(stat.S_IMODE(os.stat(path).st_mode), 0o600, 'the database is 0600')
        self.tap.equal(stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode), 0o700,
                       'its folder is 0700')

    def log(self):
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
        story.tap.run(story.first_start, story.account, story.form, story.request, story.saved,
                      story.restart, story.files, story.database, story.log)
    finally:
        story.close()


if __name__ == '__main__':
    main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tenants that cannot be reached or trusted: said so when the account is verified and when an
instance is created; nothing is posted, and the form is as it was.

usage: test-hosts.py PLUGBOARD      (inside build-aux/headless; prints TAP)
"""

import base64
import os
import secrets
import ssl
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import wait_until  # noqa: E402
from tap import Tap  # noqa: E402
from tenant import Tenant  # noqa: E402

NAME, SUBDOMAIN, USERNAME = 'Out of Reach', 'sagecrm-0.example.com', 'integration'
NOWHERE = 'no-such-host.invalid'


def self_signed_context(folder):
    """A certificate nobody vouches for."""
    key, certificate = os.path.join(folder, 'key.pem'), os.path.join(folder, 'certificate.pem')
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
                    'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
                    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


class Story:
    def __init__(self, program):
        self.program = program
        self.tap = Tap()
        self.user_secret = base64.b64encode(os.urandom(32)).decode()
        self.organization_secret = secrets.token_hex(16)
        self.password = secrets.token_urlsafe(18)
        self.tenant = Tenant(self.user_secret, self.organization_secret,
                             self_signed_context(os.environ['PLUG_SESSION_DIR']))
        self.app = None

    def untrusted_account(self):
        self.app = steps.start(self.program)
        self.add('Untrusted', self.tenant.base_url, ['certificate', '127.0.0.1'])

    def untrusted_creation(self):
        self.app.press('New Instance', role=steps.BUTTON)
        steps.fill_instance(self.app, NAME, SUBDOMAIN, USERNAME, self.password)
        self.refuse('untrusted', ['certificate', '127.0.0.1'])
        self.tap.equal(self.tenant.requests, [], 'untrusted: the tenant never had a request')

    def unknown_host(self):
        self.app.keys('Escape')
        self.app.press('Main Menu')
        self.app.press('Accounts')
        self.app.find('Untrusted')
        self.add('Nowhere', f'https://{NOWHERE}', [NOWHERE])

    def unknown_host_creation(self):
        self.app.keys('Escape')
        self.app.press('New Instance', role=steps.BUTTON)
        self.app.click(self.app.find('Account'))
        self.app.keys('End', 'Return')
        self.refuse('no such host', [NOWHERE])

    def add(self, name, base_url, words):
        steps.fill_account(self.app, name, base_url, self.user_secret, self.organization_secret)
        self.app.press('Add Account', role=steps.BUTTON)
        self.app.wait_for_all_words('Save Anyway', *words)
        self.tap.check(True, f'{name}: what is wrong is said when the account is verified')
        self.tap.equal(self.app.read('User Secret') != '', True, f'{name}: the dialog is as it was')
        self.app.press('Save Anyway', role=steps.BUTTON)
        wait_until(lambda: self.app.search('Account Name') is None, 'the account dialog to close')

    def refuse(self, label, words):
        self.app.press('Create Instance', role=steps.BUTTON)
        self.app.wait_for_all_words('Copy Details', *words)
        self.tap.check(True, f'{label}: what is wrong is said when an instance is created')
        kept = (self.app.read('Name'), self.app.read('Subdomain'), self.app.read('Username'))
        self.tap.equal(kept, (NAME, SUBDOMAIN, USERNAME), f'{label}: the form is as it was')

    def log(self):
        self.tap.equal(self.app.quit(), 0, 'the program ends with status 0')
        self.tap.equal([line for line in self.app.log().split('\n')
                        if 'CRITICAL' in line or 'WARNING' in line], [], 'nothing was warned of')

    def close(self):
        if self.app is not None:
            self.app.kill()
        self.tenant.close()


def main():
    story = Story(sys.argv[1])
    try:
        story.tap.run(story.untrusted_account, story.untrusted_creation, story.unknown_host,
                      story.unknown_host_creation, story.log)
    finally:
        story.close()


if __name__ == '__main__':
    main()

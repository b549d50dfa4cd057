#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad answers of a tenant that is not ours: a sentence is shown, the form is as it was, and one
press of the button is one request.

usage: test-errors.py PLUGBOARD      (inside build-aux/headless; prints TAP)
"""

import base64
import json
import os
import secrets
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import wait_until  # noqa: E402
from tap import Tap  # noqa: E402
from tenant import Reply, Tenant  # noqa: E402

SUBDOMAIN = 'sagecrm-0.example.com'
USERNAME = 'integration'


def error(status, message, provider=None):
    body = {'requestId': f'req-{status}-e2e', 'message': message}
    if provider:
        body['providerMessage'] = provider
    return Reply(status, json.dumps(body))


# What is answered, and what of it must be readable. The tenant did not do it: the form stays.
REFUSED = [
    ('400 with the provider’s words',
     error(400, 'Request failed', 'The user name or password is incorrect'),
     ['Request failed', 'The user name or password is incorrect', 'req-400-e2e']),
    ('401', error(401, 'Invalid Organization or User Secret'),
     ['Invalid Organization or User Secret', 'req-401-e2e']),
    ('403', error(403, 'Not allowed to create instances'),
     ['Not allowed to create instances', 'req-403-e2e']),
    ('404', error(404, 'No element found with key sagecrm'),
     ['No element found with key sagecrm', 'req-404-e2e']),
]

# Nobody knows what became of these: said so, and never sent again.
DOUBTFUL = [
    ('409', error(409, 'Name already in use'), ['status 409', 'Name already in use',
                                                'req-409-e2e']),
    ('429', error(429, 'Too many requests'), ['status 429', 'Too many requests', 'req-429-e2e']),
    ('500', error(500, 'Something broke', 'The CRM is away'),
     ['status 500', 'Something broke', 'The CRM is away', 'req-500-e2e']),
    ('502 in HTML', Reply(502, '<html><body>Bad Gateway</body></html>', 'text/html'),
     ['status 502']),
    ('HTML instead of JSON', Reply(200, '<html><body>Sign in</body></html>', 'text/html'),
     ['A web page came back']),
    # As in the documentation's own example: no comma after a list.
    ('JSON without a comma',
     Reply(200, '{"id": 427902, "token": "abc", "element": {"resources": [ ] "beta": false}}'),
     ['not valid JSON']),
    ('a redirect', Reply(302, '', headers={'Location': '/elements/api-v2/instances/elsewhere'}),
     ['status 302']),
]


class Story:
    def __init__(self, program):
        self.program = program
        self.tap = Tap()
        self.user_secret = base64.b64encode(os.urandom(32)).decode()
        self.organization_secret = secrets.token_hex(16)
        self.password = secrets.token_urlsafe(18)
        self.tenant = Tenant(self.user_secret, self.organization_secret)
        self.app = None

    def account(self):
        self.app = steps.start(self.program)
        steps.fill_account(self.app, 'Production', self.tenant.base_url, self.user_secret,
                           self.organization_secret)
        steps.save_account(self.app)
        self.app.press('New Instance', role=steps.BUTTON)

    def empty_form(self):
        self.app.press('Create Instance', role=steps.BUTTON)
        self.app.wait_for_words('Name is empty')
        self.tap.equal(len(self.tenant.posts()), 0, 'an empty form is not posted')
        name = self.app.find('Name', editable=True)
        self.tap.check(self.app.has_focus(name), 'the first wrong field has the focus',
                       self.app.outline())

    def refused(self):
        for label, reply, words in REFUSED:
            self.attempt(label, reply, words)
            self.form_kept(label)

    def nobody_there(self):
        """The port of an account that nothing listens on any more."""
        self.app.press('New Instance', role=steps.BUTTON)
        posts = len(self.tenant.posts())
        self.tenant.close()
        name = f'Case {secrets.token_hex(4)}'
        steps.fill_instance(self.app, name, SUBDOMAIN, USERNAME, self.password)
        self.app.press('Create Instance', role=steps.BUTTON)
        host = self.tenant.base_url.split('//')[1].split(':')[0]
        self.app.wait_for_words(host)
        self.tap.equal(len(self.tenant.posts()), posts, 'refused: nothing was posted')
        self.form_kept('refused', name)

    def doubtful(self):
        for label, reply, words in DOUBTFUL:
            self.app.press('New Instance', role=steps.BUTTON)
            self.attempt(label, reply, ['Needs Attention'])
            read = self.app.wait_for_all_words(self.last_name, *words)
            self.tap.check('Check Again' in read, f'{label}: what is in doubt is listed, and why')

    def answer_lost(self):
        """The instance was made and the answer says otherwise: it is found again."""
        self.app.press('New Instance', role=steps.BUTTON)
        self.attempt('504 after creating', lambda reply: error(504, 'Gateway time-out'), [])
        number = next(iter(self.tenant.instances))
        token = wait_until(lambda: steps.secret_of('token', instance_id=number),
                           'the token of the instance that was found')
        self.tap.equal(token, self.tenant.tokens[0], '504 after creating: its token is saved')
        self.app.find('Saved')
        self.app.wait_for_words(self.last_name)
        self.tap.check(True, '504 after creating: the instance is in the list')
        self.tap.equal(self.app.badly_named(), [],
                       'needs attention: what can have the focus has a name')
        self.tap.equal(len([post for post in self.tenant.posts()
                            if self.last_name.encode() in post.body]), 1,
                       '504 after creating: still posted once')

    def attempt(self, label, reply, words):
        name = f'Case {secrets.token_hex(4)}'
        self.last_name = name
        before = len(self.tenant.posts())
        steps.fill_instance(self.app, name, SUBDOMAIN, USERNAME, self.password)
        self.tenant.script.append(reply)
        self.app.press('Create Instance', role=steps.BUTTON)
        wait_until(lambda: len(self.tenant.posts()) > before, 'the request to arrive')
        if words:
            self.app.wait_for_all_words(*words)
        self.tap.check(True, f'{label}: the answer’s words are shown')
        self.tap.equal(len(self.tenant.posts()), before + 1, f'{label}: posted once')

    def form_kept(self, label, name=None):
        kept = (self.app.read('Name'), self.app.read('Subdomain'), self.app.read('Username'))
        self.tap.equal(kept, (name or self.last_name, SUBDOMAIN, USERNAME),
                       f'{label}: the form is as it was')

    def log(self):
        self.tap.equal(self.app.quit(), 0, 'the program ends with status 0')
        self.tap.equal([line for line in self.app.log().split('\n')
                        if 'CRITICAL' in line or 'WARNING' in line], [], 'nothing was warned of')

    def close(self):
        if self.app is not None:
            self.app.kill()


def main():
    story = Story(sys.argv[1])
    try:
        story.tap.run(story.account, story.empty_form, story.refused, story.doubtful,
                      story.answer_lost, story.nobody_there, story.log)
    finally:
        story.close()


if __name__ == '__main__':
    main()

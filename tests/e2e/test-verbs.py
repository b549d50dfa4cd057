#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verbs that test-manage.py has not, through the real window: events, token, authentication,
configuration, duplicate; against a tenant that is not ours and against the sandbox.

usage: test-verbs.py PLUGBOARD SANDBOX      (inside build-aux/headless; prints TAP)
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from story import TenantStory  # noqa: E402
from tap import Tap  # noqa: E402
from tenants import Ours, Theirs  # noqa: E402
from plugdriver import wait_until  # noqa: E402


class Verbs(TenantStory):
    title = 'Alpha'

    def begun(self):
        self.add_account()
        self.number = self.tenant.numbers[self.title]
        self.app.click(self.row(self.title))
        self.app.press('Fetch Token', role=steps.BUTTON)
        self.reached(lambda: self.token() == self.tenant.instance(self.number)['token'],
                     'its token is in the keyring')

    def preferred(self):
        """With the keyboard: what is chosen is there the next time the window is opened."""
        self.app.keys('ctrl+comma')
        row = self.app.find('Sync Every')
        self.check(self.app.badly_named() == [], 'what can have the focus has a name',
                   self.app.badly_named())
        for _ in range(8):
            if self.app.has_focus(row):
                break
            self.app.keys('Tab')
            steps.wait_or_none(lambda: self.app.has_focus(row), 1)
        self.app.keys('space')
        self.app.find('4 hours')
        self.app.keys('End', 'Return')
        self.app.wait_for_words('Never')
        self.app.keys('Escape')
        wait_until(lambda: not self.app.search('Sync Every'), 'the preferences to close')
        self.app.keys('ctrl+comma')
        self.app.wait_for_all_words('Sync Every', 'Never')
        self.check(True, 'what was chosen in the preferences stays')
        self.app.keys('Escape')
        wait_until(lambda: not self.app.search('Sync Every'), 'the preferences to close')

    def token(self):
        return steps.secret_of('token', instance_id=self.number)

    def events(self):
        for on, words in ((True, 'On'), (False, 'Off')):
            self.choose(f'Turn Events {words}')
            self.reached(lambda: self.tenant.instance(self.number)['eventsEnabled'] is on,
                         f'events turned {words.lower()} on the tenant')
            self.reached(lambda: self.from_database('events') == on, '… and in the database')
            self.settled()

    def refreshed(self):
        """Another token, given out to somebody else, is fetched."""
        if self.tenant.name != 'theirs':
            return
        fresh = self.tenant.new_token(self.number)
        self.choose('Refresh Token')
        self.reached(lambda: self.token() == fresh, 'the token is refreshed')

    def authenticated(self):
        before, token = set(self.numbers()), self.token()
        self.choose('Authenticate Again…')
        self.app.wait_for_words('keeps its id')
        steps.fill_instance_fields(self.app, 'd.e.f', 'somebody else', 'an other password')
        self.check(self.app.badly_named() == [], 'what can have the focus has a name',
                   self.app.badly_named())
        self.app.press('Authenticate', role=steps.BUTTON)
        wait_until(lambda: 'keeps its id' not in self.app.words(), 'the dialog to close')
        self.reached(lambda: self.tenant.instance(self.number)['configuration']['username']
                     == 'somebody else', 'authenticated anew on the tenant')
        self.reached(lambda: self.token() == self.tenant.instance(self.number)['token'],
                     'the token of the reply is in the keyring')
        self.check(set(self.numbers()) == before, 'under the same id, and no other one made')
        if self.tenant.name == 'theirs':
            self.check(self.token() != token, 'it is another token than before')

    def numbers(self):
        return [self.tenant.instance(number) is not None and number
                for number in self.tenant.numbers.values()]

    def configured(self):
        self.choose('Edit Configuration…')
        self.app.write('Username', 'edited')
        self.app.press('Review', role=steps.BUTTON)
        self.app.wait_for_words('“somebody else” → “edited”')
        self.app.press('Save', role=steps.BUTTON)
        self.reached(lambda: self.tenant.instance(self.number)['configuration']['username']
                     == 'edited', 'a setting edited on the tenant')
        self.reached(lambda: '"edited"' in self.from_database('configuration'),
                     '… and in the database')

    def refused(self):
        """A setting that is refused stays in the dialog, with the tenant's words."""
        if self.tenant.name != 'theirs':
            return
        for status in (401, 403, 404, 409, 429):
            self.choose('Edit Configuration…')
            self.app.write('Username', f'never {status}')
            self.app.press('Review', role=steps.BUTTON)
            self.app.wait_for_words(f'“edited” → “never {status}”')
            self.tenant.refuse(self.number, status, 'Not this one')
            self.app.press('Save', role=steps.BUTTON)
            self.app.wait_for_words(f'e2e-{status}')
            self.app.keys('Escape')
            wait_until(lambda: not self.app.search('Back', role=steps.BUTTON),
                       'the dialog to close')
            self.settled()
            self.check(self.tenant.instance(self.number)['configuration']['username'] == 'edited'
                       and '"edited"' in self.from_database('configuration'),
                       f'{status}: tenant and database have what was there')
            self.check(self.token() == self.tenant.instance(self.number)['token'],
                       f'{status}: the keyring has its token')

    def duplicated(self):
        self.choose('Duplicate…')
        self.app.find('Create Instance')
        self.app.write('Name', 'Second')
        steps.fill_instance_fields(self.app, 'g.h.i', 'copied', 'one more password')
        self.app.press('Create Instance', role=steps.BUTTON)
        self.reached(lambda: len(self.tenant.named('Second')) == 1, 'a second one is made')
        made = self.tenant.named('Second')[0]
        self.check(made['element']['key'] == 'sagecrm', 'of the same connector', made)
        self.reached(lambda: steps.secret_of('token', instance_id=str(made['id']))
                     == made['token'], 'its token is in the keyring')

    def run(self):
        return [self.begun, self.preferred, self.events, self.refreshed, self.authenticated,
                self.configured, self.refused, self.duplicated, self.ended]


def main():
    program, sandbox_program = sys.argv[1:3]
    names = ('Alpha', 'Beta')
    Verbs.run_all(program, Tap(), (Theirs(names), Ours(sandbox_program, names)))


if __name__ == '__main__':
    main()

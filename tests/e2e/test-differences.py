#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became different elsewhere is found and mended in the window, several instances at once are
acted on and checked, and an organization secret that was reset is replaced once; against a tenant
that is not ours and against the sandbox.

usage: test-differences.py PLUGBOARD SANDBOX      (inside build-aux/headless; prints TAP)
"""

import os
import secrets
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import name_of, role_of, walk, wait_until  # noqa: E402
from story import TenantStory  # noqa: E402
from tap import Tap  # noqa: E402
from tenants import Ours, Theirs  # noqa: E402

NAMES = ('Alpha', 'Beta', 'Gamma', 'Delta')


class Differences(TenantStory):
    def token(self, name):
        return steps.secret_of('token', instance_id=self.tenant.numbers[name])

    def begun(self):
        """Everything that is there is chosen, and its tokens are fetched."""
        self.add_account()
        self.choose_all('Fetch Tokens')
        for name, number in self.tenant.numbers.items():
            self.reached(lambda n=name, i=number: self.token(n) ==
                         self.tenant.instance(i)['token'], f'{name}: its token is in the keyring')
        # What was there when it was taken over is what the tenant has from now on.
        self.app.press('Sync', role=steps.BUTTON)
        self.app.wait_for_words('synced just now')

    def choose_all(self, item):
        self.app.press('Select Several')
        self.app.press('Select All', role=steps.BUTTON)
        self.app.wait_for_words(f'{len(self.tenant.numbers)} Selected')
        steps.choose_in_menu(self.app, 'More with Those Chosen', item)
        wait_until(lambda: not self.app.search('Select All', role=steps.BUTTON),
                   'the list as it was')

    def several(self):
        for item, disabled in (('Disable', True), ('Enable', False)):
            self.choose_all(item)
            self.reached(lambda d=disabled: all(
                self.tenant.instance(number)['disabled'] == d
                for number in self.tenant.numbers.values()), f'{item}: all of those chosen')
            self.reached(lambda d=disabled: all(
                self.from_database('disabled', number) == d
                for number in self.tenant.numbers.values()), '… and in the database')

    def checked(self):
        steps.choose_in_menu(self.app, 'Main Menu', 'Check All')
        self.app.wait_for_words(f'{len(self.tenant.numbers)} Healthy')
        self.check(True, 'all of them are checked, and healthy')
        self.app.press('Select Several')
        self.app.find('Select All', role=steps.BUTTON)
        # While the rows make room for their boxes a click may miss.
        for _ in range(3):
            self.app.click(self.row('Alpha'))
            if steps.wait_or_none(lambda: '1 Selected' in self.app.words(), 5):
                break
        self.app.wait_for_words('1 Selected')
        self.app.press('Check', role=steps.BUTTON)
        self.app.wait_for_words('1 Healthy')
        self.check(f'{len(self.tenant.numbers)} Healthy' not in self.app.words(),
                   'one that is chosen is checked alone')

    def mend(self, name, label):
        """Presses the button of the first row of the table that is about that instance."""
        def look():
            for node in self.app.nodes():
                if role_of(node) != 'table row' and role_of(node) != 'list item' \
                        and role_of(node) != 'row':
                    continue
                inside = list(walk(node))
                if any(name_of(part) == name for part in inside):
                    for part in inside:
                        if name_of(part).startswith(label) and role_of(part) in steps.BUTTON:
                            return part
            return None
        self.app.activate(wait_until(look, f'{label!r} in a row of {name!r}'))

    def differences(self):
        tenant, numbers = self.tenant, self.tenant.numbers
        tenant.edit(numbers['Beta'], name='Beta elsewhere')
        tenant.delete(numbers['Delta'])
        numbers['Epsilon'] = tenant.add('Epsilon')
        fresh = tenant.new_token(numbers['Gamma']) if tenant.name == 'theirs' else None
        steps.choose_in_menu(self.app, 'Main Menu', 'Differences')
        expected = ['Its name was changed on the tenant.',
                    'Made elsewhere; its token is not saved here.',
                    'The tenant does not have this instance any more.']
        if fresh:
            expected.append('The tenant gives out another token than the keyring has.')
        self.app.wait_for_all_words(f'{len(expected)} differences', *expected)
        self.check(True, 'each difference is said')
        self.mend('Epsilon', 'Fetch Token')
        self.reached(lambda: self.token('Epsilon') ==
                     tenant.instance(numbers['Epsilon'])['token'], 'what was made is adopted')
        if fresh:
            self.mend('Gamma', 'Fetch Token')
            self.reached(lambda: self.token('Gamma') == fresh, 'what was changed is refreshed')
        self.mend('Beta elsewhere', 'Accept')
        self.reached(lambda: self.from_database('accepted', numbers['Beta']) is None,
                     'what was renamed is accepted')
        self.mend('Delta', 'Forget')
        self.app.wait_for_words('“Delta” forgotten')
        self.app.wait_for_words('No Differences')
        self.check(True, 'what is gone is forgotten, and nothing differs any more')
        del numbers['Delta']

    def created_again(self):
        """What is gone is made anew from what is known of it."""
        number = self.tenant.numbers.pop('Alpha')
        self.app.click(self.row('Alpha'))
        self.app.wait_for_words(number)
        self.tenant.delete(number)
        # Gone is what the tenant says twice.
        for _ in range(2):
            self.app.press('Check', role=steps.BUTTON)
            self.app.wait_for_words('Checked just now.')
        self.reached(lambda: self.state_in_list('Alpha') == 'Gone', 'what is deleted is gone')
        self.app.press('Create Again…', role=steps.BUTTON)
        self.app.find('Create Instance')
        steps.fill_instance_fields(self.app, 'a.b.c', 'again', 'a password')
        self.app.press('Create Instance', role=steps.BUTTON)
        self.reached(lambda: len(self.tenant.named('Alpha')) == 1, 'it is created again')
        self.tenant.numbers['Alpha'] = str(self.tenant.named('Alpha')[0]['id'])
        self.reached(lambda: self.token('Alpha') == self.tenant.named('Alpha')[0]['token'],
                     'its token is in the keyring')

    def reset(self):
        """A new organization secret: rejected, replaced once, everything checked."""
        if self.tenant.name != 'theirs':
            return
        wrong, fresh = secrets.token_hex(16), secrets.token_hex(16)
        self.tenant.tenant.expected['Organization'] = fresh
        steps.choose_in_menu(self.app, 'Main Menu', 'Accounts')
        self.app.click(self.app.find(self.account))
        self.app.wait_for_words('In Production')
        self.app.click(self.app.find('The Organization Secret Was Reset…'))
        self.app.write('New Organization Secret', wrong)
        self.app.press('Replace', role=steps.BUTTON)
        self.app.wait_for_words('e2e-401')
        account = self.rows('SELECT id FROM account')[0][0]
        kept = steps.secret_of('organization-secret', account_id=account)
        self.check(kept == self.tenant.organization_secret, 'what the tenant rejects is not kept')
        self.app.write('New Organization Secret', fresh)
        self.app.press('Replace', role=steps.BUTTON)
        self.app.wait_for_words('Check Report')
        self.check(steps.secret_of('organization-secret', account_id=account) == fresh,
                   'the new one is in the keyring')
        words = self.app.wait_for_all_words('Healthy', *self.tenant.numbers)
        self.check(fresh not in words and wrong not in words, 'no secret can be read', words)

    def run(self):
        return [self.begun, self.several, self.checked, self.differences, self.created_again,
                self.reset, self.ended]


def main():
    program, sandbox_program = sys.argv[1:3]
    Differences.run_all(program, Tap(), (Theirs(NAMES), Ours(sandbox_program, NAMES)))


if __name__ == '__main__':
    main()

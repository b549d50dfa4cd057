#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every verb on an instance through the real window, against a tenant that is not ours and against
the sandbox; what the tenant refuses, or answers and nobody hears, leaves window, database and
tenant saying the same.

usage: test-manage.py PLUGBOARD SANDBOX      (inside build-aux/headless; prints TAP)
"""

import json
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import DriveError, name_of, role_of, wait_until  # noqa: E402
from tap import Tap  # noqa: E402
from tenants import Ours, Theirs  # noqa: E402

# As the platform would keep it: it takes tags out, but not what only looks like one.
HOSTILE = 'A & B < C \u202eflip'


class Story:
    def __init__(self, program, tap, tenant):
        self.tap, self.tenant = tap, tenant
        self.app = steps.start(program, f'manage-{tenant.name}.log')
        self.account = f'Account {tenant.name}'
        self.title, self.number = sorted(tenant.numbers.items())[0]
        if tenant.name == 'theirs':
            self.title, self.number = 'Acme', tenant.numbers['Acme']

    def check(self, good, what, detail=''):
        return self.tap.check(good, f'{self.tenant.name}: {what}', detail)

    def reached(self, condition, what):
        try:
            wait_until(condition, what)
        except DriveError as error:
            raise DriveError(f'{error}\nThe window has:\n{self.app.words()}') from None
        self.check(True, what)

    def row(self, title):
        def look():
            return next((node for node in self.app.nodes() if role_of(node) == 'list item'
                         and name_of(node).startswith(title) and ', ' in name_of(node)), None)
        return wait_until(look, f'the row of {title!r}')

    def state_in_list(self):
        return name_of(self.row(self.title)).split(', ')[1]

    def choose(self, item):
        steps.choose_in_menu(self.app, 'Instance Menu', item)

    def from_database(self, column, number=None):
        with sqlite3.connect(f'file:{steps.database_path()}?mode=ro', uri=True) as database:
            row = database.execute(f'SELECT {column} FROM instance WHERE id = ?',
                                   (number or self.number,)).fetchone()
        return row[0] if row else None

    def sync(self):
        self.app.press('Sync', role=steps.BUTTON)
        self.app.wait_for_words('synced just now')

    # The story

    def made_elsewhere(self):
        steps.fill_account(self.app, self.account, self.tenant.base_url, self.tenant.user_secret,
                           self.tenant.organization_secret)
        steps.save_account(self.app)
        self.app.keys('F5')
        self.app.wait_for_words('synced just now')
        self.check('3 instances' in self.app.words(), 'what was made elsewhere is listed')
        if self.tenant.name == 'theirs':
            words = self.app.words()
            self.check('A & B < C' in words and '&amp;' not in words and '\u202e' not in words,
                       'hostile text is shown as it is, and turns nothing around', words)
        self.app.click(self.row(self.title))
        self.app.press('Fetch Token', role=steps.BUTTON)
        self.reached(lambda: steps.secret_of('token', instance_id=self.number) is not None,
                     'its token is fetched when it is wanted')

    def checked(self):
        self.app.press('Check', role=steps.BUTTON)
        self.app.wait_for_words('Checked just now.')
        self.reached(lambda: self.state_in_list() == 'Healthy', 'checked: healthy')

    def renamed(self):
        self.app.keys('F2')
        self.app.find('Name', editable=True)
        self.app.write('Name', 'Renamed')
        steps.answer(self.app, 'Rename')
        self.reached(lambda: self.tenant.instance(self.number)['name'] == 'Renamed',
                     'renamed on the tenant')
        self.title = 'Renamed'
        self.row(self.title)
        self.reached(lambda: self.from_database('name') == 'Renamed', 'renamed in the database')

    def tagged(self):
        self.choose('Edit Tags…')
        entry = self.app.write('Tags', 'managed')
        self.app.focus(entry)
        self.app.keys('Return')
        steps.answer(self.app, 'Save')
        self.reached(lambda: 'managed' in self.tenant.instance(self.number)['tags'],
                     'tagged on the tenant')

    def edited(self):
        if self.tenant.name != 'theirs':
            return
        self.choose('Edit Configuration…')
        self.app.write('Username', 'edited')
        self.app.press('Review', role=steps.BUTTON)
        self.app.wait_for_words('“elsewhere” → “edited”')
        self.app.press('Save', role=steps.BUTTON)
        self.reached(lambda: self.tenant.instance(self.number)['configuration']['username']
                     == 'edited', 'a setting edited on the tenant')
        body = json.loads(self.tenant.tenant.changes()[-1].body)
        self.check(list(body.get('configuration', {})) == ['username'],
                   'what is masked was not sent', body)
        self.app.wait_for_words('Checked just now.')

    def disabled(self):
        self.choose('Disable')
        self.reached(lambda: self.tenant.instance(self.number)['disabled'], 'disabled')
        self.reached(lambda: self.state_in_list() == 'Disabled', 'said to be disabled')
        self.app.press('Enable', role=steps.BUTTON)
        self.reached(lambda: not self.tenant.instance(self.number)['disabled'],
                     'enabled by the button that mends it')
        self.reached(lambda: self.state_in_list() != 'Disabled', 'said to be enabled')

    def refused(self):
        """Each refusal is said, and leaves everything as it was."""
        for status in (401, 403, 404):
            self.refuse_one(status, self.number, self.title)

    def doubted(self):
        """What may have been done all the same is looked for: one change in doubt at a time."""
        others = sorted((title.split(' \u202e')[0], number)
                        for title, number in self.tenant.numbers.items() if number != self.number)
        for status, (title, number) in zip((409, 429), others):
            self.app.click(self.row(title))
            self.app.wait_for_words(number)
            self.refuse_one(status, number, title)

    def refuse_one(self, status, number, title):
        self.tenant.refuse(number, status, f'because of {self.tenant.user_secret}')
        self.choose('Disable')
        self.app.wait_for_words(self.tenant.said(status))
        self.check(self.tenant.user_secret not in self.app.words(), f'{status} shows no secret')
        self.sync()
        state = name_of(self.row(title)).split(', ')[1]
        self.check(not self.tenant.instance(number)['disabled']
                   and state not in ('Disabled', 'Gone')
                   and self.from_database('disabled', number) == 0,
                   f'{status} leaves all as it was', state)

    def lost(self):
        """The tenant did it and nobody heard: it is found out."""
        self.tenant.lose_reply(self.number)
        self.choose('Disable')
        self.reached(lambda: self.tenant.instance(self.number)['disabled'],
                     'a lost reply: disabled on the tenant')
        self.reached(lambda: self.state_in_list() == 'Disabled', 'a lost reply: found out')
        self.reached(lambda: self.from_database('disabled') == 1, 'a lost reply: written down')
        self.app.press('Enable', role=steps.BUTTON)
        self.reached(lambda: self.state_in_list() != 'Disabled', 'enabled after a lost reply')

    def grace(self):
        self.choose('Delete on the Tenant…')
        self.app.wait_for_words('No formula instance uses it.')
        steps.answer(self.app, 'Delete')
        self.app.wait_for_words('Take Back')
        self.check(self.tenant.instance(self.number)['disabled'],
                   'to be deleted: disabled until then')
        self.app.press('Take Back', role=steps.BUTTON)
        self.reached(lambda: not self.tenant.instance(self.number)['disabled'], 'taken back')

    def forgotten(self):
        self.choose('Forget')
        self.app.wait_for_words('“Renamed” forgotten')
        self.app.press('_Undo Undo') if self.app.search('_Undo Undo') else self.app.press('Undo')
        self.app.click(self.row(self.title))
        self.reached(lambda: self.state_in_list() != '', 'forgotten and brought back')

    def deleted(self):
        self.choose('Delete on the Tenant…')
        self.app.wait_for_words('No formula instance uses it.')
        steps.delete_at_once(self.app)
        self.reached(lambda: self.tenant.instance(self.number) is None, 'deleted on the tenant')
        self.reached(lambda: steps.secret_of('token', instance_id=self.number) is None,
                     'its token is out of the keyring')
        self.reached(lambda: self.from_database('id') is None, 'its row is out of the database')

    def history(self):
        steps.choose_in_menu(self.app, 'Main Menu', 'History')
        words = self.app.wait_for_all_words('Renamed', 'Done')
        self.check('Failed' in words, 'the history has what was done and what failed', words)
        self.check(self.tenant.user_secret not in words, 'the history has no secret')

    def ended(self):
        self.check(self.app.quit() == 0, 'the program ends well')
        log = self.app.log()
        self.check('WARNING' not in log and 'CRITICAL' not in log, 'nothing was warned of', log)

    def run(self):
        return [self.made_elsewhere, self.checked, self.renamed, self.tagged, self.edited,
                self.disabled, self.refused, self.lost, self.grace, self.forgotten, self.deleted,
                self.doubted, self.history, self.ended]


def main():
    program, sandbox_program = sys.argv[1:3]
    tap = Tap()
    stories = []

    def begin(tenant):
        stories.append(Story(program, tap, tenant))
        return stories[-1]

    def forget_everything():
        """The second tenant begins with an empty database."""
        os.remove(steps.database_path())

    theirs = Theirs(('Acme', 'Beta', HOSTILE))
    ours = Ours(sandbox_program, ('Alpha', 'Beta', 'Gamma'))
    try:
        first = begin(theirs)

        def second_story():
            forget_everything()
            for step in begin(ours).run():
                step()

        tap.run(*first.run(), second_story)
    finally:
        for story in stories:
            story.app.kill()
        theirs.close()
        ours.close()


if __name__ == '__main__':
    main()

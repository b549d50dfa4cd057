# SPDX-License-Identifier: GPL-3.0-or-later
"""One window and one tenant: what stories about either have in common."""

import os
import sqlite3

import steps
from plugdriver import DriveError, name_of, role_of, wait_until


class TenantStory:
    """A story is told once a tenant, each from an empty database."""

    def __init__(self, program, tap, tenant):
        self.program, self.tap, self.tenant = program, tap, tenant
        self.account = f'Account {tenant.name}'
        self.number = self.app = None

    def run(self):
        """The steps, in their order."""
        raise NotImplementedError

    @classmethod
    def run_all(cls, program, tap, tenants):
        stories = [cls(program, tap, tenant) for tenant in tenants]
        try:
            tap.run(*[step for story in stories for step in [story.start, *story.run()]])
        finally:
            for story in stories:
                if story.app is not None:
                    story.app.kill()
                story.tenant.close()

    def start(self):
        if os.path.exists(steps.database_path()):
            os.remove(steps.database_path())
        self.app = steps.start(self.program, f'{type(self).__name__}-{self.tenant.name}.log')

    def check(self, good, what, detail=''):
        return self.tap.check(good, f'{self.tenant.name}: {what}', detail)

    def reached(self, condition, what):
        try:
            wait_until(condition, what)
        except DriveError as error:
            raise DriveError(f'{error}\nThe window has:\n{self.app.words()}') from None
        self.check(True, what)

    def add_account(self):
        """The tenant's account, and all it has listed."""
        steps.fill_account(self.app, self.account, self.tenant.base_url, self.tenant.user_secret,
                           self.tenant.organization_secret)
        steps.save_account(self.app)
        self.app.keys('F5')
        self.app.wait_for_words('synced just now')
        self.check(f'{len(self.tenant.numbers)} instances' in self.app.words(),
                   'what was made elsewhere is listed')

    def row(self, title):
        def look():
            return next((node for node in self.app.nodes() if role_of(node) == 'list item'
                         and name_of(node).startswith(title) and ', ' in name_of(node)), None)
        return wait_until(look, f'the row of {title!r}')

    def state_in_list(self, title):
        return name_of(self.row(title)).split(', ')[1]

    def choose(self, item):
        steps.choose_in_menu(self.app, 'Instance Menu', item)

    def rows(self, query, *values):
        with sqlite3.connect(f'file:{steps.database_path()}?mode=ro', uri=True) as database:
            return database.execute(query, values).fetchall()

    def from_database(self, column, number=None):
        row = self.rows(f'SELECT {column} FROM instance WHERE id = ?', number or self.number)
        return row[0][0] if row else None

    def settled(self):
        """No change of the instance is open any more, in the journal."""
        wait_until(lambda: not self.rows('SELECT 1 FROM intent WHERE instance_id = ? AND state IN '
                                         "('sent', 'unknown')", self.number), 'the journal')

    def ended(self):
        self.check(self.app.quit() == 0, 'the program ends well')
        log = self.app.log()
        self.check('WARNING' not in log and 'CRITICAL' not in log, 'nothing was warned of', log)

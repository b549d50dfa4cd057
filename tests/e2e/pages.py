# SPDX-License-Identifier: GPL-3.0-or-later
"""A walk through every page and dialog of the window, in whatever language and size it is.

What is done at each is the caller's: names are looked at, words, or a picture is taken.
"""

import gettext
import re
import secrets

import steps
from plugdriver import DEADLINE, DriveError, role_of, wait_until
from sandbox import ORGANIZATION_SECRET, USER_SECRET

ACCOUNT = 'Zq-1'
INSTANCE = 'Zq-2'
LOST = 'Zq-3'
# For the sandbox: a dozen instances, and the first creation gets no answer.
SANDBOX = ('--instances=12', '--fault=POST /instances drop-before')


def speak(app, catalogue):
    """Has app look for words in the language of that compiled catalogue, a .mo."""
    with open(catalogue, 'rb') as file:
        translations = gettext.GNUTranslations(file)
    known = {}
    for message, text in translations._catalog.items():  # pylint: disable=protected-access
        if isinstance(message, str) and isinstance(text, str):
            known.setdefault(re.sub(r'_(?=\w)', '', message.rpartition('\4')[2]),
                             re.sub(r'_(?=\w)', '', text))
    app.say = lambda words: known.get(words, words)


class Walk:
    """see(name) is called at each stop."""

    def __init__(self, app, sandbox, see, narrow=False):
        self.app, self.sandbox, self.see, self.narrow = app, sandbox, see, narrow

    def go(self):
        self.begin()
        self.instances()
        self.changes()
        self.reports()
        self.creating()
        self.dialogs()

    # Moving about

    ITEM = ('menu item', *steps.BUTTON)

    def menu(self, item, menu='Main Menu'):
        # One whose item was chosen without a pointer stays open.
        for _ in range(3):
            self.app.press(menu, role=steps.BUTTON)
            if steps.wait_or_none(lambda: self.app.search(item, role=self.ITEM), DEADLINE / 3):
                break
        self.app.press(item, role=self.ITEM)
        if len(self.app.frames()) == 1 and self.app.popup_ids():
            self.app.keys('Escape')
            wait_until(lambda: not self.app.popup_ids(), 'the menu to close')

    def back(self):
        """To the list, where that stands alone."""
        if self.narrow and self.app.search('Back', role=steps.BUTTON):
            self.app.press('Back', role=steps.BUTTON)

    def leave(self, *names):
        """Closes what has that name in it."""
        self.app.keys('Escape')
        try:
            wait_until(lambda: self.app.search(names[0]) is None, f'{names[0]} to close',
                       DEADLINE / 3)
        except DriveError:
            # The first Esc was for a popup or a search in it.
            self.app.keys('Escape')
            wait_until(lambda: self.app.search(names[0]) is None, f'{names[0]} to close')

    def row(self, name=None):
        if name is None:
            return steps.first_row(self.app)
        return wait_until(lambda: next(
            (node for node in self.app.nodes() if role_of(node) == 'list item'
             and (node.get_name() or '').startswith(name)), None), f'the row of {name}')

    # The walk

    def begin(self):
        app = self.app
        app.find('Add Account', role=steps.BUTTON)
        self.see('welcome')
        steps.fill_account(app, ACCOUNT, self.sandbox.base_url, USER_SECRET, ORGANIZATION_SECRET)
        self.see('account')
        steps.save_account(app)
        app.find('Sync', role=steps.BUTTON)
        self.back()
        self.see('empty')
        app.keys('F5')
        self.row()
        self.see('list')

    def instances(self):
        app = self.app
        app.press('Filter')
        app.find('Sort By')
        self.see('filter')
        app.keys('Escape')
        app.keys('ctrl+f')
        app.type('zzzz')
        app.find('Show All', role=steps.BUTTON)
        self.see('no-match')
        app.press('Show All', role=steps.BUTTON)
        app.press('Select Several')
        app.press('Select All', role=steps.BUTTON)
        wait_until(lambda: app.search('Check', role=steps.BUTTON), 'what can be done with many')
        self.see('selecting')
        app.keys('Escape')
        app.click(self.row())
        app.find('Instance ID')
        self.see('instance')
        app.press('Check', role=steps.BUTTON)
        wait_until(lambda: app.search('Healthy'), 'the check')
        self.see('instance-checked')
        app.press('Fetch Token', role=steps.BUTTON)
        app.press('Copy Token', role=steps.BUTTON)
        app.find('Clear Now', role=steps.BUTTON)
        self.see('clipboard')
        app.press('Clear Now', role=steps.BUTTON)

    def changes(self):
        app = self.app
        for stop, item, heading in (
                ('rename', 'Rename…', 'Rename Instance'),
                ('tags', 'Edit Tags…', 'Edit Tags'),
                ('edit', 'Edit Configuration…', 'Review'),
                ('reauthenticate', 'Authenticate Again…', 'Authenticate Again')):
            self.menu(item, 'Instance Menu')
            app.find(heading)
            self.see(stop)
            self.leave(heading)
        self.menu('Delete on the Tenant…', 'Instance Menu')
        app.find('Delete', role=('combo box',))
        self.see('delete')
        steps.answer(app, 'Delete')
        app.find('Take Back', role=steps.BUTTON)
        self.see('grace')
        self.back()

    def reports(self):
        app = self.app
        self.menu('Check All')
        app.find('Check Report')
        wait_until(lambda: app.search('Checking…') is None and app.search('Waiting') is None,
                   'the checks to end')
        self.see('check')
        self.back()
        self.menu('Differences')
        app.find('Compare Again', role=steps.BUTTON)
        self.see('differences')
        self.back()
        self.menu('History')
        app.find('Export…', role=steps.BUTTON)
        self.see('history')
        self.back()

    def creating(self):
        app = self.app
        app.press('New Instance', role=steps.BUTTON)
        app.find('Subdomain', editable=True)
        self.see('form')
        app.press('Create Instance', role=steps.BUTTON)
        wait_until(lambda: app.has_focus(app.find('Name', editable=True)), 'the first fault')
        self.see('faults')
        app.press('Change Connector', role=steps.BUTTON)
        app.find('Choose a Connector')
        self.see('picker')
        app.keys('Escape')
        steps.fill_instance(app, LOST, 'a.example.com', 'somebody', secrets.token_urlsafe(9),
                            ('docs',))
        self.see('filled')
        app.press('Create Instance', role=steps.BUTTON)
        app.find('Needs Attention')
        self.see('attention')
        self.back()
        self.menu('Create from Spreadsheet…')
        app.find('Choose File…', role=steps.BUTTON)
        self.see('bulk')
        self.back()

    def dialogs(self):
        app = self.app
        self.menu('Paste a Request…')
        app.find('Request', editable=True)
        self.see('paste')
        self.leave('Request')
        self.menu('Accounts')
        app.find('Add Account', role=steps.BUTTON)
        self.see('accounts')
        self.leave('Add Account')
        self.menu('Export…')
        app.find('Passphrase', editable=True)
        self.see('export')
        self.leave('Passphrase')
        self.menu('Keyboard Shortcuts')
        app.find('New instance')
        self.see('shortcuts')
        self.leave('New instance')
        self.menu('About Plugboard')
        wait_until(lambda: len(app.frames()) > 1, 'About')
        self.see('about')
        app.keys('Escape')

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many instances out of a spreadsheet, in the real window: what is wrong is said, what is refused
is tried again, what is lost is found, and what was killed is gone on with; each is made once.

usage: test-bulk-page.py PLUGBOARD SANDBOX      (inside build-aux/headless; prints TAP)
"""

import csv
import os
import secrets
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import DriveError, wait_until  # noqa: E402
from sandbox import ORGANIZATION_SECRET, USER_SECRET, Sandbox  # noqa: E402
from tap import Tap  # noqa: E402
from traces import Hunt  # noqa: E402

NAMES = ['Acme', 'Bäcker & Söhne', 'C < D', '', 'E', 'Fünf; "sechs"', 'Gamma', 'Heta', 'Iota']
MANY = [f'Customer {number:02}' for number in range(30)]
FAULTY = NAMES.index('')


class Story:
    def __init__(self, program, sandbox_program):
        self.program = program
        self.tap = Tap()
        self.sandbox = Sandbox(sandbox_program, '--control')
        self.home = Path(os.environ['HOME'])
        self.password = secrets.token_urlsafe(18)
        self.hunt = Hunt()
        self.hunt.add('password', self.password)
        self.app = None

    # What is looked at

    def wait_for(self, *parts):
        """All of it, with what the window has instead when it is in vain."""
        return self.app.wait_for_all_words(*parts, seconds=90)

    def names(self):
        return sorted(instance['name'] for instance in self.instances())

    def instances(self):
        found, page = [], self.sandbox.control('GET', 'instances')
        found += page if isinstance(page, list) else page['instances']
        return found

    def posts(self):
        requests = self.sandbox.control('GET', 'requests')
        requests = requests if isinstance(requests, list) else requests['requests']
        return [request for request in requests
                if request['method'] == 'POST' and request['path'].endswith('/instances')]

    # What is done

    def write_table(self, name, rows):
        path = self.home / name
        with open(path, 'w', encoding='utf-8', newline='') as file:
            writer = csv.writer(file, delimiter=';')
            writer.writerow(['Name', 'Sub-Domain', 'User name', 'Password', 'Kundennummer'])
            writer.writerows([row, 'a.example.com', 'somebody', self.password, 'K-1']
                             for row in rows)
        return path

    def choose_file(self, press, path):
        """The chooser takes a path that is typed."""
        windows = len(self.app.window_ids())
        press()
        wait_until(lambda: len(self.app.window_ids()) > windows, 'the file chooser')
        self.app.keys('ctrl+a')
        self.app.type(str(path))
        self.app.keys('Return')
        wait_until(lambda: len(self.app.window_ids()) == windows, 'the file chooser to close')

    def open_page(self):
        # A dialog that closes takes a menu with it that came up too soon.
        for _ in range(3):
            self.app.press('Main Menu')
            if steps.wait_or_none(lambda: self.app.search('Create from Spreadsheet…'), 10):
                break
        self.app.press('Create from Spreadsheet…', role=('menu item', *steps.BUTTON))
        self.wait_for('Many Instances at Once')

    # The story

    def begin(self):
        self.app = steps.start(self.program)
        steps.fill_account(self.app, 'Trial', self.sandbox.base_url, USER_SECRET,
                           ORGANIZATION_SECRET)
        steps.save_account(self.app)
        self.open_page()
        path = self.write_table('some.csv', NAMES)
        self.choose_file(lambda: self.app.press('Choose File…', role=steps.BUTTON), path)
        words = self.wait_for('9 Rows', '1 has something wrong with it', f'Line {FAULTY + 2}, Name',
                              'Kundennummer', 'Sage CRM')
        self.tap.check(self.password not in words, 'the table is shown without its passwords')
        self.tap.equal(self.app.badly_named(), [], 'what can have the focus has a name')
        self.tap.equal(self.posts(), [], 'nothing was sent')

    def create(self):
        """One is refused, of one the answer is lost."""
        self.sandbox.control('POST', 'faults', 'POST /instances status=400')
        self.sandbox.control('POST', 'faults', 'POST /instances drop-after skip=3')
        self.app.write('At a Time', '2')
        self.app.press('Create 8 Instances', role=steps.BUTTON)
        words = self.wait_for('7 of 9 created', '7 created, 2 not created, 0 in doubt')
        self.tap.check('Refused' in words and 'C < D' in words, 'every row has its state', words)
        self.tap.check(self.password not in words, 'still no password is shown')
        self.tap.equal(len(self.posts()), 8, 'each was sent once')
        self.tap.equal(len(set(self.names())), 7, 'and is there once')
        self.tap.equal(self.app.badly_named(), [], 'what can have the focus has a name')

    def try_again(self):
        self.app.press('Try 1 Row Again', role=steps.BUTTON)
        self.wait_for('8 of 9 created')
        self.tap.equal(self.names(), sorted(name for name in NAMES if name),
                       'what was refused is sent again, and nothing else')
        self.tap.check(self.app.search('Try 1 Row Again') is None, 'nothing is left to try')

    def tokens(self):
        wrong = [instance['name'] for instance in self.instances()
                 if steps.secret_of('token', instance_id=str(instance['id'])) != instance['token']]
        self.tap.equal(wrong, [], 'the keyring has the token of each')
        for instance in self.instances():
            self.hunt.add(f'token of {instance["name"]}', instance['token'])

    def result(self):
        path = self.home / 'result.csv'
        self.choose_file(lambda: steps.choose_in_menu(self.app, 'More', 'Save Result…'), path)
        wait_until(path.exists, 'the result')
        with open(path, encoding='utf-8', newline='') as file:
            rows = list(csv.DictReader(file))
        self.tap.equal([row['state'] for row in rows],
                       ['faulty' if not name else 'done' for name in NAMES],
                       'the result has every row')
        self.tap.equal({row['id'] for row in rows if row['id']},
                       {str(instance['id']) for instance in self.instances()}, 'with its id')
        self.tap.equal(path.stat().st_mode & 0o777, 0o600, 'for its owner alone')

    def killed(self):
        """In the middle of it, without a word."""
        path = self.write_table('many.csv', MANY)
        self.sandbox.control('POST', 'faults', 'POST /instances late=300 times=*')
        self.choose_file(lambda: steps.choose_in_menu(self.app, 'More', 'Choose Another File…'),
                         path)
        self.wait_for('30 Rows', 'All of them are complete.')
        before = len(self.instances())
        self.app.press('Create 30 Instances', role=steps.BUTTON)
        wait_until(lambda: len(self.instances()) >= before + 4, 'some to be made')
        self.app.kill()
        self.tap.check(len(self.instances()) < before + 30, 'it was killed before its end')

    def gone_on_with(self):
        self.sandbox.control('DELETE', 'faults')
        self.app = steps.start(self.program, 'plugboard-again.log')
        self.app.find('Main Menu')
        self.open_page()
        self.choose_file(lambda: self.app.press('Choose File…', role=steps.BUTTON),
                         self.home / 'many.csv')
        self.wait_for('30 Rows')
        self.app.press('Create 30 Instances', role=steps.BUTTON)
        self.wait_for('This file was run before')
        self.app.press('Go On with It', role=steps.BUTTON)
        self.wait_for('30 of 30 created')
        made = [name for name in self.names() if name in MANY]
        self.tap.equal(made, MANY, 'each of them is there, and once')
        self.tokens()

    def traces(self):
        self.tap.equal(self.app.quit(), 0, 'the program ends with status 0')
        for name in ('some.csv', 'many.csv'):
            (self.home / name).unlink()
        found, count = self.hunt.in_files(Path(os.environ['PLUG_SESSION_DIR']))
        self.tap.equal(found, [], 'no file of the session has a secret in it')
        self.tap.check(count > 4, 'files were read', f'{count} were')
        self.tap.equal([line for line in self.app.log().split('\n')
                        if 'CRITICAL' in line or 'WARNING' in line], [], 'nothing was warned of')

    def close(self):
        if self.app is not None:
            self.app.kill()
        self.sandbox.close()


def main():
    story = Story(*sys.argv[1:3])
    try:
        story.tap.run(story.begin, story.create, story.try_again, story.tokens, story.result,
                      story.killed, story.gone_on_with, story.traces)
    finally:
        story.close()


if __name__ == '__main__':
    main()

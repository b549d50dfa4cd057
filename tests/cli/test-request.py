#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""plugctl request: what it sends, what it prints, and how it ends.

usage: test-request.py PLUGCTL SANDBOX      (inside with-session; prints TAP)
"""

import json
import os
import sqlite3
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import ctl as c  # noqa: E402

CONTACTS = '/hubs/crm/contacts'


class Story:
    def __init__(self, program, sandbox_program):
        self.tap = c.Tap()
        self.ctl = c.Ctl(program)
        self.sandbox = c.Sandbox(sandbox_program)
        self.id = None
        self.token = None
        self.hunt = c.Hunt()

    def prepare(self):
        self.ctl.add_account(self.sandbox.base_url)
        self.id = self.ctl.create('Acme')
        self.token = c.secret_of('token', instance_id=self.id)
        self.hunt.add('token', self.token)
        self.hunt.add('user secret', c.USER_SECRET)

    def ask(self, *words, **more):
        return self.ctl.run('request', *words, **more)

    def asked(self):
        page = json.loads(self.ctl.good('request', 'Acme', 'get', CONTACTS, '-q', 'pageSize=3',
                                        '-q', "where=Pers_LastName LIKE '%er%' AND key>'1002'"))
        self.tap.equal(len(page), 3, 'as many as were asked for')
        self.tap.check(all('er' in one['Pers_LastName'].lower() for one in page),
                       'and those which were', page)
        result = self.ask(self.id, 'GET', CONTACTS, '--include', '--query', 'pageSize=1')
        head, body = result.stdout.split('\n\n', 1)
        self.tap.check(head.startswith('HTTP/1.1 200'), '--include prints the status', head)
        self.tap.check('elements-next-page-token: ' in head.lower(), '… and the headers', head)
        self.tap.equal(len(json.loads(body)), 1, '… and the body')

    def changed(self):
        made = json.loads(self.ctl.good('request', 'Acme', 'POST', CONTACTS, '--data',
                                        '{"Pers_LastName":"Given"}'))
        path = f'{CONTACTS}/{made["key"]}'
        self.ctl.good('request', 'Acme', 'PATCH', path, '--data', '-',
                      stdin='{"Pers_Title":"Read"}')
        with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
            file.write('{"Pers_FirstName":"Filed"}')
            file.flush()
            self.ctl.good('request', 'Acme', 'PATCH', path, '--data', '@' + file.name)
        one = json.loads(self.ctl.good('request', 'Acme', 'GET', path))
        self.tap.equal((one['Pers_LastName'], one['Pers_Title'], one['Pers_FirstName']),
                       ('Given', 'Read', 'Filed'), 'a body comes from all three places')
        self.tap.equal(self.ctl.good('request', 'Acme', 'DELETE', path), '', 'DELETE says nothing')
        self.tap.equal(self.ask('Acme', 'GET', path).returncode, c.NOT_FOUND, 'it is gone')

    def statuses(self):
        for fault, status in (('401', c.CREDENTIALS), ('404', c.NOT_FOUND), ('409', c.CONFLICT),
                              ('403', c.REFUSED), ('500', c.NETWORK), ('429', c.NETWORK)):
            self.sandbox.fault(f'GET {CONTACTS} status={fault}')
            result = self.ask('Acme', 'GET', CONTACTS)
            self.tap.equal(result.returncode, status, f'{fault} ends with {status}')
            self.tap.check(fault in result.stderr, '… and says so', result.stderr)
        self.sandbox.fault(f'POST {CONTACTS} drop-after')
        before = len(self.sandbox.requests('POST'))
        result = self.ask('Acme', 'POST', CONTACTS, '-d', '{"Pers_LastName":"Once"}')
        self.tap.equal(result.returncode, c.IN_DOUBT, 'a lost answer is a doubt')
        self.tap.equal(len(self.sandbox.requests('POST')), before + 1, '… and nothing is resent')

    def refused(self):
        before = len(self.sandbox.requests())
        for words in (('FETCH', CONTACTS), ('GET', 'https://evil.example.com/x'),
                      ('GET', '/../users'), ('GET', CONTACTS, '-q', 'nothing'),
                      ('POST', CONTACTS, '-d', '@/nowhere/at-all')):
            result = self.ask('Acme', *words)
            self.tap.equal(result.returncode, c.REFUSED, f'{words} is refused')
            self.tap.check(result.stderr, '… in words')
        self.tap.equal(self.ask('Nobody', 'GET', '/ping').returncode, c.NOT_FOUND, 'no instance')
        self.tap.equal(self.ask('Acme', 'GET').returncode, c.USAGE, 'no path')
        self.tap.equal(len(self.sandbox.requests()), before, 'nothing of it was sent')

    def masked(self):
        result = self.ask('Acme', 'POST', CONTACTS, '-i', '-d',
                          json.dumps({'Pers_LastName': f'<{self.token}> {c.USER_SECRET}'}))
        self.tap.check('••••' in result.stdout, 'bullets stand for secrets', result.stdout)
        self.tap.equal(self.hunt.in_bytes('answer', result.stdout.encode()), [],
                       'nothing is seen of them')
        with sqlite3.connect(c.database_path()) as database:
            rows = database.execute('SELECT method, target, body, status FROM request').fetchall()
        self.tap.check(len(rows) > 10, 'the history has what was asked', len(rows))
        self.tap.equal(self.hunt.in_bytes('history', repr(rows).encode()), [],
                       '… without the secrets')


def main():
    story = Story(*sys.argv[1:3])
    try:
        story.tap.run(story.prepare, story.asked, story.changed, story.statuses, story.refused,
                      story.masked)
    finally:
        story.sandbox.close()


if __name__ == '__main__':
    main()

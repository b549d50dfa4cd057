#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""plugctl bulk: what is read, what is refused, what becomes of every row.

usage: test-bulk.py PLUGCTL SANDBOX      (inside with-session; prints TAP)
"""

import csv
import io
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import ctl as c  # noqa: E402

PASSWORD = 'bulk "pass", wörd'
TITLES = ['Name', 'Sub-Domain', 'User name', 'Password', 'Tags']
MASK = '••••••••'


def table(names, **more):
    """A file of these rows, as a spreadsheet writes it."""
    text = io.StringIO()
    writer = csv.writer(text, **more)
    writer.writerow(TITLES)
    for name in names:
        writer.writerow([name, 'a.example.com', 'somebody', PASSWORD, 'bulk'])
    return text.getvalue()


def read(path):
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


class Story:
    def __init__(self, program, sandbox_program):
        self.tap = c.Tap()
        self.ctl = c.Ctl(program)
        self.sandbox = c.Sandbox(sandbox_program)
        self.folder = Path(os.environ['PLUG_SESSION_DIR']) / 'run'

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding='utf-8')
        return str(path)

    def names(self):
        return sorted(instance['name'] for instance in self.sandbox.instances())

    def bulk(self, path, *more):
        return self.ctl.run('bulk', path, '--connector', 'sagecrm', *more)

    def dry_runs(self):
        good = self.file('good.csv', table(['One', 'Two'], delimiter=';'))
        result = self.bulk(good, '--dry-run', '--show-bodies')
        self.tap.equal(result.returncode, c.OK, 'a good file passes, without an account')
        bodies = [json.loads(line) for line in result.stdout.splitlines()]
        self.tap.equal(bodies[1], {'element': {'key': 'sagecrm'}, 'name': 'Two', 'tags': ['bulk'],
                                   'configuration': {'subdomain': 'a.example.com',
                                                     'username': 'somebody', 'password': MASK}},
                       'every body is shown, masked')
        self.tap.check(PASSWORD not in result.stdout + result.stderr, 'no password is shown')
        bad = self.file('bad.csv', 'name,subdomain,username,password\nOne,a.b,u,p\nOne,a.b,u,\n')
        result = self.bulk(bad, '--dry-run')
        self.tap.equal(result.returncode, c.REFUSED, 'a faulty row is refused')
        self.tap.check('Line 3, password' in result.stderr and 'Line 3, name' in result.stderr,
                       'with its line and field', result.stderr)
        mapped = self.file('map.csv', 'Kunde,Host,username,password\nOne,a.b,u,p\n')
        result = self.bulk(mapped, '--dry-run', '--map', 'Kunde=name', '--map', 'Host=subdomain')
        self.tap.equal(result.returncode, c.OK, 'columns are mapped by hand')
        result = self.bulk(mapped, '--dry-run', '--map', 'Nobody=name')
        self.tap.equal(result.returncode, c.NOT_FOUND, 'but for those that are not there')
        self.tap.equal(self.sandbox.requests(), [], 'nothing was sent to anybody')

    def files(self):
        """What is no table, and what is no file to read."""
        broken = self.file('broken.csv', 'name,subdomain\n"One,a.b\n')
        result = self.bulk(broken, '--dry-run')
        self.tap.equal(result.returncode, c.REFUSED, 'a broken table is refused')
        self.tap.check('Line 2, column 1' in result.stderr, 'with line and column', result.stderr)
        fifo = self.folder / 'fifo'
        os.mkfifo(fifo)
        for path, name in ((str(fifo), 'row-74-fifo'), (str(self.folder), 'row-74-folder'),
                           ('/dev/zero', 'row-74-dev-zero')):
            self.tap.equal(self.bulk(path, '--dry-run').returncode, c.REFUSED, name)
        result = self.bulk(str(self.folder / 'none.csv'), '--dry-run')
        self.tap.check(result.returncode != c.OK and 'none.csv' in result.stderr,
                       'a file that is not there', result.stderr)
        huge = self.folder / 'huge.csv'
        with open(huge, 'wb') as file:
            file.truncate(65 * 1024 * 1024)
        self.tap.equal(self.bulk(str(huge), '--dry-run').returncode, c.REFUSED, 'row-74-huge')

    def usage(self):
        path = self.file('usage.csv', table(['One']))
        for wrong in (['--jobs', '17'], ['--jobs', '0'], ['--show-bodies'], ['--with-secrets'],
                      ['--retry-failed'], ['--resume', '--again'], ['--map', 'name']):
            self.tap.equal(self.bulk(path, *wrong).returncode, c.USAGE, 'usage: ' + ' '.join(wrong))

    def some_fail(self):
        self.ctl.add_account(self.sandbox.base_url)
        path = self.file('some.csv', table([f'Some {i}' for i in range(6)]))
        self.sandbox.fault('POST /instances status=400 skip=2')
        result, failed = str(self.folder / 'result.csv'), str(self.folder / 'failed.csv')
        run = self.bulk(path, '--jobs', '1', '--result', result, '--failed', failed)
        self.tap.equal(run.returncode, c.REFUSED, 'one is refused by the tenant')
        rows = read(result)
        self.tap.equal([row['state'] for row in rows],
                       ['done', 'done', 'failed', 'done', 'done', 'done'], 'a state a row')
        self.tap.equal([row['line'] for row in rows], [str(i) for i in range(2, 8)], 'and a line')
        made = {str(instance['id']): instance for instance in self.sandbox.instances()}
        self.tap.equal({row['id'] for row in rows if row['id']}, set(made), 'the ids are right')
        text = Path(result).read_text(encoding='utf-8')
        self.tap.check(not any(instance['token'] in text for instance in made.values()),
                       'no token is in the result')
        left = read(failed)
        self.tap.equal([(row['Name'], row['Password'], row['Tags']) for row in left],
                       [('Some 2', '', 'bulk')], 'what failed is written, without its secret')
        self.tap.check(left[0]['plugboard:message'], 'and with why')
        for name in (result, failed):
            self.tap.equal(os.stat(name).st_mode & 0o777, 0o600, 'for its owner alone')
        self.tap.equal(self.bulk(failed).returncode, c.REFUSED, 'so it is not complete')
        again = self.bulk(path, '--resume', '--failed', failed, '--with-secrets')
        self.tap.equal(again.returncode, c.REFUSED, 'gone on with, nothing is sent again')
        self.tap.equal(read(failed)[0]['Password'], PASSWORD, 'secrets go along when asked for')
        self.tap.equal(self.bulk(failed).returncode, c.OK, 'and the file can be run')
        self.tap.equal(self.names(), [f'Some {i}' for i in range(6)], 'each is there once')

    def run_before(self):
        path = self.file('before.csv', table(['Before 1', 'Before 2']))
        self.tap.equal(self.bulk(path).returncode, c.OK, 'a run')
        posts = len(self.sandbox.requests('POST'))
        second = self.bulk(path)
        self.tap.equal(second.returncode, c.CONFLICT, 'the same file is not run twice')
        self.tap.check('2 of 2' in second.stderr, 'and it is said how far it got', second.stderr)
        copy = self.file('copy.csv', table(['Before 1', 'Before 2'], delimiter='\t'))
        self.tap.equal(self.bulk(copy).returncode, c.CONFLICT, 'nor a copy of it')
        self.tap.equal(self.bulk(copy, '--resume').returncode, c.OK, 'going on sends nothing')
        changed = self.file('before.csv', table(['Before 1', 'Before 3']))
        self.tap.equal(self.bulk(changed).returncode, c.CONFLICT, 'nor when it was changed')
        self.tap.equal(self.bulk(changed, '--resume').returncode, c.CONFLICT, 'in any way')
        self.tap.equal(len(self.sandbox.requests('POST')), posts, 'nothing was sent by all that')
        self.tap.equal(self.bulk(path, '--again').returncode, c.OK, 'unless it is said')
        self.tap.equal(self.names().count('Before 1'), 2, 'and then it is')
        other = self.file('before.csv', table(['Next week']))
        self.tap.equal(self.bulk(other).returncode, c.OK, 'another table in the same place is new')

    def rejected(self):
        """A 401 holds the account's rows back instead of failing them."""
        path = self.file('rejected.csv', table([f'Rejected {i}' for i in range(8)]))
        result = str(self.folder / 'rejected-result.csv')
        self.sandbox.fault('GET /instances status=401 times=* skip=3')
        run = self.bulk(path, '--jobs', '2', '--result', result)
        self.tap.equal(run.returncode, c.CREDENTIALS, 'rejected secrets end it')
        states = [row['state'] for row in read(result)]
        self.tap.equal(set(states), {'done', 'not-sent'}, 'no row has failed for it')
        self.tap.check(1 <= states.count('done') <= 3, 'none was made after it', states)
        self.sandbox.calm()
        self.tap.equal(self.bulk(path, '--resume').returncode, c.OK, 'put right, it goes on')
        self.tap.equal([n for n in self.names() if n.startswith('Rejected')],
                       [f'Rejected {i}' for i in range(8)], 'each is there once')

    def limited(self):
        """429 with Retry-After is waited for; the row itself is looked for."""
        path = self.file('limited.csv', table([f'Limited {i}' for i in range(6)]))
        result = str(self.folder / 'limited-result.csv')
        self.sandbox.fault('POST /instances status=429 retry-after=1 skip=1')
        run = self.bulk(path, '--jobs', '1', '--settle', '1', '--result', result)
        self.tap.equal(run.returncode, c.REFUSED, 'the others are made')
        self.tap.equal([row['state'] for row in read(result)],
                       ['done', 'not-found', 'done', 'done', 'done', 'done'], 'one was not')
        self.tap.check('Waiting: ' in run.stderr, 'and the wait is said', run.stderr)
        posts = self.sandbox.requests('POST')[-5:]
        self.tap.check(posts[1]['time'] - posts[0]['time'] >= 900_000, 'it was waited for',
                       [post['time'] for post in posts])
        self.tap.equal(self.bulk(path, '--resume', '--retry-failed').returncode, c.OK,
                       'asked to, it is sent under another op')
        self.tap.equal([n for n in self.names() if n.startswith('Limited')],
                       [f'Limited {i}' for i in range(6)], 'each is there once')

    def ahead(self):
        """While one is made, others are looked for; they are sent in the order of the file."""
        before = len(self.sandbox.requests())
        names = [f'Ahead {i}' for i in range(6)]
        run = self.bulk(self.file('ahead.csv', table(names)), '--jobs', '1')
        self.tap.equal(run.returncode, c.OK, 'six, one at a time')
        requests = self.sandbox.requests()[before:]
        methods = [request['method'] for request in requests]
        self.tap.equal(methods[:2], ['GET', 'GET'], 'the second is looked for before one is sent')
        self.tap.equal([name for name in self.names() if name in names], names, 'in their order')

    def lines(self):
        body = {'element': {'key': 'sagecrm'}, 'name': 'Line 1',
                'configuration': {'subdomain': 'a.b', 'username': 'u', 'password': PASSWORD}}
        flat = {'name': 'Line 2', 'subdomain': 'a.b', 'user name': 'u', 'password': PASSWORD,
                'account': 'Test'}
        path = self.file('lines.jsonl', json.dumps(body) + '\n' + json.dumps(flat) + '\n')
        rows = self.ctl.json('bulk', path, '-c', 'sagecrm', '-q')
        self.tap.equal([(row['name'], row['state'], row['account']) for row in rows],
                       [('Line 1', 'done', 'Test'), ('Line 2', 'done', 'Test')], 'lines of JSON')
        self.tap.equal(sorted(rows[0]), ['account', 'connector', 'id', 'line', 'message', 'name',
                                         'state'], 'members of the JSON')

    def accounts(self):
        """A column may name them."""
        self.ctl.add_account(self.sandbox.base_url, name='Other')
        head = 'name,account,subdomain,username,password\n'
        path = self.file('accounts.csv', head + 'Acc 1,Test,a.b,u,p\nAcc 2,Other,a.b,u,p\n')
        rows = self.ctl.json('bulk', path, '-c', 'sagecrm', '-q')
        self.tap.equal([row['account'] for row in rows], ['Test', 'Other'], 'an account a row')
        path = self.file('nobody.csv', head + 'Acc 3,Nobody,a.b,u,p\nAcc 4,,a.b,u,p\n')
        result = self.bulk(path)
        self.tap.equal(result.returncode, c.REFUSED, 'one that is not there is refused')
        self.tap.check('Nobody' in result.stderr and 'Line 3' in result.stderr, 'so is none',
                       result.stderr)
        self.ctl.good('account', 'remove', 'Other', '--yes')

    def traces(self):
        """The password is in the files somebody made, and nowhere else."""
        hunt = c.Hunt()
        hunt.add('password', PASSWORD)
        for path in self.folder.iterdir():
            if path.suffix in ('.csv', '.jsonl'):
                path.unlink()
        found, count = hunt.in_files(os.environ['PLUG_SESSION_DIR'])
        self.tap.check(not found and count > 1, 'row-73-no-password-is-left-anywhere', found)

    def close(self):
        self.sandbox.close()


def main():
    story = Story(*sys.argv[1:3])
    story.tap.run(story.dry_runs, story.files, story.usage, story.some_fail, story.run_before,
                  story.rejected, story.limited, story.ahead, story.lines, story.accounts,
                  story.traces, story.close)


if __name__ == '__main__':
    main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""plugctl bulk, killed again and again while the tenant refuses 3 % and loses 5 % of its answers,
or goes away: gone on with by other processes, it ends with exactly the right instances.

200 rows, 2,000 with PLUG_TEST_LONG; PLUG_BULK_SEED repeats a run as far as chance is concerned.

usage: test-bulk-killed.py PLUGCTL SANDBOX      (inside with-session; prints TAP)
"""

import collections
import csv
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import ctl as c  # noqa: E402

LONG = bool(os.environ.get('PLUG_TEST_LONG'))
ROWS, KILLS = (2000, 10) if LONG else (200, 5)
FEW = 200
# Each row waits for the disk a few times, and it is not ours alone.
c.DEADLINE = 3600 if LONG else 240
SEED = int(os.environ.get('PLUG_BULK_SEED') or random.randrange(10000))
PASSWORD = 'never-checked'
# Longer than the tenant is late.
SETTLE = '2'


class Story:
    def __init__(self, program, sandbox_program):
        self.tap = c.Tap()
        self.ctl = c.Ctl(program)
        self.sandbox_program = sandbox_program
        self.sandbox = c.Sandbox(sandbox_program, f'--seed={SEED}')
        self.folder = Path(os.environ['PLUG_SESSION_DIR']) / 'run'
        self.random = random.Random(SEED)
        self.tap.note(f'seed {SEED}')

    def file(self, name, prefix, rows):
        path = self.folder / name
        with open(path, 'w', encoding='utf-8', newline='') as file:
            writer = csv.writer(file)
            writer.writerow(['name', 'subdomain', 'username', 'password'])
            for i in range(rows):
                writer.writerow([f'{prefix} {i:04}', 'a.example.com', 'somebody', PASSWORD])
        return str(path)

    def start(self, path, *more):
        return self.ctl.start('bulk', path, '-c', 'sagecrm', '--resume', '--jobs', '8', '--settle',
                              SETTLE, '-q', *more, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE)

    def run(self, path, *more):
        """Its rows by name, and how it ended."""
        result = subprocess.run([self.ctl.program, 'bulk', path, '-c', 'sagecrm', '--resume',
                                 '--jobs', '8', '--settle', SETTLE, '-q', '--json', *more],
                                capture_output=True, text=True, check=False)
        if not result.stdout:
            raise AssertionError(result.stderr)
        return {row['name']: row for row in json.loads(result.stdout)}, result.returncode

    @staticmethod
    def recorded(condition=''):
        """How many are in the journal."""
        try:
            with sqlite3.connect(f'file:{c.database_path()}?mode=ro', uri=True,
                                 timeout=20) as database:
                return database.execute(f'SELECT count(*) FROM intent {condition}').fetchone()[0]
        except sqlite3.Error:
            return 0

    @staticmethod
    def has_ended(process):
        """Asked without haste: the processes that are asked about want the time too."""
        try:
            process.wait(timeout=0.02)
        except subprocess.TimeoutExpired:
            return False
        return True

    def wait_recorded(self, process, wanted):
        c.wait_until(lambda: self.has_ended(process) or self.recorded() >= wanted,
                     f'{wanted} in the journal')

    def kill_at(self, process, wanted):
        """As soon as that many are in the journal."""
        self.wait_recorded(process, wanted)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        return self.recorded("WHERE state = 'sent'")

    def posts(self, prefix):
        """Requests by name."""
        counts = collections.Counter(json.loads(request['body'])['name']
                                     for request in self.sandbox.requests('POST'))
        return {name: n for name, n in counts.items() if name.startswith(prefix)}

    def made(self, prefix):
        return collections.Counter(instance['name'] for instance in self.sandbox.instances()
                                   if instance['name'].startswith(prefix))

    def killed(self):
        self.ctl.add_account(self.sandbox.base_url)
        path = self.file('killed.csv', 'Killed', ROWS)
        self.sandbox.fault('rate POST /instances status=400=0.03,drop-after=0.05')
        begun = time.monotonic()
        targets = sorted(self.random.sample(range(1, ROWS), KILLS))
        orphans = [self.kill_at(self.start(path), target) for target in targets]
        rows, status = self.run(path)
        self.tap.note(f'{ROWS} rows, killed at {targets}, {time.monotonic() - begun:.1f} s')
        states = collections.Counter(row['state'] for row in rows.values())
        self.tap.note(dict(states))
        self.tap.note(f'left as sent by each kill: {orphans}')
        self.tap.check(sum(orphans) > 0, 'the kills came while something was sent', orphans)
        self.tap.equal(len(rows), ROWS, 'every row has an end')
        self.tap.equal(set(states) - {'done', 'failed', 'not-found'}, set(),
                       'none is in doubt, none was forgotten')
        self.tap.equal(status, c.REFUSED, 'and that some were refused is said')
        made = self.made('Killed')
        self.tap.equal([name for name, n in made.items() if n != 1], [], 'nothing is doubled')
        self.tap.equal(set(made), {name for name, row in rows.items() if row['state'] == 'done'},
                       'what is there is what is said to be')
        self.tap.equal([name for name, n in self.posts('Killed').items() if n != 1], [],
                       'no request was sent twice')
        ids = {str(instance['id']) for instance in self.sandbox.instances()}
        self.tap.equal({row['id'] for row in rows.values() if row['id']}, ids, 'the ids are right')

    def retried(self):
        """With a calm tenant the rest is made, and all of it is there, once, with its token."""
        self.sandbox.calm()
        rows, status = self.run(str(self.folder / 'killed.csv'), '--retry-failed')
        self.tap.equal(status, c.OK, 'asked to, the rest is sent')
        self.tap.equal({row['state'] for row in rows.values()}, {'done'}, 'row-57-each-row-ends')
        made = self.made('Killed')
        self.tap.equal((len(made), set(made.values())), (ROWS, {1}),
                       'exactly the right instances are there')
        saved = self.ctl.json('list')
        self.tap.equal(sorted(instance['id'] for instance in saved),
                       sorted(str(instance['id']) for instance in self.sandbox.instances()),
                       'and here')
        self.tap.check(all(instance['token_saved'] for instance in saved), 'with their tokens')
        for instance in self.random.sample(self.sandbox.instances(), 10):
            token = self.ctl.good('token', str(instance['id'])).strip()
            self.tap.equal(token, instance['token'], f'the token of {instance["id"]}')

    def stopped(self):
        """A signal half-way: what was sent is waited for, the rest is not sent, all is counted."""
        path = self.file('stopped.csv', 'Stopped', FEW)
        self.sandbox.fault('rate POST /instances status=400=0.03')
        before = self.recorded()
        # Two at a time: with eight it may be through before anybody has counted to fifty.
        process = self.start(path, '--jobs', '2', '--result',
                             str(self.folder / 'stopped-result.csv'))
        self.wait_recorded(process, before + FEW // 4)
        process.send_signal(signal.SIGTERM)
        process.communicate()
        self.tap.equal(process.returncode, c.FAILED, 'stopped half-way')
        with open(self.folder / 'stopped-result.csv', encoding='utf-8', newline='') as file:
            states = collections.Counter(row['state'] for row in csv.DictReader(file))
        self.tap.note(dict(states))
        self.tap.equal(set(states) - {'done', 'failed', 'not-sent'}, set(), 'no row is in between')
        self.tap.equal(sum(states.values()), FEW, 'all are counted')
        self.tap.equal(states['done'], len(self.made('Stopped')), 'those that are made')
        self.tap.equal(states['done'] + states['failed'], len(self.posts('Stopped')),
                       'those that were sent')
        self.tap.check(states['not-sent'] > 0, 'row-57-stopped-half-way', states)
        self.sandbox.calm()
        rows, status = self.run(path, '--retry-failed')
        self.tap.equal((status, {row['state'] for row in rows.values()}), (c.OK, {'done'}),
                       'gone on with, the rest is made')
        self.tap.equal(set(self.made('Stopped').values()), {1}, 'each once')

    def together(self):
        """Two processes on one file at once: what one sends the other does not."""
        path = self.file('together.csv', 'Together', FEW // 4)
        for process in [self.start(path, '--account', 'Test') for _ in range(2)]:
            errors = process.communicate()[1].decode()
            status = process.returncode
            if status == c.CONFLICT:
                # The other one had begun since this one looked: the same again goes on.
                status = self.run(path, '--account', 'Test')[1]
            self.tap.check(status == c.OK, 'two at once: all is made', errors)
        self.tap.equal(set(self.posts('Together').values()), {1}, 'no request was sent twice')
        made = self.made('Together')
        self.tap.equal((len(made), set(made.values())), (FEW // 4, {1}), 'and each is there once')

    def lost(self):
        """The tenant goes away and comes back where it was."""
        path = self.file('lost.csv', 'Lost', FEW)
        state = self.folder / 'tenant.json'
        first = c.Sandbox(self.sandbox_program, '--state', str(state))
        port = re.search(r':(\d+)/', first.base_url).group(1)
        self.ctl.add_account(first.base_url, name='Away')
        before = self.recorded()
        process = self.start(path, '--account', 'Away')
        self.wait_recorded(process, before + FEW // 2)
        first.close()
        again = c.Sandbox(self.sandbox_program, '--state', str(state), '--port', port)
        process.communicate()
        self.sandbox, calm = again, self.sandbox
        rows, status = self.run(path, '--account', 'Away', '--retry-failed')
        self.tap.equal((status, {row['state'] for row in rows.values()}), (c.OK, {'done'}),
                       'row-05-tenant-away-and-back')
        made = self.made('Lost')
        self.tap.equal((len(made), set(made.values())), (FEW, {1}), 'no row lost, none doubled')
        again.close()
        self.sandbox = calm

    def memory(self):
        """Not by the row, but for what every instance takes in the list."""
        if b'__asan_init' in Path(self.ctl.program).read_bytes():
            self.tap.skip('row-57-memory', 'the sanitizer keeps what is freed')
            return
        sizes = {}
        for rows in (ROWS // 10, ROWS):
            path = self.file('memory.csv', f'Memory {rows}', rows)
            process = self.start(path, '--account', 'Test')
            peak = 0
            while not self.has_ended(process):
                try:
                    status = Path(f'/proc/{process.pid}/status').read_text(encoding='ascii')
                    found = re.search(r'VmHWM:\s+(\d+)', status)
                    peak = int(found.group(1)) if found else peak
                except OSError:
                    pass
            process.communicate()
            sizes[rows] = peak
        self.tap.note(f'VmHWM in kB by rows: {sizes}')
        self.tap.check(sizes[ROWS] - sizes[ROWS // 10] < ROWS * 16, 'row-57-memory', sizes)

    def close(self):
        self.sandbox.close()


def main():
    story = Story(*sys.argv[1:3])
    story.tap.run(story.killed, story.retried, story.stopped, story.together,
                  story.lost, story.memory,
                  story.close)


if __name__ == '__main__':
    main()

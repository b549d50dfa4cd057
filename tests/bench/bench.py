# SPDX-License-Identifier: GPL-3.0-or-later
"""How long things take, each beside a peer measured in the same run, turn by turn.

Inside build-aux/headless: bench.py PLUGCTL SANDBOX [WINDOW BARE] [--long] [NAME…]. Tables at the
end, as Markdown: how long, and how that grows with how many. Figures are medians; a goal that is
missed is shown as missed. With --long a bulk of 10,000 as well, which the keyring takes long for.
"""

import base64
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'cli'))
# pylint: disable=wrong-import-position
from ctl import (APPLICATION, ORGANIZATION_SECRET, USER_SECRET, Ctl,  # noqa: E402
                 Sandbox, database_path)

AUTHORIZATION = f'Authorization: User {USER_SECRET}, Organization {ORGANIZATION_SECRET}'
PAGE = 200
NAME = 'the name of a row'


def run(command, **options):
    """Seconds of a whole process."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True,
                   **options)
    return time.perf_counter() - began


def in_turns(times, ours, theirs):
    """Medians of two things done in turns, in seconds."""
    ours_took, theirs_took = [], []
    for _ in range(times):
        ours_took.append(ours())
        theirs_took.append(theirs())
    return statistics.median(ours_took), statistics.median(theirs_took)


def ms(seconds):
    return f'{seconds * 1000:.1f} ms' if seconds < 1 else f'{seconds:.2f} s'


class Table:
    def __init__(self):
        self.rows = []
        self.curves = []

    def ratio(self, what, peer, ours, theirs, goal):
        ratio = ours / theirs
        self.rows.append((what, ms(ours), f'{peer}: {ms(theirs)}', f'{ratio:.2f} ×',
                          f'≤ {goal} ×', ratio <= goal))

    def more(self, what, peer, ours, theirs, goal, unit=ms):
        """By how much more than the peer, not by what factor."""
        self.rows.append((what, unit(ours), f'{peer}: {unit(theirs)}', f'+ {unit(ours - theirs)}',
                          f'≤ + {unit(goal)}', ours - theirs <= goal))

    def limit(self, what, ours, goal, unit=ms):
        self.rows.append((what, unit(ours), '', '', f'≤ {unit(goal)}', ours <= goal))

    def curve(self, what, points):
        """What so many cost, and by what factor the last step of n made it dearer."""
        (few, cheap), (many, dear) = points[-2:]
        self.curves.append((what, ', '.join(f'{n:,}: {ms(took)}' for n, took in points),
                            f'{many // few} × as many: {dear / cheap:.1f} ×',
                            dear / cheap <= many / few))

    def print(self):
        print('| what | took | peer | ratio | goal | |')
        print('| --- | --- | --- | --- | --- | --- |')
        for *cells, met in self.rows:
            print('|', ' | '.join(cells), '|', 'met' if met else '**missed**', '|')
        if self.curves:
            print('\n| what it costs | at | at the end | linear at most |')
            print('| --- | --- | --- | --- |')
            for what, points, end, met in self.curves:
                print(f'| {what} | {points} | {end} |', 'met' if met else '**missed**', '|')


class Bench:
    def __init__(self, plugctl, sandbox, window, bare):
        self.long = False
        self.ctl = Ctl(plugctl)
        self.sandbox_exe = sandbox
        self.window = window
        self.bare = bare
        self.table = Table()
        # What plugctl would send, byte for byte.
        self.body = self.ctl.good('create', 'sagecrm', '--name', NAME, '--tag', 'docs', '--set',
                                  'subdomain=a.example.com', '--set', 'username=somebody',
                                  '--secret', 'password=-', '--dry-run', '--show-secrets',
                                  stdin='pass word\n')

    def body_named(self, name):
        return self.body.replace(NAME, name)

    # Setting up.

    def clean(self):
        """As new: no database. The keyring's items of before are of accounts nobody has."""
        for path in database_path().parent.glob('plugboard.db*'):
            path.unlink()

    def fill(self, count):
        """count saved instances: up to 10,000 come by sync, the rest are copies of them."""
        self.clean()
        tenant = Sandbox(self.sandbox_exe, f'--instances={min(count, 10000)}',
                         f'--page-size={PAGE}')
        self.ctl.add_account(tenant.base_url)
        self.ctl.good('sync')
        tenant.close()
        with sqlite3.connect(database_path()) as database:
            columns = [row[1] for row in database.execute('PRAGMA table_info(instance)')]
            others = ', '.join(name for name in columns if name != 'id')
            for copy in range(1, count // 10000):
                database.execute(f'INSERT INTO instance (id, {others}) SELECT'
                                 f' CAST(id + {copy * 1000000} AS TEXT), {others} FROM instance'
                                 f' WHERE CAST(id AS INTEGER) < 1000000')
            saved = database.execute('SELECT count(*) FROM instance').fetchone()[0]
        database.close()
        if saved != count:
            raise AssertionError(f'{saved} saved instead of {count}')

    # What is measured.

    def list(self):
        """plugctl list --json against sqlite3 printing the same rows."""
        sql = ('SELECT i.id, i.name, connector_key, connector_name, hub, a.name AS account,'
               ' account_id, tags, disabled, token_state, i.created, i.health, i.origin'
               ' FROM instance i JOIN account a ON a.id = i.account_id')
        points = []
        for count in (100, 1000, 10000, 100000):
            self.fill(count)
            ours, theirs = in_turns(9 if count < 100000 else 3,
                                    lambda: run([self.ctl.program, 'list', '--json']),
                                    lambda: run(['sqlite3', '-json', database_path(), sql]))
            points.append((count, ours))
            if count == 10000:
                self.table.ratio('`plugctl list --json`, 10,000 instances',
                                 '`sqlite3 -json`, the same rows', ours, theirs, 2)
        self.table.curve('`plugctl list --json`, load included', points)

    def token(self):
        """plugctl token against secret-tool lookup."""
        self.clean()
        tenant = Sandbox(self.sandbox_exe)
        self.ctl.add_account(tenant.base_url)
        number = self.ctl.create('Token')
        with sqlite3.connect(database_path()) as database:
            account = database.execute('SELECT id FROM account').fetchone()[0]
        database.close()
        ours, theirs = in_turns(
            41, lambda: run([self.ctl.program, 'token', number]),
            lambda: run(['secret-tool', 'lookup', 'application', APPLICATION, 'kind', 'token',
                         'account-id', account, 'instance-id', number]))
        self.table.ratio('`plugctl token`', '`secret-tool lookup`', ours, theirs, 1.5)
        tenant.close()

    def post(self, tenant, name):
        return run(['curl', '-sSf', '-H', AUTHORIZATION, '-H', 'Content-Type: application/json',
                    '-d', self.body_named(name), f'{tenant.base_url}/instances'])

    def create(self):
        """plugctl create, journal and keyring included, against curl."""
        self.clean()
        tenant = Sandbox(self.sandbox_exe)
        self.ctl.add_account(tenant.base_url)
        numbers = iter(range(1000))
        ours, theirs = in_turns(
            21, lambda: run([self.ctl.program, 'create', 'sagecrm', '--name',
                             f'Ours {next(numbers)}', '--tag', 'docs', '--set',
                             'subdomain=a.example.com', '--set', 'username=somebody', '--secret',
                             'password=-'], input=b'pass word\n'),
            lambda: self.post(tenant, f'Theirs {next(numbers)}'))
        self.table.more('`plugctl create`, journal and keyring included', '`curl`, the same body',
                        ours, theirs, 0.060)
        tenant.close()

    def pages(self, tenant, count):
        """curl fetching the same pages one after another, over one connection."""
        config = [f'header = "{AUTHORIZATION}"']
        for offset in range(0, count, PAGE):
            token = base64.b64encode(f'sandbox-offset:{offset}'.encode()).decode()
            query = f'?nextPage={token.replace("=", "%3D")}' if offset else ''
            config += [f'url = "{tenant.base_url}/instances{query}"', 'output = "/dev/null"']
        return run(['curl', '-sSf', '-K', '-'], input='\n'.join(config).encode())

    def sync(self):
        """plugctl sync against curl."""
        points, peer = [], []
        for count in (100, 1000, 10000, 100000):
            tenant = Sandbox(self.sandbox_exe, f'--instances={count}', f'--page-size={PAGE}')
            first, again, theirs = [], [], []
            for _ in range(3 if count < 100000 else 1):
                self.clean()
                self.ctl.add_account(tenant.base_url)
                first.append(run([self.ctl.program, 'sync']))
                theirs.append(self.pages(tenant, count))
                again.append(run([self.ctl.program, 'sync']))
            points.append((count, statistics.median(first)))
            peer.append((count, statistics.median(theirs)))
            if count == 10000:
                self.table.ratio('first sync of 10,000 instances, 50 pages',
                                 '`curl`, the same pages in turn', statistics.median(first),
                                 statistics.median(theirs), 1.2)
                self.table.ratio('sync again, nothing changed', '`curl`',
                                 statistics.median(again), statistics.median(theirs), 1.2)
            tenant.close()
        self.table.curve('first sync', points)
        self.table.curve('`curl`, the same pages', peer)

    def bulk_file(self, count):
        handle, path = tempfile.mkstemp(suffix='.csv', dir=os.environ['PLUG_SESSION_DIR'])
        with os.fdopen(handle, 'w', encoding='utf-8') as table:
            table.write('name,subdomain,username,password,tags\n')
            table.writelines(f'Customer {row},a.example.com,somebody,pass word,docs\n'
                             for row in range(count))
        return path

    def bulk_once(self, count, latency):
        self.clean()
        tenant = Sandbox(self.sandbox_exe, f'--latency={latency}')
        self.ctl.add_account(tenant.base_url)
        took = run([self.ctl.program, 'bulk', self.bulk_file(count), '-c', 'sagecrm',
                    '--jobs', '8'])
        if len(tenant.instances()) != count:
            raise AssertionError(f'not all of {count} rows became instances')
        tenant.close()
        return took

    def curl_parallel(self, count, latency):
        tenant = Sandbox(self.sandbox_exe, f'--latency={latency}')
        config = []
        for row in range(count):
            body = self.body_named(f'Customer {row}').replace('\n', ' ').replace('"', '\\"')
            config += [f'url = "{tenant.base_url}/instances"', f'header = "{AUTHORIZATION}"',
                       'header = "Content-Type: application/json"', f'data = "{body}"',
                       'output = "/dev/null"', 'next']
        took = run(['curl', '-sS', '--parallel', '--parallel-max', '8', '-K', '-'],
                   input='\n'.join(config[:-1]).encode())
        if len(tenant.instances()) != count:
            raise AssertionError(f'curl did not make all {count}')
        tenant.close()
        return took

    def bulk(self):
        """1,000 creations at 200 ms a reply, 8 in flight, against the ideal and curl."""
        ours, theirs = self.bulk_once(1000, 200), self.curl_parallel(1000, 200)
        self.table.ratio('bulk of 1,000, 200 ms a reply, 8 in flight', 'the ideal', ours,
                         1000 * 0.2 / 8, 1.10)
        self.table.ratio('the same', '`curl --parallel-max 8`', ours, theirs, 1)
        counts = (100, 1000, 10000) if self.long else (100, 1000)
        self.table.curve('bulk, 8 in flight, replies at once, what the keyring costs included',
                         [(count, self.bulk_once(count, 0)) for count in counts])

    def started(self, program, *arguments):
        """Seconds to what the program calls painted, and what else it says: name → number."""
        began = time.clock_gettime(time.CLOCK_MONOTONIC)
        result = subprocess.run([program, *arguments], capture_output=True, text=True, check=True)
        said = {name: float(number) for name, number in
                re.findall(r'^([a-z-]+) ([0-9.]+)$', result.stdout, re.MULTILINE)}
        return said['painted'] / 1e6 - began, said

    def start(self):
        """The window with 10,000 instances saved against a bare one."""
        points = []
        for count in (100, 1000, 10000, 100000):
            self.fill(count)
            turns = [(self.started(self.window, 'start'), self.started(self.bare))
                     for _ in range(9 if count == 10000 else 3)]
            ours = statistics.median(turn[0][0] for turn in turns)
            points.append((count, ours))
            if count != 10000:
                continue
            self.table.ratio('launch to first frame, 10,000 instances', 'bare libadwaita window',
                             ours, statistics.median(turn[1][0] for turn in turns), 1.25)
            self.table.more('memory (PSS) then', 'bare window',
                            statistics.median(turn[0][1]['pss'] for turn in turns),
                            statistics.median(turn[1][1]['pss'] for turn in turns), 15e6,
                            lambda bytes: f'{bytes / 1e6:.1f} MB')
        self.table.curve('launch to first frame', points)

    def search(self):
        """A keystroke in the search until the filtered list is laid out; scrolling."""
        points = []
        for count, frames in ((100, 1), (1000, 1), (10000, 1), (100000, 3)):
            self.fill(count)
            _, said = self.started(self.window, 'search')
            points.append((count, said['keystroke'] / 1e6))
            if count >= 10000:
                self.table.limit(f'keystroke to filtered list laid out, {count:,}',
                                 said['keystroke'] / 1e6, frames * 0.0167)
            if count == 10000:
                self.table.limit('longest frame while scrolling 10,000 rows',
                                 said['longest-frame'] / 1e6, 0.033)
        self.table.curve('keystroke', points)


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != '--long']
    known = ('list', 'token', 'create', 'sync', 'bulk', 'start', 'search')
    programs = [argument for argument in arguments if argument not in known]
    programs += [None] * (4 - len(programs))
    bench = Bench(*programs)
    bench.long = '--long' in sys.argv
    for name in [argument for argument in arguments if argument in known] or known:
        if name in ('start', 'search') and bench.window is None:
            continue
        print(f'measuring {name} …', file=sys.stderr, flush=True)
        getattr(bench, name)()
    bench.table.print()


main()

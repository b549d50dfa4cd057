#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One story through everything, with secrets made for it, and then a look wherever one could
have been left. With strace also at every file name, argument and written byte.

usage: test-traces.py PLUGBOARD SANDBOX PLUGCTL      (inside build-aux/headless; prints TAP)
"""

import base64
import csv
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
import strace  # noqa: E402
from plugdriver import DEADLINE, wait_until  # noqa: E402
from sandbox import Sandbox  # noqa: E402
from tap import Tap  # noqa: E402
from traces import Hunt  # noqa: E402

ROWS = 3


class Story:
    def __init__(self, program, sandbox_program, ctl):
        self.tap = Tap()
        self.program, self.ctl = program, os.path.abspath(ctl)
        self.session = Path(os.environ['PLUG_SESSION_DIR'])
        # Beside the session: the wire is in it.
        self.folder = Path(str(self.session) + '-traces')
        self.folder.mkdir(mode=0o700)
        self.hunt = Hunt()
        self.user_secret = base64.b64encode(os.urandom(32)).decode()
        self.organization_secret = secrets.token_hex(16)
        self.password = secrets.token_urlsafe(24)
        self.client_secret = secrets.token_urlsafe(24)
        self.passphrase = secrets.token_urlsafe(24)
        for label in ('user_secret', 'organization_secret', 'password', 'client_secret',
                      'passphrase'):
            self.hunt.add(label.replace('_', ' '), getattr(self, label))
        self.sandbox_program = sandbox_program
        self.sandbox = None
        self.n_traces = 0
        self.ids = []
        self.words = []

    def traced(self, *program):
        if not strace.is_here():
            return list(program)
        self.n_traces += 1
        return strace.command(self.folder / f'{self.n_traces}.trace', *program)

    def run(self, *arguments, stdin='', status=0):
        """With all of its log, which is kept; the last line it printed."""
        result = subprocess.run(self.traced(self.ctl, *arguments), input=stdin, text=True,
                                capture_output=True, timeout=DEADLINE * 4, check=False,
                                env={**os.environ, 'G_MESSAGES_DEBUG': 'all'})
        if result.returncode != status:
            raise AssertionError(f'plugctl {arguments} ended with {result.returncode}: '
                                 f'{result.stderr[-2000:]}')
        with open(self.session / 'log' / 'plugctl.log', 'a', encoding='utf-8') as log:
            log.write(result.stdout + result.stderr)
        return result.stdout.rstrip().rpartition('\n')[2]

    def accounts(self):
        self.sandbox = Sandbox(self.sandbox_program, '--control', '--secrets-stdin',
                               stdin=f'{self.user_secret}\n{self.organization_secret}\n')
        self.run('account', 'add', 'Traced', '--url', self.sandbox.base_url, '--secrets-stdin',
                 stdin=f'{self.user_secret}\n{self.organization_secret}\n')
        self.run('account', 'verify')

    def create(self, name):
        number = self.run('create', 'sagecrm', '-q', '--name', name, '--set',
                          'subdomain=a.example.com', '--set', 'username=somebody', '--secret',
                          'password=-', stdin=self.password + '\n')
        self.ids.append(number)
        self.hunt.add(f'token of {name}', steps.secret_of('token', instance_id=number))

    def instances(self):
        self.create('First')
        self.create('Second')
        self.run('create', 'sagecrm', '--name', 'Never', '--set', 'subdomain=a.example.com',
                 '--set', 'username=somebody', '--secret', 'password=-', '--dry-run',
                 stdin=self.password + '\n')
        self.run('create', 'box', '--name', 'Never', '--set', 'oauth.api.key=id', '--secret',
                 'oauth.api.secret=-', '--set', 'oauth.callback.url=http://127.0.0.1/callback',
                 '--dry-run', stdin=self.client_secret + '\n')

    def bulk(self):
        path = self.folder / 'many.csv'
        with open(path, 'w', encoding='utf-8', newline='') as file:
            rows = csv.writer(file)
            rows.writerow(['name', 'subdomain', 'username', 'password'])
            for row in range(ROWS):
                rows.writerow([f'Row {row}', 'a.example.com', 'somebody', self.password])
        self.run('bulk', str(path), '--connector', 'sagecrm', '--result',
                 str(self.session / 'result.csv'))
        for row in range(ROWS):
            self.hunt.add(f'token of row {row}', self.sandbox_token(f'Row {row}'))

    def sandbox_token(self, name):
        return next(instance['token'] for instance in self.sandbox.control('GET', 'instances')
                    if instance['name'] == name)

    def use(self):
        self.run('sync')
        self.run('check', '--all')
        self.run('run', self.ids[0], '--', '/bin/sh', '-c', 'test -n "$PLUGBOARD_TOKEN"')
        self.run('list', '--json')
        self.run('show', self.ids[0])
        self.run('export', str(self.session / 'house.plugboard'), '--passphrase-stdin',
                 stdin=f'{self.passphrase}\n')
        self.run('doctor')

    def n_posts(self):
        return sum(request['method'] == 'POST'
                   for request in self.sandbox.control('GET', 'requests'))

    def crash(self):
        """Ended in the middle of a request, with a core dump as large as it likes."""
        self.sandbox.control('POST', 'faults', 'POST /instances hang')
        with open(self.session / 'log' / 'crash.log', 'wb') as log:
            process = subprocess.Popen(
                ['/bin/sh', '-c', 'ulimit -c unlimited; exec "$@"', 'sh', self.ctl, 'create',
                 'sagecrm', '--name', 'Crash', '--set', 'subdomain=a.example.com', '--set',
                 'username=somebody', '--secret', 'password=-'], stdin=subprocess.PIPE, text=True,
                cwd=self.session, stdout=log, stderr=log,
                env={**os.environ, 'G_MESSAGES_DEBUG': 'all'})
        before = self.n_posts()
        process.stdin.write(self.password + '\n')
        process.stdin.close()
        wait_until(lambda: self.n_posts() > before, 'the request')
        limits = Path(f'/proc/{process.pid}/limits').read_text(encoding='ascii')
        process.send_signal(signal.SIGABRT)
        process.wait()
        self.sandbox.control('DELETE', 'faults')
        line = next(line for line in limits.splitlines() if line.startswith('Max core'))
        self.tap.equal(line.split()[4], '0', 'a crash writes no core dump')

    def window(self):
        os.environ['G_MESSAGES_DEBUG'] = 'all'
        app = steps.start(self.program)
        app.wait_for_words('First')
        self.words.append(app.words())
        app.press('New Instance', role=steps.BUTTON)
        steps.fill_instance(app, 'From the Window', 'a.example.com', 'somebody', self.password)
        app.press('Create Instance', role=steps.BUTTON)
        app.wait_for_all_words('From the Window', 'Saved in the keyring')
        self.hunt.add('token of the window', self.sandbox_token('From the Window'))
        self.words.append(app.words())
        found, count = self.hunt.in_processes()
        self.tap.equal(found, [], f'arguments and environments: {count} looked at')
        self.tap.equal(app.quit(), 0, 'the window ends well')

    def look(self):
        self.tap.equal([where for words in self.words
                        for where in self.hunt.in_bytes('window', words.encode())], [],
                       'titles and accessible text of the window')
        found, count = self.hunt.in_files(self.session)
        self.tap.equal(found, [], f'files: database, logs at full debug, export, recently used, '
                                  f'results, keyring as it is on the disk; {count} and their names')
        names = {path.name for path in self.session.rglob('*')}
        self.tap.check({'plugboard.db', 'house.plugboard', 'plugctl.log', 'plugboard.log',
                        'result.csv'} <= names, 'they were there', sorted(names))
        self.tap.check(not any(name.startswith('core') for name in names), 'no core dump')
        listing = subprocess.run(['secret-tool', 'search', '--all', 'application',
                                  'io.github.plugboard.Plugboard'], capture_output=True, text=True,
                                 check=True)
        lines = [line for line in (listing.stdout + listing.stderr).splitlines()
                 if not line.startswith('secret = ')]
        self.tap.check(len(lines) > 4 * ROWS, 'attributes of the keyring were listed')
        self.tap.equal(self.hunt.in_bytes('attributes', '\n'.join(lines).encode()), [],
                       'labels and attributes in the keyring')

    def look_at_calls(self):
        if not strace.is_here():
            self.tap.skip('what was written anywhere', 'strace is not here')
            return
        found, counts = [], {}
        for path in sorted(self.folder.glob('*.trace')):
            trace = strace.Trace(path)
            found += trace.judge(self.hunt)
            for place, count in trace.counts.items():
                counts[place] = counts.get(place, 0) + count
        self.tap.equal(found, [], f'calls of {self.n_traces} commands')
        for place, count in sorted(counts.items()):
            self.tap.note(f'{place}: {count} calls')
        self.tap.check(counts.get('program', 0) >= self.n_traces and counts.get('TCP', 0) > 0 and
                       counts.get('local socket', 0) > 0, 'they were seen', counts)

    def planted(self):
        """What looks for secrets finds one."""
        secret = self.hunt.in_bytes
        path = self.session / 'planted'
        path.write_bytes(b'x' + base64.b64encode(b'ab' + self.password.encode() + b'cd'))
        self.tap.check(self.hunt.in_files(self.session)[0], 'a secret planted in a file is found')
        path.unlink()
        self.tap.check(secret('', self.user_secret.encode()), 'one in a text is found')
        if not strace.is_here():
            return
        output = self.folder / 'planted.strace'
        subprocess.run(strace.command(output, '/bin/sh', '-c', 'cat >"$1"', 'sh', str(path)),
                       input=self.password, text=True, check=True)
        path.unlink()
        self.tap.check(strace.Trace(output).judge(self.hunt), 'one that was written is found')
        subprocess.run(strace.command(output, '/bin/true', self.user_secret), check=True)
        self.tap.check(strace.Trace(output).judge(self.hunt), 'one in an argument is found')

    def close(self):
        for path in self.folder.iterdir():
            path.unlink()
        self.folder.rmdir()
        self.sandbox.close()


def main():
    story = Story(*sys.argv[1:4])
    story.tap.run(story.accounts, story.instances, story.bulk, story.use, story.crash,
                  story.window, story.look, story.look_at_calls, story.planted, story.close)


if __name__ == '__main__':
    main()

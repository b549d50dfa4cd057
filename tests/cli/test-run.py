#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""plugctl run: what the command gets, what of it can be seen, and how it ends.

usage: test-run.py PLUGCTL SANDBOX      (inside with-session; prints TAP)
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import ctl as c  # noqa: E402

MASK = '••••••••'
PYTHON = '/usr/bin/python3'

# What a program may do with the token t before it prints it; the authorization is a.
PRINTED = [
    ('plain', 'print(t)'),
    ('in a sentence', 'print("<" + t + ">")'),
    ('twice', 'print(t + t)'),
    ('percent-encoded', 'import urllib.parse as u; print(u.quote(t, safe=""))'),
    ('percent-encoded, lower case',
     'import urllib.parse as u, re; '
     'print(re.sub("%..", lambda m: m[0].lower(), u.quote(t, safe="")))'),
    ('JSON', 'import json; print(json.dumps({"t": t}))'),
    ('JSON with escaped slashes', 'print(t.replace("/", "\\\\/"))'),
    ('Base64', 'import base64; print(base64.b64encode(t.encode()).decode())'),
    ('Base64 for URLs', 'import base64; print(base64.urlsafe_b64encode(t.encode()).decode())'),
    ('inside Base64',
     'import base64; print(base64.b64encode(b"me:" + t.encode() + b":you").decode())'),
    ('inside Base64, wrapped',
     'import base64; print(base64.encodebytes(b"m:" + a.encode() * 2).decode())'),
    ('the header', 'print("Authorization: " + a)'),
    ('byte after byte',
     'import sys\nfor b in t: sys.stdout.write(b); sys.stdout.flush()'),
    ('to standard error', 'import sys; print(t, file=sys.stderr)'),
    ('across a block',
     'import sys; sys.stdout.write("x" * (65536 - 20) + t); sys.stdout.flush()'),
    ('without a line break', 'import sys; sys.stdout.write(t)'),
]


class Story:
    def __init__(self, program, sandbox_program):
        self.tap = c.Tap()
        self.ctl = c.Ctl(program)
        self.sandbox = c.Sandbox(sandbox_program)
        self.id = None
        self.hunt = c.Hunt()

    def prepare(self):
        self.ctl.add_account(self.sandbox.base_url)
        self.id = self.ctl.create('Acme')
        self.hunt.add('token', c.secret_of('token', instance_id=self.id))
        self.hunt.add('user secret', c.USER_SECRET)
        self.hunt.add('organization secret', c.ORGANIZATION_SECRET)

    def python(self, script, *options, **more):
        script = ('import os; t = os.environ["PLUGBOARD_TOKEN"]; '
                  'a = os.environ["PLUGBOARD_AUTHORIZATION"]\n' + script)
        return self.ctl.run('run', *options, self.id, '--', PYTHON, '-c', script, **more)

    def environment(self):
        token = c.secret_of('token', instance_id=self.id)
        result = self.python(
            f'assert t == {token!r}\n'
            f'assert a == "User {c.USER_SECRET}, Organization {c.ORGANIZATION_SECRET}, '
            f'Element {token}"\n'
            f'assert os.environ["PLUGBOARD_INSTANCE_ID"] == "{self.id}"\n'
            f'assert os.environ["PLUGBOARD_BASE_URL"] == "{self.sandbox.base_url}"\n'
            'assert os.environ["PLUGBOARD_CONNECTOR"] == "sagecrm"\n'
            'print("all there")')
        self.tap.equal((result.returncode, result.stdout), (0, 'all there\n'),
                       'the command finds everything in its environment')

    def masked(self):
        for name, script in PRINTED:
            result = self.python(script)
            seen = (result.stdout + result.stderr).encode()
            self.tap.equal(result.returncode, 0, f'printed {name}: it succeeds')
            self.tap.equal(self.hunt.in_bytes(name, seen), [], f'printed {name}: nothing is seen')
            self.tap.check(MASK.encode() in seen, '… but a mask', seen[-200:])
        result = self.python('print(t)', '--no-masking')
        self.tap.check(self.hunt.in_bytes('plain', result.stdout.encode()), '--no-masking shows it')

    def untouched(self):
        data = bytes(range(256)) * 300
        result = subprocess.run([self.ctl.program, 'run', self.id, '--', 'cat'], input=data,
                                capture_output=True, check=False, timeout=c.DEADLINE)
        self.tap.check(result.stdout == data, 'what is no secret comes through byte for byte')
        result = self.ctl.run('run', self.id, '--', 'sh', '-c', 'echo out; echo err >&2')
        self.tap.equal((result.stdout, result.stderr), ('out\n', 'err\n'), 'each on its stream')
        result = self.ctl.run('run', self.id, 'echo', '--', '--help', '-a')
        self.tap.equal(result.stdout, '-- --help -a\n', 'its options are its own')

    def statuses(self):
        for script, status in (('exit 0', 0), ('exit 7', 7), ('exit 255', 255),
                               ('kill -TERM $$', 128 + 15), ('kill -KILL $$', 128 + 9)):
            result = self.ctl.run('run', self.id, '--', 'sh', '-c', script)
            self.tap.equal(result.returncode, status, f'“{script}” is passed on')
        result = self.ctl.run('run', self.id, '--', '/nowhere/at-all')
        self.tap.equal(result.returncode, 127, 'a command that is not there')
        self.tap.check('at-all' in result.stderr, '… is named', result.stderr)
        path = Path(os.environ['PLUG_SESSION_DIR']) / 'run' / 'no-program'
        path.write_text('nothing', encoding='utf-8')
        result = self.ctl.run('run', self.id, '--', str(path))
        self.tap.equal(result.returncode, 126, 'a file that is no command')
        self.tap.equal(self.ctl.run('run', 'Nobody', '--', 'true').returncode, c.NOT_FOUND,
                       'an instance that is not there')
        self.tap.equal(self.ctl.run('run', self.id).returncode, c.USAGE, 'no command at all')

    def alone(self):
        """The environment is the command's, and no argument has anything."""
        process = self.ctl.start('run', self.id, '--', 'sh', '-c', 'echo ready; read line',
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        process.stdout.readline()
        found, _ = self.hunt.in_processes()
        folders = {line.split(':')[0] for line in found}
        own = Path(f'/proc/{process.pid}/task/{process.pid}/children').read_text(encoding='ascii')
        self.tap.equal(folders, {f'/proc/{own.strip()}/environ'},
                       'only the command has secrets, in its environment')
        process.communicate('\n', timeout=c.DEADLINE)
        self.tap.equal(process.returncode, 0, 'its standard input is ours')

    def signals(self):
        """What asks plugctl to end asks the command; it ends when the command does."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            process = self.ctl.start('run', self.id, '--', PYTHON, '-c',
                                     f'import signal, sys; own = [{int(number)}]\n'
                                     'signal.pthread_sigmask(signal.SIG_BLOCK, own)\n'
                                     'print("ready", flush=True); signal.sigwait(own)\n'
                                     'print("caught"); sys.exit(9)',
                                     stdout=subprocess.PIPE, text=True)
            process.stdout.readline()
            process.send_signal(number)
            output, _ = process.communicate(timeout=c.DEADLINE)
            self.tap.equal((output, process.returncode), ('caught\n', 9),
                           f'{number.name} goes to the command')
        process = self.ctl.start('run', self.id, '--', 'sh', '-c', 'echo ready; read line; exit 4',
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.communicate('\n', timeout=c.DEADLINE)
        self.tap.equal(process.returncode, 4, 'SIGINT is for the command to judge')

    def closed(self):
        """A reader that leaves ends the command as it would without us."""
        process = self.ctl.start('run', self.id, '--', 'yes', stdout=subprocess.PIPE)
        process.stdout.readline()
        process.stdout.close()
        self.tap.check(process.wait(timeout=c.DEADLINE) in (128 + 13, -13), 'yes | head ends',
                       process.returncode)


def main():
    story = Story(*sys.argv[1:3])
    try:
        story.tap.run(story.prepare, story.environment, story.masked, story.untouched,
                      story.statuses, story.alone, story.signals, story.closed)
    finally:
        story.sandbox.close()


if __name__ == '__main__':
    main()

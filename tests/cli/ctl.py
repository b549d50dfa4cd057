# SPDX-License-Identifier: GPL-3.0-or-later
"""plugctl and a sandbox, for the tests of the command line. Inside tests/support/with-session."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'e2e'))
# pylint: disable=wrong-import-position,unused-import
from tap import Tap  # noqa: E402,F401
from traces import Hunt  # noqa: E402,F401

# What plugboard-sandbox accepts by itself; they open nothing else.
USER_SECRET = 'c2FuZGJveC11c2VyLXNlY3JldC1vcGVucy1ub3RoaW4='
ORGANIZATION_SECRET = '5a4db0c0ffee5a4db0c0ffee5a4db0c0'
SECRETS = f'{USER_SECRET}\n{ORGANIZATION_SECRET}\n'
APPLICATION = 'io.github.plugboard.Plugboard'
DEADLINE = 60

# src/cli/plug-exit.h, as the manual page has them.
OK, FAILED, USAGE, CREDENTIALS, NOT_FOUND, IN_DOUBT = 0, 1, 2, 3, 4, 5
KEYRING, NETWORK, CONFLICT, REFUSED, STORE, INTERRUPTED = 6, 7, 8, 9, 10, 130


class Sandbox:
    """A tenant that is told what goes wrong, and says what arrived."""

    def __init__(self, program, *options):
        self.process = subprocess.Popen([program, '--control', *options],
                                        stdout=subprocess.PIPE, text=True)
        self.base_url = self.process.stdout.readline().strip()
        self.root = self.base_url.removesuffix('/elements/api-v2')

    def control(self, method, path, body=None):
        request = urllib.request.Request(self.root + '/sandbox/' + path, method=method,
                                         data=body.encode() if body else None)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.read().decode()

    def fault(self, text):
        self.control('POST', 'faults', text)

    def calm(self):
        self.control('DELETE', 'faults')

    def instances(self):
        return json.loads(self.control('GET', 'instances'))

    def requests(self, method=None):
        return [request for request in json.loads(self.control('GET', 'requests'))
                if method is None or request['method'] == method]

    def delete(self, number):
        """As somebody else would."""
        request = urllib.request.Request(f'{self.base_url}/instances/{number}', method='DELETE',
                                         headers={'Authorization': f'User {USER_SECRET}, '
                                                  f'Organization {ORGANIZATION_SECRET}'})
        with urllib.request.urlopen(request, timeout=20):
            pass

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class Ctl:
    """The program, run to its end."""

    def __init__(self, program):
        self.program = program

    def start(self, *arguments, **options):
        return subprocess.Popen([self.program, *arguments], **options)

    def run(self, *arguments, stdin='', env=None):
        """A CompletedProcess with texts; standard input is a pipe, no terminal anywhere."""
        return subprocess.run([self.program, *arguments], input=stdin, text=True, timeout=DEADLINE,
                              capture_output=True, check=False,
                              env={**os.environ, **(env or {})})

    def good(self, *arguments, stdin='', env=None):
        """What it printed; anything but success is an exception."""
        result = self.run(*arguments, stdin=stdin, env=env)
        if result.returncode != OK:
            raise AssertionError(f'plugctl {arguments} ended with {result.returncode}: '
                                 f'{result.stderr}')
        return result.stdout

    def json(self, *arguments, **options):
        return json.loads(self.good(*arguments, '--json', **options))

    def add_account(self, base_url, name='Test'):
        self.good('account', 'add', name, '--url', base_url, '--secrets-stdin', stdin=SECRETS)

    def create(self, name, *more):
        """A Sage CRM instance; its id."""
        return self.good('create', 'sagecrm', '--name', name, '--set', 'subdomain=a.example.com',
                         '--set', 'username=somebody', '--secret', 'password=-', *more,
                         stdin='pass word\n').strip()


def secret_of(kind, **attributes):
    """What secret-tool finds, None for nothing."""
    words = [word for key, value in attributes.items() for word in (key.replace('_', '-'), value)]
    result = subprocess.run(['secret-tool', 'lookup', 'application', APPLICATION, 'kind', kind,
                             *words], capture_output=True, text=True, check=False)
    return result.stdout if result.returncode == 0 else None


def database_path():
    return Path(os.environ['XDG_DATA_HOME']) / 'plugboard' / 'plugboard.db'


def wait_until(condition, what):
    """The first true value of condition(), asked until the deadline."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
    raise AssertionError(f'waited in vain for {what}')

# SPDX-License-Identifier: GPL-3.0-or-later
"""The sandbox as a program of its own, and what it has."""

import json
import subprocess
import urllib.request

from plugdriver import DriveError

# What plugboard-sandbox accepts by itself; they open nothing else.
USER_SECRET = 'c2FuZGJveC11c2VyLXNlY3JldC1vcGVucy1ub3RoaW4='
ORGANIZATION_SECRET = '5a4db0c0ffee5a4db0c0ffee5a4db0c0'


class Sandbox:
    """Runs until closed; its URL is its first line of output."""

    def __init__(self, program, *arguments, stdin=None):
        self.process = subprocess.Popen([program, *arguments], text=True, stdout=subprocess.PIPE,
                                        stdin=subprocess.PIPE if stdin else None)
        if stdin:
            self.process.stdin.write(stdin)
            self.process.stdin.close()
        self.base_url = self.process.stdout.readline().strip()
        if not self.base_url.startswith('http'):
            raise DriveError(f'the sandbox did not say its URL but {self.base_url!r}')

    def get(self, path):
        base = self.base_url.removesuffix('/').removesuffix('/elements/api-v2')
        request = urllib.request.Request(base + '/elements/api-v2' + path, headers={
            'Authorization': f'User {USER_SECRET}, Organization {ORGANIZATION_SECRET}',
            'Accept': 'application/json',
        })
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.load(reply)

    def send(self, method, path, value=None):
        """Somebody else's request to the API; what it answers, None when that is nothing."""
        base = self.base_url.removesuffix('/').removesuffix('/elements/api-v2')
        request = urllib.request.Request(
            base + '/elements/api-v2' + path, method=method,
            data=json.dumps(value).encode() if value is not None else None,
            headers={'Authorization': f'User {USER_SECRET}, Organization {ORGANIZATION_SECRET}',
                     'Accept': 'application/json', 'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=20) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def control(self, method, path, body=None):
        """What --control answers: what arrived, what is there, what is to go wrong."""
        base = self.base_url.removesuffix('/elements/api-v2')
        request = urllib.request.Request(f'{base}/sandbox/{path}', method=method,
                                         data=body.encode() if body else None)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.load(reply)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

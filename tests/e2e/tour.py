#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, shown: creates a Sage CRM instance on the sandbox through the real window.

usage: tour.py PLUGBOARD SANDBOX SCREENSHOT_FOLDER     (inside build-aux/headless)

Ends with status 0 only when the window shows the instance, the tenant has it and the keyring
gives back the very token the tenant gave out. The token itself is never printed.
"""

import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import DriveError, wait_until  # noqa: E402

# What plugboard-sandbox accepts by itself; they open nothing else.
USER_SECRET = 'c2FuZGJveC11c2VyLXNlY3JldC1vcGVucy1ub3RoaW4='
ORGANIZATION_SECRET = '5a4db0c0ffee5a4db0c0ffee5a4db0c0'
NAME = 'Acme CRM'


class Sandbox:
    """The pretend tenant as a program of its own; its URL is its first line."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdout=subprocess.PIPE, text=True)
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

    def close(self):
        self.process.terminate()
        self.process.wait()


def create(app, sandbox):
    """Account, form, Create Instance; the instance as the tenant has it."""
    print('Adding an account for the sandbox…', flush=True)
    steps.fill_account(app, 'Sandbox', sandbox.base_url, USER_SECRET, ORGANIZATION_SECRET)
    steps.save_account(app)
    print('Filling in the form…', flush=True)
    app.press('New Instance', role=steps.BUTTON)
    steps.fill_instance(app, NAME, 'sagecrm-0.example.com', 'integration',
                        secrets.token_urlsafe(18), ['docs', 'customer-17'])
    print('Creating the instance…', flush=True)
    app.press('Create Instance', role=steps.BUTTON)

    def on_tenant():
        try:
            listed = sandbox.get('/instances')
        except urllib.error.HTTPError:
            return None
        return next((instance for instance in listed if instance['name'] == NAME), None)

    instance = wait_until(on_tenant, 'the instance to be on the tenant')
    app.wait_for_words(str(instance['id']))
    return sandbox.get('/instances/{}'.format(instance['id']))


def main():
    program, sandbox_program, shots = sys.argv[1:4]
    sandbox = app = None
    try:
        sandbox = Sandbox(sandbox_program)
        app = steps.start(program)
        instance = create(app, sandbox)
        number = str(instance['id'])
        kept = wait_until(lambda: steps.secret_of('token', instance_id=number),
                          'the token to be in the keyring')
        if kept != instance['token']:
            raise DriveError('the keyring gives back another token than the tenant gave out')
        shot = app.screenshot(os.path.join(shots, 'instance.png'))
        status = app.quit()
        if status != 0:
            raise DriveError(f'the program ended with {status}')
    except (DriveError, OSError, subprocess.SubprocessError) as error:
        print(f'Failed: {error}', file=sys.stderr)
        if app is not None:
            print(f'The program said:\n{app.log()}', file=sys.stderr)
            app.kill()
        return 1
    finally:
        if sandbox is not None:
            sandbox.close()
    print(f'Instance ID: {number}')
    print('Token: read back from the keyring, the same the tenant gave out')
    print(f'Screenshot: {shot}')
    return 0


if __name__ == '__main__':
    sys.exit(main())

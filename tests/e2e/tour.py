#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, shown: creates a Sage CRM instance on the sandbox through the real window.

usage: tour.py PLUGBOARD SANDBOX SCREENSHOT_FOLDER     (inside build-aux/headless)

Ends with status 0 only when the window shows the instance, the tenant has it and the keyring
gives back the very token the tenant gave out. The token itself is never printed.
"""

import os
import secrets
import subprocess
import sys
import urllib.error

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import DriveError, wait_until  # noqa: E402
from sandbox import ORGANIZATION_SECRET, USER_SECRET, Sandbox  # noqa: E402

NAME = 'Acme CRM'


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

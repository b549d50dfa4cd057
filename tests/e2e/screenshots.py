#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page of the window as a picture, on the sandbox.

usage: screenshots.py PLUGBOARD SANDBOX FOLDER MODE     (inside build-aux/headless)

MODE is light, dark or narrow (360 pixels).
"""

import os
import secrets
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import wait_until  # noqa: E402
from sandbox import ORGANIZATION_SECRET, USER_SECRET, Sandbox  # noqa: E402


def main():
    program, sandbox_program, folder, mode = sys.argv[1:5]
    sandbox = Sandbox(sandbox_program)
    if mode == 'dark':
        os.environ['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
    app = steps.start(program)

    def shoot(page):
        """Once no toast lies over the page."""
        wait_until(lambda: not any(
            toast in app.words() for toast in ('“Production” added', 'Instance created')),
            'the toast to go away')
        print(app.screenshot(os.path.join(folder, f'{page}-{mode}.png')))

    try:
        app.find('Add Account', role=steps.BUTTON)
        if mode == 'narrow':
            app.resize(360, 720)
        shoot('welcome')
        steps.fill_account(app, 'Production', sandbox.base_url, USER_SECRET, ORGANIZATION_SECRET)
        shoot('account')
        steps.save_account(app)
        app.press('New Instance', role=steps.BUTTON)
        app.find('Subdomain', editable=True)
        app.press('Create Instance', role=steps.BUTTON)
        app.wait_for_words('Name is empty')
        shoot('problems')
        steps.fill_instance(app, 'Acme CRM', 'sagecrm-0.example.com', 'integration',
                            secrets.token_urlsafe(18), ['docs', 'customer-17'])
        shoot('form')
        app.press('Change Connector', role=steps.BUTTON)
        app.wait_for_words('offers, asked')
        shoot('picker')
        app.type('sage')
        app.wait_for_words('Sage Intacct')
        shoot('search')
        app.type(' zzz')
        app.wait_for_words('No connector matches')
        shoot('no-match')
        app.keys('Escape')
        app.press('Create Instance', role=steps.BUTTON)
        app.wait_for_words('427902')
        shoot('instance')
    finally:
        app.kill()
        sandbox.close()


if __name__ == '__main__':
    main()

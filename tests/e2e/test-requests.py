#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an instance can be asked, through the window: contacts are listed and one is created.

usage: test-requests.py PLUGBOARD SANDBOX PLUGCTL [FOLDER]     (inside build-aux/headless; TAP)

With FOLDER pictures are left there.
"""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from plugdriver import DEADLINE, name_of, role_of, wait_until  # noqa: E402
from sandbox import ORGANIZATION_SECRET, USER_SECRET, Sandbox  # noqa: E402
from tap import Tap  # noqa: E402

PATH = '/hubs/crm/contacts'


class Story:
    def __init__(self, program, sandbox, ctl, folder=None):
        self.program = program
        self.ctl = ctl
        self.folder = folder
        self.tap = Tap()
        self.sandbox = Sandbox(sandbox)
        self.app = None

    def picture(self, name):
        if self.folder:
            self.app.screenshot(f'{self.folder}/{name}.png')

    def run(self, *arguments, stdin=''):
        return subprocess.run([self.ctl, *arguments], input=stdin, text=True, check=True,
                              capture_output=True, timeout=DEADLINE).stdout

    def begin(self):
        self.run('account', 'add', 'Production', '--url', self.sandbox.base_url,
                 '--secrets-stdin', stdin=f'{USER_SECRET}\n{ORGANIZATION_SECRET}\n')
        self.run('create', 'sagecrm', '-q', '--name', 'Acme', '--set', 'subdomain=a.example.com',
                 '--set', 'username=somebody', '--secret', 'password=-', stdin='pass word\n')
        self.app = steps.start(self.program)
        self.app.wait_for_words('Acme')
        self.app.click(wait_until(lambda: next(
            (node for node in self.app.nodes() if role_of(node) == 'list item'
             and node.get_name().startswith('Acme,')), None), 'the row'))
        self.app.find('Instance ID')

    def page(self):
        self.app.resize(1000, 1000)
        self.app.click(self.app.find('Make Requests', role='label'))
        self.app.wait_for_words(PATH)
        self.tap.check(True, 'the page lists what its documentation names')
        self.picture('1-operations')

    def contacts(self):
        self.app.write('Path', PATH + '?pageSize=2')
        self.app.press('Send', role=steps.BUTTON)
        self.app.wait_for_words('200 OK')
        body = json.loads(self.app.read('Body of the Answer'))
        self.tap.equal([sorted(contact)[:1] for contact in body], [['Pers_CompanyId']] * 2,
                       'two contacts are listed')
        self.tap.check('Request ID' in self.app.words(), 'with the id of the request')
        self.picture('2-answer')

    def create(self):
        self.app.write('Search Operations', 'Create one of contacts')
        self.app.click(wait_until(lambda: self.app.search('Create one of contacts', role='label'),
                                  'the operation'))
        wait_until(lambda: self.app.search('Body') is not None, 'the form')
        self.app.press('Send', role=steps.BUTTON)
        self.app.wait_for_words('Send a Request That Changes Something?')
        self.picture('3-asked')
        # The question's, not the page's.
        self.app.activate([node for node in self.app.nodes() if name_of(node).startswith('Send')
                           and role_of(node) in steps.BUTTON][-1])
        self.app.wait_for_words('POST, 20')
        self.tap.check(True, 'asked once, it is sent, and kept in the history')
        key = json.loads(self.app.read('Body of the Answer'))['key']
        made = json.loads(self.run('request', 'Acme', 'GET', f'{PATH}/{key}'))
        self.tap.equal(made['key'], key, 'the contact is there')
        self.picture('4-created')

    def end(self):
        self.tap.equal(self.app.quit(), 0, 'the window ends with status 0')

    def close(self):
        if self.app is not None:
            self.app.kill()
        self.sandbox.close()


def main():
    story = Story(*sys.argv[1:5])
    try:
        story.tap.run(story.begin, story.page, story.contacts, story.create, story.end)
    finally:
        story.close()


if __name__ == '__main__':
    main()

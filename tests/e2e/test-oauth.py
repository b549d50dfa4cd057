#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth 2 and OAuth 1 through the real window, the sandbox's provider and a browser that is a
script: access given, refused, forged, too late, and in two tabs.

usage: test-oauth.py PLUGBOARD SANDBOX      (inside build-aux/headless; prints TAP)
"""

import os
import secrets
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import steps  # noqa: E402
from browser import Browser  # noqa: E402
from plugdriver import App, wait_until  # noqa: E402
from sandbox import ORGANIZATION_SECRET, USER_SECRET, Sandbox  # noqa: E402
from tap import Tap  # noqa: E402
from traces import Hunt  # noqa: E402

OVER = 'Nothing More to Do'


class Story:
    def __init__(self, program, sandbox):
        self.program = program
        self.tap = Tap()
        self.sandbox = Sandbox(sandbox, '--control')
        self.browser = Browser()
        self.hunt = Hunt()
        # What has to be escaped in an address, around a core that is looked for.
        self.core = secrets.token_urlsafe(18)
        self.secret = f'{self.core}/+ &='
        self.hunt.add('app’s secret', self.core)
        self.app = None
        self.logs = []

    def start(self, **environment):
        folder = os.environ['PLUG_SESSION_DIR']
        name = f'plugboard-{len(self.logs) + 1}.log'
        self.app = App([self.program], os.path.join(folder, 'log', name),
                       {'G_DEBUG': 'fatal-warnings', 'GTK_A11Y': 'atspi',
                        'GSK_RENDERER': 'cairo', **environment})
        self.logs.append(self.app)

    def account(self):
        self.start()
        steps.fill_account(self.app, 'Production', self.sandbox.base_url, USER_SECRET,
                           ORGANIZATION_SECRET)
        steps.save_account(self.app)

    def fill(self, name, search, key_label, secret_label):
        self.app.press('New Instance', role=steps.BUTTON)
        self.app.press('Change Connector', role=steps.BUTTON)
        self.app.focus(self.app.write('Search', search))
        self.app.keys('Return')
        self.app.find(secret_label, editable=True)
        self.app.write('Name', name)
        self.app.write(key_label, 'app-of-the-test')
        self.app.write(secret_label, self.secret)

    def fill_box(self, name):
        self.fill(name, 'box', 'Client ID', 'Client Secret')

    def fill_twitter(self, name):
        self.fill(name, 'twitter', 'API Key', 'API Secret Key')

    def create(self):
        """The address the browser was sent to."""
        self.app.press('Create Instance', role=steps.BUTTON)
        return self.browser.wait()

    def arrivals(self, method, path):
        return [request for request in self.sandbox.control('GET', 'requests')
                if request['method'] == method and request['path'].endswith(path)]

    def posts(self):
        return len(self.arrivals('POST', '/instances'))

    def saved(self, name, what):
        self.app.wait_for_all_words(name, 'Saved in the keyring')
        found = self.sandbox.control('GET', 'instances?name=' + urllib.parse.quote(name))
        self.tap.equal(len(found), 1, f'{what}: the tenant has one instance')
        number = str(found[0]['id'])
        token = wait_until(lambda: steps.secret_of('token', instance_id=number), 'the token')
        self.tap.equal(token, found[0]['token'], f'{what}: its token is in the keyring')

    def granted(self):
        self.fill_box('Granted')
        self.tap.equal(self.app.badly_named(), [], 'form: what can have the focus has a name')
        page = self.create()
        self.app.wait_for_words('Waiting for the Browser…')
        self.tap.equal(self.app.badly_named(), [], 'dialog: what can have the focus has a name')
        callback = self.browser.press(page, 'allow')
        second = self.browser.press(page, 'allow')
        code = urllib.parse.parse_qs(urllib.parse.urlsplit(callback).query)['code'][0]
        self.hunt.add('code', code)
        status, text, _ = self.browser.get(callback)
        self.tap.check(status == 200 and 'Access Granted' in text,
                       'granted: the browser is told so', text)
        self.tap.check('<script' not in text and code not in text, 'in a page of words alone')
        self.saved('Granted', 'granted')
        status, text, _ = self.browser.get(second)
        self.tap.check(status == 200 and OVER in text, 'second tab: told that it is over', text)
        status, text, _ = self.browser.get(callback)
        self.tap.check(OVER in text, 'opened again: told that it is over', text)
        self.tap.equal(self.posts(), 1, 'granted: posted once')
        found, _ = self.hunt.in_processes()
        self.tap.equal(found, [], 'no process has a secret among its arguments or environment')
        self.tap.equal(self.hunt.in_bytes('the window', self.app.words().encode()), [],
                       'nothing readable in the window is a secret')

    def denied(self):
        self.fill_box('Denied')
        _, text, _ = self.browser.get(self.browser.press(self.create(), 'deny'))
        self.tap.check('Access Not Granted' in text, 'denied: the browser is told so', text)
        self.app.wait_for_all_words('Access was not granted', 'The user said no.')
        self.tap.check(True, 'denied: the window says so, in the provider’s words as well')
        self.tap.equal(self.posts(), 1, 'denied: nothing was posted')
        self.tap.equal(self.app.read('Name'), 'Denied', 'denied: the form is as it was')

    def wrong_state(self):
        """In what was denied, which is tried again."""
        page = self.create()
        self.sandbox.control('POST', 'faults', '/provider/*/allow wrong-state')
        status, text, _ = self.browser.get(self.browser.press(page, 'allow'))
        self.tap.check(status == 403 and 'Not the Page' in text,
                       'wrong state: the browser is turned away', text)
        self.app.wait_for_words('does not belong to this authorization')
        self.tap.equal(self.posts(), 1, 'wrong state: nothing was posted, and it waits on')
        self.browser.get(self.browser.press(page, 'allow'))
        self.saved('Denied', 'wrong state, then the right one')

    def pasted(self):
        """The provider sends browsers where nobody of ours is."""
        self.fill_box('Pasted')
        self.app.focus(self.app.find('Scope', editable=True))
        self.app.keys('Tab', 'Tab', 'Tab', 'space')
        self.app.write('Callback URL', 'https://app.example.com/auth')
        callback = self.browser.press(self.create(), 'allow')
        self.app.write('Redirected URL', 'https://app.example.com/auth?code=forged&state=0')
        self.app.press('Use Address', role=steps.BUTTON)
        self.app.wait_for_words('belongs to another authorization')
        self.app.write('Redirected URL', callback)
        self.app.press('Use Address', role=steps.BUTTON)
        self.saved('Pasted', 'pasted')

    def oauth1(self):
        self.fill_twitter('Twitter')
        page = self.create()
        _, text, _ = self.browser.get(self.browser.press(page, 'deny'))
        self.app.wait_for_words('Access was not granted')
        self.tap.check('Access Not Granted' in text, 'OAuth 1: denied, and told so', text)
        callback = self.browser.press(self.create(), 'allow')
        forged = callback.replace('oauth_token=', 'oauth_token=x').replace('state=', 'state=0')
        status, _, _ = self.browser.get(forged)
        self.tap.equal(status, 403, 'OAuth 1: a forged answer is turned away')
        self.browser.get(callback)
        self.saved('Twitter', 'OAuth 1')

    def timed_out(self):
        self.tap.equal(self.app.quit(), 0, 'the program ends with status 0')
        self.start(PLUG_OAUTH_TIME_OUT_MS='3000')
        before = self.posts()
        self.fill_box('Late')
        late = self.browser.press(self.create(), 'allow')
        self.app.wait_for_words('The browser did not come back in time')
        self.tap.check(True, 'time-out: said so')
        _, text, _ = self.browser.get(late)
        self.tap.check(OVER in text, 'time-out: who comes late is told that it is over', text)
        self.tap.equal(self.posts(), before, 'time-out: nothing was posted')
        self.tap.equal(self.app.quit(), 0, 'and the program ends with status 0 again')

    def arrived(self):
        """Nothing secret in any address; the callback is the same at each step."""
        requests = self.sandbox.control('GET', 'requests')
        addresses = '\n'.join(request['path'] + '?' + request['query'] for request in requests)
        self.tap.equal([label for label in self.hunt.in_bytes('an address', addresses.encode())
                        if 'secret' in label], [], 'no address has the app’s secret in it')
        self.tap.check(len(self.arrivals('POST', '/oauth/url')) >= 6 and
                       not self.arrivals('GET', '/oauth/url') and
                       not self.arrivals('GET', '/oauth/token'),
                       'the tenant was asked by POST alone')

    def files(self):
        found, count = self.hunt.in_files(os.environ['PLUG_SESSION_DIR'])
        self.tap.equal(found, [], 'no file of the session has a secret in it')
        self.tap.check(count > 4, 'files were read', f'{count} were')
        log = '\n'.join(app.log() for app in self.logs)
        self.tap.equal([line for line in log.split('\n')
                        if 'CRITICAL' in line or 'WARNING' in line], [], 'nothing was warned of')

    def close(self):
        if self.app is not None:
            self.app.kill()
        self.sandbox.close()


def main():
    story = Story(*sys.argv[1:3])
    try:
        story.tap.run(story.account, story.granted, story.denied, story.wrong_state,
                      story.pasted, story.oauth1, story.timed_out, story.arrived, story.files)
    finally:
        story.close()


if __name__ == '__main__':
    main()

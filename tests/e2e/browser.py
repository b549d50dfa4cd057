# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser for the session: a script writes down what it is to open, and a test follows the
page's links with plain HTTP, as a person does."""

import os
import re
import urllib.error
import urllib.request
from html import unescape
from pathlib import Path

from plugdriver import wait_until


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    def __init__(self, schemes=('http', 'https')):
        self.opened = Path(os.environ['TMPDIR']) / 'opened'
        script = Path(os.environ['TMPDIR']) / 'browser'
        script.write_text(f'#!/bin/sh\nprintf %s "$1" >{self.opened}.part\n'
                          f'mv {self.opened}.part {self.opened}\n', encoding='utf-8')
        script.chmod(0o700)
        applications = Path(os.environ['XDG_DATA_HOME']) / 'applications'
        applications.mkdir(exist_ok=True)
        (applications / 'plug-test-browser.desktop').write_text(
            f'[Desktop Entry]\nType=Application\nName=Browser\nExec={script} %u\nMimeType='
            + ''.join(f'x-scheme-handler/{scheme};' for scheme in schemes) + '\n',
            encoding='utf-8')
        (Path(os.environ['XDG_CONFIG_HOME']) / 'mimeapps.list').write_text(
            '[Default Applications]\n' + ''.join(
                f'x-scheme-handler/{scheme}=plug-test-browser.desktop\n' for scheme in schemes),
            encoding='utf-8')
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)

    def wait(self):
        """The address the program opened, once."""
        wait_until(self.opened.exists, 'the browser to be started')
        address = self.opened.read_text(encoding='utf-8')
        self.opened.unlink()
        return address

    def get(self, address):
        """Status, page, and where it sends on to; no further."""
        try:
            with self._opener.open(address, timeout=20) as reply:
                return reply.status, reply.read().decode(), None
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers.get('Location')

    def link(self, address, name):
        """The address of the page's link of that id."""
        _, page, _ = self.get(address)
        link = re.search(rf'id="{name}" href="([^"]+)"', page).group(1)
        return address[:address.rindex('/', 0, address.index('?')) + 1] + unescape(link)

    def press(self, address, name):
        """Presses the page's link: where that sends the browser, which does not go there yet."""
        return self.get(self.link(address, name))[2]

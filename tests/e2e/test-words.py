#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""In a language nobody speaks, every page and dialog: what can be read is translated, but for
names, numbers and what the libraries say themselves.

usage: test-words.py PLUGBOARD SANDBOX      (inside build-aux/headless; prints TAP)
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import pages  # noqa: E402
from plugdriver import TYPE_NAME, App, description_of, name_of, role_of  # noqa: E402
from plugdriver import text_of  # noqa: E402
from sandbox import Sandbox  # noqa: E402
from tap import Tap  # noqa: E402

TOP = Path(__file__).resolve().parents[2]
WORDS = TOP / 'build-aux' / 'words'
CATALOGUE = TOP / 'src' / 'core' / 'catalogue.json'
# What GTK and libadwaita say themselves, in their own translations.
THEIRS = {'Minimize', 'Maximize', 'Close', 'Copy', 'Clear', 'Clear Entry', 'Text', 'Icon', 'Menu',
          'Toolbar', 'search', 'Search Shortcuts', 'Shortcuts', 'No Results Found',
          'Try a different search', 'About', 'Credits', 'Legal', 'Troubleshooting', 'Details',
          'Website', 'Back', 'Report an Issue', 'Cancel', 'Open', 'GtkBuiltinIcon', 'Show Text',
          'Hide Text', 'Caps Lock is on', 'Edit', 'Apply', 'Select', 'Code by', 'plugboard',
          'Show password', 'Alt', 'Ctrl', 'Delete', 'Escape', 'Hide password',
          'Close the window', 'Maximize the window',
          'Minimize the window'}
# What is written in them is the user's.
ENTRIES = ('password text', 'text', 'entry')
# What a connector of the tenant's own asks for is said in the tenant's words.
THE_TENANTS = ('reauthenticate',)
# A tenant's words, a person's, a program's: names, tags, keys, addresses, code.
FOREIGN = re.compile(
    r'^(?:Zq-\d|[\d\s.,:·%/()+-]+|[\w.-]+@[\w.-]+|[a-z0-9_.()-]+|\w{1,2})$')


class Reader:
    """Knows which words are nobody's but ours."""

    def __init__(self, app, sandbox):
        self.app = app
        self.foreign = {pages.ACCOUNT, pages.LOST, 'docs', 'Production'}
        for instance in sandbox.get('/instances'):
            self.foreign |= {instance['name'], *instance.get('tags', []),
                             instance['element'].get('name', ''), instance['element']['key'],
                             instance['element'].get('hub', '')}
            self.foreign |= set((instance.get('configuration') or {}).values())
        built_in = json.loads(CATALOGUE.read_text(encoding='utf-8'))['connectors']
        for connector in [*built_in, *sandbox.get('/elements')]:
            self.foreign |= {connector['name'], connector['key'], connector['hub'],
                             re.sub('<[^>]*>', '', connector['name']),
                             connector['hub'].capitalize()}

    def plain(self, text):
        """What is left of a text when what is in brackets and what is foreign is taken out."""
        text = re.sub(r'https?://\S+|\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d', ' ', text)
        before = None
        while before != text:
            before = text
            text = re.sub(r'⟦[^⟦⟧]*⟧', ' ', text)
        for words in sorted(filter(None, self.foreign), key=lambda word: -len(str(word))):
            text = text.replace(str(words), ' ')
        return text

    def unmarked(self):
        found = set()
        for node in self.app.nodes():
            entered = '' if role_of(node) in ENTRIES else text_of(node)
            for text in (name_of(node), description_of(node), entered):
                for line in text.split('\n'):
                    if not line or TYPE_NAME.match(line) or line in THEIRS:
                        continue
                    rest = self.plain(line)
                    if re.search(r'[A-Za-z]{3}', rest) and not FOREIGN.match(rest.strip()):
                        found.add(f'{role_of(node)} {line!r}')
        return sorted(found)


def begin(program, folder):
    """The program speaking the made-up language."""
    target = folder / 'en_XA' / 'LC_MESSAGES' / 'plugboard.mo'
    if not target.exists():
        target.parent.mkdir(parents=True)
        subprocess.run([WORDS, '--pseudo', target], check=True)
    app = App([program], os.path.join(os.environ['PLUG_SESSION_DIR'], 'log', 'plugboard.log'),
              {'G_DEBUG': 'fatal-warnings', 'GTK_A11Y': 'atspi', 'GSK_RENDERER': 'cairo',
               'LANGUAGE': 'en_XA', 'PLUGBOARD_LOCALE_DIR': str(folder)})
    pages.speak(app, target)
    return app


def main():
    tap = Tap()
    sandbox = Sandbox(sys.argv[2], *pages.SANDBOX)
    folder = Path(os.environ['TMPDIR']) / 'locale'
    app = begin(sys.argv[1], folder)
    reader = Reader(app, sandbox)

    def see(stop):
        if stop not in THE_TENANTS:
            tap.equal(reader.unmarked(), [], f'{stop}: what can be read is translated')

    def walk():
        pages.Walk(app, sandbox, see).go()

    def end():
        tap.equal(app.quit(), 0, 'the program ends with status 0')

    try:
        tap.run(walk, end)
    finally:
        app.kill()
        sandbox.close()


if __name__ == '__main__':
    main()

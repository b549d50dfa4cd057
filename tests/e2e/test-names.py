#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader is told: on every page and in every dialog, what can have the focus has a
name of its own.

usage: test-names.py PLUGBOARD SANDBOX      (inside build-aux/headless; prints TAP)
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import pages  # noqa: E402
import steps  # noqa: E402
from sandbox import Sandbox  # noqa: E402
from tap import Tap  # noqa: E402


def main():
    tap = Tap()
    sandbox = Sandbox(sys.argv[2], *pages.SANDBOX)
    app = steps.start(sys.argv[1])
    stops = []

    def see(stop):
        stops.append(stop)
        tap.equal(app.badly_named(), [], f'{stop}: what can have the focus has a name')

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

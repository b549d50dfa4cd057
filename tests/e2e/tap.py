# SPDX-License-Identifier: GPL-3.0-or-later
"""Test Anything Protocol for the end-to-end tests: named checks, a plan at the end."""

import sys
import traceback


class Tap:
    def __init__(self):
        self.number = 0
        self.failures = 0
        print('TAP version 13', flush=True)

    def check(self, good, name, detail=''):
        self.number += 1
        self.failures += not good
        print(f'{"ok" if good else "not ok"} {self.number} - {name}', flush=True)
        if not good:
            self.note(detail)
        return good

    def equal(self, got, expected, name):
        return self.check(got == expected, name, f'got      {got!r}\nexpected {expected!r}')

    def skip(self, name, why):
        self.number += 1
        print(f'ok {self.number} - {name} # SKIP {why}', flush=True)

    def note(self, text):
        for line in str(text).rstrip().split('\n'):
            print(f'# {line}', flush=True)

    def run(self, *steps):
        """Runs the steps in order; the first that raises is a failure and the last one run."""
        for step in steps:
            try:
                step()
            except Exception:  # pylint: disable=broad-except
                self.check(False, f'{step.__name__} got to its end', traceback.format_exc())
                break
        print(f'1..{self.number}', flush=True)
        sys.exit(1 if self.failures else 0)

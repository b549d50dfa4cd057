#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The completions load in bash, zsh and fish and offer what there is; the manual page renders
without a warning and leaves out no command, no option and no status.

usage: test-completion.py PLUGCTL SANDBOX DATA      (inside with-session; prints TAP)
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import ctl as c  # noqa: E402

NAME = 'Acme (North) & Co'
HOSTILE = 'Acme $(touch /tmp/ran); `id`'

# What is typed, the last word being completed, and what must be among the candidates.
CASES = [
    ([''], ['account', 'create', 'list', 'run', 'doctor']),
    (['rec'], ['reconcile']),
    (['account', ''], ['add', 'list', 'remove', 'verify']),
    (['create', 'sagec'], ['sagecrm']),
    (['create', 'sagecrm', '--set', ''], ['subdomain=', 'username=']),
    (['create', 'sagecrm', '--secret', 'p'], ['password=']),
    (['list', '--'], ['--account', '--json', '--tag', '--help']),
    (['list', '--tag', ''], ['docs']),
    (['list', '--account', ''], ['Test']),
    (['list', '-a', 'T'], ['Test']),
    (['bulk', 'customers.csv', '--connector', 'sagec'], ['sagecrm']),
]

BASH = r'''
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_plugctl
printf '%s\n' "${COMPREPLY[@]}"
'''

# The shell's own words of completion, made to print.
ZSH = r'''
compdef () { : }
_files () { print :files }
_describe () { shift; local name=$1; print -rl -- ${${(P)name}} }
source $1; shift
words=("$@"); CURRENT=$#
_plugctl
'''


class Story:
    def __init__(self, program, sandbox_program, data):
        self.tap = c.Tap()
        self.ctl = c.Ctl(program)
        self.sandbox = c.Sandbox(sandbox_program)
        self.data = Path(data)
        self.id = None

    def prepare(self):
        self.ctl.add_account(self.sandbox.base_url)
        self.id = self.ctl.create(NAME, '--tag', 'docs')
        self.ctl.create(HOSTILE)

    def shell(self, *arguments):
        folder = os.path.dirname(self.ctl.program)
        result = subprocess.run(arguments, capture_output=True, text=True, check=False,
                                timeout=c.DEADLINE,
                                env={**os.environ, 'PATH': f'{folder}:{os.environ["PATH"]}'})
        if result.returncode or result.stderr:
            self.tap.note(f'{arguments[0]}: {result.returncode} {result.stderr}')
        return result.stdout.split('\n')

    def bash(self, words):
        return self.shell('bash', '--norc', '-c', BASH, 'bash', self.data / 'plugctl.bash',
                          'plugctl', *words)

    def zsh(self, words):
        return [line.partition(':')[0] if line != ':files' else line
                for line in self.shell('zsh', '-f', '-c', ZSH, 'zsh', self.data / '_plugctl',
                                       'plugctl', *words)]

    def fish(self, words):
        line = ' '.join(['plugctl', *map(shlex.quote, words[:-1]), words[-1]])
        return [line.partition('\t')[0] for line in
                self.shell('fish', '--no-config', '-c', 'source $argv[1]; complete -C $argv[2]',
                           str(self.data / 'plugctl.fish'), line)]

    def candidates(self):
        for shell in (self.bash, self.zsh, self.fish):
            name = shell.__name__
            for words, expected in CASES:
                offered = shell(words)
                self.tap.check(set(expected) <= set(offered), f'{name}: {" ".join(words)!r}',
                               f'{offered} lacks some of {expected}')
            self.tap.check(self.id in shell(['show', '']), f'{name}: ids')
            self.tap.check('__complete' not in shell(['']), f'{name}: what is hidden is hidden')
        self.tap.check('Acme\\ \\(North\\)\\ \\&\\ Co' in self.bash(['show', 'Acme\\ \\(']),
                       'bash quotes a name')
        self.tap.check(NAME in self.zsh(['show', 'Acme']), 'zsh has a name')
        self.tap.check('Test' in self.bash(['list', '--account', '=', 'T']), 'bash: behind “=”')
        for shell in (self.bash, self.zsh, self.fish):
            shell(['show', 'Acme'])
        self.tap.check(not os.path.exists('/tmp/ran'), 'a hostile name is not run')
        for words in (['create', '--from', ''], ['bulk', ''], ['bulk', 'a.csv', '--failed', '']):
            self.tap.equal(self.zsh(words)[0], ':files', 'files where files belong')

    def manual(self):
        page = str(self.data.parent / 'plugctl.1')
        result = subprocess.run(['man', '--warnings=w', '-l', page], capture_output=True,
                                text=True, check=False,
                                env={**os.environ, 'MANWIDTH': '100', 'PAGER': 'cat'})
        self.tap.equal((result.returncode, result.stderr), (0, ''), 'the manual has no warning')
        text = re.sub(r'.\x08', '', result.stdout)
        for line in self.ctl.good('help').split('\n'):
            command = re.match(r'  ([a-z]+(?: [a-z]+)?)  ', line)
            if command is None:
                continue
            self.tap.check(re.search(rf'^ +{command[1]}\b', text, re.MULTILINE),
                           f'it explains {command[1]}')
            options = re.findall(r'--([a-z-]+)', self.ctl.good('help', *command[1].split()))
            self.tap.equal([option for option in options if f'--{option}' not in text], [],
                           f'… and all options of {command[1]}')
        for status in (c.OK, c.FAILED, c.USAGE, c.CREDENTIALS, c.NOT_FOUND, c.IN_DOUBT, c.KEYRING,
                       c.NETWORK, c.CONFLICT, c.REFUSED, c.STORE, c.INTERRUPTED):
            self.tap.check(re.search(rf'^ +{status}  ', text, re.MULTILINE),
                           f'it explains status {status}')


def main():
    story = Story(*sys.argv[1:4])
    try:
        story.tap.run(story.prepare, story.candidates, story.manual)
    finally:
        story.sandbox.close()


if __name__ == '__main__':
    main()

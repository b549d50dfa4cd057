#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""plugctl on a terminal: it asks without showing, refuses to show, is as wide as there is room,
and is coloured only there.

usage: test-terminal.py PLUGCTL SANDBOX      (inside with-session; prints TAP)
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import ctl as c  # noqa: E402

PASSWORD = 'nobody may see this'
PASSPHRASE = 'correct horse battery'


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, program, *arguments, columns=80, env=None):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
            os.execve(program, [program, *arguments],
                      {**os.environ, 'TERM': 'xterm', **(env or {})})
        self.seen = ''

    def read(self):
        """More of what is seen; False when the program has closed the terminal."""
        if not select.select([self.fd], [], [], c.DEADLINE)[0]:
            raise AssertionError(f'nothing more came after {self.seen!r}')
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.seen += data.decode(errors='replace')
        return bool(data)

    def wait_for(self, text):
        while text not in self.seen:
            if not self.read():
                raise AssertionError(f'{text!r} is not in {self.seen!r}')

    def is_echoing(self):
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def answer(self, question, text):
        """Types once the question stands there and what is typed is not shown."""
        self.wait_for(question + ': ')
        deadline = time.monotonic() + c.DEADLINE
        while self.is_echoing() and time.monotonic() < deadline:
            os.sched_yield()
        os.write(self.fd, text.encode() + b'\n')

    def end(self):
        """The exit status, once everything is read."""
        while self.read():
            pass
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.fd)
        return status


class Story:
    def __init__(self, program, sandbox_program):
        self.tap = c.Tap()
        self.ctl = c.Ctl(program)
        self.sandbox = c.Sandbox(sandbox_program)
        self.id = None

    def terminal(self, *arguments, **options):
        return Terminal(self.ctl.program, *arguments, **options)

    def asked(self):
        terminal = self.terminal('account', 'add', 'Test', '--url', self.sandbox.base_url)
        terminal.answer('User secret', c.USER_SECRET)
        terminal.answer('Organization secret', c.ORGANIZATION_SECRET)
        self.tap.equal(terminal.end(), c.OK, 'the secrets are asked for')
        self.tap.check(c.USER_SECRET not in terminal.seen and
                       c.ORGANIZATION_SECRET not in terminal.seen, '… and not shown',
                       terminal.seen)
        self.tap.equal(c.secret_of('user-secret'), c.USER_SECRET, '… but saved')

    def interrupted(self):
        """Ctrl+C at a question: nothing is saved, and what is typed is shown again."""
        terminal = self.terminal('account', 'add', 'Not', '--url', self.sandbox.base_url)
        terminal.wait_for('User secret: ')
        c.wait_until(lambda: not terminal.is_echoing(), 'no echo')
        os.kill(terminal.pid, signal.SIGINT)
        while 'Interrupted' not in terminal.seen:
            terminal.read()
        self.tap.check(terminal.is_echoing(), 'the terminal is as it was')
        self.tap.equal(terminal.end(), c.INTERRUPTED, 'with a status of its own')
        self.tap.equal(len(self.ctl.json('account', 'list')), 1, 'nothing was saved')

    def missing(self):
        terminal = self.terminal('create', 'sagecrm', '--name', 'Acme', '--set',
                                 'subdomain=a.example.com', '--set', 'username=somebody')
        terminal.answer('Password', PASSWORD)
        self.tap.equal(terminal.end(), c.OK, 'a password that is missing is asked for')
        self.tap.check(PASSWORD not in terminal.seen, '… and not shown')
        self.id = self.ctl.json('list')[0]['id']

    def refused(self):
        token = c.secret_of('token', instance_id=self.id)
        for command in ('token', 'header'):
            terminal = self.terminal(command, self.id)
            self.tap.equal(terminal.end(), c.USAGE, f'{command} refuses a terminal')
            self.tap.check(token not in terminal.seen and '--to-terminal' in terminal.seen,
                           '… and says how', terminal.seen)
            terminal = self.terminal(command, self.id, '--to-terminal')
            self.tap.equal(terminal.end(), c.OK, f'{command} --to-terminal does not')
            self.tap.check(token in terminal.seen, '… and prints it')

    def confirmed(self):
        terminal = self.terminal('delete', self.id)
        terminal.wait_for('[y/N] ')
        os.write(terminal.fd, b'\n')
        self.tap.equal(terminal.end(), c.FAILED, 'nothing typed is no')
        self.tap.equal(len(self.sandbox.instances()), 1, 'it is still there')
        terminal = self.terminal('delete', self.id)
        terminal.wait_for('[y/N] ')
        os.write(terminal.fd, b'y\n')
        self.tap.equal(terminal.end(), c.OK, 'y is yes')
        self.tap.equal(len(self.sandbox.instances()), 0, 'it is gone')

    def wide(self):
        name = 'A very long name that no terminal has room for, ' * 3
        self.ctl.create(name + '\u202e\u65e5\u672c')
        for columns in (60, 80, 133):
            terminal = self.terminal('list', columns=columns, env={'NO_COLOR': '1'})
            terminal.end()
            lines = terminal.seen.rstrip().replace('\r', '').split('\n')
            self.tap.check(all(len(line) <= columns for line in lines) and '…' in lines[1],
                           f'{columns} columns are enough', terminal.seen)
        self.tap.check('\u202e' not in self.ctl.good('list'), 'nothing turns the line around')
        self.tap.check(name.strip() in self.ctl.good('list'), 'in a pipe nothing is cut')

    def coloured(self):
        for options, expected in (({}, True), ({'NO_COLOR': '1'}, False), ({'TERM': 'dumb'}, False),
                                  ({'NO_COLOR': ''}, True)):
            for arguments in (('list',), ('show', 'nobody')):
                terminal = self.terminal(*arguments, env={'NO_COLOR': '', **options})
                terminal.end()
                self.tap.equal('\033[' in terminal.seen, expected,
                               f'{arguments[0]} with {options}: coloured is {expected}')

    def ran(self):
        """Without masking the command has the terminal, with it a pipe."""
        for options, expected in (((), 'pipe'), (('--no-masking',), 'terminal')):
            terminal = self.terminal('run', *options, self.ctl.json('list')[0]['id'], '--', 'sh',
                                     '-c', 'test -t 1 && echo terminal || echo pipe')
            self.tap.equal(terminal.end(), c.OK, f'run {options}')
            self.tap.check(expected in terminal.seen, f'… has a {expected}', terminal.seen)

    def moved(self):
        """A passphrase is typed twice to write a file, and once to read it."""
        file = os.path.join(os.environ['HOME'], 'house')
        for again, status in (('correct house battery', c.USAGE), (PASSPHRASE, c.OK)):
            terminal = self.terminal('export', file)
            terminal.answer('Passphrase', PASSPHRASE)
            terminal.answer('Passphrase, once more', again)
            self.tap.equal(terminal.end(), status, f'typed twice: {status}')
            self.tap.check(PASSPHRASE not in terminal.seen, '… and not shown', terminal.seen)
            self.tap.equal(os.path.exists(file), status == c.OK, '… and a file, or none')
        terminal = self.terminal('export', file + '2')
        terminal.answer('Passphrase', 'short')
        self.tap.equal(terminal.end(), c.REFUSED, 'a short one is refused before the second')
        terminal = self.terminal('import', file)
        terminal.answer('Passphrase', PASSPHRASE)
        self.tap.equal(terminal.end(), c.OK, 'once opens it')


def main():
    story = Story(*sys.argv[1:3])
    try:
        story.tap.run(story.asked, story.interrupted, story.missing, story.refused,
                      story.confirmed, story.wide, story.coloured, story.ran, story.moved)
    finally:
        story.sandbox.close()


if __name__ == '__main__':
    main()

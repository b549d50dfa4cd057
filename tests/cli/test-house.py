#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moving house: what one computer exports another one imports, and a token works there. The other
one is a session of its own: empty folders, its own bus and keyring.

usage: test-house.py PLUGCTL SANDBOX      (inside with-session; prints TAP)
"""

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import ctl as c  # noqa: E402

PASSPHRASE = 'correct horse battery'
SESSION = Path(__file__).resolve().parent.parent / 'support' / 'with-session'


def serve():
    """The other computer: runs the commands that come as lines of JSON."""
    for line in sys.stdin:
        order = json.loads(line)
        if order.get('kill'):
            print(json.dumps(kill_during(**order)), flush=True)
            continue
        result = subprocess.run(order['command'], input=order['stdin'], text=True,
                                timeout=c.DEADLINE, capture_output=True, check=False)
        print(json.dumps([result.returncode, result.stdout, result.stderr]), flush=True)


def count_items():
    """How many secrets this session's keyring has."""
    result = subprocess.run(['secret-tool', 'search', '--all', 'application', c.APPLICATION],
                            capture_output=True, text=True, check=False)
    return result.stdout.count('\nsecret = ')


def kill_during(command, stdin, kill):
    """Kills the command once the keyring has so many secrets, unless it is done before."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.stdin.write(stdin)
    process.stdin.close()
    c.wait_until(lambda: count_items() >= kill or process.poll() is not None, 'secrets')
    process.send_signal(signal.SIGKILL)
    return [process.wait(), '', '']


class Elsewhere:
    """plugctl on another computer."""

    def __init__(self, program, *options):
        self.program = program
        self.process = subprocess.Popen(
            [SESSION, *options, sys.executable, os.path.abspath(__file__), '--serve'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def order(self, command, stdin='', **more):
        print(json.dumps({'command': command, 'stdin': stdin, **more}), file=self.process.stdin,
              flush=True)
        return json.loads(self.process.stdout.readline())

    def run(self, *arguments, stdin='', **more):
        return self.order([self.program, *arguments], stdin, **more)

    def good(self, *arguments, stdin=''):
        status, output, words = self.run(*arguments, stdin=stdin)
        if status != c.OK:
            raise AssertionError(f'plugctl {arguments} ended with {status}: {words}')
        return output

    def json(self, *arguments, stdin=''):
        return json.loads(self.good(*arguments, '--json', stdin=stdin))

    def import_file(self, file, *more):
        return self.json('import', str(file), '--passphrase-stdin', *more, stdin=PASSPHRASE + '\n')

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Story:
    def __init__(self, program, sandbox_program):
        self.tap = c.Tap()
        self.ctl = c.Ctl(program)
        self.sandbox = c.Sandbox(sandbox_program)
        self.hunt = c.Hunt()
        self.folder = Path(tempfile.mkdtemp(dir=os.environ['HOME']))
        self.file = self.folder / 'house.plugboard'
        self.ids = []
        self.tokens = {}

    def ends(self, status, *arguments, passphrase=PASSPHRASE, says=None):
        result = self.ctl.run(*arguments, '--passphrase-stdin', stdin=passphrase + '\n')
        words = ' '.join(os.path.basename(word) for word in arguments)
        self.tap.check(result.returncode == status, f'“{words}” ends with {status}',
                       f'it ended with {result.returncode}: {result.stderr}')
        if says:
            self.tap.check(says in result.stderr, f'… and says “{says}”', result.stderr)
        return result

    def exported(self):
        result = self.ctl.run('export', str(self.file), '--passphrase-stdin',
                              stdin=PASSPHRASE + '\n')
        self.tap.equal(result.returncode, c.NOT_FOUND, 'without an account there is no export')
        self.ctl.add_account(self.sandbox.base_url, 'Production')
        self.ids = [self.ctl.create(f'Acme “{n}”', '--tag', 'crm') for n in range(3)]
        self.tokens = {n: self.ctl.good('token', n).strip() for n in self.ids}
        self.hunt.add('user secret', c.USER_SECRET)
        self.hunt.add('organization secret', c.ORGANIZATION_SECRET)
        for number, token in self.tokens.items():
            self.hunt.add(f'token of {number}', token)
        self.hunt.add('passphrase', PASSPHRASE)
        self.ends(c.OK, 'export', str(self.file), says='Instances: 3, with 3 tokens')
        self.tap.equal(stat.S_IMODE(self.file.stat().st_mode), 0o600, 'only its owner reads it')
        self.tap.equal(os.listdir(self.folder), [self.file.name], 'there is nothing beside it')
        self.tap.equal(self.hunt.in_bytes('file', self.file.read_bytes()), [],
                       'no secret is in it, in any form')
        self.tap.equal(self.hunt.in_processes()[0], [], 'nor in arguments and environments')

    def refused(self):
        before = self.file.read_bytes()
        self.ends(c.CONFLICT, 'export', str(self.file), says='is there already')
        self.tap.equal(self.file.read_bytes(), before, 'a file that is there stays')
        link = self.folder / 'link'
        link.symlink_to(self.folder / 'nowhere')
        self.ends(c.CONFLICT, 'export', str(link))
        self.ends(c.OK, 'export', str(link), '--overwrite')
        self.tap.check(not link.is_symlink() and not (self.folder / 'nowhere').exists(),
                       'a link is replaced, and not followed')
        link.unlink()
        other = self.folder / 'other'
        self.ends(c.REFUSED, 'export', str(other), passphrase='elevenchars', says='12 characters')
        self.ends(c.NOT_FOUND, 'export', str(other), '--account', 'Nobody')
        self.ends(c.FAILED, 'export', str(self.folder / 'no' / 'folder'), says='written')
        result = self.ctl.run('export', str(other))
        self.tap.equal(result.returncode, c.USAGE, 'without a terminal nothing is asked')
        self.tap.equal(os.listdir(self.folder), [self.file.name], 'nothing is left behind')

    def wrong(self):
        self.ends(c.CREDENTIALS, 'import', str(self.file), passphrase='correct horse batterY',
                  says='passphrase does not open')
        self.ends(c.NOT_FOUND, 'import', str(self.folder / 'absent'))
        data = self.file.read_bytes()
        for name, content, words in (
                ('cut', data[:-1], 'cut short'),
                ('changed', data[:-1] + bytes([data[-1] ^ 1]), 'damaged'),
                ('newer', data[:16] + b'\x02' + data[17:], 'newer version'),
                ('foreign', b'{"accounts":[]}', 'not written by'),
                ('empty', b'', 'not written by')):
            bad = self.folder / name
            bad.write_bytes(content)
            self.ends(c.REFUSED, 'import', str(bad), says=words)
            bad.unlink()

    def here(self):
        """Where all of it is, nothing changes."""
        preview = json.loads(self.ends(c.OK, 'import', str(self.file), '--json').stdout)
        self.tap.equal({item['import'] for item in preview}, {'here'}, 'all of it is here')
        self.tap.equal(len(self.ctl.json('list')), 3, 'nothing is doubled')

    def works(self, elsewhere, number):
        header = elsewhere.good('header', number).strip()
        name, value = header.split(': ', 1)
        request = urllib.request.Request(f'{self.sandbox.base_url}/hubs/crm/ping',
                                         headers={name: value})
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status

    def imported(self):
        elsewhere = Elsewhere(self.ctl.program)
        preview = elsewhere.import_file(self.file, '--dry-run')
        self.tap.equal([item['import'] for item in preview], ['new'] * 4,
                       'elsewhere: all of it is new')
        self.tap.equal(elsewhere.json('list'), [], '… and a dry run adds nothing')
        elsewhere.import_file(self.file)
        self.tap.equal(elsewhere.json('list'), self.ctl.json('list'),
                       'elsewhere: the list is the same')
        self.tap.equal(elsewhere.json('account', 'list'), self.ctl.json('account', 'list'),
                       '… and so are the accounts')
        self.tap.equal({n: elsewhere.good('token', n).strip() for n in self.ids}, self.tokens,
                       '… and the tokens')
        self.tap.equal(self.works(elsewhere, self.ids[0]), 200, '… which work')
        self.tap.check('Sandbox' in elsewhere.good('account', 'verify'), '… as the secrets do')
        self.tap.equal({item['import'] for item in elsewhere.import_file(self.file)}, {'here'},
                       'a second time nothing is new')
        self.tap.equal(self.hunt.in_processes()[0], [], 'no secret in arguments or environments')
        elsewhere.close()

    def met(self):
        """Where there is something of it already, by whatever name."""
        elsewhere = Elsewhere(self.ctl.program)
        elsewhere.good('account', 'add', 'Mine', '--url', self.sandbox.base_url,
                       '--secrets-stdin', stdin=c.SECRETS)
        states = [item['import'] for item in elsewhere.import_file(self.file)]
        self.tap.equal(states, ['here'] + ['new'] * 3, 'the same tenant and secret: one account')
        self.tap.equal({item['account'] for item in elsewhere.json('list')}, {'Mine'},
                       '… that the instances are of')
        self.tap.equal(elsewhere.good('token', self.ids[1]).strip(), self.tokens[self.ids[1]],
                       '… with their tokens')
        elsewhere.close()
        elsewhere = Elsewhere(self.ctl.program)
        elsewhere.good('account', 'add', 'Production',
                       '--url', 'http://127.0.0.1:9/elements/api-v2', '--secrets-stdin',
                       '--no-verify', stdin='other\nsecrets\n')
        states = [(item['import'], item['name']) for item in elsewhere.import_file(self.file)]
        self.tap.equal(states[0], ('renamed', 'Production 2'), 'a name that is taken gets a number')
        self.tap.equal(sorted(item['name'] for item in elsewhere.json('account', 'list')),
                       ['Production', 'Production 2'], '… and both are there')
        elsewhere.close()

    def interrupted(self):
        """Killed after ever more secrets were stored; another import completes it."""
        for kill in (1, 2, 3, 5):
            elsewhere = Elsewhere(self.ctl.program)
            elsewhere.run('import', str(self.file), '--passphrase-stdin',
                          stdin=PASSPHRASE + '\n', kill=kill)
            elsewhere.import_file(self.file)
            self.tap.equal((elsewhere.json('list'), elsewhere.json('account', 'list')),
                           (self.ctl.json('list'), self.ctl.json('account', 'list')),
                           f'killed at secret {kill}, and imported again: the same')
            self.tap.equal({n: elsewhere.good('token', n).strip() for n in self.ids}, self.tokens,
                           '… and every token')
            elsewhere.close()

    def locked(self):
        elsewhere = Elsewhere(self.ctl.program, '--locked')
        status, _, words = elsewhere.run('import', str(self.file), '--passphrase-stdin',
                                         stdin=PASSPHRASE + '\n')
        self.tap.equal(status, c.KEYRING, 'elsewhere, a locked keyring: nothing is imported')
        self.tap.check('keyring' in words, '… and it says why', words)
        self.tap.equal(elsewhere.json('account', 'list'), [], '… not even a row')
        elsewhere.close()
        subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets',
                        '--object-path', '/org/freedesktop/secrets', '--method',
                        'org.freedesktop.Secret.Service.Lock',
                        "['/org/freedesktop/secrets/collection/login']"],
                       check=True, stdout=subprocess.DEVNULL)
        other = self.folder / 'other'
        self.ends(c.KEYRING, 'export', str(other), says='keyring')
        self.tap.equal(os.listdir(self.folder), [self.file.name], '… and there is no file')
        self.sandbox.close()

    def tell(self):
        self.tap.run(self.exported, self.refused, self.wrong, self.here, self.imported, self.met,
                     self.interrupted, self.locked)


if __name__ == '__main__':
    if sys.argv[1] == '--serve':
        serve()
    else:
        Story(*sys.argv[1:3]).tell()

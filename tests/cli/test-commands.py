#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command against a sandbox and a real keyring: what it prints, what it ends with, what it
leaves behind.

usage: test-commands.py PLUGCTL SANDBOX      (inside with-session; prints TAP)
"""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import ctl as c  # noqa: E402

NAME = 'Acme “North” ½'
MEMBERS = {'id': str, 'name': str, 'connector': str, 'account': str, 'tags': list, 'state': str,
           'token_saved': bool}


class Story:
    def __init__(self, program, sandbox_program):
        self.tap = c.Tap()
        self.ctl = c.Ctl(program)
        self.sandbox = c.Sandbox(sandbox_program)
        self.sandbox_program = sandbox_program
        self.hunt = c.Hunt()
        self.hunt.add('user secret', c.USER_SECRET)
        self.hunt.add('organization secret', c.ORGANIZATION_SECRET)
        self.hunt.add('password', 'pass word')
        self.id = None

    def ends(self, status, *arguments, stdin='', says=None, env=None):
        """One command and how it ends; what it says to standard error."""
        result = self.ctl.run(*arguments, stdin=stdin, env=env)
        words = ' '.join(arguments)
        self.tap.check(result.returncode == status, f'“{words}” ends with {status}',
                       f'it ended with {result.returncode}: {result.stderr}')
        if says:
            self.tap.check(says in result.stderr, f'… and says “{says}”', result.stderr)
        return result

    def nothing_yet(self):
        self.tap.equal(self.ctl.json('account', 'list'), [], 'no account at first')
        self.tap.equal(self.ctl.json('list'), [], 'no instance at first')
        self.ends(c.NOT_FOUND, 'account', 'verify', says='account add')
        self.ends(c.NOT_FOUND, 'create', 'sagecrm', '--name', 'x', '--set', 'subdomain=a.b',
                  '--set', 'username=u', '--secret', 'password=-', stdin='p\n')
        self.tap.equal(self.ctl.good('--version').split()[0], 'plugctl', '--version says what')

    def account(self):
        url = self.sandbox.base_url
        add = ('account', 'add', 'Production', '--url', url, '--secrets-stdin')
        self.ends(c.CREDENTIALS, *add, stdin='wrong\nboth\n')
        self.tap.equal(self.ctl.json('account', 'list'), [], 'what is rejected is not saved')
        self.ends(c.USAGE, *add, stdin='only one\n')
        self.ends(c.USAGE, 'account', 'add', 'Production', '--url', url, says='--secrets-stdin')
        self.ends(c.USAGE, 'account', 'add', 'Production', '--secrets-stdin', stdin=c.SECRETS)
        self.ends(c.USAGE, 'account', 'add', 'X', '--region', 'moon', '--secrets-stdin',
                  stdin=c.SECRETS, says='us2')
        self.ends(c.REFUSED, 'account', 'add', 'X', '--url', 'http://example.com',
                  '--secrets-stdin', stdin=c.SECRETS)
        self.ends(c.OK, *add, stdin=c.SECRETS, says='Production')
        self.ends(c.CONFLICT, *add, stdin=c.SECRETS)
        accounts = self.ctl.json('account', 'list')
        self.tap.equal([(a['name'], a['base_url'], a['organization']) for a in accounts],
                       [('Production', url, 'Sandbox')], 'account list has it')
        self.tap.check('Production' in self.ctl.good('account', 'list'), 'the table too')
        self.tap.check('Sandbox' in self.ctl.good('account', 'verify', 'Production'),
                       'account verify names the tenant')
        self.ends(c.NOT_FOUND, 'account', 'verify', 'Nobody')
        self.tap.equal(c.secret_of('user-secret', account_id=accounts[0]['id']), c.USER_SECRET,
                       'secret-tool finds the user secret')

    def pasted(self):
        line = f"-H 'Authorization: User {c.USER_SECRET}, Organization {c.ORGANIZATION_SECRET}'\n"
        self.ends(c.OK, 'account', 'add', 'Pasted', '--url', self.sandbox.base_url,
                  '--secrets-stdin', stdin=line)
        self.ends(c.USAGE, 'account', 'remove', 'Pasted', says='--yes')
        self.ends(c.OK, 'account', 'remove', 'Pasted', '--yes')

    def creation(self):
        result = self.ends(c.OK, 'create', 'sagecrm', '--name', NAME, '--set',
                           'subdomain=a.example.com', '--set', 'username=somebody', '--secret',
                           'password=-', '--tag', 'docs', '--tag', 'customer 17',
                           stdin='pass word\n', says='read back from the keyring')
        self.id = result.stdout.strip()
        self.tap.check(self.id.isdigit(), 'create prints the id and nothing else', result.stdout)
        token = c.secret_of('token', instance_id=self.id)
        self.hunt.add('token', token)
        self.tap.check(token is not None, 'secret-tool finds the token')
        steps = [line for line in result.stderr.split('\n') if line.endswith('…')]
        self.tap.equal(len(steps), 4, 'its progress is told in words')
        self.tap.equal(len(self.sandbox.requests('POST')), 1, 'one request was posted')

    def listed(self):
        listed = self.ctl.json('list')
        shown = self.ctl.json('show', self.id)
        for name, kind in MEMBERS.items():
            self.tap.check(isinstance(listed[0].get(name), kind), f'list has {name}', listed)
            self.tap.equal(shown.get(name), listed[0].get(name), f'show has the same {name}')
        self.tap.equal(listed[0]['tags'], ['docs', 'customer 17'], 'with its tags')
        self.tap.equal(self.ctl.json('show', NAME)['id'], self.id, 'a name is as good as an id')
        self.tap.equal(self.ctl.json('list', '--tag', 'docs', '--account', 'Production',
                                     '--connector', 'sagecrm', '--search', 'acme north'), listed,
                       'every filter lets it through')
        for words in (('--tag', 'none'), ('--connector', 'sfdc'), ('--search', 'south')):
            self.tap.equal(self.ctl.json('list', *words), [], f'{words} keeps it out')
        self.ends(c.NOT_FOUND, 'list', '--account', 'Nobody')
        self.ends(c.NOT_FOUND, 'show', 'Nobody', says='plugctl list')
        table = self.ctl.good('list')
        self.tap.check(table.startswith('Id') and NAME in table, 'the table has it', table)
        self.tap.check('\033' not in table, 'without colours in a pipe')

    def ambiguous(self):
        second = self.ctl.create(NAME)
        self.ends(c.CONFLICT, 'show', NAME, says=second)
        self.ends(c.CONFLICT, 'show', NAME, '--account', 'Production')
        self.ends(c.OK, 'delete', second, '--yes')
        self.ends(c.NOT_FOUND, 'show', second)
        self.tap.equal(c.secret_of('token', instance_id=second), None, 'its token is gone')

    def secrets(self):
        token = c.secret_of('token', instance_id=self.id)
        self.tap.equal(self.ctl.good('token', NAME), token + '\n', 'token prints the token')
        self.tap.equal(self.ctl.good('header', self.id),
                       f'Authorization: User {c.USER_SECRET}, Organization '
                       f'{c.ORGANIZATION_SECRET}, Element {token}\n', 'header prints the header')
        for words in (('curl', self.id), ('curl', self.id, '/hubs/crm/contacts')):
            command = self.ctl.good(*words)
            self.tap.equal(self.hunt.in_bytes('curl', command.encode()), [],
                           'curl prints no secret')
            self.tap.check('curl -K -' in command and 'secret-tool' in command,
                           '… but a command', command)
        self.tap.check('/hubs/crm/contacts' in command, '… with the path that was given')

    def missing_token(self):
        subprocess.run(['secret-tool', 'clear', 'application', c.APPLICATION, 'kind', 'token',
                        'instance-id', self.id], check=True)
        self.ends(c.KEYRING, 'token', self.id, says='--fetch')
        self.tap.equal(self.ctl.json('show', self.id)['token_saved'], False, 'show knows it')
        self.ends(c.KEYRING, 'check', self.id)
        self.tap.check(self.ctl.good('token', self.id, '--fetch').strip(), '--fetch gets it')
        self.tap.equal(self.ctl.json('show', self.id)['token_saved'], True, 'and saves it')

    def changes(self):
        self.ends(c.OK, 'disable', self.id, says='disabled')
        self.tap.equal(self.ctl.json('show', self.id)['state'], 'disabled', 'it is disabled')
        self.ends(c.FAILED, 'check', self.id)
        self.ends(c.OK, 'enable', self.id, says='enabled')
        self.ends(c.OK, 'check', self.id)
        self.tap.equal(self.ctl.json('check', self.id)[0]['ok'], True, 'check says so in JSON')
        self.ends(c.USAGE, 'delete', self.id, says='--yes')
        self.sandbox.fault('PUT drop-after')
        self.ends(c.OK, 'enable', self.id)
        self.sandbox.calm()

    def sync(self):
        other = c.Sandbox(self.sandbox_program, '--instances=3')
        self.ctl.add_account(other.base_url, 'Other')
        marks = [row['sync'] for row in self.ctl.json('sync', '--account', 'Other')]
        self.tap.equal(marks, ['new', 'new', 'new'], 'sync finds what others made')
        self.tap.equal([row['sync'] for row in self.ctl.json('sync')], ['known'] * 4,
                       '… once, and without --account every tenant is asked')
        self.tap.equal(len(self.ctl.json('list', '-a', 'Other')), 3, '… and it is listed')
        self.tap.equal([row['token_saved'] for row in self.ctl.json('list', '-a', 'Other')],
                       [False] * 3, '… its tokens left where they are')
        result = self.ctl.run('sync', '-a', 'Other')
        self.tap.equal((result.stdout, '3 instances: 0 new, 0 changed, 0 gone' in result.stderr),
                       ('', True), 'nothing new is said in a line')
        self.tap.equal([row['ok'] for row in self.ctl.json('check', '--all', '-a', 'Other')],
                       [True] * 3, 'check --all asks about them')
        other.fault('GET /instances list-cut times=*')
        self.ends(c.NETWORK, 'sync', '-a', 'Other')
        other.close()
        self.ends(c.NETWORK, 'sync', '-a', 'Other')
        self.ends(c.OK, 'account', 'remove', 'Other', '-y')

    def gone(self):
        second = self.ctl.create('Gone')
        self.sandbox.delete(second)
        marks = {row['id']: row['sync'] for row in self.ctl.json('sync')}
        self.tap.equal(marks, {self.id: 'known', second: 'gone'}, 'what is only here is “gone”')
        self.tap.check('deleted it there' in self.ctl.good('sync'), 'in words')
        self.ends(c.NOT_FOUND, 'check', second)
        self.ends(c.NOT_FOUND, 'check', self.id, second)
        self.ends(c.OK, 'delete', second, '-y')

    def in_doubt(self):
        """The answer is lost: found again at once, or left in doubt, and never sent twice."""
        self.sandbox.fault('POST /instances drop-after')
        before = len(self.sandbox.requests('POST'))
        found = self.ctl.create('Lost and found')
        self.tap.check(found.isdigit(), 'a lost answer is found again')
        self.sandbox.fault('POST /instances drop-after')
        self.sandbox.fault('GET /instances status=503 skip=1 times=*')
        lost = ('create', 'sagecrm', '--name', 'Lost', '--set', 'subdomain=a.b', '--set',
                'username=u', '--secret', 'password=-')
        self.ends(c.IN_DOUBT, *lost, stdin='p\n', says='plugctl reconcile')
        self.ends(c.IN_DOUBT, *lost, stdin='p\n', says='--again')
        self.ends(c.IN_DOUBT, 'reconcile')
        self.sandbox.calm()
        self.tap.check('needs attention' in self.ctl.run('list').stderr, 'list mentions it')
        settled = self.ctl.json('reconcile')
        self.tap.equal([(row['name'], row['state']) for row in settled], [('Lost', 'done')],
                       'reconcile finds it')
        self.tap.equal(self.ctl.json('show', 'Lost')['id'], settled[0]['instance_id'],
                       'and it is known')
        self.ends(c.OK, 'reconcile', says='Nothing is in doubt')
        self.tap.equal(len(self.sandbox.requests('POST')), before + 2, 'each was posted once')
        for name in (found, 'Lost'):
            self.ends(c.OK, 'delete', name, '-y')

    def chosen(self):
        """Nobody knows what was there before: the user says which one it is."""
        self.sandbox.fault('GET /instances status=503 times=*')
        self.sandbox.fault('POST /instances drop-after')
        self.ends(c.IN_DOUBT, 'create', 'sagecrm', '--name', 'Which', '--set', 'subdomain=a.b',
                  '--set', 'username=u', '--secret', 'password=-', stdin='p\n')
        self.sandbox.calm()
        result = self.ends(c.IN_DOUBT, 'reconcile', says='--choose')
        self.tap.check('several found' in result.stdout, 'the table says so', result.stdout)
        op, _, number = result.stderr.partition('--choose ')[2].strip().partition('=')
        self.ends(c.NOT_FOUND, 'reconcile', '--choose', f'{op}=1')
        self.ends(c.USAGE, 'reconcile', '--choose', op)
        self.ends(c.OK, 'reconcile', '--choose', f'{op}={number}')
        self.tap.equal(self.ctl.json('show', 'Which')['token_saved'], True, 'it is adopted')
        self.ends(c.OK, 'delete', 'Which', '-y')

    def not_there(self):
        """Nothing came of it: said after the settle time, and dismissed."""
        self.sandbox.fault('POST /instances drop-before')
        self.sandbox.fault('GET /instances status=503 times=2')
        self.ends(c.IN_DOUBT, 'create', 'sagecrm', '--name', 'Never', '--set', 'subdomain=a.b',
                  '--set', 'username=u', '--secret', 'password=-', stdin='p\n')
        self.sandbox.calm()
        rows = self.ctl.json('reconcile', '--wait', '--settle', '1')
        self.tap.equal([row['state'] for row in rows], ['not-found'], 'reconcile --wait says so')
        self.ends(c.NOT_FOUND, 'reconcile', '--dismiss', 'zzz')
        self.ends(c.OK, 'reconcile', '--dismiss', rows[0]['op'][:8])
        self.tap.equal(self.ctl.json('reconcile'), [], 'and it can be dismissed')

    def refused(self):
        create = ('create', 'sagecrm', '--name', 'No', '--set', 'subdomain=a.b', '--set',
                  'username=u', '--secret', 'password=-')
        for fault, status in (('status=400', c.REFUSED), ('status=401', c.CREDENTIALS),
                              ('status=403', c.CREDENTIALS), ('status=404', c.NOT_FOUND)):
            self.sandbox.fault(f'POST /instances {fault}')
            result = self.ends(status, *create, stdin='p\n')
            self.tap.check('Request id:' in result.stderr and 'HTTP status:' in result.stderr,
                           f'{fault}: with the server’s words', result.stderr)
        self.sandbox.fault('POST /instances echo')
        result = self.ends(c.REFUSED, *create[:-2], '--secret', 'password=-',
                           stdin='pass word\n')
        self.tap.equal(self.hunt.in_bytes('an echo', result.stderr.encode()), [],
                       'a secret that is echoed is not printed')

    def free_key(self):
        """A connector that is not built in, from a body."""
        body = {'element': {'key': 'nobodysconnector'}, 'name': 'Free', 'tags': ['t'],
                'configuration': {'flag': True, 'n': 7, 'o': {'a': [1]}, 'text': 'true',
                                  'password': 'pass word'}}
        path = Path(os.environ['PLUG_SESSION_DIR']) / 'run' / 'body.json'
        path.write_text(json.dumps(body), encoding='utf-8')
        printed = json.loads(self.ctl.good('create', '--from', str(path), '--dry-run',
                                           '--show-secrets'))
        path.unlink()
        self.tap.equal(printed, body, 'a body comes out as it went in')

    def usage(self):
        for words in ((), ('nonsense',), ('show',), ('list', '--nonsense'), ('show', 'a', 'b'),
                      ('help', 'nonsense'), ('create', 'sagecrm', '--show-secrets'),
                      ('create', 'sagecrm', '--set', 'nothing'),
                      ('create', 'sagecrm', '--set-json', 'a={'), ('create',),
                      ('create', 'sagecrm', '--secret', 'password=plain')):
            result = self.ends(c.USAGE, *words)
            self.tap.check(result.stdout == '', 'printing nothing to standard output')
        self.tap.check('plain' not in result.stderr, 'a secret given by mistake is not quoted')
        for words in (('help',), ('--help',), ('help', 'create'), ('create', '--help'),
                      ('account', 'add', '-h')):
            self.tap.check('Usage:' in self.ctl.good(*words), f'{words} explains')

    def doctor(self):
        findings = {row['check']: row for row in self.ctl.json('doctor')}
        for name in ('versions', 'keyring', 'database', 'tls', 'account'):
            self.tap.equal(findings[name]['ok'], True, f'doctor: {name} is well')
        self.sandbox.fault('GET /organizations/me status=401 times=*')
        result = self.ends(c.CREDENTIALS, 'doctor')
        self.tap.check('✗' in result.stdout, 'doctor shows what is not well', result.stdout)
        self.ends(c.OK, 'doctor', '--offline')
        self.sandbox.calm()

    def store(self):
        """A database that cannot be read."""
        home = Path(os.environ['PLUG_SESSION_DIR']) / 'run' / 'elsewhere'
        (home / 'plugboard').mkdir(parents=True, mode=0o700)
        (home / 'plugboard' / 'plugboard.db').mkdir()
        self.ends(c.STORE, 'list', env={'XDG_DATA_HOME': str(home)})

    def keyring(self):
        for words in (('token', self.id), ('header', self.id), ('doctor', '--offline'),
                      ('run', self.id, '--', 'true')):
            self.ends(c.KEYRING, *words, env={'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nowhere'})
        self.ends(c.OK, 'list', env={'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nowhere'})

    def traces(self):
        found, count = self.hunt.in_files(os.environ['PLUG_SESSION_DIR'])
        self.tap.equal(found, [], 'no file of the session has a secret in it')
        self.tap.check(count > 4, 'files were read', f'{count} were')

    def removal(self):
        self.ends(c.OK, 'account', 'remove', 'Production', '--yes')
        self.tap.equal(self.ctl.json('account', 'list'), [], 'the account is forgotten')
        for kind in ('user-secret', 'organization-secret', 'token'):
            self.tap.equal(c.secret_of(kind), None, f'and no {kind} is left')
        self.tap.equal(len(self.sandbox.instances()), 1, 'nothing was changed on the tenant')


def main():
    story = Story(*sys.argv[1:3])
    try:
        story.tap.run(story.nothing_yet, story.account, story.pasted, story.creation,
                      story.listed, story.ambiguous, story.secrets, story.missing_token,
                      story.changes, story.sync, story.gone, story.in_doubt, story.chosen,
                      story.not_there, story.refused, story.free_key, story.usage, story.doctor,
                      story.store, story.keyring, story.traces, story.removal)
    finally:
        story.sandbox.close()


if __name__ == '__main__':
    main()

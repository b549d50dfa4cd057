#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""plugctl create: what the command line becomes, where secrets may come from, and what a signal
does before and after the request left.

usage: test-create.py PLUGCTL SANDBOX      (inside with-session; prints TAP)
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import ctl as c  # noqa: E402

MASK = '••••••••'
PASSWORD = 'correct "horse" \\ bättery'

# Arguments behind “create --dry-run”, and the body they must print.
BODIES = [
    (['sagecrm', '--name', ' A ', '--set', 'subdomain=a.b', '--set', 'username=u', '--set',
      'password=p'],
     {'element': {'key': 'sagecrm'}, 'name': 'A',
      'configuration': {'subdomain': 'a.b', 'username': 'u', 'password': MASK}}),
    (['sagecrm', '--name', 'A', '--set', 'subdomain=a.b', '--set', 'username=u', '--set',
      'password=p', '--show-secrets', '--tag', 'x', '--tag', 'y'],
     {'element': {'key': 'sagecrm'}, 'name': 'A', 'tags': ['x', 'y'],
      'configuration': {'subdomain': 'a.b', 'username': 'u', 'password': 'p'}}),
    (['free', '--name', 'A', '--set', 'flag=true', '--set', 'n=7', '--set', 'e=a=b'],
     {'element': {'key': 'free'}, 'name': 'A',
      'configuration': {'flag': 'true', 'n': '7', 'e': 'a=b'}}),
    (['free', '--name', 'A', '--set-json', 'flag=true', '--set-json', 'n=7', '--set-json',
      'o={"a":[1,null]}', '--set-json', 's="x"'],
     {'element': {'key': 'free'}, 'name': 'A',
      'configuration': {'flag': True, 'n': 7, 'o': {'a': [1, None]}, 's': 'x'}}),
    (['free', '--name', 'A', '--provider-data', 'code=4/P7', '--provider-data', 'x=y',
      '--show-secrets'],
     {'element': {'key': 'free'}, 'name': 'A', 'configuration': {},
      'providerData': {'code': '4/P7', 'x': 'y'}}),
]

BODY = {'element': {'key': 'sagecrm'}, 'name': 'From', 'tags': ['one'],
        'configuration': {'subdomain': 'c.d', 'username': 'u', 'password': PASSWORD,
                          'event.notification.enabled': True, 'event.poller.configuration': {}}}


class Story:
    def __init__(self, program, sandbox_program):
        self.tap = c.Tap()
        self.ctl = c.Ctl(program)
        self.sandbox = c.Sandbox(sandbox_program)
        self.folder = Path(os.environ['PLUG_SESSION_DIR']) / 'run'

    def dry_runs(self):
        """Without an account: nothing is sent, so none is needed."""
        for arguments, body in BODIES:
            printed = json.loads(self.ctl.good('create', '--dry-run', *arguments))
            self.tap.equal(printed, body, 'dry run: ' + ' '.join(arguments[:6]))
        result = self.ctl.run('create', 'sagecrm', '--dry-run')
        self.tap.equal(result.returncode, c.REFUSED, 'a body with problems is printed and refused')
        self.tap.check('name' in result.stderr and result.stdout.startswith('{'), '… both',
                       result.stderr)
        self.tap.equal(self.sandbox.requests(), [], 'nothing was sent to anybody')

    def from_body(self):
        path = self.folder / 'body.json'
        path.write_text(json.dumps(BODY), encoding='utf-8')
        dry = ('create', '--dry-run', '--show-secrets', '--from')
        self.tap.equal(json.loads(self.ctl.good(*dry, str(path))), BODY, '--from as it is given')
        self.tap.equal(json.loads(self.ctl.good(*dry, '-', stdin=json.dumps(BODY))), BODY,
                       '--from - reads standard input')
        changed = json.loads(self.ctl.good(*dry, str(path), '--name', 'Other', '--set',
                                           'username=v', '--tag', 'two'))
        self.tap.equal(changed, {**BODY, 'name': 'Other', 'tags': ['two'],
                                 'configuration': {**BODY['configuration'], 'username': 'v'}},
                       'options win over the body')
        self.tap.check(PASSWORD not in self.ctl.good('create', '--dry-run', '--from', str(path)),
                       'its secret is masked')
        for text in ('', '[]', '{', '{"element":{"key":"sagecrm"},"nonsense":1}',
                     '{"element":{"key":"sfdc"}}'):
            path.write_text(text, encoding='utf-8')
            result = self.ctl.run('create', 'sagecrm', '--from', str(path), '--dry-run')
            self.tap.equal(result.returncode, c.USAGE, f'a body like {text!r} is refused')
        path.unlink()
        self.tap.equal(self.ctl.run('create', '--from', str(path)).returncode, c.USAGE,
                       'one that is not there too')

    def sources(self):
        """Each place a secret may come from; what arrived is what was meant."""
        self.ctl.add_account(self.sandbox.base_url)
        path = self.folder / 'secret'
        path.write_text(PASSWORD + '\n', encoding='utf-8')
        for source, options in (('-', {'stdin': PASSWORD + '\n'}), (f'@{path}', {}),
                                ('env:ONE_SECRET', {'env': {'ONE_SECRET': PASSWORD}})):
            number = self.ctl.good('create', 'sagecrm', '--name', 'From ' + source[:4], '--set',
                                   'subdomain=a.b', '--set', 'username=u', '--secret',
                                   f'password={source}', **options).strip()
            body = self.sandbox.requests('POST')[-1]
            self.tap.check(number.isdigit(), f'a secret from {source[:4]}', body)
        path.write_text('', encoding='utf-8')
        for source in (f'@{path}', '@/nowhere', 'env:NOT_THERE', '-'):
            result = self.ctl.run('create', 'sagecrm', '--name', 'No', '--secret',
                                  f'password={source}')
            self.tap.equal(result.returncode, c.USAGE, f'no secret from {source[:6]}')
        path.unlink()
        for option in ('--set', '--set-json'):
            value = 'password="pw"' if option == '--set-json' else 'password=pw'
            result = self.ctl.run('create', 'sagecrm', '--name', 'No', option, value)
            self.tap.equal(result.returncode, c.USAGE, f'{option} takes no secret')
            self.tap.check(all(way in result.stderr for way in
                               ('password=-', 'password=@FILE', 'password=env:NAME')),
                           'but says how', result.stderr)
        result = self.ctl.run('create', 'free', '--name', 'No', '--provider-data', 'code=4/P7')
        self.tap.equal(result.returncode, c.USAGE, '--provider-data takes no plain secret')

    def hanging(self, fault, line):
        """A creation stopped where the tenant does not answer, once it has said so."""
        self.sandbox.fault(fault)
        process = self.ctl.start('create', 'sagecrm', '--name', 'Hanging', '--set',
                                 'subdomain=a.b', '--set', 'username=u', '--secret', 'password=-',
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True)
        process.stdin.write(PASSWORD + '\n')
        process.stdin.flush()
        said = ''
        while line not in said:
            said += process.stderr.readline() or self.fail(said)
        return process

    @staticmethod
    def fail(said):
        raise AssertionError(f'it ended early: {said}')

    def end(self, process, number):
        process.send_signal(number)
        output, errors = process.communicate(timeout=c.DEADLINE)
        self.tap.equal(output, '', 'it prints no id')
        return process.returncode, errors

    def before_sent(self):
        before = len(self.sandbox.requests('POST'))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.hanging('GET /instances hang', 'Asking')
            status, errors = self.end(process, number)
            self.tap.equal(status, c.INTERRUPTED, f'{number.name} before: a status of its own')
            self.tap.check('Nothing was sent' in errors, '… and it says so', errors)
            self.sandbox.calm()
        self.tap.equal(len(self.sandbox.requests('POST')), before, 'nothing was sent')
        self.tap.equal(self.ctl.json('reconcile'), [], 'and nothing is in doubt')

    def after_sent(self):
        before = len(self.sandbox.requests('POST'))
        process = self.hanging('POST /instances hang-after', 'sending the request')
        c.wait_until(lambda: len(self.sandbox.requests('POST')) > before, 'the request')
        hunt = c.Hunt()
        hunt.add('password', PASSWORD[9:14] + PASSWORD[-8:])
        for label, secret in (('user', c.USER_SECRET), ('organization', c.ORGANIZATION_SECRET),
                              ('password', PASSWORD)):
            hunt.add(label, secret)
        found, count = hunt.in_processes()
        self.tap.equal(found, [], 'no process has a secret among its arguments or environment')
        self.tap.check(count > 4, 'processes were read', f'{count} were')
        status, errors = self.end(process, signal.SIGINT)
        self.tap.equal(status, c.IN_DOUBT, 'SIGINT after: in doubt')
        self.tap.check('plugctl reconcile' in errors, '… and it says so', errors)
        self.sandbox.calm()
        rows = self.ctl.json('reconcile')
        self.tap.equal([row['state'] for row in rows], ['done'], 'reconcile settles it')
        self.tap.equal(len(self.sandbox.requests('POST')), before + 1, 'it was posted once')

    def killed(self):
        before = len(self.sandbox.requests('POST'))
        process = self.hanging('POST /instances hang-after', 'sending the request')
        c.wait_until(lambda: len(self.sandbox.requests('POST')) > before, 'the request')
        process.kill()
        process.communicate()
        self.sandbox.calm()
        rows = self.ctl.json('reconcile')
        self.tap.equal([row['state'] for row in rows], ['done'], 'killed: found again as well')
        self.tap.equal(len(self.sandbox.requests('POST')), before + 1, 'it was posted once')

    def at_once(self):
        """Eight processes, one database, one keyring: eight instances."""
        before = len(self.ctl.json('list'))
        processes = [self.ctl.start('create', 'sagecrm', '-q', '--name', f'At once {i}', '--set',
                                    'subdomain=a.b', '--set', 'username=u', '--secret',
                                    'password=-', stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, text=True) for i in range(8)]
        ends = [process.communicate(PASSWORD + '\n', timeout=c.DEADLINE) for process in processes]
        self.tap.equal([process.returncode for process in processes], [c.OK] * 8,
                       'eight processes at once succeed')
        self.tap.equal(len({output for output, _ in ends}), 8, 'with an id each')
        self.tap.equal([errors for _, errors in ends if errors], [], '-q is quiet')
        listed = self.ctl.json('list')
        self.tap.equal(len(listed), before + 8, 'all are listed')
        self.tap.check(all(row['token_saved'] for row in listed), 'and have their tokens')


def main():
    story = Story(*sys.argv[1:3])
    try:
        story.tap.run(story.dry_runs, story.from_body, story.sources, story.before_sent,
                      story.after_sent, story.killed, story.at_once)
    finally:
        story.sandbox.close()


if __name__ == '__main__':
    main()

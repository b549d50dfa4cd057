# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what strace saw, for secrets in names, arguments, environments and whatever was written
to a place where none may be."""

import codecs
import collections
import re
import shutil

# Everything that names a file, starts a program or hands bytes to somebody.
CALLS = ('%file,write,writev,pwrite64,pwritev,sendto,sendmsg,sendmmsg,memfd_create,prctl,'
         'setsockopt')
OPTIONS = ['-f', '-yy', '-v', '-qq', '-s', '1000000', '-e', f'trace={CALLS}', '-e', 'signal=none']

CALL = re.compile(r'^(?:\d+ +)?(\w+)\((.*)', re.DOTALL)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
PLACE = re.compile(r'^\d+<([A-Z0-9-]*)')
HANDED = ('write', 'writev', 'pwrite64', 'pwritev', 'sendto', 'sendmsg', 'sendmmsg')
# What "plugctl run" gives to the one program it was told to start, and to no other.
GIVEN = ('PLUGBOARD_TOKEN=', 'PLUGBOARD_AUTHORIZATION=', 'PLUGBOARD_USER_SECRET=',
         'PLUGBOARD_ORGANIZATION_SECRET=')


def is_here():
    return shutil.which('strace') is not None


def command(output, *program):
    return ['strace', *OPTIONS, '-o', str(output), *program]


def unescape(text):
    return codecs.decode(text, 'unicode_escape').encode('latin-1', 'replace')


class Trace:
    """One file of strace's."""

    def __init__(self, path):
        self.path = path
        self.counts = collections.Counter()

    def judge(self, hunt):
        """What was found, as sentences."""
        found = []
        with open(self.path, encoding='latin-1') as lines:
            for number, line in enumerate(lines, 1):
                match = CALL.match(line)
                if match is not None:
                    found += self._judge_call(hunt, number, *match.groups())
        return found

    def _judge_call(self, hunt, number, name, rest):
        place = self._place(name, rest)
        self.counts[place] += 1
        # The tenant is who the secrets are for; the wire itself is TLS, and here the loopback.
        if place == 'TCP':
            return []
        texts = [text for text in QUOTED.findall(rest)
                 if not (name == 'execve' and text.startswith(GIVEN))]
        content = b'\0'.join(unescape(text) for text in texts)
        return hunt.in_bytes(f'{self.path.name}:{number}: {name} ({place})', content)

    @staticmethod
    def _place(name, rest):
        if name == 'execve':
            return 'program'
        if name not in HANDED:
            return 'file name' if name not in ('prctl', 'setsockopt') else 'setting'
        match = PLACE.match(rest)
        kind = match.group(1) if match else ''
        if kind.startswith('TCP'):
            return 'TCP'
        if kind.startswith('UNIX'):
            return 'local socket'
        return 'pipe' if re.match(r'^\d+<pipe:', rest) else 'file or terminal'

# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for secrets where none may be: in every file of the session, in every process's
arguments and environment."""

import base64
import os
import re
import urllib.parse
from pathlib import Path


def disguises(secret):
    """The secret's bytes as they may stand in a file: plain, escaped, encoded, wide."""
    raw = secret.encode()
    forms = {raw, raw.hex().encode(), raw.hex().upper().encode(),
             urllib.parse.quote(secret, safe='').encode(),
             secret.replace('/', r'\/').encode(),
             secret.encode('utf-16-le'), secret.encode('utf-32-le'), raw[::-1]}
    # Base64 of a longer text has the secret at one of three offsets; the ends depend on what
    # stands beside it and are left out.
    for shift in range(3):
        encoded = base64.b64encode(b'\0' * shift + raw)
        start = -(-shift * 4 // 3)
        forms.add(encoded[start:len(encoded) - 4])
    return {form for form in forms if len(form) >= 8}


def session_of(folder):
    """Whose of the tests' sessions a process is, by its environment; None for nobody's."""
    for pair in (folder / 'environ').read_bytes().split(b'\0'):
        if pair.startswith(b'PLUG_SESSION_DIR='):
            return pair
    return None


def is_below(folder, number):
    """Whether the process was started by that one, or by one it started."""
    while folder.name not in ('0', '1'):
        if folder.name == str(number):
            return True
        status = (folder / 'stat').read_text(encoding='utf-8', errors='replace')
        folder = folder.parent / status.rpartition(')')[2].split()[1]
    return False


class Hunt:
    """Collects the secrets of one run and says where one of them stands."""

    def __init__(self):
        self.secrets = {}

    def add(self, label, secret):
        self.secrets[label] = re.compile(b'|'.join(
            re.escape(form) for form in sorted(disguises(secret), key=len, reverse=True)))

    def in_bytes(self, where, content):
        return [f'{where}: the {label}' for label, pattern in self.secrets.items()
                if pattern.search(content)]

    def in_files(self, folder):
        """Every file below folder, their names too; what was found and how many were read."""
        found, count = [], 0
        for path in sorted(Path(folder).rglob('*')):
            found += self.in_bytes(f'name {path}', os.fsencode(path))
            if path.is_symlink() or not path.is_file():
                continue
            count += 1
            found += self.in_bytes(str(path), path.read_bytes())
        return found, count

    def in_processes(self):
        """Arguments and environment of all processes that can be read; found, and how many. What
        other tests run at the same time is left out: sandboxes have the same secrets."""
        found, count = [], 0
        ours = session_of(Path('/proc/self'))
        for folder in Path('/proc').glob('[0-9]*'):
            try:
                if session_of(folder) not in (None, ours) and not is_below(folder, os.getpid()):
                    continue
            except OSError:
                continue
            for name in ('cmdline', 'environ'):
                try:
                    content = (folder / name).read_bytes()
                except OSError:
                    continue
                count += 1
                found += self.in_bytes(str(folder / name), content)
        return found, count

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page and dialog of the window as a picture, on the sandbox.

usage: screenshots.py PLUGBOARD SANDBOX FOLDER MODE     (inside build-aux/headless)

MODE is light, dark, contrast (high), narrow (360 pixels), large (text, twice the size) or rtl
(from right to left).
"""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import pages  # noqa: E402
import steps  # noqa: E402
from plugdriver import rest  # noqa: E402
from sandbox import Sandbox  # noqa: E402

ENVIRONMENT = {
    'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
    'contrast': {'ADW_DEBUG_HIGH_CONTRAST': '1'},
    'rtl': {'LANGUAGE': 'he'},
}
TOP = Path(__file__).resolve().parents[2]


def prepare_hebrew():
    """Ours, or as long as there is none a made-up one: GTK's is used only beside a translation."""
    folder = Path(os.environ['TMPDIR']) / 'locale'
    target = folder / 'he' / 'LC_MESSAGES' / 'plugboard.mo'
    target.parent.mkdir(parents=True)
    ours = TOP / 'po' / 'he.po'
    if ours.exists():
        subprocess.run(['msgfmt', '-o', target, ours], check=True)
    else:
        subprocess.run([TOP / 'build-aux' / 'words', '--pseudo', target], check=True)
    os.environ['PLUGBOARD_LOCALE_DIR'] = str(folder)
    return target


def main():
    program, sandbox_program, folder, mode = sys.argv[1:5]
    os.environ.update(ENVIRONMENT.get(mode, {}))
    settings = Path(os.environ['XDG_CONFIG_HOME']) / 'gtk-4.0' / 'settings.ini'
    with open(settings, 'a', encoding='utf-8') as file:
        file.write('gtk-enable-animations=0\n')
    if mode == 'large':
        # Where nobody says it by XSETTINGS, X itself does.
        (Path(os.environ['HOME']) / '.Xdefaults').write_text('Xft.dpi: 192\n', encoding='utf-8')
    catalogue = prepare_hebrew() if mode == 'rtl' else None
    sandbox = Sandbox(sandbox_program, *pages.SANDBOX)
    app = steps.start(program)
    if catalogue is not None:
        pages.speak(app, catalogue)
    number = 0

    def see(stop):
        nonlocal number
        number += 1
        # What fades in or out is done with it.
        rest(400)
        print(app.screenshot(os.path.join(folder, f'{mode}-{number:02}-{stop}.png')), flush=True)

    try:
        app.find('Add Account', role=steps.BUTTON)
        if mode == 'narrow':
            app.resize(360, 720)
        pages.Walk(app, sandbox, see, narrow=mode in ('narrow', 'large')).go()
    except Exception:
        app.screenshot(os.path.join(folder, f'{mode}-failed.png'))
        raise
    finally:
        app.kill()
        sandbox.close()


if __name__ == '__main__':
    main()

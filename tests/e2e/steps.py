# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does in the window, one function a task, by accessible names alone."""

import os
import subprocess

from plugdriver import DriveError, editable_of, name_of, role_of, wait_until


BUTTON = ('push button', 'button')


def start(program, log_name='plugboard.log'):
    """Starts the program as a test does: a warning is fatal, the renderer is the plain one."""
    from plugdriver import App  # pylint: disable=import-outside-toplevel
    folder = os.environ['PLUG_SESSION_DIR']
    return App([program], os.path.join(folder, 'log', log_name),
               {'G_DEBUG': 'fatal-warnings', 'GTK_A11Y': 'atspi', 'GSK_RENDERER': 'cairo'})


def choose_other_region(app):
    """The pick list's last entry is Other, which shows Base URL."""
    if app.search('Base URL', editable=True):
        return
    app.click(app.find('Region'))
    app.find('Other')
    app.keys('End', 'Return')
    app.find('Base URL', editable=True)


def fill_account(app, name, base_url, user_secret, organization_secret):
    app.press('Add Account', role=BUTTON)
    app.write('Account Name', name)
    choose_other_region(app)
    app.write('Base URL', base_url)
    app.write('User Secret', user_secret)
    app.write('Organization Secret', organization_secret)


def save_account(app):
    """Adds what fill_account() filled in; the dialog closes when the keyring has both secrets."""
    app.press('Add Account', role=BUTTON)
    wait_until(lambda: app.search('Account Name') is None, 'the account dialog to close')


def fill_instance(app, name, subdomain, username, password, tags=()):
    app.write('Name', name)
    fill_instance_fields(app, subdomain, username, password)
    for tag in tags:
        entry = app.write('Tags', tag)
        app.focus(entry)
        app.keys('Return')


def fill_instance_fields(app, subdomain, username, password):
    """What the connector of these tests, Sage CRM, asks for."""
    app.write('Subdomain', subdomain)
    app.write('Username', username)
    app.write('Password', password)


def answer(app, label):
    """Presses a button of a message dialog, which GTK 4.8 calls by its label twice."""
    label = app.say(label)
    app.activate(wait_until(lambda: app.search(f'{label} {label}', role=BUTTON)
                            or app.search(label, role=BUTTON), f'{label!r} to be offered'))


def first_row(app):
    """The list's first instance: a row names itself, its state, connector and account."""
    return wait_until(lambda: next((node for node in app.nodes() if role_of(node) == 'list item'
                                    and name_of(node).count(', ') >= 2), None), 'a row')


def choose_in_menu(app, menu, item):
    """Opens the menu of that name and chooses an item of it."""
    app.press(menu)
    app.press(item, role=('menu item', 'push button', 'button'))


def wait_or_none(condition, seconds):
    """What wait_until() gives, or None when it is in vain."""
    try:
        return wait_until(condition, 'it', seconds)
    except DriveError:
        return None


def delete_at_once(app):
    """In the question before a deletion: the last of the times there are, and yes."""
    box = app.find('Delete', role=('combo box',))
    # A menu whose item was chosen without a pointer stays open: the first click closes it only.
    for _ in range(3):
        app.click(box)
        if wait_or_none(lambda: app.search('At Once, for Good'), 3):
            break
    app.find('At Once, for Good')
    app.keys('End', 'Return')
    wait_until(lambda: app.search('In One Day') is None, 'the list of times to close')
    answer(app, 'Delete')


def secret_of(kind, **attributes):
    """What secret-tool finds, None when nothing; the value goes through a pipe only."""
    arguments = ['application', 'io.github.plugboard.Plugboard', 'kind', kind]
    for key, value in attributes.items():
        arguments += [key.replace('_', '-'), value]
    found = subprocess.run(['secret-tool', 'lookup', *arguments], capture_output=True, check=False)
    return found.stdout.decode() if found.returncode == 0 else None


def database_path():
    return os.path.join(os.environ['XDG_DATA_HOME'], 'plugboard', 'plugboard.db')


__all__ = ['BUTTON', 'DriveError', 'answer', 'choose_in_menu', 'choose_other_region',
           'database_path', 'delete_at_once', 'editable_of', 'fill_account', 'fill_instance',
           'fill_instance_fields', 'first_row', 'save_account', 'secret_of', 'start',
           'wait_or_none', 'wait_until']

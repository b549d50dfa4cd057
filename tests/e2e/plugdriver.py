# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a real window through AT-SPI, by accessible names, as an assistive technology does.

Everything that waits, waits for a condition, with a deadline. What the accessibility interface
cannot do in GTK 4 (choosing a row of a popup, say) is done with the keyboard, through xdotool.
Secrets never become an argument of a program: keys are typed from standard input.
"""

import os
import re
import signal
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

# Containers that GTK makes focusable and that speak through what is in them.
UNNAMED_ROLES = ('list', 'list item', 'panel', 'filler', 'scroll pane', 'table cell')
BAD_NAME = re.compile(r'^$|^(?:Gtk|Adw|Plug)[A-Z]\w+$|(?:^|\s)\w*_\w')
TYPE_NAME = re.compile(r'^(?:Gtk|Adw|Plug)[A-Z]\w+$')
STACK_PAGE = 'GtkStackPage'
# GTK 4.8 has no cache for libatspi to read, of which libatspi warns once.
GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None, None)

DEADLINE = float(os.environ.get('PLUG_E2E_DEADLINE', '30'))


class DriveError(Exception):
    """The window did not do, or have, what was expected of it."""


def wait_until(condition, what, seconds=None):
    """The first true value of condition(), asked again and again; DriveError at the deadline."""
    deadline = time.monotonic() + (seconds or DEADLINE)
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise DriveError(f'waited in vain for {what}')
        rest()


def rest(milliseconds=20):
    """Lets D-Bus messages in, for a moment, between two questions."""
    loop = GLib.MainLoop()
    GLib.timeout_add(milliseconds, loop.quit)
    loop.run()


def children_of(node):
    """The node's children that are there; of a stack's pages only the one in front."""
    children = []
    try:
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is not None:
                children.append(child)
    except GLib.Error:
        pass
    if len(children) > 1 and all(name_of(child) == STACK_PAGE for child in children):
        return front_pages(node, children)
    return children


def front_pages(stack, pages):
    """GTK 4.8 says of every page that it is visible: ask what is under the stack's middle."""
    try:
        box = area_of(stack)
        hit = Atspi.Component.get_accessible_at_point(
            stack, box.x + box.width // 2, box.y + box.height // 2, Atspi.CoordType.WINDOW)
        contents = {child: page for page in pages
                    for child in (page, page.get_child_at_index(0)) if child is not None}
        while hit is not None and hit != stack:
            if hit in contents:
                return [contents[hit]]
            hit = hit.get_parent()
    except GLib.Error:
        pass
    return [page for page in pages if any(has_area(child) for child in children_of(page))]


def walk(node, depth=0):
    """Every node below and including node that is there, depth first."""
    if node is None or depth > 60:
        return
    yield node
    for child in children_of(node):
        yield from walk(child, depth + 1)


def area_of(node):
    return Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)


def has_area(node):
    """Whether it was given room; what was never shown has none."""
    try:
        box = area_of(node)
        return box.width > 0 and box.height > 0
    except GLib.Error:
        return False


def name_of(node):
    try:
        return node.get_name() or ''
    except GLib.Error:
        return ''


def description_of(node):
    try:
        return node.get_description() or ''
    except GLib.Error:
        return ''


def role_of(node):
    try:
        return node.get_role_name()
    except GLib.Error:
        return ''


def text_of(node):
    """What the node's Text interface gives away, '' when it has none."""
    try:
        if not has_interface(node, 'Text'):
            return ''
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
    except GLib.Error:
        return ''


def has_state(node, state):
    try:
        return node.get_state_set().contains(state)
    except GLib.Error:
        return False


def has_interface(node, name):
    try:
        return name in node.get_interfaces()
    except GLib.Error:
        return False


def is_showing(node):
    """GTK 4.8 says SHOWING of windows alone: what is visible and has room is showing."""
    return has_state(node, Atspi.StateType.VISIBLE) and (
        has_area(node) or not has_interface(node, 'Component'))


def editable_of(node):
    """The node, or one below it, whose text can be set."""
    return next((candidate for candidate in walk(node)
                 if has_interface(candidate, 'EditableText')), None)


def where(node):
    """Where it is, for a failure's message."""
    names = []
    while node.get_parent() is not None and len(names) < 12:
        node = node.get_parent()
        names.append(name_of(node) or role_of(node))
    return ' < '.join(names)


class Stranger:
    """A process that somebody else has started; what App needs of it."""

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        try:
            with open(f'/proc/{self.pid}/stat', encoding='ascii', errors='replace') as stat:
                return 0 if stat.read().rpartition(')')[2].split()[0] == 'Z' else None
        except FileNotFoundError:
            return 0

    def send_signal(self, number):
        os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def wait(self, seconds=None):
        return wait_until(lambda: self.poll() is not None, 'the process to end', seconds) and 0


class App:
    """One started program and its windows."""

    def __init__(self, arguments, log, environment=None):
        self.log_path = log
        with open(log, 'ab') as output:
            process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=output,
                                       stderr=output, env={**os.environ, **(environment or {})})
        self._find(process)

    @classmethod
    def running(cls, pid):
        """One that somebody else, the bus say, has started; nobody has its log."""
        app = cls.__new__(cls)
        app.log_path = os.devnull
        app._find(Stranger(pid))
        return app

    def _find(self, process):
        self.process = process
        # English words → those of the language the program speaks.
        self.say = lambda words: words
        self.root = wait_until(self._find_root, 'the program to appear on the accessibility bus')

    def _find_root(self):
        if self.process.poll() is not None:
            raise DriveError(f'the program ended with {self.process.returncode}:\n{self.log()}')
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for index in range(desktop.get_child_count()):
            try:
                child = desktop.get_child_at_index(index)
                if child is not None and child.get_process_id() == self.process.pid:
                    # Only what never changes; all else is asked anew each time.
                    child.set_cache_mask(Atspi.Cache.ROLE | Atspi.Cache.INTERFACES)
                    return child
            except GLib.Error:
                continue
        return None

    def log(self):
        with open(self.log_path, encoding='utf-8', errors='replace') as log:
            return log.read()

    # Looking

    def frames(self):
        """The windows, the active one first."""
        return sorted(children_of(self.root),
                      key=lambda frame: not has_state(frame, Atspi.StateType.ACTIVE))

    def all_nodes(self):
        """All there is, the active window's first."""
        for frame in self.frames():
            yield from walk(frame)

    def nodes(self):
        """All that is showing, the active window's first."""
        return (node for node in self.all_nodes() if is_showing(node))

    def search(self, name, role=None, editable=False):
        """The node of that accessible name that is showing; None when there is none."""
        name = self.say(name)
        for node in self.all_nodes():
            # Each question is a call over D-Bus: the one that rules most out comes first.
            if name_of(node) != name or (role and role_of(node) not in role):
                continue
            if is_showing(node) and (not editable or editable_of(node) is not None):
                return node
        return None

    def badly_named(self):
        """What can have the focus and has no name of its own: none, a type's, or a mnemonic's."""
        # libadwaita 1.2 gives the button of its toasts no name.
        toasts = [node for node in self.nodes() if name_of(node) == 'AdwToastWidget']
        theirs = [node for toast in toasts for node in walk(toast)]
        return [f'{role_of(node)} {name_of(node)!r} in {where(node)}' for node in self.nodes()
                if node not in theirs and has_state(node, Atspi.StateType.FOCUSABLE)
                and role_of(node) not in UNNAMED_ROLES
                and BAD_NAME.search(name_of(node))]

    def find(self, name, role=None, editable=False, seconds=None):
        def look():
            if self.process.poll() is not None:
                raise DriveError(f'the program ended with {self.process.returncode} '
                                 f'before {name!r} was there:\n{self.log()}')
            return self.search(name, role, editable)

        try:
            return wait_until(look, f'{name!r} ({role or "any role"})', seconds)
        except DriveError as error:
            raise DriveError(f'{error}\nThe window has:\n{self.outline()}') from None

    def words(self):
        """All that can be read in the window: names, descriptions, texts."""
        words = []
        for node in self.all_nodes():
            found = [word for word in (name_of(node), text_of(node), description_of(node)) if word]
            # What has no words of its own is named by its type, and need not be asked more.
            if [word for word in found if not TYPE_NAME.match(word)] and is_showing(node):
                words += found
        return '\n'.join(words)

    def wait_for_words(self, *parts, seconds=None):
        """Waits until one of parts can be read; which one."""
        parts = [self.say(part) for part in parts]
        def look():
            words = self.words()
            return next((part for part in parts if part in words), None)

        try:
            return wait_until(look, f'one of {parts} to be read', seconds)
        except DriveError as error:
            raise DriveError(f'{error}\nThe window has:\n{self.outline()}') from None

    def wait_for_all_words(self, *parts, seconds=None):
        """Waits until all of parts can be read at once; what can be read then."""
        parts = [self.say(part) for part in parts]
        def look():
            words = self.words()
            return words if all(part in words for part in parts) else None

        try:
            return wait_until(look, f'all of {parts} to be read', seconds)
        except DriveError as error:
            raise DriveError(f'{error}\nThe window has:\n{self.outline()}') from None

    def outline(self, showing=True):
        """The tree, for a failure's message."""
        lines = []

        def show(node, depth):
            if showing and depth > 1 and not is_showing(node):
                return
            text = text_of(node)
            lines.append('  ' * depth + f'{role_of(node)} {name_of(node)!r}'
                         + (f' = {text!r}' if text else ''))
            for child in children_of(node):
                show(child, depth + 1)

        show(self.root, 0)
        return '\n'.join(lines)

    # Doing

    def press(self, name, role=None, seconds=None):
        """Activates what has that name, once it can be."""
        def ready():
            node = self.find(name, role, seconds=seconds)
            return node if has_state(node, Atspi.StateType.SENSITIVE) else None

        node = wait_until(ready, f'{name!r} to be sensitive', seconds)
        self.activate(node)
        return node

    def activate(self, node):
        for candidate in walk(node):
            try:
                if (has_interface(candidate, 'Action') and Atspi.Action.get_n_actions(candidate)
                        and Atspi.Action.do_action(candidate, 0)):
                    return
            except GLib.Error:
                continue
        self.click(node)

    def click(self, node, lower=0):
        """A click into the node's middle, for what GTK 4.8 has no accessible action for."""
        window = self._window_of(node)
        geometry = dict(line.split('=') for line in self._xdotool(
            'getwindowgeometry', '--shell', window).split())
        frame, box = area_of(self._frame_of(node)), area_of(node)
        # The frame's own border is not part of its area.
        x = box.x + box.width // 2 + (int(geometry['WIDTH']) - frame.width) // 2
        y = box.y + box.height // 2 + (int(geometry['HEIGHT']) - frame.height) // 2 + lower
        self._xdotool('mousemove', '--sync', '--window', window, str(x), str(y), 'click', '1')

    def focus(self, node):
        """GTK does not let assistive technologies move the focus: click, as a person does.

        Of where a node is, newer GTK forgets the padding of all that it is in, so a click that
        missed is made again a little lower.
        """
        for lower in (0, 8, 16):
            if self.has_focus(node):
                return
            self.click(editable_of(node) or node, lower)
            try:
                wait_until(lambda: self.has_focus(node), 'the focus', 2)
            except DriveError:
                pass
        wait_until(lambda: self.has_focus(node), f'{name_of(node)!r} to have the focus')

    def has_focus(self, node):
        return any(has_state(inner, Atspi.StateType.FOCUSED) for inner in walk(node))

    def _frame_of(self, node):
        while node.get_parent() is not None and node.get_parent() != self.root:
            node = node.get_parent()
        return node

    def _window_of(self, node):
        """The X window of the node's frame: the one with its title, on top."""
        title = name_of(self._frame_of(node))
        for window in reversed(self.window_ids()):
            if self._xdotool('getwindowname', window).strip() == title:
                return window
        return self._xdotool('getactivewindow').strip()

    def _xdotool(self, *arguments):
        return subprocess.run(['xdotool', *arguments], check=True, capture_output=True,
                              text=True, timeout=DEADLINE).stdout

    def write(self, name, text):
        """Sets the text of the entry of that name."""
        node = self.find(name, editable=True)
        entry = editable_of(node)
        try:
            if Atspi.EditableText.set_text_contents(entry, text):
                return entry
        except GLib.Error:
            pass
        self.focus(entry)
        self.keys('ctrl+a', 'Delete')
        self.type(text)
        return entry

    def read(self, name):
        """The text of the entry of that name."""
        return text_of(editable_of(self.find(name, editable=True)))

    def keys(self, *names):
        self._xdotool('key', '--clearmodifiers', *names)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--clearmodifiers', '--file', '-'],
                       input=text.encode(), check=True)

    # Windows

    def window_ids(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid',
                                str(self.process.pid)], capture_output=True, text=True,
                               check=False)
        return found.stdout.split()

    def popup_ids(self):
        """Menus and the like, which have no title of their own."""
        titles = {name_of(frame) for frame in self.frames()}
        return [window for window in self.window_ids()
                if self._xdotool('getwindowname', window).strip() not in titles]

    def screenshot(self, path):
        """The screen as it is, cut to the program's windows, as a PNG."""
        subprocess.run(['import', '-silent', '-window', 'root', '-trim', '+repage', path],
                       check=True)
        return path

    def resize(self, width, height):
        for window in self.window_ids():
            subprocess.run(['xdotool', 'windowsize', '--sync', window, str(width), str(height)],
                           check=False, timeout=10)

    def quit(self):
        """Ends the program as a session does at logout, and says its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self._wait()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        return self._wait()

    def _wait(self):
        try:
            return self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise DriveError('the program did not end') from None

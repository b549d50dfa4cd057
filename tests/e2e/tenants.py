# SPDX-License-Identifier: GPL-3.0-or-later
"""The two tenants every verb is tried against, one way to ask either: one that is not ours, and the
sandbox."""

import base64
import json
import os
import secrets

from sandbox import ORGANIZATION_SECRET, USER_SECRET, Sandbox
from tenant import Reply, Tenant


class Theirs:
    """A tenant that is not ours."""

    name = 'theirs'

    def __init__(self, names):
        self.user_secret = base64.b64encode(os.urandom(32)).decode()
        self.organization_secret = secrets.token_hex(16)
        self.tenant = Tenant(self.user_secret, self.organization_secret)
        self.base_url = self.tenant.base_url
        self.numbers = {name: self.add(name) for name in names}

    def add(self, name):
        """An instance somebody else made; its id."""
        return self.tenant.add(name)

    def instance(self, number):
        return self.tenant.instances.get(number)

    def named(self, name):
        return [instance for instance in self.tenant.instances.values()
                if instance['name'] == name]

    def edit(self, number, **values):
        """Somebody else changes it."""
        self.tenant.instances[number].update(values)

    def delete(self, number):
        """Somebody else deletes it."""
        del self.tenant.instances[number]

    def new_token(self, number):
        """Somebody else authenticates it anew."""
        return self.tenant.new_token(number)

    def refuse(self, number, status, message='No'):
        self.tenant.change_script.append(Reply(status, json.dumps(
            {'requestId': f'e2e-{status}', 'message': message})))

    def said(self, status):
        return f'e2e-{status}'

    def lose_reply(self, number):
        def lose(reply):
            raise ConnectionAbortedError('the reply is lost')
        self.tenant.change_script.append(lose)

    def close(self):
        self.tenant.close()


class Ours:
    """The sandbox."""

    name = 'sandbox'
    user_secret, organization_secret = USER_SECRET, ORGANIZATION_SECRET

    def __init__(self, program, names):
        self.sandbox = Sandbox(program, '--control')
        self.base_url = self.sandbox.base_url
        self.numbers = {name: self.add(name) for name in names}

    def add(self, name):
        """An instance somebody else made; its id."""
        made = self.sandbox.send('POST', '/instances', {
            'name': name, 'element': {'key': 'sagecrm'}, 'configuration': {
                'username': 'elsewhere', 'password': 'hidden', 'subdomain': 'a.b.c'}})
        return str(made['id'])

    def instance(self, number):
        return next((instance for instance in self.sandbox.get('/instances')
                     if str(instance['id']) == number), None)

    def named(self, name):
        return [instance for instance in self.sandbox.get('/instances')
                if instance['name'] == name]

    def edit(self, number, **values):
        """Somebody else changes it."""
        self.sandbox.send('PATCH', f'/instances/{number}', values)

    def delete(self, number):
        """Somebody else deletes it."""
        self.sandbox.send('DELETE', f'/instances/{number}')

    def refuse(self, number, status, message='No'):
        self.sandbox.control('POST', 'faults', f'DELETE /instances/{number}/enabled'
                             f' status={status}')

    def said(self, status):
        return 'It says:'

    def lose_reply(self, number):
        self.sandbox.control('POST', 'faults', f'DELETE /instances/{number}/enabled drop-after')

    def close(self):
        self.sandbox.close()

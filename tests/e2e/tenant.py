# SPDX-License-Identifier: GPL-3.0-or-later
"""A tenant that is not ours: a plain HTTP server that answers as the API's documentation says and
writes down every request as it came. It knows nothing of the sandbox and shares nothing with it."""

import base64
import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BASE_PATH = '/elements/api-v2'
EVENTS_ENTRY = 41  # the id of the one entry of a configuration that can be changed alone


class Request:
    """One request as it arrived."""

    def __init__(self, method, target, headers, body):
        self.method = method
        self.target = target
        self.headers = headers  # (name, value) in the order sent
        self.body = body

    @property
    def path(self):
        return urlsplit(self.target).path

    def header(self, name):
        """The value of the header, None when it was not there exactly once."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return values[0] if len(values) == 1 else None


class Reply:
    """What to answer, given verbatim."""

    def __init__(self, status, body, content_type='application/json', headers=None):
        self.status = status
        self.body = body if isinstance(body, bytes) else body.encode()
        self.headers = {'Content-Type': content_type, **(headers or {})}


class Tenant:
    """Serves on a free loopback port until closed."""

    def __init__(self, user_secret, organization_secret, tls_context=None):
        self.expected = {'User': user_secret, 'Organization': organization_secret}
        self.requests = []
        self.instances = {}
        self.tokens = []
        self.next_id = 427902
        self.uses = []  # formula instances that use an instance, of whichever
        # What to answer the next POST /instances with: a Reply, or a function that is given the
        # reply of the instance just made and answers something else instead.
        self.script = []
        # The same for the next PATCH, PUT or DELETE of an instance.
        self.change_script = []
        self.lock = threading.Lock()
        tenant = self

        class Handler(_Handler):
            owner = tenant

        self.server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        # A reply that is lost on purpose is no news.
        self.server.handle_error = lambda request, address: None
        scheme = 'http'
        if tls_context is not None:
            self.server.socket = tls_context.wrap_socket(self.server.socket, server_side=True)
            scheme = 'https'
        self.base_url = f'{scheme}://127.0.0.1:{self.server.server_address[1]}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def posts(self):
        with self.lock:
            return [request for request in self.requests
                    if request.method == 'POST' and request.path == BASE_PATH + '/instances']

    def changes(self):
        with self.lock:
            return [request for request in self.requests
                    if request.method in ('PATCH', 'PUT', 'DELETE')]

    def answer(self, request):
        with self.lock:
            self.requests.append(request)
            if not self._is_authorized(request):
                return _json(401, {'requestId': 'e2e-401',
                                   'message': 'Invalid Organization or User Secret'})
            path = request.path.removeprefix(BASE_PATH)
            if (request.method, path) == ('GET', '/organizations/me'):
                return _json(200, {'id': 77, 'name': 'Independent Tenant'})
            if (request.method, path) == ('POST', '/instances'):
                return self._answer_creation(request)
            if (request.method, path) == ('GET', '/instances'):
                return self._list(request)
            if (request.method, path) == ('GET', '/formulas/instances'):
                return _json(200, self.uses)
            if request.method == 'GET' and path.endswith('/ping'):
                return _json(200, {'dateTime': '2026-11-25T00:00:00Z', 'endpoint': 'sagecrm'})
            if request.method == 'GET' and path.endswith('/configuration'):
                return self._entries(path.split('/')[2])
            if request.method == 'GET' and path.startswith('/instances/'):
                return self._get(path.rpartition('/')[2])
            if path.startswith('/instances/'):
                return self._answer_change(request.method, path, request.body)
            return _json(404, {'requestId': 'e2e-404', 'message': 'Not found'})

    def _is_authorized(self, request):
        pairs = {}
        for part in (request.header('Authorization') or '').split(','):
            scheme, _, value = part.strip().partition(' ')
            pairs[scheme] = value.strip()
        return all(pairs.get(scheme) == value for scheme, value in self.expected.items())

    def _answer_creation(self, request):
        answer = self.script.pop(0) if self.script else lambda reply: reply
        return answer if isinstance(answer, Reply) else answer(self._create(request))

    def _answer_change(self, method, path, body):
        answer = self.change_script.pop(0) if self.change_script else lambda reply: reply
        return answer if isinstance(answer, Reply) else answer(self._change(method, path, body))

    def _change(self, method, path, body):
        number, _, rest = path.removeprefix('/instances/').partition('/')
        if number not in self.instances:
            return _json(404, {'requestId': 'e2e-404',
                               'message': f'No instance found with id {number}'})
        if rest == 'enabled':
            self.instances[number]['disabled'] = method == 'DELETE'
            return Reply(200, '')
        if method == 'DELETE':
            del self.instances[number]
            return Reply(200, '')
        if rest == f'configuration/{EVENTS_ENTRY}':
            self._turn_events(number, json.loads(body)['propertyValue'] == 'true')
            return self._entries(number)
        if method == 'PUT':
            return self._authenticate(number, json.loads(body))
        for key, value in json.loads(body).items():
            if key == 'configuration':
                self.instances[number][key].update(value)
            else:
                self.instances[number][key] = value
        return self._get(number)

    def _entries(self, number):
        if number not in self.instances:
            return _json(404, {'requestId': 'e2e-404',
                               'message': f'No instance found with id {number}'})
        return _json(200, [{'id': EVENTS_ENTRY, 'key': 'event.notification.enabled',
                            'name': 'Enable Event Notifications', 'type': 'BOOLEAN',
                            'propertyValue': str(self.instances[number]['eventsEnabled']).lower()},
                           {'id': EVENTS_ENTRY + 1, 'key': 'username', 'name': 'Username',
                            'type': 'TEXTFIELD_32', 'propertyValue': 'elsewhere'}])

    def _turn_events(self, number, on):
        self.instances[number]['eventsEnabled'] = on
        self.instances[number]['configuration']['event.notification.enabled'] = str(on).lower()

    def _authenticate(self, number, body):
        """The same instance, its id and name, with other credentials and another token."""
        self.instances[number]['configuration']['username'] = body['configuration']['username']
        self.new_token(number)
        return self._get(number)

    def new_token(self, number):
        token = base64.b64encode(os.urandom(32)).decode()
        self.tokens.append(token)
        self.instances[number]['token'] = token
        return token

    def add(self, name):
        """An instance somebody made elsewhere; its id."""
        with self.lock:
            return str(self._make({'name': name, 'element': {'key': 'sagecrm'}, 'configuration': {
                'username': 'elsewhere', 'password': 'hidden'}})['id'])

    def _create(self, request):
        return _json(200, self._make(json.loads(request.body)))

    def _make(self, body):
        number = self.next_id
        self.next_id += 1
        token = base64.b64encode(os.urandom(32)).decode()
        self.tokens.append(token)
        configuration = {key: '********' if key == 'password' else str(value)
                         for key, value in body['configuration'].items()}
        configuration['base.url'] = 'https://{subdomain}/sdata/crmj/sagecrm2/-'
        configuration['event.notification.callback.url'] = None
        self.instances[str(number)] = {
            'id': number,
            'name': body['name'],
            'createdDate': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime()),
            'token': token,
            'element': {'id': 3641, 'name': 'Sage CRM', 'key': body['element']['key'],
                        'hub': 'crm', 'authentication': {'type': 'basic'}},
            'elementId': 3641,
            'tags': body.get('tags', []),
            'provisionInteractions': [],
            'valid': True,
            'disabled': False,
            'configuration': configuration,
            'eventsEnabled': False,
            'externalAuthentication': 'none',
            'user': {'id': 160673},
        }
        return self.instances[str(number)]

    def _list(self, request):
        query = parse_qs(urlsplit(request.target).query)
        wanted = query.get('searchText', [''])[0].lower()
        found = [instance for instance in self.instances.values()
                 if wanted in instance['name'].lower()]
        return _json(200, found, {'Elements-Returned-Count': str(len(found)),
                                  'Elements-Total-Count': str(len(found))})

    def _get(self, number):
        if number not in self.instances:
            return _json(404, {'requestId': 'e2e-404',
                               'message': f'No instance found with id {number}'})
        return _json(200, self.instances[number])


def _json(status, value, headers=None):
    return Reply(status, json.dumps(value), headers=headers)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    owner = None

    def _serve(self):
        length = int(self.headers.get('Content-Length') or 0)
        body = self.rfile.read(length)
        reply = self.owner.answer(Request(self.command, self.path, self.headers.items(), body))
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def log_message(self, format, *arguments):  # pylint: disable=redefined-builtin
        pass

"""An API in another language: it never sees a token, only who calls, in headers that nginx took from the gateway."""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        username = unquote(self.headers.get("X-Auth-Username", ""))
        if self.path.endswith("/api/v1/timelines/home"):
            self.answer(200, [{"content": f"Hello {username}, you may {self.headers.get('X-Auth-Scopes')}"}])
        else:
            self.answer(404, {"error": "Not Found"})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Api).serve_forever()

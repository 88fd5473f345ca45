"""A server over HTTPS that says what a test wants it to say."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from sync.hub.certificate import fingerprint, make_certificate
from sync.hub.home import Home


class Call(msgspec.Struct, frozen=True):
    path: str
    headers: dict[str, str]
    body: bytes


class Say(msgspec.Struct, frozen=True):
    """`length` is what the head announces, where it is not the truth."""

    status: int
    body: bytes
    headers: dict[str, str] = {}
    length: int | None = None


class Canned(msgspec.Struct, frozen=True):
    url: str
    fingerprint: str
    calls: list[Call]


@contextmanager
def canned(folder: Path, answer: Callable[[Call], Say]) -> Iterator[Canned]:
    """A running server; `answer` is asked for each call."""
    home = Home.make(folder)
    make_certificate(home, ["127.0.0.1"], datetime.now(UTC))
    calls: list[Call] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(calls, answer))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(home.certificate, home.certificate_key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        port = server.server_address[1]
        yield Canned(f"https://127.0.0.1:{port}", fingerprint(home.certificate), calls)
    finally:
        server.shutdown()
        server.server_close()


def _handler(calls: list[Call], answer: Callable[[Call], Say]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            call = Call(self.path, dict(self.headers), self.rfile.read(length))
            calls.append(call)
            say = answer(call)
            self.send_response(say.status)
            for name, value in say.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(say.length or len(say.body)))
            self.end_headers()
            self.wfile.write(say.body)
            self.close_connection = say.length is not None

        def log_message(self, *_: object) -> None:
            """The tests say what they need to."""

    return Handler

"""The network that the demo cuts and mends, tried on real sockets."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator

import pytest

from station.demo.relay import Relay

PATIENCE_S = 10.0


class Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with contextlib.suppress(OSError):
            while heard := self.request.recv(65536):
                self.request.sendall(heard)


class EchoServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


@pytest.fixture
def relay() -> Iterator[Relay]:
    with EchoServer(("127.0.0.1", 0), Echo) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        with Relay.running(server.server_address[1]) as relay:
            yield relay
        server.shutdown()
        serving.join()


def call(relay: Relay) -> socket.socket:
    return socket.create_connection(("127.0.0.1", relay.port), PATIENCE_S)


def hear(line: socket.socket) -> bytes:
    """What comes next; nothing when the line is dead."""
    try:
        return line.recv(65536)
    except ConnectionError:
        return b""


def test_a_whole_network_carries_both_ways(relay: Relay) -> None:
    with call(relay) as line:
        line.sendall(b"xin chao")
        assert hear(line) == b"xin chao"


def test_a_caller_who_has_said_everything_still_hears_the_answer(relay: Relay) -> None:
    with call(relay) as line:
        line.sendall(b"a" * 300_000)
        line.shutdown(socket.SHUT_WR)
        assert sum(map(len, iter(lambda: hear(line), b""))) == 300_000


def test_a_cut_breaks_what_is_under_way(relay: Relay) -> None:
    with call(relay) as line:
        line.sendall(b"before")
        assert hear(line) == b"before"
        relay.cut()
        assert hear(line) == b""


def test_a_cut_network_turns_new_callers_away_until_it_is_mended(relay: Relay) -> None:
    relay.cut()
    with call(relay) as line:
        assert hear(line) == b""
    relay.mend()
    with call(relay) as line:
        line.sendall(b"back")
        assert hear(line) == b"back"


def test_the_port_is_free_again_afterwards() -> None:
    with Relay.running(target_port=9) as relay:
        port = relay.port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), PATIENCE_S)

"""HTTPS to one hub, whose certificate is pinned: a whole reply, or the reason why there is none."""

import time
from collections.abc import Iterator

import msgspec
import requests
import urllib3
from requests.adapters import HTTPAdapter

from sync import wire
from sync.connections import Connections
from sync.link import Cause, Retry
from sync.protocol import MAX_BODY_BYTES

_CONNECT_TIMEOUT_S = 10.0
_REPLY_TIMEOUT_S = 30.0
_BODY_TIMEOUT_S = 60.0
_CHUNK_BYTES = 64 * 1024


class Reply(msgspec.Struct, frozen=True):
    """A whole reply: its status, its plain body, and the monotonic time at which its head came."""

    status: int
    body: bytes
    arrived_s: float


class _NotAHubError(Exception):
    """A reply that no hub sends."""


class _Pinned(HTTPAdapter):
    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        super().__init__()

    def init_poolmanager(self, *_args: object, **_known: object) -> None:
        self.poolmanager = self._connections.pools()


class HubClient:
    """Posts to the hub at `url`; only a server with the pinned certificate can reply."""

    def __init__(self, url: str, fingerprint: str) -> None:
        self._url = url.rstrip("/")
        self._connections = Connections(fingerprint)
        self._session = _session(self._connections)
        self._closed = False

    def post(
        self, path: str, body: bytes, headers: dict[str, str], wait_s: float = 0
    ) -> Reply | Retry:
        """The reply to `body` (as it is to be sent), which the hub may hold back for `wait_s`."""
        timeout_s = (_CONNECT_TIMEOUT_S, wait_s + _REPLY_TIMEOUT_S)
        try:
            with self._session.post(
                self._url + path,
                data=body,
                headers=headers,
                timeout=timeout_s,
                allow_redirects=False,
                stream=True,
                # The certificate is checked against its pin; there is no authority to ask.
                verify=False,
            ) as response:
                return _reply(response)
        except _NotAHubError as error:
            return Retry(Cause.NOT_A_HUB, str(error))
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            return Retry(Cause.CLOSED, "") if self._closed else _retry(error)

    def close(self) -> None:
        """Ends a call that is under way, from any thread."""
        self._closed = True
        self._connections.shut()


def _session(connections: Connections) -> requests.Session:
    session = requests.Session()
    # Neither a proxy nor a .netrc of the machine has a say in where the records go.
    session.trust_env = False
    session.adapters.clear()
    session.mount("https://", _Pinned(connections))
    session.headers.clear()
    session.headers.update({"User-Agent": "tram", "Accept-Encoding": wire.ZSTD})
    return session


def _reply(response: requests.Response) -> Reply:
    arrived_s = time.monotonic()
    body = _body(response, arrived_s + _BODY_TIMEOUT_S)
    try:
        plain = wire.decompress(body, response.headers.get("Content-Encoding"))
    except wire.BodyError as error:
        raise _NotAHubError(str(error)) from error
    return Reply(response.status_code, plain, arrived_s)


def _body(response: requests.Response, until_s: float) -> bytes:
    body = bytearray()
    for chunk in response.raw.stream(_CHUNK_BYTES, decode_content=False):
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise _NotAHubError(f"the reply is larger than {MAX_BODY_BYTES} bytes")
        if time.monotonic() > until_s:
            raise requests.ReadTimeout(f"the reply took more than {_BODY_TIMEOUT_S:.0f} s")
    return bytes(body)


def _retry(error: Exception) -> Retry:
    errors = list(_causes(error))
    first = errors[-1]
    return Retry(_cause(errors), f"{type(first).__name__}: {first}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """From the outermost error down to the one that began it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _cause(errors: list[BaseException]) -> Cause:
    for error in errors:
        match error:
            case requests.exceptions.InvalidURL() | requests.exceptions.InvalidSchema():
                return Cause.NOT_A_HUB
            case requests.ConnectTimeout() | urllib3.exceptions.NewConnectionError():
                return Cause.UNREACHABLE
            case requests.Timeout() | urllib3.exceptions.ReadTimeoutError() | TimeoutError():
                return Cause.TIMED_OUT
            case urllib3.exceptions.SSLError(args=[reason]) if not isinstance(reason, OSError):
                return Cause.WRONG_CERTIFICATE  # TLS itself fails with an ssl.SSLError inside
    return Cause.CUT

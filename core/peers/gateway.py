"""A real gateway for messages on loopback: believes no request whose signature it has not reckoned itself."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

YOUNG = 300  # seconds in which a signature is believed
DRIP = 0.05
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer. `raw` instead goes out as it is and is no whole answer: HTTP has no such thing."""

    status: int = 200
    content: bytes = b'{"status": "accepted"}'
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    raw: bytes = b""


HANG_UP, STALL = Reply(0), Reply(1)
DRIPS, DRIPS_HEAD = Reply(2, raw=HEAD), Reply(2, raw=b"HTTP/1.1 200 ")
TOO_SHORT, NO_END = Reply(3, raw=HEAD), Reply(3, raw=b"HTTP/1.1 200 OK\r\n\r\n")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came, its signature found right."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def data(self) -> dict[str, Any]:
        """Its JSON."""
        read: dict[str, Any] = json.loads(self.content)
        return read


@dataclass
class Gateway:
    """`with Gateway(secret="…") as gateway: gateway.url`. Taken messages are in `taken`, all requests in `seen`.

    `at_address["+55…"]` and `at_path["/status/7"]` are replies other than an acceptance.
    """

    secret: str = field(repr=False)
    token: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = None
    port: int = 0
    seen: list[Request] = field(default_factory=list)
    taken: list[Request] = field(default_factory=list)
    at_address: dict[str, Reply] = field(default_factory=dict)
    at_path: dict[str, Reply] = field(default_factory=dict)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    _server: Any = None
    _thread: Any = None

    @property
    def url(self) -> str:
        """Where messages are taken."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/mensagens"

    def start(self) -> Self:
        """Listen, on the same port as before where there was one."""
        self.over.clear()
        self._server = _Server(self)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def stop(self) -> None:
        """Close the port and every connection; may be called twice."""
        self.over.set()
        if self._server is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.hang_up()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def reply_to(self, request: Request) -> Reply:
        """The answer to a request; a message that is accepted is kept."""
        if not self._believed(request):
            return Reply(401, b'{"detail": "bad signature"}')
        self.seen.append(request)
        if request.path in self.at_path:
            return self.at_path[request.path]
        if request.method != "POST":
            return Reply(405, b"")
        if told := self.at_address.get(request.data["to"]):
            return told
        self.taken.append(request)
        return Reply(content=json.dumps({"status": "queued", "id": f"g-{len(self.taken)}"}).encode())

    def _believed(self, request: Request) -> bool:
        stamp = request.headers.get("malha-timestamp", "0")
        content = request.path.rpartition("/")[2].encode() if request.method == "GET" else request.content
        right = hmac.new(self.secret.encode(), stamp.encode() + b"." + content, hashlib.sha256).hexdigest()
        signed = hmac.compare_digest(request.headers.get("malha-signature", ""), f"v1={right}")
        known = not self.token or request.headers.get("authorization") == f"Bearer {self.token}"
        return signed and known and abs(time.time() - int(stamp)) < YOUNG


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", gateway.port), _Handler)
        if gateway.tls:
            self.socket = gateway.tls.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def process_request(self, request: Any, client_address: Any) -> None:
        self.gateway.connections += 1
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves is no fault of the server's."""

    def hang_up(self) -> None:
        """End what is still open."""
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # it has left
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: tests are silent."""

    def answer(self) -> None:
        """Read the request whole, and reply as the gateway says."""
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        named = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.gateway.reply_to(Request(self.command, self.path, named, content))
        if reply.status < 100:
            return self._behave(reply)
        self.send_response(reply.status)
        for name, value in (*reply.headers, ("Content-Length", str(len(reply.content)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.content)
        return None

    do_POST = do_GET = do_OPTIONS = answer

    def _behave(self, reply: Reply) -> None:
        self.close_connection = True
        self.wfile.write(reply.raw)
        if reply is HANG_UP:
            self.server.socket.close()
        if reply.status not in (STALL.status, DRIPS.status):
            return
        while not self.server.gateway.over.wait(DRIP):
            if reply.raw:
                self.wfile.write(b"x")

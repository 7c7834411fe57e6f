"""A load generator: one thread, non-blocking sockets, keep-alive, one request at a time on each connection.

It needs only Python and checks every response. Each report has its CPU use; its maximum rate is measured against a
server that does nothing (`ceiling`).
"""

import gc
import selectors
import socket
import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

RECEIVE = 1 << 18
STALLED_SECONDS = 30
MOST_ERRORS = 100


class LoadError(Exception):
    """A server does not respond, or responds wrongly."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request as bytes, and the required content of its response."""

    payload: bytes
    mark: bytes

    @staticmethod
    def post(path: str, body: bytes, *, token: str, mark: bytes) -> "Call":
        """A POST of JSON."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return Call(head.encode() + body, mark)


@dataclass(frozen=True)
class Sample:
    """The results of one run; latencies in milliseconds, sorted."""

    seconds: float
    latencies: Sequence[float]
    errors: int
    first_error: str
    own_cpu_seconds: float

    @property
    def requests(self) -> int:
        """The number of correct responses."""
        return len(self.latencies)

    @property
    def rate(self) -> float:
        """Correct responses a second."""
        return self.requests / self.seconds

    def percentile(self, share: float) -> float:
        """The latency that `share` of the responses do not exceed, in milliseconds."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))] if self.latencies else 0.0

    @property
    def own_share(self) -> float:
        """The share of one core that the load generator used."""
        return self.own_cpu_seconds / self.seconds


@dataclass(slots=True)
class _Connection:
    port: int
    calls: Iterator[Call]
    socket: socket.socket
    call: Call | None = None
    sent_at: float = 0.0
    answer: bytes = b""

    def send(self) -> bool:
        """Whether there was another request to send."""
        self.call = next(self.calls, None)
        if self.call is None:
            return False
        self.sent_at = time.perf_counter()
        self.socket.send(self.call.payload)
        return True


@dataclass
class _Tally:
    latencies: "array[float]" = field(default_factory=lambda: array("d"))
    errors: int = 0
    first_error: str = ""

    def fail(self, reason: str) -> None:
        self.errors += 1
        self.first_error = self.first_error or reason
        if self.errors > MOST_ERRORS:
            raise LoadError(f"more than {MOST_ERRORS} errors; the first: {self.first_error}")


def run(
    ports: Sequence[int], calls: Sequence[Call], *, connections: int, seconds: float, is_repeated: bool = True
) -> Sample:
    """Keep `connections` requests in flight, shared among the ports, for so many seconds.

    Unrepeatable requests are sent once each; then the run ends when all have responses. Raises LoadError if a server
    stalls or most of its responses are wrong.
    """
    tally, shared = _Tally(), cycle(calls) if is_repeated else iter(calls)
    opened = [_open(ports[place % len(ports)], shared) for place in range(connections)]
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        with selectors.DefaultSelector() as selector:
            began, cpu_began = time.perf_counter(), time.process_time()
            for connection in opened:
                if connection.send():
                    selector.register(connection.socket, selectors.EVENT_READ, connection)
            _pump(selector, tally, until=began + seconds)
            spent, cpu_spent = time.perf_counter() - began, time.process_time() - cpu_began
    finally:
        if was_collecting:
            gc.enable()
        for connection in opened:
            connection.socket.close()
    return Sample(spent, sorted(tally.latencies), tally.errors, tally.first_error, cpu_spent)


def ask(port: int, call: Call) -> bytes:
    """The body of one response. Raises LoadError if it is not correct."""
    connection = _open(port, iter([call]))
    connection.socket.setblocking(True)  # noqa: FBT003 -- the name is the argument
    connection.socket.settimeout(STALLED_SECONDS)
    with connection.socket:
        connection.send()
        while not _is_complete(connection.answer):
            part = connection.socket.recv(RECEIVE)
            if not part:
                raise LoadError("the connection was closed")
            connection.answer += part
    if reason := _fault(connection):
        raise LoadError(reason)
    return connection.answer.partition(b"\r\n\r\n")[2]


def _open(port: int, calls: Iterator[Call]) -> _Connection:
    connected = socket.create_connection(("127.0.0.1", port), timeout=STALLED_SECONDS)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connected.setblocking(False)  # noqa: FBT003 -- the name is the argument
    return _Connection(port, calls, connected)


def _pump(selector: selectors.BaseSelector, tally: _Tally, *, until: float) -> None:
    latencies, clock, last = tally.latencies, time.perf_counter, time.perf_counter()
    while (now := clock()) < until and selector.get_map():
        events = selector.select(min(1.0, until - now))
        if events:
            last = now
        elif now - last > STALLED_SECONDS:
            raise LoadError(f"no answer for {STALLED_SECONDS} s")
        for key, _ in events:
            connection: _Connection = key.data
            part = connection.socket.recv(RECEIVE)
            connection.answer = connection.answer + part if connection.answer else part
            if not part:
                _replace(selector, connection, tally)
            elif _is_complete(connection.answer):
                latencies.append((clock() - connection.sent_at) * 1000)
                if reason := _fault(connection):
                    latencies.pop()
                    tally.fail(reason)
                _continue(selector, connection)


def _continue(selector: selectors.BaseSelector, connection: _Connection) -> None:
    connection.answer = b""
    if not connection.send():
        selector.unregister(connection.socket)


def _replace(selector: selectors.BaseSelector, connection: _Connection, tally: _Tally) -> None:
    tally.fail("the connection was closed")
    selector.unregister(connection.socket)
    connection.socket.close()
    connection.socket = _open(connection.port, connection.calls).socket
    selector.register(connection.socket, selectors.EVENT_READ, connection)
    _continue(selector, connection)


def _is_complete(answer: bytes) -> bool:
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = answer[:end].lower()
    place = head.find(b"content-length:")
    if place < 0:
        return b"transfer-encoding: chunked" in head and answer.endswith(b"0\r\n\r\n")
    return len(answer) >= end + 4 + int(head[place + 15 :].split(b"\r", 1)[0])


def _fault(connection: _Connection) -> str:
    answer = connection.answer
    assert connection.call is not None  # noqa: S101 -- a response belongs to a request
    is_good = answer.startswith(b"HTTP/1.1 200") and connection.call.mark in answer and b'"errors":' not in answer
    return "" if is_good else answer[:600].decode(errors="replace")

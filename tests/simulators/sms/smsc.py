"""A small SMSC, written from SMPP 3.4 (issue 1.2): one transceiver at a time, letters taken and reported, telephones
that write in any alphabet, in parts and out of order."""

from __future__ import annotations

import socket
import struct
import threading
from collections import deque
from dataclasses import dataclass, field

from tests.stack import HOST

BIND_TRANSCEIVER, SUBMIT_SM, DELIVER_SM, UNBIND, ENQUIRE_LINK = 0x09, 0x04, 0x05, 0x06, 0x15
RESPONSE = 0x80000000
OK, THROTTLED, BIND_FAILED = 0x00, 0x58, 0x0D
UCS2, BINARY, GSM = 8, 4, 0
UDHI, RECEIPT = 0x40, 0x04


@dataclass(frozen=True)
class Submitted:
    """A letter as the network got it: one segment, with its user data header taken off."""

    to: str
    coding: int
    text: str


@dataclass
class Smsc:
    """Listens on ``port``. ``throttle``: how many submits are refused first. ``failing``: numbers whose letters are
    reported as undeliverable. ``unanswered``: deliver_sm that nobody has acknowledged yet."""

    submitted: list[Submitted] = field(default_factory=list)
    throttle: int = 0
    failing: set[str] = field(default_factory=set)
    bound: threading.Event = field(default_factory=threading.Event)
    acknowledged: deque[int] = field(default_factory=deque)
    """Status of each deliver_sm_resp, in the order they came."""
    port: int = 0
    _server: socket.socket | None = None
    _line: socket.socket | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sequence: int = 0

    def __enter__(self) -> Smsc:
        self._server = socket.create_server((HOST, 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._line, self._server):
            if one is not None:
                one.close()

    def deliver(self, sender: str, to: str, raw: bytes, coding: int = GSM, header: bytes = b"", kind: int = 0) -> None:
        """An SMS of a telephone, or (``kind`` RECEIPT) a report."""
        esm = kind | (UDHI if header else 0)
        message = header + raw
        body = b"\0" + _address(sender) + _address(to) + struct.pack("!BBB", esm, 0, 0) + b"\0\0"
        body += struct.pack("!BBBBB", 0, 0, coding, 0, len(message)) + message
        self._sequence += 1
        self._send(DELIVER_SM, OK, self._sequence, body)

    def _accept(self) -> None:
        assert self._server is not None
        while True:
            try:
                self._line, _ = self._server.accept()
            except OSError:
                return  # closed
            try:
                self._serve(self._line)
            except (OSError, EOFError):
                self.bound.clear()

    def _serve(self, line: socket.socket) -> None:
        while True:
            length, command, status, sequence = struct.unpack("!IIII", _exactly(line, 16))
            body = _exactly(line, length - 16)
            if command == BIND_TRANSCEIVER:
                name, password = body.split(b"\0")[:2]
                good = (name, password) == (b"hcc", b"secret")
                self._send(command | RESPONSE, OK if good else BIND_FAILED, sequence, b"smsc\0")
                self.bound.set()
            elif command == SUBMIT_SM:
                self._submit(sequence, body)
            elif command in (ENQUIRE_LINK, UNBIND):
                self._send(command | RESPONSE, OK, sequence, b"")
            elif command == DELIVER_SM | RESPONSE:
                self.acknowledged.append(status)

    def _submit(self, sequence: int, body: bytes) -> None:
        if self.throttle:
            self.throttle -= 1
            self._send(SUBMIT_SM | RESPONSE, THROTTLED, sequence, b"\0")
            return
        _service, rest = body.split(b"\0", 1)
        sender, rest = rest[2:].split(b"\0", 1)
        to, rest = rest[2:].split(b"\0", 1)
        esm, (_schedule, _validity, rest) = rest[0], rest[3:].split(b"\0", 2)
        registered, coding, length = rest[0], rest[2], rest[4]
        message = rest[5 : 5 + length]
        if esm & UDHI:
            message = message[1 + message[0] :]
        number = f"M{len(self.submitted) + 1}"
        text = message.decode("utf-16-be" if coding == UCS2 else "latin-1")
        self.submitted.append(Submitted(to.decode(), coding, text))
        self._send(SUBMIT_SM | RESPONSE, OK, sequence, number.encode() + b"\0")
        if registered & 1:
            state = "UNDELIV" if to.decode() in self.failing else "DELIVRD"
            told = (
                f"id:{number} sub:001 dlvrd:001 submit date:2611230800 done date:2611230800 stat:{state} err:000 text:"
            )
            self.deliver(to.decode(), sender.decode(), told.encode(), kind=RECEIPT)

    def _send(self, command: int, status: int, sequence: int, body: bytes) -> None:
        assert self._line is not None
        with self._lock:
            self._line.sendall(struct.pack("!IIII", 16 + len(body), command, status, sequence) + body)


def _address(number: str) -> bytes:
    return b"\1\1" + number.encode() + b"\0"


def _exactly(line: socket.socket, count: int) -> bytes:
    """So many bytes; EOFError where the line ends before."""
    found = b""
    while len(found) < count:
        more = line.recv(count - len(found))
        if not more:
            raise EOFError
        found += more
    return found

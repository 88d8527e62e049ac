"""A line between two processes that a test can make slow or cut: for the peers it looks like the other one."""

from __future__ import annotations

import contextlib
import socket
import threading


class Line:
    """Listens on ``port`` and passes every connection on to ``target``. Cut, it refuses connections."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._pass = threading.Event()
        self._pass.set()
        self._open: set[socket.socket] = set()
        self._server: socket.socket | None = None
        self.port = 0
        self.mend()

    def hold(self) -> None:
        """Answers stop coming; requests still get through."""
        self._pass.clear()

    def release(self) -> None:
        """Answers come again, those held back first."""
        self._pass.set()

    def cut(self) -> None:
        """The line is dead: open connections break, new ones are refused."""
        if self._server is not None:
            with contextlib.suppress(OSError):
                self._server.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
            self._server.close()
            self._server = None
        for one in list(self._open):
            _break(one)

    def mend(self) -> None:
        """The line works (again), on the same port."""
        if self._server is None:
            self._server = socket.create_server(("127.0.0.1", self.port))
            self.port = int(self._server.getsockname()[1])
            threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()

    def close(self) -> None:
        self.release()
        self.cut()

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                near, _ = server.accept()
            except OSError:
                return  # cut
            try:
                far = socket.create_connection(("127.0.0.1", self._target), timeout=5)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            self._open |= {near, far}
            ways = [
                threading.Thread(target=self._pump, args=(near, far, False), daemon=True),
                threading.Thread(target=self._pump, args=(far, near, True), daemon=True),
            ]
            for way in ways:
                way.start()
            threading.Thread(target=self._bury, args=(near, far, ways), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        try:
            while data := source.recv(65536):
                if answers:
                    self._pass.wait()
                sink.sendall(data)
        except OSError:
            pass  # the other end is gone; both are broken now
        _break(source)
        _break(sink)

    def _bury(self, near: socket.socket, far: socket.socket, ways: list[threading.Thread]) -> None:
        for way in ways:
            way.join()
        self._open -= {near, far}
        near.close()
        far.close()


def _break(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)

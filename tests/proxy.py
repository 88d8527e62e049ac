"""A line between two processes that a test can make slow or cut: for the peers it looks like the other one."""

from __future__ import annotations

import contextlib
import socket
import threading


class Line:
    """Listens on ``port`` and passes every connection on to ``target``. Cut: closes what comes and what is."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._cut = threading.Event()
        self._pass = threading.Event()
        self._pass.set()
        self._open: set[socket.socket] = set()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def hold(self) -> None:
        """Answers stop coming; requests still get through."""
        self._pass.clear()

    def release(self) -> None:
        """Answers come again, those held back first."""
        self._pass.set()

    def cut(self) -> None:
        """The line is dead: open connections break, new ones are closed at once."""
        self._cut.set()
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._cut.clear()

    def close(self) -> None:
        self.cut()
        self.release()
        self._server.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return  # closed
            if self._cut.is_set():
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self._target), timeout=5)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            self._open |= {near, far}
            threading.Thread(target=self._pump, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, True), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        try:
            while data := source.recv(65536):
                if answers:
                    self._pass.wait()
                sink.sendall(data)
        except OSError:
            pass  # the other end is gone; both are closed below
        finally:
            for one in (source, sink):
                self._open.discard(one)
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                    one.close()

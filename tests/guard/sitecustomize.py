"""No test talks to the network: connections to anything but this machine are refused.

Named so that every Python process that a test starts, with this folder on PYTHONPATH, loads it too.
"""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

EVENTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


class NetworkRefused(RuntimeError):
    """A test tried to leave this machine. Not an OSError, so that no retry in the product hides it."""


def local(host: str) -> bool:
    """Whether a host, by name or address, is this machine."""
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return host in ("", "localhost")


def refuse(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: sees every connection of this process before it is made."""
    if event in EVENTS:
        address = args[1]
        host = address[0] if isinstance(address, tuple) else ""  # paths of Unix sockets are this machine
    elif event == "socket.getaddrinfo":
        host = args[0]
        if isinstance(host, bytes):
            host = host.decode("idna")
        if host in (None, "0.0.0.0", "::"):  # to listen, not to call
            return
    else:
        return
    if not local(str(host)):
        raise NetworkRefused(f"a test tried to reach {host!r} ({event})")


sys.addaudithook(refuse)

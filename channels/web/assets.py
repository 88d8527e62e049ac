"""The page's own files: read once, named by their content, so that a browser asks for each only once."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from fastapi import Request
from starlette.responses import Response

FOLDER: Final = Path(__file__).resolve().parent / "static"
TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
SMALL: Final = 400
"""Bytes below which compressing gains nothing."""
POLICY: Final = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "media-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
"""What the page may do: only what comes from here, nothing written inside the page, in nobody's frame."""


@dataclass(frozen=True)
class Asset:
    """One file: its content type, its bytes, and the same compressed."""

    mime: str
    plain: bytes
    packed: bytes


@dataclass(frozen=True)
class Assets:
    """All files under one name that changes when any of them does: modules import each other by plain names."""

    version: str
    files: dict[str, Asset]

    def path(self, name: str) -> str:
        """Where a file is served."""
        return f"/assets/{self.version}/{name}"


@lru_cache(maxsize=1)
def assets() -> Assets:
    """The page's files, read once per process."""
    digest, files = hashlib.sha256(), {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in TYPES:
            plain = path.read_bytes()
            digest.update(f"{path.name}\n{len(plain)}\n".encode() + plain)
            files[path.name] = Asset(TYPES[path.suffix], plain, pack(plain))
    return Assets(digest.hexdigest()[:16], files)


def pack(plain: bytes) -> bytes:
    """Compressed, always to the same bytes."""
    return gzip.compress(plain, compresslevel=9, mtime=0)


def packable(request: Request) -> bool:
    """Whether the caller takes gzip."""
    return "gzip" in request.headers.get("accept-encoding", "")


def answer(request: Request, asset: Asset, headers: dict[str, str]) -> Response:
    """The file, compressed where the caller takes that, with the page's security headers."""
    headers = {"Content-Security-Policy": POLICY, "Vary": "Accept-Encoding", **headers}
    if len(asset.plain) > SMALL and packable(request):
        return Response(asset.packed, media_type=asset.mime, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.plain, media_type=asset.mime, headers=headers)

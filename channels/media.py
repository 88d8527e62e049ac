"""Files that citizens send: streamed to disk under a name of ours, never under theirs."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy.orm import Session

from actions.errors import BadInput, TooLarge
from actions.ids import new_id
from actions.store.models import Media

MAX_BYTES: Final = 20 * 1024 * 1024
_CHUNK: Final = 256 * 1024
_MAGIC: Final = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"ftyphei", 4, "image/heic"),
    (b"%PDF-", 0, "application/pdf"),
    (b"OggS", 0, "audio/ogg"),
    (b"#!AMR", 0, "audio/amr"),
    (b"ID3", 0, "audio/mpeg"),
    (b"WAVE", 8, "audio/wav"),
    (b"ftypM4A", 4, "audio/mp4"),
)


class FileTooLarge(TooLarge):
    """A photo over 20 MB: other words than for a long text."""

    citizen_prompt = "error.photo_too_large"


@dataclass(frozen=True)
class Stored:
    """A file on disk that no row points to yet. ``path`` is relative to ``media/``, ``size`` in bytes."""

    id: str
    path: str
    mime: str
    size: int
    sha256: str

    @property
    def kind(self) -> str:
        """``image``, ``audio``, ``document`` or ``other``."""
        family = self.mime.partition("/")[0]
        if family in ("image", "audio"):
            return family
        return "document" if self.mime == "application/pdf" else "other"


def store(folder: Path, source: BinaryIO) -> Stored:
    """Copies a file under ``folder``, on the disk before it returns. What it is, its content says.

    Raises TooLarge over 20 MB and BadInput when it is empty; then nothing is left behind.
    """
    media_id = new_id()
    relative = f"{media_id[:5]}/{media_id}"
    target = folder / relative
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size, head = hashlib.sha256(), 0, b""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            while chunk := source.read(_CHUNK):
                head = head or chunk[:16]
                size += len(chunk)
                if size > MAX_BYTES:
                    raise FileTooLarge("file: larger than 20 MB.")
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if not size:
            raise BadInput("file: empty.")
    except BaseException:
        target.unlink()
        raise
    return Stored(media_id, relative, sniff(head), size, digest.hexdigest())


def discard(folder: Path, stored: Stored) -> None:
    """Deletes a file that no message needs: it was refused, or is the same that came before."""
    (folder / stored.path).unlink(missing_ok=True)


def sniff(head: bytes) -> str:
    """The MIME type by the first bytes; ``application/octet-stream`` where they say nothing."""
    for magic, offset, mime in _MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return mime
    return "application/octet-stream"


def remember(session: Session, conversation_id: str, stored: Stored) -> None:
    """Adds the row of a stored file."""
    session.add(
        Media(
            id=stored.id,
            conversation_id=conversation_id,
            kind=stored.kind,
            path=stored.path,
            mime=stored.mime,
            size=stored.size,
            sha256=stored.sha256,
        )
    )
    session.flush()

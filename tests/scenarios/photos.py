"""The photos and other files that scenarios send: drawn cards and what happens to them, by names in ``_mau.yml``."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import httpx
from PIL import Image

from actions.cards.reader import read
from actions.cards.seen import Seen
from actions.ids import new_id
from channels.media import MAX_BYTES
from tests.cards import made
from tests.stack import Answered

SHOWN_BEHIND: Final = b"<script>alert(1)</script><!-- %PDF-1.7 PK\x03\x04 -->"
"""A page with a script, for a browser that would take the photo for one."""


def _no_code(picture: Image.Image, rng: random.Random) -> Image.Image:
    """The side of the card that has no square code."""
    picture = picture.copy()
    picture.paste((214, 232, 226), (800, 110, 1190, 560))
    return picture


_HOW: Final[dict[str, made.Change]] = {
    "rõ": lambda picture, _: picture,
    "tối": made._all(made._dark(0.08), made._noise(8)),
    "mờ": made._blur(6),
    "mặt kia": _no_code,
}
"""How it was photographed (``chụp``)."""
_AS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "ảnh": lambda jpeg: jpeg,
    "ảnh có trang web phía sau": lambda jpeg: jpeg + SHOWN_BEHIND,
    "PDF giấu ảnh": lambda jpeg: b"%PDF-1.7\n" + jpeg,
    "ảnh đứt giữa chừng": lambda jpeg: jpeg[: len(jpeg) // 3],
    "ảnh hơn 20 MB": lambda jpeg: jpeg.ljust(MAX_BYTES + 1, b"\0"),
}
"""What the file is (``gửi``)."""


@cache
def content(card: str, how: str = "rõ", sent: str = "ảnh") -> bytes:
    """The file: a card whose code says ``card``, photographed and sent so. KeyError for a way that there is not."""
    rng = random.Random(f"{card}-{how}")
    return _AS[sent](made.encoded(_HOW[how](made.photo(card, rng), rng)))


def drawn(spec: dict[str, Any]) -> bytes:
    """The file that an entry of ``ảnh`` in ``_mau.yml`` describes: ``{thẻ: …, chụp: …, gửi: …}``."""
    assert spec.keys() <= {"thẻ", "chụp", "gửi"}, f"unknown keys {sorted(spec)}"
    return content(spec["thẻ"], spec.get("chụp", "rõ"), spec.get("gửi", "ảnh"))


@cache
def seen(photo: bytes) -> Seen:
    """What the product sees on a photo: looked at once, however often its scenario is played."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(photo)
        file.flush()
        return read(Path(file.name))


def send(url: str, sender: str, photo: bytes) -> Answered:
    """A photo over ``/api/chat``, as a telephone's page sends it; any status comes back."""
    form = {"sender": sender, "message_id": new_id()}
    with httpx.Client(base_url=url, timeout=60, trust_env=False, verify=False) as client:
        answer = client.post("/api/chat", data=form, files={"file": ("photo.jpg", photo, "image/jpeg")})
    return Answered(answer.status_code, answer.json(), answer.content)

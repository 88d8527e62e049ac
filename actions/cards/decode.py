"""The codes in a picture: as it is first, then enlarged and sharpened, which finds some that were missed.

Measured with ``./motcua bench cards``: no pass ever gave a wrong text, since the code carries its own correction.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import BinaryIO, Final

import zxingcpp
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

FORMATS: Final = ("JPEG", "PNG", "WEBP")
"""What telephones make; a file that only pretends to be one of them is not tried as anything else."""
MAX_PIXELS: Final = 64_000_000
LONGEST_SIDE: Final = 2600
"""Pixels. A photo that is larger is made smaller first: its code keeps more than 8 pixels a module."""
ENLARGED_SIDE: Final = 4200
"""Pixels that the longer side may have after enlarging."""
LONGEST_TEXT: Final = 2000
_QR: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_CARD: Final = re.compile(r"\s*[0-9]{12}\s*\|")


class NotAPicture(Exception):
    """Nothing that can be looked at; ``why``: ``kind`` (no photo), ``pixels`` (too many) or ``damaged``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Found:
    """The texts of all codes that one pass found (it stops at the first pass that finds a card's), best pass last;
    ``side`` is the shorter side in pixels, of the photo as given, of a code that was seen but could not be read."""

    texts: tuple[str, ...] = ()
    side: float | None = None

    @property
    def card(self) -> bool:
        """Whether one of the texts begins like a card's."""
        return any(_CARD.match(text) for text in self.texts)


def load(source: BinaryIO) -> Image.Image:
    """A photo in shades of grey, at most ``LONGEST_SIDE`` long. Raises NotAPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(source, formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise NotAPicture("pixels")
        if isinstance(picture, JpegImageFile):
            picture.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        grey = _flat(picture).convert("L")
    except UnidentifiedImageError as error:
        raise NotAPicture("kind") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture("pixels") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow raises on broken data
        raise NotAPicture("damaged") from error
    if max(grey.size) > LONGEST_SIDE:
        grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return grey


def _flat(picture: Image.Image) -> Image.Image:
    """What shows through is white, as paper is."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))


def codes(grey: Image.Image) -> Found:
    """The codes of a photo in shades of grey."""
    texts: dict[str, None] = {}
    side: float | None = None
    for picture, scale in _passes(grey):
        for code in zxingcpp.read_barcodes(picture, formats=_QR, return_errors=True):
            if code.valid:
                texts[_text(code)] = None
            else:
                side = _shorter_side(code) / scale
        found = Found(tuple(texts), side)
        if found.card:
            return found
    return Found(tuple(texts), side)


def _passes(grey: Image.Image) -> Iterator[tuple[Image.Image, float]]:
    """Pictures to look at, each with how many of its pixels stand for one of the photo's. Each is only made when
    those before it held no card."""
    yield grey, 1.0
    for scale, radius, percent in ((2.0, 3.0, 250), (2.0, 6.0, 400), (1.0, 2.0, 300), (3.0, 8.0, 500)):
        scale = min(scale, ENLARGED_SIDE / max(grey.size))
        size = (round(grey.width * scale), round(grey.height * scale))
        larger = grey if scale == 1.0 else grey.resize(size, Image.Resampling.BICUBIC)
        yield ImageOps.autocontrast(larger.filter(ImageFilter.UnsharpMask(radius, percent, 0)), cutoff=1), scale


def _text(code: zxingcpp.Barcode) -> str:
    """The bytes as UTF-8, which is what cards hold; the decoder would have to guess."""
    try:
        return code.bytes.decode("utf-8")[:LONGEST_TEXT]
    except UnicodeDecodeError:
        return code.text[:LONGEST_TEXT]


def _shorter_side(code: zxingcpp.Barcode) -> float:
    at = code.position
    corners = [at.top_left, at.top_right, at.bottom_right, at.bottom_left]
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return min(hypot(a.x - b.x, a.y - b.y) for a, b in pairs)

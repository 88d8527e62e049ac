"""Cards that never were: invented people on a drawn card, and what a hand, a light and a chat do to its photo.

Everything comes from a seed: the same numbers make the same pixels.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

SIZE: Final = (1280, 960)
"""Pixels of a photo."""
CODE_SIDE: Final = 260
"""Pixels of the code's side on the photo, unless a test wants another."""
PEOPLE: Final = (
    "011095000123||GIÀNG A PÁO|12031995|Nam|Bản Huổi Lóng, Na Son, Điện Biên Đông, Điện Biên|15062022",
    "058190000001|261234567|KATƠR THỊ Ê|05061990|Nữ|Thôn Châu Đắc, Phước Đại, Bác Ái, Ninh Thuận|20112021",
    "002187004321|073456789|NGUYỄN THỊ PHƯƠNG HẠNH|27031987|Nữ|Tổ 3, Đồng Văn, Đồng Văn, Hà Giang|01092021",
    "040300001234||LÔ VĂN KHĂM|00002000|Nam|Bản Xốp Cốc, Lưu Kiền, Tương Dương, Nghệ An|30042023",
    "062195007777|233445566|Y HƠ NIÊ|09111995|Nữ|Thôn Đăk Rế, Mường Hoong, Đăk Glei, Kon Tum|12122022",
)
ADDRESSES: Final = (
    None,
    "Khu phố 5, Phường Bến Thành, Quận 1, Thành phố Hồ Chí Minh",
    "Xóm Trung Tâm, Xã Tân Lập, Huyện Bắc Quang, Tỉnh Hà Giang",
)


def payloads() -> list[str]:
    """Five people at three addresses each."""
    out = []
    for person in PEOPLE:
        for address in ADDRESSES:
            fields = person.split("|")
            fields[5] = address or fields[5]
            out.append("|".join(fields))
    return out


def code(payload: str, side: int) -> Image.Image:
    """The code itself with its quiet zone."""
    made = segno.make(payload.encode(), error="m", micro=False, version=None)
    buffer = io.BytesIO()
    made.save(buffer, kind="png", scale=8, border=4)
    modules = made.symbol_size(border=0)[0]
    wanted = round(side * (modules + 8) / modules)
    return Image.open(buffer).convert("L").resize((wanted, wanted), Image.Resampling.LANCZOS)


def photo(payload: str, rng: random.Random, side: int = CODE_SIDE) -> Image.Image:
    """A card on a table, photographed from above: an RGB picture with the code ``side`` pixels wide."""
    grain = Image.frombytes("L", SIZE, rng.randbytes(SIZE[0] * SIZE[1])).point(lambda value: 100 + value // 5)
    table = ImageChops.multiply(grain.convert("RGB"), Image.new("RGB", SIZE, (230, 200, 165)))
    width, height = 1110, 700
    card = Image.new("RGB", (width, height), (214, 232, 226))
    pen = ImageDraw.Draw(card)
    for line in range(0, height, 9):
        pen.line([(0, line), (width, line + rng.randint(-40, 40))], fill=(196, 222, 228), width=2)
    pen.rectangle([40, 230, 330, 620], fill=(150, 170, 180))
    pen.ellipse([120, 280, 250, 430], fill=(205, 180, 160))
    pen.text((380, 60), "CĂN CƯỚC CÔNG DÂN", font=ImageFont.load_default(44), fill=(190, 30, 30))
    for row, field in enumerate(payload.split("|")[:6]):
        pen.text((380, 300 + 56 * row), field[:48], font=ImageFont.load_default(26), fill=(30, 30, 40))
    square = code(payload, side)
    card.paste(square.convert("RGB"), (width - square.width - 20, 20))
    at = (85 + rng.randint(-20, 20), 130 + rng.randint(-20, 20))
    table.paste((110, 100, 90), (at[0] + 8, at[1] + 8, at[0] + width + 8, at[1] + height + 8))
    table.paste(card, at)
    return table


# -- what happens to a photo ----------------------------------------------------------------------------------------

Change = Callable[[Image.Image, random.Random], Image.Image]


def _blur(radius: float) -> Change:
    return lambda picture, rng: picture.filter(ImageFilter.GaussianBlur(radius))


def _turn(degrees: float) -> Change:
    return lambda picture, rng: picture.rotate(
        degrees + rng.uniform(-4, 4), Image.Resampling.BICUBIC, expand=True, fillcolor=(70, 60, 55)
    )


def _tilt(strength: float) -> Change:
    """Seen from the side: the far edge is ``strength`` shorter."""

    def change(picture: Image.Image, rng: random.Random) -> Image.Image:
        w, h = picture.size
        cut = strength * w / 2
        quad = (cut, 0, 0, h, w, h, w - cut, 0) if rng.random() < 0.5 else (0, 0, cut, h, w - cut, h, w, 0)
        return picture.transform((w, h), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)

    return change


def _motion(length: int) -> Change:
    """The hand moved ``length`` pixels, sideways or downwards."""

    def change(picture: Image.Image, rng: random.Random) -> Image.Image:
        sideways = rng.random() < 0.5
        out = picture
        for step in range(1, length):
            moved = ImageChops.offset(picture, step if sideways else 0, 0 if sideways else step)
            out = Image.blend(out, moved, 1 / (step + 1))
        return out

    return change


def _noise(sigma: float) -> Change:
    def change(picture: Image.Image, rng: random.Random) -> Image.Image:
        w, h = picture.size
        raw = Image.frombytes("L", (w // 2, h // 2), rng.randbytes((w // 2) * (h // 2))).resize((w, h))
        grain = raw.point(lambda value: 128 + (value - 128) * sigma / 74).convert("RGB")
        return ImageChops.add(picture, grain, 1, -128)

    return change


def _jpeg(quality: int) -> Change:
    def change(picture: Image.Image, rng: random.Random) -> Image.Image:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality)
        return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")

    return change


def _glare(share: float, strength: float) -> Change:
    """A lamp mirrored on the card beside the code, its rim running over it."""

    def change(picture: Image.Image, rng: random.Random) -> Image.Image:
        w, h = picture.size
        light = Image.new("L", picture.size, 0)
        x, y, r = w * rng.uniform(0.55, 0.7), h * rng.uniform(0.35, 0.5), w * share
        ImageDraw.Draw(light).ellipse([x - r, y - r, x + r, y + r], fill=int(255 * strength))
        light = light.filter(ImageFilter.GaussianBlur(r / 2))
        return ImageChops.screen(picture, light.convert("RGB"))

    return change


def _dark(share: float) -> Change:
    return lambda picture, rng: picture.point(lambda value: value * share)


def _small(share: float) -> Change:
    """Sent in fewer pixels."""
    return lambda picture, rng: picture.resize(
        (round(picture.width * share), round(picture.height * share)), Image.Resampling.BILINEAR
    )


def _all(*changes: Change) -> Change:
    def change(picture: Image.Image, rng: random.Random) -> Image.Image:
        for one in changes:
            picture = one(picture, rng)
        return picture

    return change


def _corner(picture: Image.Image, rng: random.Random) -> Image.Image:
    """The card's other corner is out of the frame; the code is in it."""
    return picture.crop((picture.width // 3, 0, picture.width, picture.height * 3 // 4))


DEGRADATIONS: Final[dict[str, Change]] = {
    "as it is": _all(),
    "turned 12°": _turn(12),
    "turned 90°": _turn(90),
    "turned 200°": _turn(200),
    "tilted 15 %": _tilt(0.15),
    "tilted 35 %": _tilt(0.35),
    "blur 1.5 px": _blur(1.5),
    "blur 2.0 px": _blur(2.0),
    "blur 2.5 px": _blur(2.5),
    "blur 3.5 px": _blur(3.5),
    "motion 5 px": _motion(5),
    "motion 9 px": _motion(9),
    "motion 13 px": _motion(13),
    "noise": _noise(28),
    "JPEG 20": _jpeg(20),
    "JPEG 8": _jpeg(8),
    "glare": _glare(0.12, 0.9),
    "dark": _all(_dark(0.18), _noise(6)),
    "corner cut": _corner,
    "chat-like": _all(_turn(6), _tilt(0.08), _blur(0.8), _small(0.8), _jpeg(40)),
}
"""The twenty things that happen to photos, two of them beyond what can be read; ``chat-like`` is several at once."""


@dataclass(frozen=True)
class Shot:
    """One photo with what its code says."""

    degradation: str
    payload: str
    jpeg: bytes


def shots(side: int = CODE_SIDE, each: int | None = None, seed: int = 20261122) -> Iterator[Shot]:
    """Every degradation of every card (or of the first ``each``), as JPEG."""
    for number, payload in enumerate(payloads()[:each]):
        base = photo(payload, random.Random(f"{seed}-{number}"), side)
        for name, change in DEGRADATIONS.items():
            made = change(base, random.Random(f"{seed}-{number}-{name}"))
            yield Shot(name, payload, encoded(made))


def encoded(picture: Image.Image, quality: int = 88, **more: object) -> bytes:
    """A picture as the JPEG that a telephone sends."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, **more)
    return buffer.getvalue()

"""Photos: how many are read, what is said of those that are not, and what only pretends to be a photo."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from actions.cards import decode
from actions.cards.payload import parse
from actions.cards.reader import judge, read
from actions.cards.seen import Seen
from tests.bench import cards
from tests.cards import made

PAYLOAD = made.payloads()[0]


@pytest.fixture(scope="module")
def card_photo() -> Image.Image:
    return made.photo(PAYLOAD, random.Random(7))


def seen(folder: Path, content: bytes) -> Seen:
    path = folder / "photo"
    path.write_bytes(content)
    return read(path)


def test_nine_in_ten_are_read_and_none_wrongly() -> None:
    result = cards.measure(made.CODE_SIDE, each=3)
    assert result.photos == 3 * len(made.DEGRADATIONS)
    assert result.wrong == 0
    assert result.read >= cards.BAR * result.photos, cards.table([result])


def test_the_table_counts_what_it_says() -> None:
    result = cards.Result(260, {"a": cards.Tally(4, 3, 0), "b": cards.Tally(6, 6, 0)}, [1.0, 2.0])
    assert "90.0%" in cards.table([result]) and cards.reached([result])
    result.tallies["a"].read = 2
    assert not cards.reached([result])
    result.tallies["a"] = cards.Tally(4, 4, 1)
    assert not cards.reached([result]), "a wrong text is never good enough"


def test_a_second_look_reads_what_the_first_missed(monkeypatch: pytest.MonkeyPatch, card_photo: Image.Image) -> None:
    grey = made.DEGRADATIONS["blur 3.5 px"](card_photo, random.Random(1)).convert("L")
    assert decode.codes(grey).texts == (PAYLOAD,)
    first = next(iter(decode._passes(grey)))
    monkeypatch.setattr(decode, "_passes", lambda picture: iter([first]))
    assert decode.codes(grey).texts == ()


def _dim(picture: Image.Image, rng: random.Random) -> Image.Image:
    return made._all(made._dark(0.08), made._noise(8))(picture, rng)


def _far(picture: Image.Image, rng: random.Random) -> Image.Image:
    table = picture.crop((0, 0, 1280, 60)).resize(picture.size)
    table.paste(picture.crop((70, 110, 1200, 850)).resize((200, 131)), (500, 400))
    return table


def _no_code(picture: Image.Image, rng: random.Random) -> Image.Image:
    picture = picture.copy()
    picture.paste((214, 232, 226), (800, 110, 1190, 560))
    return picture


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_dim, "dark"),
        (made._all(_no_code, made._glare(0.4, 1.0)), "glare"),
        (made._blur(6), "still"),
        (made._motion(24), "still"),
        (_far, "closer"),
        (lambda picture, rng: picture.crop((0, 300, 1000, 960)), "whole"),
        (_no_code, "other_side"),
    ],
)  # fmt: skip
def test_the_advice_fits_the_photo(change: made.Change, why: str, card_photo: Image.Image, tmp_path: Path) -> None:
    assert seen(tmp_path, made.encoded(change(card_photo, random.Random(5)))) == Seen(why=why)  # type: ignore[arg-type]


def png_header(width: int, height: int) -> bytes:
    """A picture of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 4096)) + chunk(b"IEND", b"")
    )


def test_what_is_no_photo(card_photo: Image.Image, tmp_path: Path) -> None:
    whole = made.encoded(card_photo)
    assert seen(tmp_path, b"%PDF-1.7\n1 0 obj\n") == Seen(why="kind")
    assert seen(tmp_path, b"OggS" + bytes(200)) == Seen(why="kind")
    assert seen(tmp_path, b"") == Seen(why="kind")
    assert seen(tmp_path, b"%PDF-1.7\n" + whole) == Seen(why="kind"), "a PDF with a photo behind its head"
    assert seen(tmp_path, whole[: len(whole) // 3]) == Seen(why="damaged")
    assert seen(tmp_path, whole[:30]).card is None
    assert seen(tmp_path, png_header(60000, 60000)) == Seen(why="pixels")
    assert seen(tmp_path, png_header(8001, 8001)) == Seen(why="pixels")


def test_a_photo_with_something_behind_it_is_still_that_photo(card_photo: Image.Image, tmp_path: Path) -> None:
    page = b"<script>alert(1)</script>%PDF-1.7\nPK\x03\x04"
    assert seen(tmp_path, made.encoded(card_photo) + page).card == parse(PAYLOAD)


def test_the_ways_telephones_keep_photos(card_photo: Image.Image, tmp_path: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    buffers = [io.BytesIO() for _ in range(5)]
    card_photo.convert("CMYK").save(buffers[0], "JPEG")
    card_photo.save(buffers[1], "JPEG", exif=turned)
    card_photo.convert("RGBA").save(buffers[2], "PNG")
    card_photo.save(buffers[3], "WEBP", save_all=True, append_images=[card_photo.rotate(180)])
    card_photo.convert("P").save(buffers[4], "PNG")
    for buffer in buffers:
        assert seen(tmp_path, buffer.getvalue()).card == parse(PAYLOAD)


def test_a_large_photo_is_made_smaller_first(card_photo: Image.Image) -> None:
    large = made.encoded(card_photo.resize((5120, 3840)))
    grey = decode.load(io.BytesIO(large))
    assert max(grey.size) <= decode.LONGEST_SIDE
    assert decode.codes(grey).texts == (PAYLOAD,)


def test_a_photo_that_takes_too_long_is_given_up(card_photo: Image.Image, tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(made.encoded(card_photo))
    assert read(path, patience=0.0) == Seen(why="damaged")


def test_two_cards_in_one_photo_are_none() -> None:
    one, other = made.payloads()[0], made.payloads()[4]
    assert judge((one, other), None) == Seen(why="several")
    assert judge((one, one + "|mẹ", "https://example.org"), None).card == parse(one)
    assert judge(("https://example.org",), "other_side") == Seen(why="other_code")
    assert judge((), "dark") == Seen(why="dark")

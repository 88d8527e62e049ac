"""From plain values to a PDF, in memory, with the templates of ``data/printing``.

Values reach Typst as JSON and never as markup, so that a name like ``*x*`` or ``#eval(…)`` prints as itself. The
result is PDF/A-2a: fonts embedded, text extractable, structure readable by a screen reader.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import segno
import typst

from actions.errors import DataError
from actions.settings import settings

STANDARD: Final = "a-2a"
REPLACEMENT = "□"
"""Stands for a letter that the fonts do not have."""

_UNPRINTABLE = re.compile(r'error: the text `"(.+?)"` could not be displayed')
_TOO_LONG = re.compile(r"\S{31,}")
_BREAK = "\u200b"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_lock = threading.Lock()  # one compiler keeps the inputs of the last call


def typeset(template: str, data: dict[str, Any], stamp: datetime, qr: str = "") -> tuple[bytes, str]:
    """The PDF of ``data/printing/<template>.typ`` filled with ``data`` (JSON), and the letters it could not print.

    ``qr``: what the QR code of the template holds. The same data and ``stamp`` (the date in the PDF's metadata)
    give the same bytes. A letter that no font has becomes ``REPLACEMENT`` and is named in the second value; it
    never fails the print. DataError where the template itself is broken.
    """
    clean = _cleaned(data)
    missing = ""
    while True:
        try:
            return _compile(template, clean, stamp, qr), missing
        except typst.TypstError as error:
            letters = "".join(_UNPRINTABLE.findall(error.diagnostic))
            fresh = [ch for ch in dict.fromkeys(letters) if ch not in missing]
            if not fresh:
                raise DataError(f"printing/{template}.typ: {error.message}") from error
            missing += "".join(fresh)
            clean = _translated(clean, {ord(ch): REPLACEMENT for ch in fresh})


def _qr_svg(content: str) -> str:
    """A QR code (error correction M) as SVG, its quiet zone of four modules included."""
    out = BytesIO()
    segno.make(content, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False, nl=False)
    return out.getvalue().decode()


def printable(text: str) -> str:
    """NFC, on one line, without letters that nobody sees (controls, direction marks); a word longer than a line
    may break anywhere."""
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    seen = "".join(ch for ch in spaced if unicodedata.category(ch) not in _HIDDEN).strip()
    return _TOO_LONG.sub(lambda word: _BREAK.join(_pieces(word.group())), seen)


def _pieces(word: str) -> list[str]:
    """A word in pieces of a few letters, none of them beginning with a combining mark."""
    pieces = [""]
    for ch in word:
        if len(pieces[-1]) >= 10 and not unicodedata.combining(ch):
            pieces.append("")
        pieces[-1] += ch
    return pieces


def _compile(template: str, data: dict[str, Any], stamp: datetime, qr: str) -> bytes:
    folder = settings().content / "printing"
    inputs = {"data": json.dumps(data, ensure_ascii=False), "qr": _qr_svg(qr) if qr else ""}
    with _lock:
        out = _compiler(folder).compile(
            input=folder / f"{template}.typ", format="pdf", sys_inputs=inputs,
            pdf_standards=STANDARD, timestamp=stamp.astimezone(UTC).replace(microsecond=0),
        )  # fmt: skip
    if not isinstance(out, bytes):
        raise DataError(f"printing/{template}.typ: gave no document")
    return out


@lru_cache(maxsize=2)
def _compiler(folder: Path) -> typst.Compiler:
    """The fonts inside the compiler only: the same print on every machine."""
    return typst.Compiler(root=folder, ignore_system_fonts=True)


def _cleaned(node: Any) -> Any:
    if isinstance(node, str):
        return printable(node)
    if isinstance(node, dict):
        return {key: _cleaned(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_cleaned(value) for value in node]
    return node


def _translated(node: Any, table: dict[int, str]) -> Any:
    if isinstance(node, str):
        return node.translate(table)
    if isinstance(node, dict):
        return {key: _translated(value, table) for key, value in node.items()}
    if isinstance(node, list):
        return [_translated(value, table) for value in node]
    return node

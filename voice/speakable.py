"""From a written sentence to one that is understood when heard (``data/voice/<lang>.yml`` has the words)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from actions.errors import DataError
from actions.procedures.load import read_yaml
from actions.settings import settings

_DATE: Final = re.compile(r"(?<![\w/.-])(\d{1,2})/(\d{1,2})/(\d{4})(?![\w/-])")
_YEARS: Final = re.compile(r"(?<![\w/-])((?:19|20)\d\d) ?[-–] ?((?:19|20)\d\d)(?![\w/-])")
_NUMBER: Final = re.compile(
    r"(?<![\w/.])(?P<quantity>[1-9]\d{0,2}(?:\.\d{3})+)(?![\w/]|[ .-]\d)|(?<![\w/])\d{2,}(?:[ .-]\d{2,})*(?![\w/])"
)
_DIGIT_BY_DIGIT: Final = 7
"""From so many digits on a number is a name, not a quantity: a citizen's number, a telephone, a code."""
_CAPITALS: Final = re.compile(r"(?<!\w)[A-ZĐĂÂÊÔƠƯ]{2,6}(?!\w)")
_VOWELS: Final = frozenset("AĂÂEÊIOÔƠUƯY")
_BULLET: Final = re.compile(r"^\s*(?:[-•*]|\d{1,2}[.)])\s+")
_SILENT: Final = re.compile(r"[^\w\s.,;:?!%]")


@dataclass(frozen=True)
class Words:
    """How signs are said in one language."""

    digits: tuple[str, ...]
    date: str
    range: str
    words: dict[str, str]
    letters: dict[str, str]

    def spelled(self, digits: str) -> str:
        """Digit by digit."""
        return " ".join(self.digits[int(digit)] for digit in digits)


@lru_cache(maxsize=8)
def words(lang: str = "vi") -> Words:
    """The words of a language, read once. DataError where the file has another shape."""
    path: Path = settings().content / "voice" / f"{lang}.yml"
    raw: dict[str, Any] = read_yaml(path)
    try:
        made = Words(
            tuple(str(word) for word in raw["digits"]), str(raw["date"]), str(raw["range"]),
            {str(key): str(value) for key, value in raw["words"].items()},
            {str(key): str(value) for key, value in raw["letters"].items()},
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{path}: {error!r}") from error
    if len(made.digits) != 10:
        raise DataError(f"{path}: digits: ten words were expected")
    return made


def speakable(text: str, lang: str = "vi") -> str:
    """One line of plain words: dates and numbers in words where that helps, abbreviations said in full, lists as
    sentences, nothing that a speaker would take for a command."""
    known = words(lang)
    lines = [_BULLET.sub("", line).strip() for line in unicodedata.normalize("NFC", text).splitlines()]
    return " ".join(_line(line, known) for line in lines if line)


def _line(line: str, known: Words) -> str:
    for written in sorted(known.words, key=len, reverse=True):
        line = re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", known.words[written], line)
    line = _DATE.sub(lambda m: _date(m, known), line)
    line = _YEARS.sub(lambda m: known.range.format(start=m[1], end=m[2]), line)
    line = _NUMBER.sub(lambda m: _number(m, known), line)
    line = _CAPITALS.sub(lambda m: _capitals(m[0], known), line)
    line = re.sub(r"\s*[/()\[\]–—]+\s*", ", ", line.replace("…", "."))
    line = re.sub(r"\s+", " ", _SILENT.sub(" ", line))
    line = re.sub(r"\s+([.,;:?!])", r"\1", line)
    line = re.sub(r"[,;:]+(?=[.,;:?!])", "", line).strip(" ,;")
    return line if not line or line[-1] in ".?!" else line.rstrip(":") + "."


def _date(match: re.Match[str], known: Words) -> str:
    day, month = int(match[1]), int(match[2])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return match[0]
    first = known.date.partition("{")[0]  # "ngày 12/3/1995" says "ngày" once
    said = first if first and match.string[: match.start()].casefold().endswith(first) else ""
    return known.date.format(day=day, month=month, year=match[3]).removeprefix(said)


def _number(match: re.Match[str], known: Words) -> str:
    written = match[0]
    if match["quantity"]:
        return written.replace(".", "")
    groups = re.split(r"[ .-]", written)
    if sum(map(len, groups)) < _DIGIT_BY_DIGIT:
        return written
    if len(groups) == 1:  # breath after every third
        groups = [written[at : at + 3] for at in range(0, len(written), 3)]
    return ", ".join(known.spelled(group) for group in groups)


def _capitals(written: str, known: Words) -> str:
    """Letters without a vowel are no word: they are spelled."""
    if _VOWELS & set(written) or not all(letter in known.letters for letter in written):
        return written
    return " ".join(known.letters[letter] for letter in written)

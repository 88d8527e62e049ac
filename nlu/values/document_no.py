"""Numbers of papers: judgments ("12/2021/QĐST-HNGĐ"), certificates ("45/2019"), birth notices of health facilities
("11001.GCS.00123.26"), capitals, no blanks."""

from __future__ import annotations

import re
from typing import Final

from nlu.text import Message, normalise
from nlu.types import Context, Reading
from nlu.values.base import make, settle, token_at

KIND: Final = "document_no"
_LETTER: Final = "A-Za-zĐđÀ-ỹ"
_SHAPE: Final = re.compile(
    rf"(?<![{_LETTER}0-9/])(?:"
    rf"[0-9]{{1,6}}(?:\s*[/\\]\s*(?:[0-9]{{4}}|[{_LETTER}0-9]{{1,8}}))(?:\s*[/\\]\s*[{_LETTER}0-9.]{{1,8}})?(?:\s*[-–]\s*[{_LETTER}]{{1,8}}){{0,3}}"
    rf"|[A-Z]{{1,3}}[0-9]{{6,8}}"
    rf"|[0-9]{{5}}\.?\s?(?:GCS|gcs)\s?\.?[0-9]{{5}}\.?[0-9]{{2}}"
    rf")(?![{_LETTER}0-9/])"
)
_LEAD: Final = re.compile(
    r"(?<!n )(?:\bs[oố]|n[oº]\.?)\s*(?:gi[aấ]y|l[aà]|[:.])?\s*(?:l[aà]\s*)?([0-9]{1,8})(?![0-9/])", re.I
)
_DATE: Final = re.compile(r"(?:[0-9]{1,2}\s*[/\\]\s*){1,2}[0-9]{2,4}\Z")
_SPOKEN: Final = (
    (re.compile(r"\s*\b(?:g[aạ]ch ch[eé]o|xuy[eệ]t|x[eẹ]t|tr[eê]n|s[eẹ]c|ph[aầ]n)\b\s*", re.I), "/"),
    (re.compile(r"\s*\b(?:g[aạ]ch ngang|g[aạ]ch n[oố]i)\b\s*", re.I), "-"),
)


def _tidy(raw: str) -> str:
    notice = re.fullmatch(r"([0-9]{5})\W*(?:GCS)\W*([0-9]{5})\W*([0-9]{2})", raw, re.I)
    if notice:
        return ".".join((notice[1], "GCS", notice[2], notice[3]))
    value = re.sub(r"\s+", "", raw).replace("\\", "/").replace("–", "-").upper()
    parts = [("HNGĐ" if p == "HNGD" else p) for p in re.split(r"([/-])", value)]
    value = "".join(parts)
    return re.sub(r"(?<=/)Q[DĐ](?=ST|CN|-|/|\Z)", "QĐ", value)


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one paper number of a message; a bare figure counts when it is all that was said."""
    found = find(msg, ctx)
    if found:
        return settle(KIND, msg, found)
    norm = normalise(msg.original)[0].strip() if len(msg.original) < 400 else ""
    for pattern, sign in _SPOKEN:
        norm = pattern.sub(sign, norm)
    spoken = [m.group() for m in _SHAPE.finditer(norm) if not _is_date(m.group()) and not _of_book(norm, m.start())]
    if len(spoken) == 1 and "/" in spoken[0]:
        return make(KIND, msg, 0, len(msg), _tidy(spoken[0]), score=0.8)
    announced = _LEAD.findall(norm)
    if len(announced) == 1:
        return make(KIND, msg, 0, len(msg), announced[0], score=0.8)
    bare = norm.strip(" .,:ạ")
    figure = re.sub(r"[ .]", "", bare)
    if re.fullmatch(r"[0-9]{1,12}", figure) and (len(figure) > 8 or len(msg.tokens) <= 2):
        return make(KIND, msg, 0, len(msg), figure, score=0.7)
    if re.fullmatch(r"[0-9]{1,6}/[0-9]{4}", bare.replace(" ", "")):
        return make(KIND, msg, 0, len(msg), _tidy(bare), score=0.8)
    return None


def _of_book(norm: str, start: int) -> bool:
    """``quyển số 01/2019``: the number of the register, not of the paper."""
    return re.search(r"quy[eể]n\s*(số|so)?[\s:]*$", norm[max(0, start - 12) : start].lower()) is not None


def _is_date(raw: str) -> bool:
    return bool(_DATE.match(raw)) and raw.count("/") + raw.count("\\") == 2


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every number written as papers write it."""
    out: list[Reading] = []
    norm, places = normalise(msg.original[:8000])
    for match in _SHAPE.finditer(norm):
        raw = match.group()
        if _is_date(raw):
            continue
        has_letters = any(c.isalpha() for c in raw)
        before = norm[max(0, match.start() - 12) : match.start()].lower()
        if _of_book(norm, match.start()):
            continue
        if not has_letters and not re.search(r"(số|so|no)[\s:.là]*$", before):
            continue
        if re.match(r"[0-9]+\s*/\s*[0-9]", raw) is None and not has_letters:
            continue
        first = token_at(msg, places[match.start()][0])
        last = token_at(msg, places[match.end() - 1][1] - 1) + 1
        out.append(make(KIND, msg, first, last, _tidy(raw)))
    return out

"""Numbers of papers: judgments ("12/2021/QĐST-HNGĐ"), certificates ("45/2019"), birth notices of health facilities
("11001.GCS.00123.26"), capitals, no blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from nlu.text import MARK, NUMBER, Message, Token, analyse, is_filler
from nlu.text.lists import words
from nlu.text.numbers import is_number_word
from nlu.types import Context, Reading
from nlu.values import national_id, phone
from nlu.values.base import make, settle
from nlu.values.date_parts import word_is
from nlu.values.document_said import said_at
from nlu.values.doubt import either_words, is_doubtful, taken_back
from nlu.values.labels import label_of

KIND: Final = "document_no"
_LETTER: Final = "A-Za-zĐđÀ-ỹ"
_SHAPE: Final = re.compile(
    rf"(?<![{_LETTER}0-9/])(?:"
    rf"[0-9]{{1,6}}(?:\s?[/\\]\s?(?:[0-9]{{4}}|[{_LETTER}0-9]{{1,8}}))(?:\s?[/\\]\s?[{_LETTER}0-9.]{{1,8}})?"
    rf"(?:(?:\s?-\s?|(?<=[{_LETTER}])\s(?=(?:HNG|hng|ST\b|PT\b|DS\b)))[{_LETTER}]{{1,8}}){{0,3}}"
    rf"|[A-Za-z]{{1,3}}[0-9]{{6,8}}"
    rf"|[0-9]{{5}}\.?\s?(?:GCS|gcs)\s?\.?[0-9]{{5}}\.?[0-9]{{2}}"
    rf")(?![{_LETTER}0-9/])"
)
_LED_SHAPE: Final = re.compile(rf"[A-Z]{{1,4}}\s?[-.]?\s?[0-9]{{2,8}}(?![{_LETTER}0-9/])")
_DATE: Final = re.compile(r"(?:[0-9]{1,2}[/\\]){2}[0-9]{2,4}\Z|[0-9]{1,2}[/\\][0-9]{1,2}\Z")
_LEADS: Final = frozenset(words("so no nº ghi"))
_AFTER_LEAD: Final = frozenset(
    words("giay la hieu ghi thi cua em toi chau con minh chi anh tren do nay dang ky quyet dinh ban an to khai nhu sau")
)
_UNITS: Final = frozenset(
    words(
        """
        tuoi ngay thang nam nghin ngan trieu dong k tr nguoi con cai to ban gio kg met lan cuoi dau sau chu so muoi
        tram phan trai dua chiec
        """
    )
)
_LONGEST: Final = 8
_IDENTITY: Final = (("hộ", "chiếu"), ("căn", "cước"), ("tùy", "thân"), ("chứng", "minh"))


class _Hit(NamedTuple):
    """Tokens ``first`` to ``last``, the numbers they may be; ``sure``: announced, or written as only papers write."""

    first: int
    last: int
    values: tuple[str, ...]
    sure: bool = True


def _tidy(raw: str) -> str:
    notice = re.fullmatch(r"([0-9]{5})\W*(?:GCS)\W*([0-9]{5})\W*([0-9]{2})", raw, re.I)
    if notice:
        return ".".join((notice[1], "GCS", notice[2], notice[3]))
    value = re.sub(r"(?<=\w)\s+(?=HNG|hng)", "-", raw)
    value = re.sub(r"\s+", "", value).replace("\\", "/").upper().rstrip(".")
    parts = [("HNGĐ" if p == "HNGD" else p) for p in re.split(r"([/-])", value)]
    return re.sub(r"(?<=/)Q[DĐ](?=ST|CN|-|/|\Z)", "QĐ", "".join(parts))


def _flat(msg: Message) -> tuple[str, list[int]]:
    """The message as its tokens say it (Telex decoded), one blank at most; and the token of each character."""
    out: list[str] = []
    owner: list[int] = []
    for k, token in enumerate(msg.tokens):
        text = token.text if token.glued or not out else f" {token.text}"
        out.append(text)
        owner.extend([k] * len(text))
    return "".join(out), owner


def _written(msg: Message) -> Iterator[_Hit]:
    """Numbers as papers write them."""
    flat, owner = _flat(msg)
    for match in _SHAPE.finditer(flat):
        raw = match.group()
        first, last = owner[match.start()], owner[match.end() - 1] + 1
        value = _tidy(raw)
        if _DATE.match(value) or _of_book(msg, first):
            continue
        letters = any(c.isalpha() for c in value)
        if not letters and word_is(msg.tokens, first - 1, "tháng", "ngày", "năm", "sinh"):
            continue
        if value[:2] in ("SN", "NS", "CN") and len(value) <= _LONGEST:
            continue
        month = re.match(r"0?([1-9]|1[0-2])/(19|20)[0-9]{2}\Z", value)
        yield _Hit(first, last, (value,), letters or _led(msg, first) is not None or not month)


def _led(msg: Message, i: int) -> int | None:
    """Where the words announcing a number that begins at token ``i`` begin ("số giấy là …"); None when none do."""
    j = i - 1
    while j >= 0 and (
        (msg.tokens[j].kind == MARK and msg.tokens[j].text in ":.#") or msg.tokens[j].fold in _AFTER_LEAD - _LEADS
    ):
        if msg.tokens[j].text == "#":
            return j
        j -= 1
    return j if j >= 0 and msg.tokens[j].fold in _LEADS and not word_is(msg.tokens, j - 1, "mấy", "con") else None


def _announced(msg: Message) -> Iterator[_Hit]:
    """Bare numbers, in figures or words, that are called a number, or follow "or" or "à nhầm" after one that was."""
    tokens = msg.tokens
    again = {last for _, last in either_words(msg)} | {last for _, last in taken_back(msg)}
    for i, token in enumerate(tokens):
        led = _led(msg, i) is not None
        if not led and i not in again:
            continue
        if led and (lettered := _lettered(msg, i)) is not None:
            yield lettered
            continue
        said = said_at(tokens, i)
        if said is None or token.fold in _AFTER_LEAD or _of_book(msg, i):
            continue
        if said.last < len(tokens) and _counts(tokens, said.last, token):
            continue
        yield _Hit(i, said.last, said.values)


def _lettered(msg: Message, i: int) -> _Hit | None:
    """``số KH 45``: letters and a figure after "số"."""
    if msg.tokens[i].kind == NUMBER or not msg.tokens[i].text.isupper():
        return None
    text = ""
    for k in range(i, min(i + 4, len(msg))):
        text += msg.tokens[k].text if msg.tokens[k].glued or k == i else f" {msg.tokens[k].text}"
        if msg.tokens[k].kind == NUMBER:
            match = _LED_SHAPE.fullmatch(text)
            return _Hit(i, k + 1, (_tidy(text),)) if match and _whole(msg.tokens, k) else None
    return None


def _whole(tokens: tuple[Token, ...], k: int) -> bool:
    return k + 1 == len(tokens) or not tokens[k + 1].glued or tokens[k + 1].text in ".,;)!"


def _counts(tokens: tuple[Token, ...], last: int, token: Token) -> bool:
    """Whether the number counts what follows ("35 tuổi", "5 nghìn") or goes on in signs that no figure alone has."""
    after = tokens[last]
    if after.glued and after.text in "/@-+%" and last + 1 < len(tokens) and tokens[last + 1].glued:
        return True
    if after.fold == "nam" and last + 1 < len(tokens) and tokens[last + 1].kind == NUMBER:
        return False  # "số 36 năm 2019"
    if after.fold == "ngay" and last + 1 < len(tokens) and tokens[last + 1].kind == NUMBER:
        return False  # "số 36 ngày 5/6/2019"
    return after.fold in _UNITS and not (after.fold == "so" and token.kind != NUMBER)


def _bare(msg: Message) -> _Hit | None:
    """The whole message as one figure, or one number in words."""
    content = [k for k, t in enumerate(msg.tokens) if not is_filler(t)]
    if not content:
        return None
    first = content[0]
    while first and is_number_word(msg.tokens[first - 1]) and not word_is(msg.tokens, first - 1, "năm"):
        first -= 1  # "ba một tám": the first is no father
    said = said_at(msg.tokens, first)
    if said is None or any(k >= said.last for k in content) or word_is(msg.tokens, first - 1, "ngày", "tháng", "năm"):
        return None
    alone = msg.tokens[first].kind != NUMBER and said.last == first + 1  # "ba" is a father, too
    figure = said.values[0]
    unlike = alone or len(figure) == 9 or re.match(r"(19|20)[0-9]{2}\Z", figure) is not None
    return _Hit(first, said.last, said.values, not unlike)


def _of_book(msg: Message, i: int) -> bool:
    """``quyển số 01/2019``: the number of the register, not of the paper."""
    j = i - 1
    while j >= 0 and (msg.tokens[j].kind == MARK or msg.tokens[j].fold in ("so", "la", "thu")):
        j -= 1
    return j >= 0 and msg.tokens[j].fold in ("quyen", "trang", "quyeenr")


def _other_kind(msg: Message, ctx: Context, hit: _Hit) -> bool:
    """Whether the number is called, or is by its digits, a number of another sort."""
    if _asks_for_identity(ctx):
        return False
    if label_of(msg, hit.first, hit.last) not in (None, "paper"):
        return True
    value = hit.values[0]
    if not value.isdigit():
        return False
    return phone.normal(value) is not None or (len(value) == 12 and national_id.check(value, ctx.today) is None)


def _asks_for_identity(ctx: Context) -> bool:
    """Whether any paper that says who somebody is would answer: an identity number, a passport's."""
    asked = analyse(ctx.question or "")
    return any(
        word_is(asked.tokens, k, *pair[:1]) and word_is(asked.tokens, k + 1, *pair[1:])
        for k in range(len(asked))
        for pair in _IDENTITY
    )


def _readings(msg: Message, ctx: Context, hits: list[_Hit]) -> list[Reading]:
    out: list[Reading] = []
    for hit in hits:
        if _other_kind(msg, ctx, hit):
            continue
        if hit.sure and len(hit.values) == 1:
            out.append(make(KIND, msg, hit.first, hit.last, hit.values[0], score=0.9))
        else:
            out.append(make(KIND, msg, hit.first, hit.last, candidates=hit.values[:3], hint="ambiguous", score=0.5))
    return out


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one paper number of a message; a bare figure counts when it is all that was said."""
    if len(msg.tokens) > 400:
        return None
    hits = list(_written(msg))
    covered = {k for hit in hits for k in range(hit.first, hit.last)}
    hits += [h for h in _announced(msg) if not covered & set(range(h.first, h.last))]
    if not hits and (bare := _bare(msg)) is not None:
        hits = [bare]
    settled = settle(KIND, msg, _readings(msg, ctx, hits))
    if settled is not None and settled.value is not None and is_doubtful(msg, "figure"):
        return make(
            KIND, msg, msg.token_at(settled.start), msg.token_at(settled.end - 1) + 1, candidates=(settled.value,),
            hint="ambiguous", score=0.6,
        )  # fmt: skip
    return settled


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every number written as papers write it; one of figures alone only where it is called a number."""
    hits = [
        h for h in _written(msg)
        if any(c.isalpha() for c in h.values[0]) or _led(msg, h.first) is not None
    ]  # fmt: skip
    return [r for r in _readings(msg, ctx, hits) if r.value is not None]

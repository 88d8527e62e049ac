"""The written and spoken shapes of a date, as token grammar; no calendar and no judgement here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Token
from nlu.text.numbers import below_hundred, cls_of, digit_of, year_in_words
from nlu.values.date_parts import Parts, Year, day_options, month_options, two_k, word_is, year_options

SEPARATORS: Final = frozenset("/.-\\,|:")
_SPOKEN_SEPARATORS: Final = ("gạch", "xẹt", "trên", "xuyệt", "chéo", "chấm", "suyệt", "sổ")
"""How a stroke between the parts of a date is read aloud."""


def _sep(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].kind == MARK and tokens[i].text in SEPARATORS


def _skip(tokens: Sequence[Token], i: int) -> int:
    while i < len(tokens) and tokens[i].kind == MARK and tokens[i].text in ",.-/:;()":
        i += 1
    return i


def _with_year(tokens: Sequence[Token], parts: Parts) -> Iterator[Parts]:
    """The same parts with every year that may follow."""
    end = parts.last
    j = _skip(tokens, end)
    if word_is(tokens, j, "năm", "nawm") or (j < len(tokens) and tokens[j].lower in ("n", "lăm")):
        colon = j + 1 < len(tokens) and tokens[j + 1].text == ":"
        for year, k in year_options(tokens, j + 2 if colon else j + 1, True):
            yield parts._replace(year=year, last=k)
    for year, k in year_options(tokens, j, False):
        if year.short is not None and k == j + 2 and word_is(tokens, j, "năm") and not word_is(tokens, j - 1, "năm"):
            continue  # "tháng ba năm bảy": the marker, not the digit five
        if year.short is not None and word_is(tokens, k - 1, "năm") and k < len(tokens) and tokens[k].kind == NUMBER:
            continue  # "tháng mười ba năm 84"
        if year.short is not None and j < len(tokens) and tokens[j].kind == NUMBER and j == end and year.short < 32:
            # "7 tháng 5 12": nothing says that 12 is a year
            continue
        if (
            year.short is not None
            and k < len(tokens)
            and tokens[k].kind == WORD
            and word_is(
                tokens, k, "tuổi", "người", "con", "cái", "bản", "đứa", "ngày", "tháng", "giờ", "nghìn", "triệu", "trăm"
            )
        ):
            continue
        yield parts._replace(year=year, last=k)


def _between_dates(tokens: Sequence[Token], run: Sequence[int], seps: Sequence[str], sep: str, k: int) -> bool:
    """Whether the sign before token ``k`` stands between two dates, not between parts of one: another sign than
    before, or one with blanks around it after parts without, or after a year that ends a date."""
    if not seps:
        return len(tokens[run[0]].text) == len(tokens[k].text) == 4
    if sep and sep != seps[-1] and seps[-1] != " ":
        return True
    apart = not tokens[k].glued and tokens[run[-1]].glued
    return len(tokens[run[-1]].text) == 4 and len(run) >= 2 and (apart or len(run) == 3 or sep in "-")


def _figures(tokens: Sequence[Token], i: int, loose: bool) -> Iterator[Parts]:
    """``7/5/1990``, ``07-05-90``, ``5/1990``, ``1990-05-07``, ``7/5``; with ``loose`` also blanks between."""
    run: list[int] = [i]
    seps: list[str] = []
    j = i + 1
    while len(run) < 4:
        k = j
        sep = ""
        while k < len(tokens) and tokens[k].kind == MARK and tokens[k].text in SEPARATORS and k - j < 2:
            sep = tokens[k].text
            k += 1
        if k >= len(tokens) or tokens[k].kind != NUMBER or (not sep and not loose):
            break
        if _between_dates(tokens, run, seps, sep, k):
            break
        run.append(k)
        seps.append(sep or " ")
        j = k + 1
    end = run[-1] + 1
    if _sep(tokens, end) and end + 1 < len(tokens) and tokens[end + 1].glued and tokens[end + 1].kind == WORD:
        return  # 12/2021/QĐST
    texts = [tokens[k].text for k in run]
    if len(texts) >= 4:
        return
    young = two_k(tokens, run[-1])
    if young:
        texts[-1], end = str(young[0]), young[1]
    if len(texts) == 3:
        a, b, c = texts
        if len(a) == 4 and len(b) <= 2 and len(c) <= 2:
            yield Parts(i, end, int(c) or None, int(b) or None, Year(full=int(a)))
        elif len(a) <= 2 and len(b) <= 2 and len(c) in (2, 4):
            year = Year(full=int(c)) if len(c) == 4 else Year(short=int(c))
            day, month = int(a), int(b)
            if day == 0 and month == 0:
                yield Parts(i, end, None, None, year)
            else:
                yield Parts(i, end, day, month, year)
        return
    if len(texts) == 2:
        a, b = texts
        sure = seps[0] == "/"
        if len(a) <= 2 and len(b) == 4:
            yield Parts(i, end, None, int(a), Year(full=int(b)), sure=sure or seps[0] in "-.")
        elif len(a) == 4 and len(b) <= 2 and 1900 <= int(a) <= 2100:
            yield Parts(i, end, None, int(b), Year(full=int(a)), sure=sure)
        elif len(a) <= 2 and len(b) <= 2:
            if int(b) > 31 and int(a) <= 12:
                yield Parts(i, end, None, int(a), Year(short=int(b)), sure=sure)
            else:
                yield from _with_year_marker(tokens, Parts(i, end, int(a), int(b), None, sure=sure))
                yield Parts(i, end, int(a), int(b), None, sure=sure)


def _with_year_marker(tokens: Sequence[Token], parts: Parts) -> Iterator[Parts]:
    j = _skip(tokens, parts.last)
    if word_is(tokens, j, "năm"):
        for year, k in year_options(tokens, j + 1, True):
            yield parts._replace(year=year, last=k, sure=True)


def _month_part(tokens: Sequence[Token], first: int, j: int, day: int | None, lunar: bool) -> Iterator[Parts]:
    """``tháng M …`` from token ``j`` (which is "tháng")."""
    at = j + 1
    if at < len(tokens) and tokens[at].text == ":":
        at += 1
    for back_word, back in (("này", 0), ("trước", 1), ("rồi", 1), ("qua", 1), ("ngoái", 1)):
        if word_is(tokens, at, back_word):
            yield Parts(first, at + 1, day, None, None, lunar, months_back=back)
            return
    if word_is(tokens, at, "thứ"):
        at += 1
    for month, end, lunar_word in month_options(tokens, at):
        parts = Parts(first, end, day, month, None, lunar or lunar_word)
        if word_is(tokens, end, "này") and (end + 1 == len(tokens) or tokens[end + 1].kind == MARK):
            yield parts._replace(year=Year(back=0), last=end + 1)
        yield from _with_year(tokens, parts)
        yield parts


def parse_at(tokens: Sequence[Token], i: int, loose: bool = False) -> list[Parts]:
    """Every date that may begin at token ``i``. ``loose`` (the whole message answers a date question) also takes
    figures with blanks between them and a bare year in words."""
    out: list[Parts] = []
    token = tokens[i]
    j = i
    marked = lunar = False
    while word_is(tokens, j, "ngày", "hôm", "bữa", "mùng", "mồng", "mùn", "mừng") and j - i < 3:
        marked = True
        j += 1
    if word_is(tokens, j, "rằm"):
        out.append(Parts(i, j + 1, 15, None, None, True))
        if word_is(tokens, j + 1, "tháng"):
            out.extend(_month_part(tokens, i, j + 1, 15, True))
        return out
    if j < len(tokens) and _sep(tokens, j) and marked:
        j += 1
    if j >= len(tokens):
        return out
    if tokens[j].kind == NUMBER and (i == j or marked):
        out.extend(p._replace(first=i, sure=p.sure or marked) for p in _figures(tokens, j, loose or marked))
        if len(tokens[j].text) == 8 and (loose or marked):
            out.extend(p._replace(first=i) for p in _eight(tokens, j))
        elif len(tokens[j].text) == 6 and (loose or marked):
            t = tokens[j].text
            out.append(Parts(i, j + 1, int(t[:2]), int(t[2:4]), Year(short=int(t[4:]))))
        elif (
            len(tokens[j].text) == 2 and not marked and (int(tokens[j].text) > 31 or word_is(tokens, i - 1, "sn", "ns"))
        ):
            out.append(Parts(i, j + 1, None, None, Year(short=int(tokens[j].text)), sure=False))
        elif (young := two_k(tokens, j)) and not marked:
            out.append(Parts(i, young[1], None, None, Year(full=young[0]), sure=loose and young[1] > j + 2))
        elif len(tokens[j].text) == 4 and not marked:
            out.append(Parts(i, j + 1, None, None, Year(full=int(tokens[j].text)), sure=loose))
    for day, end in day_options(tokens, j):
        k = end
        if _sep(tokens, k):
            k += 1
        if word_is(tokens, k, "tháng") or (k < len(tokens) and tokens[k].lower in ("t", "thg", "th") and day <= 31):
            out.extend(_month_part(tokens, i, k, day, lunar))
        elif word_is(tokens, k, *_SPOKEN_SEPARATORS):
            for month, m_end, _ in month_options(tokens, k + 1):
                if word_is(tokens, m_end, *_SPOKEN_SEPARATORS):
                    for year, y_end in year_options(tokens, m_end + 1, True):
                        out.append(Parts(i, y_end, day, month, year))
        elif marked and tokens[j].kind == WORD:
            for month, m_end, lunar_word in month_options(tokens, k):
                for parts in _with_year(tokens, Parts(i, m_end, day, month, None, lunar_word)):
                    out.append(parts)
        if marked:
            out.append(Parts(i, end, day, None, None, lunar))
    if not marked:
        figure_next = i + 1 < len(tokens) and tokens[i + 1].kind == NUMBER
        if (word_is(tokens, i, "tháng") and token.lower != "t") or (token.lower in ("t", "thg") and figure_next):
            out.extend(_month_part(tokens, i, i, None, False))
        if word_is(tokens, i, "năm") or (token.lower == "lăm" and i + 1 < len(tokens) and tokens[i + 1].kind == NUMBER):
            for year, end in year_options(tokens, i + 1, True):
                if year.back is not None and _counted_before(tokens, i):
                    continue  # "mười mấy năm rồi"
                if word_is(tokens, end, "tuổi"):
                    continue  # "năm 18 tuổi"
                out.append(Parts(i, end, None, None, year))
                out.extend(_year_first(tokens, i, end, year))
        elif token.kind == WORD:
            out.extend(_eight_said(tokens, i))
            whole = year_in_words(tokens, i)
            if whole and not (whole[1] < len(tokens) and _goes_on(tokens[whole[1]])):
                out.append(Parts(i, whole[1], None, None, Year(full=whole[0]), sure=loose))
            elif loose and (two := below_hundred(tokens, i)) and two[0] >= _SHORT_ALONE:
                out.append(Parts(i, two[1], None, None, Year(short=two[0]), sure=False))
    return out


_SHORT_ALONE: Final = 40
"""From here on two digits in words, alone, are a year; below they are a day as well, or a number."""


def _goes_on(token: Token) -> bool:
    """Whether the words of a number go on after a year: then they were no year."""
    return token.kind == WORD and (digit_of(token) is not None or cls_of(token, "odd") is not None)


def _counted_before(tokens: Sequence[Token], i: int) -> bool:
    """Whether "năm" counts years here: a number, or a word for some number, stands right before it."""
    if i == 0:
        return False
    before = tokens[i - 1]
    return (
        before.kind == NUMBER
        or digit_of(before) is not None
        or cls_of(before, "ten") is not None
        or cls_of(before, "tens") is not None
        or word_is(tokens, i - 1, "mấy", "vài", "nhiêu", "chục", "trăm", "nhiều", "mỗi", "hằng", "hàng", "suốt", "cả")
    )


def _year_first(tokens: Sequence[Token], i: int, j: int, year: Year) -> Iterator[Parts]:
    """``năm 1990 tháng 5 ngày 7``."""
    j = _skip(tokens, j)
    if not word_is(tokens, j, "tháng"):
        return
    for month, end, lunar in month_options(tokens, j + 1):
        yield Parts(i, end, None, month, year, lunar)
        k = _skip(tokens, end)
        if word_is(tokens, k, "ngày", "mùng", "mồng"):
            if word_is(tokens, k + 1, "mùng", "mồng"):
                k += 1
            for day, last in day_options(tokens, k + 1):
                yield Parts(i, last, day, month, year, lunar)


def _eight_said(tokens: Sequence[Token], i: int) -> Iterator[Parts]:
    """``một bốn không ba một chín tám bảy``: every figure of a date said for itself."""
    end = i
    while end < len(tokens) and end - i <= _EIGHT and tokens[end].kind == WORD and digit_of(tokens[end]) is not None:
        end += 1
    alone = end == len(tokens) or tokens[end].kind != NUMBER
    if end - i == _EIGHT and alone and not (i and digit_of(tokens[i - 1]) is not None):
        t = "".join(str(digit_of(token)) for token in tokens[i:end])
        if t[4:6] in ("19", "20"):
            yield Parts(i, end, int(t[:2]), int(t[2:4]), Year(full=int(t[4:])))


_EIGHT: Final = 8


def _eight(tokens: Sequence[Token], i: int) -> Iterator[Parts]:
    t = tokens[i].text
    if t.startswith("0000"):
        yield Parts(i, i + 1, None, None, Year(full=int(t[4:])))
        return
    yield Parts(i, i + 1, int(t[:2]), int(t[2:4]), Year(full=int(t[4:])))
    if t[:2] in ("19", "20") and not 1900 <= int(t[4:]) <= 2100:
        yield Parts(i, i + 1, int(t[6:]), int(t[4:6]), Year(full=int(t[:4])))

"""Several facts in one message: what was said, where it stands, and whom it is about.

``find_facts`` runs the readers over one message, keeps non-overlapping spans, and gives each fact the role of the
person the words around it speak of. It binds nothing to fields; that is the interview's work.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from nlu import values
from nlu.text import MARK, Message, Phrases, analyse, fold
from nlu.text.lists import phrases, words
from nlu.types import Context, Fact, Reading
from nlu.values.date_parts import word_is

_ORDER: Final = words(
    """
    email document_no national_id phone period date place person_name ethnicity marital_status sex country
    old_id money
    """
)  # fmt: skip
"""Kinds looked for in any message, the surest first: a span taken by one is not read again by a later one."""

_ROLES: Final = Phrases[str](
    [(p, "spouse") for p in phrases(
        """
        vợ, chồng, ông xã, bà xã, vk, ck, nhà tôi, vợ em, chồng em, vợ tôi, chồng tôi, vợ cháu, chồng cháu, vợ
        con, chồng con, bà nhà, ông nhà, người yêu, bạn gái, bạn trai, người sắp cưới, vợ sắp cưới, chồng sắp
        cưới, vợ mình, chồng mình
        """
    )]
    + [(p, "mother") for p in phrases(
        """
        mẹ, má, mẹ cháu, mẹ em, mẹ bé, mẹ con, mẹ nó, mẹ tôi, mẹ của cháu, mẹ của bé, má em, má cháu, bầm, mạ,
        mẹ đẻ, mẹ mình, mẹ của em
        """
    )]
    + [(p, "father") for p in phrases(
        """
        bố, cha, tía, bố cháu, bố em, bố bé, bố nó, bố tôi, cha cháu, cha em, cha bé, cha nó, ba cháu, ba em, ba
        bé, ba nó, ba của bé, bố của cháu, bố của bé, cha của bé, bố đẻ, bố mình, cha đẻ
        """
    )]
    + [(p, "child") for p in phrases(
        """
        con tôi, con em, con mình, con trai, con gái, con trai em, con gái em, con trai tôi, con gái tôi, bé,
        cháu bé, em bé, cháu nhà em, cháu nhà tôi, cháu nội, cháu ngoại, cháu nó, con nhỏ, con đầu, con thứ hai,
        con út, thằng bé, con bé, đứa bé, thằng cu, con của em, con của tôi, con cháu, bé nhà em, bé nhà tôi, bé
        trai, bé gái, đứa con, đứa cháu, cháu trai, cháu gái, con vợ chồng em
        """
    )]
    + [(p, "other") for p in phrases(
        """
        bố vợ, mẹ vợ, bố chồng, mẹ chồng, anh trai, chị gái, em trai, em gái, em vợ, em chồng, anh vợ, anh
        chồng, chị chồng, chị dâu, anh rể, con dâu, con rể, ông nội, bà nội, ông ngoại, bà ngoại, hàng xóm, bạn
        em, bạn tôi, chủ hộ, cậu em, chú em, bác em, cô em, dì em, người làm chứng, cán bộ, anh em, chị em, vợ
        cũ, chồng cũ
        """
    )]
    + [(p, "self") for p in ("em", "tôi", "mình", "tui", "tớ", "tao", "bản thân", "e", "của em", "của tôi",
        "chính tôi", "chính em", "vợ chồng tôi", "vợ chồng em", "vợ chồng cháu", "vợ chồng mình", "vợ chồng con",
        "vợ chồng tui", "hai vợ chồng", "hai vợ chồng tôi", "hai vợ chồng em", "chúng tôi", "bọn em", "bọn tôi")]
    + [(p, "young") for p in ("cháu", "con")]
)  # fmt: skip
_EVENTS: Final = words(
    """
    cưới hôn cấp mất chết xử lấy ký tòa hẹn chuyển đời bỏ nộp làm tử dị
    """
)
_BIRTHS: Final = words("sinh đẻ sn tuổi")
_TITLES: Final = words("anh chị ông bà cô chú bác dì cậu mợ thím sĩ")
"""Before a name they speak of somebody else: "ly hôn với anh Lò Văn Thoan"."""
_NAMING: Final = words("là tên")
_WEDDED: Final = words("với lấy cưới")
_CHILDHOOD: Final = 14
"""Years of age below which somebody called "cháu" is no speaker."""
_ENDS: Final = ".;!?\n"
_OFFICES: Final = ("án", "tòa", "ubnd", "ủy", "nhân", "công", "trường", "bệnh", "viện")


class _Cue(NamedTuple):
    first: int
    last: int
    role: str
    phrase: str = ""


def find_facts(text: str, context: Context, awaiting_kind: str | None = None) -> list[Fact]:
    """Every fact in a message, from left to right, spans not overlapping.

    ``awaiting_kind`` (the kind of the question asked) is read first, with all a whole answer allows; kinds that only
    an answer can be (number, choice, yes_no, text) are found only so.
    """
    msg = analyse(text)
    if not msg.tokens:
        return []
    taken: list[Reading] = []
    used = bytearray(len(text) + 1)
    if awaiting_kind is not None:
        awaited = values.read(awaiting_kind, text, context)
        if awaited is not None and _worth(awaited, awaiting_kind):
            taken.append(awaited)
            used[awaited.start : awaited.end] = b"\1" * (awaited.end - awaited.start)
    for kind in _ORDER:
        for reading in values.find(kind, text, context):
            if kind == "date" and _about_now(text, reading):
                continue
            if reading.end > reading.start and not any(used[reading.start : reading.end]):
                taken.append(reading)
                used[reading.start : reading.end] = b"\1" * (reading.end - reading.start)
    taken = _with_years(msg, sorted(taken, key=lambda r: r.start), context)
    cues = _grown(msg, _cues(msg, context, taken), taken, context)
    return [_fact(msg, r, cues, context, awaiting_kind) for r in taken]


def _with_years(msg: Message, taken: Sequence[Reading], context: Context) -> list[Reading]:
    """ "Lò Thị Mai, 1999": four digits right behind a name are a year of birth, not a sum of money."""
    out: list[Reading] = []
    for r in taken:
        said = msg.original[r.start : r.end].strip()
        if r.kind == "money" and len(said) == 4 and said.isdigit():
            named = bool(out) and out[-1].kind == "person_name" and not msg.original[out[-1].end : r.start].strip(" ,")
            if not named or not context.today.year - 120 < int(said) <= context.today.year:
                continue
            r = replace(r, kind="date", value=said, candidates=())
        out.append(r)
    return out


def _about_now(text: str, reading: Reading) -> bool:
    """``năm nay già rồi``: where no date is asked for, the present only says when; but "sinh năm nay" is a birth."""
    if fold(text[reading.start : reading.end]).rpartition(" ")[2] != "nay":
        return False
    return fold(text[: reading.start]).split()[-1:] not in (["sinh"], ["de"])


def _worth(reading: Reading, kind: str) -> bool:
    """Whether the awaited reading may keep others out of its span: a value, or candidates, of a real share."""
    if kind == "text":
        return False
    return reading.value is not None or (bool(reading.candidates) and reading.coverage >= 0.5)


def _fact(msg: Message, r: Reading, cues: Sequence[_Cue], context: Context, awaiting_kind: str | None) -> Fact:
    first = min(msg.token_at(r.start), len(msg) - 1)
    role = _role(msg, first, r, cues)
    if r.kind == "date" and (_event(msg, first) or (awaiting_kind != "date" and not _birth(msg, first))):
        role = "other"
    elif r.kind == "date" and role not in (None, "child") and _small(r, context):
        role = "child"  # "vợ em đẻ hôm 3/11": not the mother's birthday
    if r.kind == "place" and any(word_is(msg.tokens, k, *_OFFICES) for k in range(max(0, first - 2), first)):
        role = "other"
    return Fact(r.kind, r.value, r.candidates, r.start, r.end, role, r.score, r.hint)


def _birth(msg: Message, first: int) -> bool:
    """A date that nobody asked for is a birth date only beside a word of birth, or right after a name."""
    before = range(max(0, first - 4), first)
    if any(word_is(msg.tokens, k, *_BIRTHS) for k in before):
        return True
    previous = next((msg.tokens[k] for k in reversed(before) if msg.tokens[k].kind != MARK), None)
    return previous is not None and previous.text[:1].isupper()


def _event(msg: Message, first: int) -> bool:
    """A date of something other than a birth: the wedding, the issue of a card, a death."""
    for k in range(first - 1, max(-1, first - 6), -1):
        if msg.tokens[k].kind == MARK and msg.tokens[k].text in ",;.\n":
            return False
        if word_is(msg.tokens, k, "sinh", "đẻ", "sn", "ns"):
            return False
        if word_is(msg.tokens, k, *_EVENTS):
            return True
    return False


def _cues(msg: Message, context: Context, taken: Sequence[Reading]) -> list[_Cue]:
    """Words that say whom the next facts are about. "cháu" and "con" are the speaker, unless the speaker calls
    himself otherwise in the same message, names the parents beside, or the question is about a child."""
    raw: list[_Cue] = []
    for first, last, role, exact, phrase in _ROLES.scan(msg.tokens):
        if not _is_cue(msg, first, last, exact, phrase, role):
            continue
        if (
            raw
            and raw[-1].role in ("self", "young")
            and raw[-1].last == first - 1
            and word_is(msg.tokens, first - 1, "là")
        ):
            continue  # "tôi là ông nội": who speaks, told by the kinship
        owned = raw and raw[-1].last == first and raw[-1].role not in ("self", "young")
        if owned and role in ("self", "young"):
            raw[-1] = raw[-1]._replace(last=last)  # "em gái | tôi": whose sister, not the speaker
        else:
            raw.append(_Cue(first, last, role, phrase))
    speaks = any(c.role == "self" for c in raw)
    parents = {c.role for c in raw if c.role in ("mother", "father") and " " not in c.phrase}
    out: list[_Cue] = []
    for cue in raw:
        role = cue.role
        if role == "young":
            son = msg.tokens[cue.first].fold == "con"
            child = speaks or context.person == "child" or len(parents) > (0 if son else 1)
            role = "child" if child else "none" if son else "young"
        out.append(cue._replace(role=role))
    return sorted([*out, *_titled(msg, taken)])


def _titled(msg: Message, taken: Sequence[Reading]) -> list[_Cue]:
    """Names with a title are somebody else's, a husband's or a wife's where the words before say so."""
    out = []
    for r in taken:
        first = msg.token_at(r.start)
        if r.kind != "person_name" or first < 1 or not word_is(msg.tokens, first - 1, *_TITLES):
            continue
        if first < 2 or not word_is(msg.tokens, first - 2, *_NAMING):
            wedded = first >= 2 and word_is(msg.tokens, first - 2, *_WEDDED)
            out.append(_Cue(first - 1, first, "spouse" if wedded else "other"))
    return out


def _small(r: Reading, context: Context) -> bool:
    """Whether a date is a few years old at most."""
    year = r.value[:4] if isinstance(r.value, str) else ""
    return year.isdigit() and context.today.year - int(year) < _CHILDHOOD


def _grown(msg: Message, cues: Sequence[_Cue], taken: Sequence[Reading], context: Context) -> list[_Cue]:
    """ "cháu" is the speaker, but not one born a few years ago."""
    small = {
        at - 1
        for r in taken
        if r.kind == "date" and _small(r, context)
        if (at := bisect_left(cues, (min(msg.token_at(r.start), len(msg) - 1),)))
        if _birth(msg, msg.token_at(r.start)) and not _event(msg, msg.token_at(r.start))
    }
    return [
        cue._replace(role="child" if i in small else "self") if cue.role == "young" else cue
        for i, cue in enumerate(cues)
    ]


def _is_cue(msg: Message, first: int, last: int, exact: bool, phrase: str, role: str) -> bool:
    """Not the speaker's politeness at the end of a clause ("… cho em"), nor a syllable of a name."""
    if not exact and msg.marked:
        return False
    token = msg.tokens[first]
    if token.text[:1].isupper() and len(phrase.split()) == 1 and not _opens(msg, first, last):
        return False
    if phrase in ("cán bộ",):
        return False
    if phrase in ("vợ", "chồng") and word_is(
        msg.tokens, first - 1, "lấy", "cưới", "có", "chưa", "bỏ", "không", "mất", "giấy", "góa"
    ):
        return False
    if role not in ("self", "young"):
        return True
    return not word_is(msg.tokens, first - 1, "cho", "giúp", "hộ", "với", "chào") or (
        last < len(msg) and msg.tokens[last].kind != MARK
    )


def _opens(msg: Message, first: int, last: int) -> bool:
    """Whether a capital only begins a sentence or a list: "Bố: Quàng Văn Tâm"."""
    if not first or (msg.tokens[first - 1].kind == MARK and msg.tokens[first - 1].text in _ENDS):
        return True
    return last < len(msg) and msg.tokens[last].text == ":"


def _role(msg: Message, first: int, r: Reading, cues: Sequence[_Cue]) -> str | None:
    """The role of the last cue before the fact; right after it only when nothing stands before."""
    at = bisect_left(cues, (first,))
    if not at:
        return None
    last = cues[at - 1]
    between = msg.tokens[last.last : first]
    if any(t.text in ".!?\n" for t in between) and not any(t.text == "." and t.glued for t in between):
        return None
    return None if last.role == "none" else last.role

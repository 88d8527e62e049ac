"""What is said around a name that makes it less than certain: nicknames, kinship, negation, a second name beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from nlu.text import EXACT, MARK, WORD, Message, Phrases, Token
from nlu.text.lists import phrases, words
from nlu.types import Reading
from nlu.values.base import MAX_CANDIDATES
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful
from nlu.values.name_spelling import is_given
from nlu.values.name_words import stop_fit, surname_fit
from nlu.values.names_data import ethnic_groups

_NICKNAME: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        gọi là, gọi, kêu, kêu là, biệt danh, nick, tên ở nhà, tên thường gọi, tên hay gọi, thường gọi, hay gọi, ở nhà,
        gọi tắt, gọi bằng, kêu bằng, tên cúng cơm, bí danh, nghệ danh, tên gọi ở nhà, tên gọi thân mật, tên tục,
        tên thánh, tên cũ
        """
    )
)
_NOT_YET: Final = words("chưa không nỏ hổng chẳng chả khỏi quên đừng nỏ hông chớ")
_KIN: Final = words(
    "ông bà anh chị cô chú bác dì cậu mợ thím dượng o mệ bố mẹ cha má ba thằng cái con cu bé em cháu già lão mụ vợ "
    "chồng út"
)
_NICKS: Final = words("thằng cái cu dì dượng thím mợ o mệ lão mụ út")
_RELATED: Final = words("con cháu vợ chồng em mẹ bố cha má ba dâu rể nội ngoại gái trai nhà")
_RANKS: Final = words("hai ba tư năm sáu bảy tám chín mười út cả")
_OR: Final = words("hay hoặc")
_TWO: Final = 2
_NAME_WORDS: Final = 4
_LOOK_BACK: Final = 7


@lru_cache(maxsize=1)
def _peoples() -> frozenset[str]:
    return frozenset(group.name for group in ethnic_groups())


def is_nickname(msg: Message, first: int) -> bool:
    """Whether what begins at token ``first`` is what somebody is called at home, not the name in the papers."""
    k, begin = first - 1, first
    while k >= 0 and msg.tokens[k].kind != MARK and first - k <= _LOOK_BACK:
        begin = k
        k -= 1
    for at in range(begin, first):
        hit = _NICKNAME.at(msg.tokens, at)
        if hit is None or hit[0] > first or (not hit[2] and msg.marked):
            continue
        if hit[3] == "ở nhà" and hit[0] < first and not word_is(msg.tokens, hit[0], "là", "kêu", "gọi", "tên"):
            continue  # "đẻ ở nhà do cụ …"
        if hit[3] in ("gọi", "gọi là") and word_is(msg.tokens, at - 1, "tên"):
            continue  # "tên gọi là" is the name
        # a later "tên là" in the same breath names the papers again
        return not any(word_is(msg.tokens, j, "tên", "họ") for j in range(hit[0], first))
    return False


def nickname_end(msg: Message, i: int) -> int | None:
    """Behind words like "tên thường gọi là"; None when they do not begin here."""
    hit = _NICKNAME.at(msg.tokens, i)
    if hit is None or not hit[3].startswith("tên") or hit[0] - i < 2 or (msg.marked and not hit[2]):
        return None
    end = hit[0]
    while word_is(msg.tokens, end, "là"):
        end += 1
    return end


def is_denied(msg: Message, lead: int) -> bool:
    """ "chưa kịp đặt tên …", "không ai gọi tên …": nothing is named behind."""
    k = lead - 1
    while k >= 0 and msg.tokens[k].kind != MARK and lead - k <= _LOOK_BACK:
        if msg.tokens[k].spoken in _NOT_YET or (not msg.marked and word_is(msg.tokens, k, "chưa", "không")):
            return not word_is(msg.tokens, k + 1, "phải")
        k -= 1
    return False


def hedged(msg: Message, reading: Reading, first: int, end: int) -> Reading | None:
    """The reading as it can be trusted: a word of kinship with one name is no name in the papers; what somebody is
    called by rank or as a child is offered only with its family name."""
    said = [t for t in msg.tokens[first:end] if t.kind == WORD]
    if reading.value is None or not said:
        return reading
    if len(said) <= 3 and _by_kin(msg, said, first):
        return None if said[0].lower in _NICKS or len(said) == 1 else offered(reading, reading.value)
    if _of_another(msg, first) or (first and msg.tokens[first - 1].telex and stop_fit(msg.tokens[first - 1]) == 0):
        return offered(reading, reading.value)
    if len(said) >= 4 and said[0].lower == said[1].lower and not said[1].text[:1].isupper():
        return offered(reading, reading.value.split(" ", 1)[1], reading.value)  # "lò lò thị mai"
    family_told = any(t.spoken == "họ" for t in msg.tokens[:first])
    doubtful = family_told or not is_given(said[0].lower) or (first and _is_kin(msg, first - 1))
    if len(said) == 1 and "'" not in said[0].text and doubtful:
        return offered(reading, reading.value)  # half a name: "không biết họ, chỉ biết tên Lợi"
    if len(said) == _TWO and said[0].text in _peoples() and surname_fit(said[0]) != EXACT:
        return offered(reading, reading.value)  # "Dao Tuyển" is a people as well
    titled = _title_or_surname(msg, said, first)
    if titled is not None:
        whole, rest = reading.value, reading.value.split(" ", 1)[1]
        return offered(reading, *((whole, rest) if titled else (whole,)))
    if is_doubtful(msg, "name"):
        return offered(reading, reading.value)
    return reading


def hedged_plain(msg: Message, reading: Reading, first: int, end: int) -> Reading:
    """The same for what is written without marks: "em la vo", "toi la chu ho", "ten gi" and long runs of words may tell
    something else than a name."""
    said = [t for t in msg.tokens[first:end] if t.kind == WORD]
    if reading.value is None or msg.marked or any(t.text[:1].isupper() for t in said):
        return reading
    named = len(said) > 1 and said[1].fold in ("van", "thi", "a")
    kin = not named and word_is([said[0]], 0, *_KIN) and surname_fit(said[0]) != EXACT
    told = first > 1 and word_is(msg.tokens, first - 1, "là") and not word_is(msg.tokens, first - 2, "tên", "họ")
    single = len(said) == 1 and (stop_fit(said[0]) > 0 or (told and not _called(msg, first)))
    long = len(said) > _NAME_WORDS and any(stop_fit(t) for t in said[_NAME_WORDS - 1 :])
    talk = len(said) == _TWO and not named and any(stop_fit(t) for t in said)
    return offered(reading, reading.value) if kin or single or long or talk else reading


def _called(msg: Message, first: int) -> bool:
    """Whether "tên" stands shortly before."""
    return any(word_is(msg.tokens, k, "tên") for k in range(max(0, first - 4), first))


def offered(reading: Reading, *names: Any) -> Reading:
    """The reading as candidates."""
    return replace(reading, value=None, candidates=names[:MAX_CANDIDATES], hint="ambiguous", score=0.5)


def with_other(msg: Message, reading: Reading, end: int) -> Reading | None:
    """ "Lò Thị Mai hay Mây": both are offered; None when no other name follows."""
    tokens = msg.tokens
    if reading.value is None or end + 1 >= len(tokens) or not word_is(tokens, end, *_OR):
        return None
    at = end + 1
    while at < len(tokens) and word_is(tokens, at, "là", "tên"):
        at += 1
    if at >= len(tokens) or tokens[at].kind != WORD or word_is(tokens, at, "gì", "sao", "chi"):
        return offered(reading, reading.value)
    own = reading.value.split()
    other = [t.text for t in _run(tokens, at)]
    if len(other) == 1 and len(own) > 1:
        other = [*own[:-1], other[0]]
    name = " ".join(w[:1].upper() + w[1:] for w in other)
    return offered(reading, reading.value, *([name] if name != reading.value else []))


def _run(tokens: Sequence[Token], at: int) -> list[Token]:
    out: list[Token] = []
    for token in tokens[at : at + 4]:
        if token.kind != WORD or (out and token.text[:1].isupper() != out[0].text[:1].isupper()):
            break
        if out and not token.text[:1].isupper():
            break
        out.append(token)
    return out


def _of_another(msg: Message, first: int) -> bool:
    """ "con ông Lò Văn Ín", "em gái của Lò Văn Ín": somebody else is named."""
    if word_is(msg.tokens, first - 1, "của"):
        return True
    return (
        first > 1
        and msg.tokens[first - 1].lower in ("ông", "bà", "anh", "chị", "cô", "chú", "bác", "thằng", "cái")
        and msg.tokens[first - 2].lower in _RELATED
    )


def _is_kin(msg: Message, i: int) -> bool:
    token = msg.tokens[i]
    return token.spoken in _KIN if msg.marked else word_is(msg.tokens, i, *_KIN)


def _by_kin(msg: Message, said: Sequence[Token], first: int) -> bool:
    """ "Dì Ba", "thằng Cu Tí", "Tư Lúa", "bà Năm Sài Gòn": kinship or rank where a family name would stand."""
    word = said[0].lower
    if word in _NICKS or (word == "bé" and len(said) == 2):
        return True
    after_kin = first > 0 and _is_kin(msg, first - 1)
    return word in _RANKS and (after_kin or (len(said) == 2 and not surname_fit(said[0])))


def _title_or_surname(msg: Message, said: Sequence[Token], first: int) -> bool | None:
    """Whether "Ông Văn Hùng" may be Mr Văn Hùng as well as somebody called Ông; None when there is no doubt. False when
    only the shorter name is doubtful ("bác Văn Thanh": of what family)."""
    word = said[0].lower
    ambiguous = ("ông", "bà", "cô", "chị", "anh", "chú", "bác") if msg.marked else ("ong", "ba", "co", "chi", "di")
    if len(said) == 3 and word in ambiguous and said[1].fold in ("van", "thi"):
        return True
    if len(said) == _TWO and msg.marked and word in ambiguous and word != "anh":
        return True
    plain = word in ("ong", "ba", "co", "chi", "di") if not msg.marked else word in ("ong", "bac")
    if plain and (len(said) == _TWO or (len(said) > 3 and surname_fit(said[1]))):
        return True
    if len(said) == 2 and said[0].fold in ("van", "thi") and first and _is_kin(msg, first - 1):
        return False
    return None


def la_or_surname(msg: Message, reading: Reading, first: int, end: int) -> Reading:
    """ "em la thi may": là Thị Mẩy, or La Thị Mẩy."""
    said = [t for t in msg.tokens[first:end] if t.kind == WORD]
    doubtful = not msg.marked and first and msg.tokens[first - 1].lower == "la" and said[0].fold in ("thi", "van")
    return offered(reading, f"La {reading.value}", reading.value) if doubtful and reading.value else reading

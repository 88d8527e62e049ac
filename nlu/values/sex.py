"""Sex as said: "nam", "con gái", "bé trai". Value ``"male"`` or ``"female"``; anything else is for an officer.

A word of sex is believed where the sentence has a place for it: announced ("giới tính nam", "ghi nam", "sinh con
gái"), or at the head of its clause ("trai, ba cân tư"). "Nam" in a name, in a place, for a year, after "không phải",
counted ("hai con gái") or compared ("như con trai") says nothing; what is supposed or told of another is offered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text import MARK, NUMBER, Message, Phrases
from nlu.text.lists import phrases, words
from nlu.types import Context, Reading
from nlu.values.base import make, settle
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful
from nlu.values.everyday import everyday, idle
from nlu.values.names_data import provinces
from nlu.values.whose import MANY, asks, clause, denied, is_count, subject

KIND: Final = "sex"
_WORDS: Final = Phrases[str](
    [(p, "male") for p in phrases(
        """
        nam, nam giới, giới tính nam, phái nam, trai, con trai, bé trai, cháu trai, em trai, đàn ông, thằng cu,
        thằng bé, bé nam, cu tí, thằng, male, con zai, zai, con giai, giai, đờn ông, thanh niên nam, nam nhi, cu
        con, cậu bé, trai tráng, cháu nam, trẻ nam, con cu, phái mạnh, bé zai, bé giai, ctrai, btrai, con boy
        """
    )]
    + [(p, "female") for p in phrases(
        """
        nữ, nữ giới, giới tính nữ, phái nữ, gái, con gái, bé gái, cháu gái, em gái, đàn bà, phụ nữ, cái hĩm, con
        bé, bé nữ, cô gái, female, thị mẹt, đờn bà, cháu nữ, trẻ nữ, cô bé, nử, nữ nhi, phái yếu, cgái, bgái, con nữ
        """
    )]
)  # fmt: skip
_BARE: Final = frozenset({"nam", "nữ", "trai", "gái", "giai", "zai", "nử", "male", "female"})
_WEAK: Final = frozenset({"thằng", "con bé", "thằng bé", "em trai", "em gái", "cô bé", "cậu bé", "con cu", "cu con"})
"""Words for a person that a clerk takes as his sex only where nothing else is told of him."""
_NAMED: Final = words("tên gọi văn thị họ đặt")
_TITLES: Final = words("anh chú bác ông chị cô bà dì cậu thầy hoài quang hoàng xã bạn nhà làng anh chị")
_CALLED: Final = words("em cháu con tôi mình anh chú bác ông")
_COMPARED: Final = words("như giống tưởng hơn thích mong muốn ước thèm tìm cầu")
_ANNOUNCES: Final = words(
    "tính giới phái là ghi viết khai điền sinh đẻ được ra đứa bé chữ hàng ô chọn tích một toàn đúng"
)
_ELSEWHERE: Final = Phrases[bool](
    [(p, True) for p in phrases(
        """
        việt nam, miền nam, phía nam, đông nam, tây nam, phương nam, hướng nam, trời nam, nam bộ, nam phi, nam mỹ, nam
        kỳ, nam định, nam đàn, nam trà, nam sách, nam trực, nam hàn, nam cực, trong nam, vào nam, bắc nam, nam bắc, nhà
        trai, nhà gái, bạn trai, bạn gái, trai làng, gái làng, chị gái, anh trai, trai gái, gái trai, nam nữ, năm nay,
        năm ngoái, năm sau, năm trước, năm nào, năm mới, năm kia, năm sinh, mấy năm, bao năm, hàng năm, cả năm
        """
    )]
    + [(p.name, True) for p in provinces() if "nam" in p.name.lower().split()]
)  # fmt: skip
"""Names, kin and years that hold a word of sex."""
_UNLIKE: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        chuyển giới, pê đê, lưỡng tính, đồng tính, giới tính thứ ba, giới tính khác, nửa nam, les, gay, bóng, bê đê,
        chưa xác định, cả hai, sinh đôi, song sinh, sinh ba, thai đôi, không phân biệt,
        trai hay gái, gái hay trai, nam hay nữ, nữ hay nam, gì cũng được
        """
    )
)  # fmt: skip
_UNBORN: Final = Phrases[bool](
    (p, True) for p in phrases("siêu âm, sắp sinh, sắp đẻ, chưa sinh, chưa đẻ, đang bầu, có bầu, mang bầu, mang thai")
)
_ONCE: Final = Phrases[bool](
    (p, True) for p in phrases("trước là, hồi trước, ngày trước, trước kia, trước đây, hồi xưa")
)
_SURE: Final = frozenset({"giới tính nam", "giới tính nữ", "bé trai", "bé gái"})


class _Hit(NamedTuple):
    first: int
    last: int
    value: str
    exact: bool
    phrase: str


@lru_cache(maxsize=64)
def _hits(msg: Message) -> tuple[_Hit, ...]:
    """Words of sex that are meant as such."""
    elsewhere = {k for first, last, _, _, _ in _ELSEWHERE.scan(msg.tokens) for k in range(first, last)}
    hits: list[_Hit] = []
    named = _WORDS.scan(msg.tokens)
    for found in named if len(named) <= MANY else ():
        hit = _Hit(*found)
        if hit.phrase in _BARE and (hit.first in elsewhere or _in_a_name(msg, hit) or _is_year(msg, hit)):
            continue
        supposed = word_is(msg.tokens, hit.first - 2, "hình")  # "hình như"
        if (word_is(msg.tokens, hit.first - 1, *_COMPARED) and not supposed) or _told_of(
            msg, hit, "tên", "như", "giống", "tưởng"
        ):
            continue
        if denied(msg, hit.first, hit.last):
            continue
        hits.append(hit)
    return tuple(hits)


def _in_a_name(msg: Message, hit: _Hit) -> bool:
    """``tên cháu là Nam``, ``anh Nam``, ``Hoàng Nam``, ``Nam Anh``."""
    tokens = msg.tokens
    first, _ = clause(msg, hit.first)
    k = hit.first - 1
    while k >= first and (idle(tokens[k]) or word_is(tokens, k, "là", "bé", "nó")) and tokens[k].fold != "ten":
        k -= 1
    if k >= first and word_is(tokens, k, *_NAMED):
        return not word_is(tokens, k, "gọi") or hit.exact
    before = tokens[hit.first - 1] if hit.first else None
    if before is not None and word_is(tokens, hit.first - 1, *_TITLES):
        return not (hit.first > 1 and word_is(tokens, hit.first - 2, "dạ", "thưa", "vâng", "gửi"))
    if hit.phrase not in ("nam", "gái"):
        return False
    capital = tokens[hit.first].text[:1].isupper() and not tokens[hit.first].text.isupper()
    if capital and before is not None and before.text.istitle() and hit.first - 1 > first:
        return not word_is(tokens, hit.first - 1, *_ANNOUNCES)
    after = tokens[hit.last] if hit.last < len(msg) else None
    return after is not None and capital and after.text.istitle() and not idle(after)


def _is_year(msg: Message, hit: _Hit) -> bool:
    """``nam 1990``, ``3 nam``: năm without its mark."""
    if hit.phrase != "nam":
        return False
    beside = [msg.tokens[k] for k in (hit.first - 1, hit.last) if 0 <= k < len(msg)]
    age = any(word_is(msg.tokens, k, "tuổi") for k in (hit.last + 1, hit.first - 2))
    return any((t.kind == NUMBER and not age) or t.lower == "nam" for t in beside) and not _marked(msg, hit)


def _marked(msg: Message, hit: _Hit) -> bool:
    """A writer who puts marks would have written năm."""
    return msg.marked and msg.tokens[hit.first - 1].kind != NUMBER and msg.tokens[hit.first].text == "nam"


def _told_of(msg: Message, hit: _Hit, *by: str) -> bool:
    """``tên nghe như đàn ông``: one of these words right before, or one word further."""
    return any(word_is(msg.tokens, k, *by) for k in (hit.first - 1, hit.first - 2) if k >= 0) and not (
        word_is(msg.tokens, hit.first - 1, "là", "giới", "tính") or word_is(msg.tokens, hit.first - 2, "hình")
    )


def _counted(msg: Message, hit: _Hit) -> bool:
    """``hai con gái``; "thứ hai" and "con đầu" are no counts."""
    tokens = msg.tokens
    if word_is(tokens, hit.last, "một") and word_is(tokens, hit.first - 1, "một"):
        return True  # "một thằng một con"
    return hit.first > 0 and is_count(tokens[hit.first - 1]) and not word_is(tokens, hit.first - 2, "thứ")


def _stands(msg: Message, hit: _Hit) -> bool:
    """Whether the sentence has a place for the word: announced, or at the head of its clause."""
    if _counted(msg, hit):
        return False
    if hit.phrase not in _BARE and hit.phrase not in _WEAK:
        return True
    k = hit.first - 1
    while k >= 0 and msg.tokens[k].text == ":":
        k -= 1
    if k >= 0 and word_is(msg.tokens, k, *_ANNOUNCES) and hit.phrase not in _WEAK:
        return True
    first, last = clause(msg, hit.first)
    for k in range(hit.last, last - 1):
        if word_is(msg.tokens, k, "không") and word_is(msg.tokens, k + 1, "phải"):
            last = k  # "nữ nhé không phải nam"
            break
    before = all(idle(t) or t.fold in _ASIDE for t in msg.tokens[first : hit.first])
    after = all(idle(t) or t.fold in _ASIDE or t.kind == NUMBER for t in msg.tokens[hit.last : last])
    return before and after


_ASIDE: Final = frozenset(
    words(
        """
        sinh de duoc dua mot 1 be la gioi tinh nguoi thuoc phai day gt chau dau long ut thu hai ba tu lon nha gium
        giup dich ton nho nhi truong trai gai nam nu va thoi ro rang cuc cung vay con nua chac chan dung roi co
        """
    )
)
"""Words beside a sex that add nothing to it: order among brothers and sisters, politeness."""


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one sex named; candidates where it is supposed, told of another person or where two are named; None when
    the message is about something else ("anh Nam ở Nam Định")."""
    msg = everyday(msg)
    hits = _hits(msg)
    if not hits or _UNLIKE.scan(msg.tokens) or _ONCE.scan(msg.tokens):
        return _either(msg, hits)
    standing = [h for h in hits if _stands(msg, h)]
    values = {h.value for h in hits}
    if not standing:
        return None
    if asks(msg):
        return _either(msg, hits)
    settled = settle(KIND, msg, [_make(msg, h) for h in (hits if len(values) > 1 else standing)])
    if settled is None or settled.value is None:
        return settled
    if (
        is_doubtful(msg, "state")
        or _UNBORN.scan(msg.tokens)
        or _of_another(msg, standing)
        or _maybe_called(msg, standing)
    ):
        return make(KIND, msg, standing[0].first, standing[-1].last, candidates=(settled.value,), score=0.5,
                    hint="ambiguous")  # fmt: skip
    return settled


def _either(msg: Message, hits: tuple[_Hit, ...]) -> Reading | None:
    """Both, where both are named; nothing else can be made of a question or of a third answer."""
    values = list(dict.fromkeys(h.value for h in hits))
    if len(values) < 2:
        return None
    return make(KIND, msg, hits[0].first, hits[-1].last, candidates=values, hint="many", score=0.5)


def _of_another(msg: Message, standing: list[_Hit]) -> bool:
    """Told only of a husband, a wife, a parent."""
    return all(
        subject(msg, h.first, inherit=False) == "other" and not word_is(msg.tokens, h.first - 1, "sinh", "đẻ", "tính")
        for h in standing
    )


def _maybe_called(msg: Message, standing: list[_Hit]) -> bool:
    """``em Nam đây``: his sex or his name."""
    return all(
        h.phrase == "nam" and msg.tokens[h.first].text == "Nam" and word_is(msg.tokens, h.first - 1, *_CALLED)
        for h in standing
    )


def _make(msg: Message, hit: _Hit) -> Reading:
    return make(KIND, msg, hit.first, hit.last, hit.value, score=1.0 if hit.exact else 0.85)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Sex inside a message: only where it is named as such ("giới tính nam", "con gái", "bé trai")."""
    msg = everyday(msg)
    out = []
    for hit in _hits(msg):
        before = [t.lower for t in msg.tokens[max(0, hit.first - 3) : hit.first]]
        cue = hit.phrase.startswith("giới") or "giới" in before or "tính" in before or hit.phrase in _SURE
        alone = hit.phrase in ("nam", "nữ") and hit.exact and _between_commas(msg, hit.first, hit.last)
        if cue or alone:
            out.append(make(KIND, msg, hit.first, hit.last, hit.value, score=0.9))
    return out


def _between_commas(msg: Message, first: int, last: int) -> bool:
    """``…, nam, …``: a word that stands alone between commas."""
    before = first > 0 and msg.tokens[first - 1].text in ",;-\n"
    after = last == len(msg) or msg.tokens[last].text in ",;-.\n"
    return before and after and msg.tokens[first - 1].kind == MARK

"""Words that lead up to a name ("em tên là …"), and the words of politeness around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import WORD, Phrases, Token
from nlu.text.lists import phrases, words
from nlu.values.date_parts import word_is
from nlu.values.name_shape import capital
from nlu.values.name_words import begins_whole, stop_fit, surname_fit

WHO: Final = words(
    """
    em tôi cháu con mình tui vợ chồng mẹ bố cha má ba bé ông bà anh chị bác cô chú tao tớ
    """
)
OPENING: Final = words(
    """
    dạ thưa vâng chào à ờ ừ cán bộ ạ đây kính gửi xin dạ rồi ok uh
    """
)
LEAD: Final = Phrases[bool]((p, True) for p in phrases(
    """
    tên là, tên, họ tên, họ và tên, họ tên là, họ và tên là, tên đầy đủ là, tên đầy đủ, tên khai sinh là, tên
    khai sinh, tên gọi là, tên thật là, tên thật, tên trong giấy là, tên họ là, tên gọi, họ tên đầy đủ,
    họ tên đầy đủ là, tên cháu là, tên em là, tên tôi là, tên con là, tên mình là, tên của em là, tên của tôi
    là, tên của cháu là, tên vợ là, tên chồng là, tên mẹ là, tên bố là, tên cha là, tên bé là, tên vợ em là, tên
    chồng em là, tên mẹ cháu là, tên bố cháu là, họ và tên đầy đủ, họ và tên em là, họ tên em là, họ tên tôi là,
    họ và tên tôi là, tên em, tên tôi, tên cháu, tên con, tên vợ, tên chồng, tên mẹ, tên bố, tên cha, tên bé,
    tên đệm và tên, tên người yêu cầu, họ chữ đệm tên, họ chữ đệm và tên, đặt tên là, đặt là, đặt tên
    """
))  # fmt: skip
AFTER: Final = words(
    """
    ạ nhé nha nhá đó đấy ấy nhỉ cơ thôi luôn nghe nè vậy thế hen nghen á hihi hehe haha hjhj hii nka nhoa nhaa ak ah ạh
    ad nhen nớ tê hỉ hè nhóe nhóa hén
    """
)


def is_la(tokens: Sequence[Token], i: int) -> bool:
    """ "là", not the family name La before more capitals."""
    return word_is(tokens, i, "là") and not _capital_la(tokens, i)


def _capital_la(tokens: Sequence[Token], i: int) -> bool:
    return (
        i >= 0 and i + 1 < len(tokens) and tokens[i].text == "La" and tokens[i + 1].kind == WORD
        and tokens[i + 1].text[:1].isupper()
    )  # fmt: skip


def lead_at(tokens: Sequence[Token], i: int) -> int | None:
    """Where a name begins that is announced at token ``i``."""
    hit = LEAD.at(tokens, i)
    if hit is not None:
        j = hit[0]
        if (
            not hit[2]
            and hit[3] == "tên"
            and tokens[i].lower == "ten"
            and i
            and not word_is(tokens, i - 1, *WHO, *OPENING)
            and not (j + 1 < len(tokens) and surname_fit(tokens[j]) and stop_fit(tokens[j]) != 2)
        ):
            return None
        if _capital_la(tokens, j - 1):
            j -= 1  # "mẹ tên La Thị Ín"
        while j < len(tokens) and (tokens[j].text in ":-" or (is_la(tokens, j) and j < hit[0] + 3)):
            j += 1
        while j + 1 < len(tokens) and tokens[j].lower in ("đẻ", "ruột", "ruot"):
            j += 1  # "tên mẹ đẻ …"
        if word_is(tokens, j, "thành") and not capital(tokens[j]) and j + 1 < len(tokens) and capital(tokens[j + 1]):
            j += 1  # "sửa tên mẹ thành Lò Thị Mây"
        while word_is(tokens, j, *AFTER) and not capital(tokens[j]) and j + 1 < len(tokens) and capital(tokens[j + 1]):
            j += 1  # "tên em nè …"
        k = j
        while (
            k < len(tokens)
            and word_is(tokens, k, *WHO)
            and not capital(tokens[k])
            and word_is(tokens, k + 1, "là", *WHO)
        ):
            k += 1
        if k < len(tokens) and is_la(tokens, k) and k > j:
            j = k + 1
        return j if j < len(tokens) else None
    if word_is(tokens, i, *WHO) and is_la(tokens, i + 1) and i + 2 < len(tokens):
        j = i + 2
        if tokens[j].kind == WORD and (surname_fit(tokens[j]) or capital(tokens[j])) and stop_fit(tokens[j]) != 2:
            return j
    return _behind_la(tokens, i)


def _behind_la(tokens: Sequence[Token], i: int) -> int | None:
    """Somebody told by what they are ("người sắp cưới là anh Lù Văn Ín"): a family name with a middle name behind "là",
    titles passed over."""
    if not i or not is_la(tokens, i) or word_is(tokens, i - 1, *_NO_PERSON):
        return None
    j = i + 1
    while word_is(tokens, j, *WHO) and not capital(tokens[j]) and not begins_whole(tokens, j):
        j += 1
    return j if begins_whole(tokens, j) else None


_NO_PERSON: Final = words("tộc quê xã huyện tỉnh bản thôn xóm phường ở nơi gọi kêu giấy việc")


def polite(words: Sequence[Token]) -> bool:
    return all(word_is([t], 0, *AFTER, *OPENING, *WHO) for t in words)

"""Where mail is kept: the providers people here use, how their names are said, and slips of the keys in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from nlu.text import fold
from nlu.text.lists import words

USUAL: Final = ("gmail.com", "yahoo.com", "yahoo.com.vn", "hotmail.com", "outlook.com", "icloud.com")
"""Providers a slip is set right to, the likeliest first."""
_KNOWN: Final = frozenset(
    words(
        """
        mail.com ymail.com email.com live.com msn.com me.com aol.com gmx.com gmx.net zoho.com proton.me
        protonmail.com rocketmail.com yahoo.co.uk yahoo.fr yahoo.co.jp outlook.com.vn hotmail.fr live.fr mac.com
        qq.com 163.com vnn.vn fpt.vn viettel.vn viettel.com.vn vnpt.vn hcm.vnn.vn hn.vnn.vn mail.ru yandex.com
        yandex.ru naver.com inbox.com
        """
    )
)
_SAID: Final[dict[str, str]] = {
    said: name
    for name, forms in {
        "gmail": """
            gmail gờ+meo gờ+mail gờ+mêu gi+meo gi+mail gi+mêu gy+meo ji+meo ji+mail jimeo gimeo gmeo zi+meo g+meo
            g+mail ghi+meo gờ+mai jờ+meo dờ+meo gê+mail gê+meo gmai
        """,
        "yahoo": "yahoo ya+hu da+hu ia+hu yahu gia+hu ra+hu ya+hoo da+hoo y+a+hu za+hu ya+hú da+hú",
        "hotmail": "hotmail hót+meo hot+meo hót+mail hot+mail hốt+meo",
        "outlook": "outlook ao+lúc ao+lút ao+lục ao+look out+look ao+túc+lúc",
        "icloud": "icloud ai+clao ai+cờ+lao i+cloud ai+cloud ai+cờ+lau ai+cờ+lào ai+lao",
    }.items()
    for said in forms.split()
}
PROVIDERS: Final[dict[tuple[str, ...], str]] = {
    tuple(fold(w) for w in said.split("+")): name for said, name in _SAID.items()
}
"""Words said, without their marks → the provider's name."""
ENDINGS: Final[dict[tuple[str, ...], str]] = {
    tuple(fold(w) for w in said.split("+")): name
    for name, forms in {
        "com": "com côm cơm kom cờm com+m", "vn": "vn vi+en vê+en vê+nờ vờ+nờ v+n ve+en vi+ần vê+ên việt+nam",
        "net": "net nét", "org": "org oóc ọc", "edu": "edu e+đu ê+đu", "gov": "gov gốp gấp", "fr": "fr", "uk": "uk",
    }.items()
    for said in forms.split()
}  # fmt: skip


@lru_cache(maxsize=1024)
def likely(domain: str) -> tuple[str, ...]:
    """Domains meant by one as typed: itself where it is known or like none of ours; else itself and the usual one it
    differs from by a slip or two."""
    if domain in USUAL or domain in _KNOWN:
        return (domain,)
    scored = sorted((_slips(domain, usual), k) for k, usual in enumerate(USUAL))
    slips, k = scored[0]
    if slips <= 2 or domain.startswith(f"{USUAL[k].partition('.')[0]}."):
        return domain, USUAL[k]
    return (domain,)


def _slips(a: str, b: str) -> int:
    """Letters put in, left out, changed or swapped with the next (optimal string alignment)."""
    if abs(len(a) - len(b)) > 2:
        return 9
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, cb in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (ca != cb))
            if i > 1 and j > 1 and ca == b[j - 2] and a[i - 2] == cb:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]

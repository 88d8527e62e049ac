"""The words of a place cut by the names there are: "bản huổi sâu na son điện biên đông điện biên".

The reader cuts by level words and commas only. Here every name is known, so the words are tried against the provinces,
former districts and communes: small to large (detail, commune, district, province) or large to small. Nothing is
decided here: each ``Cut`` is one way the words may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from actions.gazetteer import Gazetteer
from actions.place_cut import Cut, Part, fit
from actions.place_names import Tier, agreement, fold_key, has_marks, tidy
from nlu.text import MARK, NUMBER, Token, analyse, is_filler
from nlu.values.name_shape import title_word
from nlu.values.place_listed import everyday_names
from nlu.values.place_parts import place_stop
from nlu.values.place_words import LEAD, LEVELS, SHORT

MAX_CHARS: Final = 300
MAX_WORDS: Final = 40
_NAME_WORDS: Final = 7
_TAIL_WORDS: Final = 4
_FULL_LEVEL: Final = {
    "x": "xã", "xa~": "xã", "p": "phường", "f": "phường", "tt": "thị trấn", "h": "huyện", "q": "quận",
    "tx": "thị xã", "tp": "thành phố", "thành phô": "thành phố",
}  # fmt: skip
_PLAIN_LEADS: Final = frozenset(
    {"da", "thua", "em", "o", "que", "minh", "toi", "chau", "nha", "cua", "tai", "la", "dang"}
)
"""The commonest words before a place without their marks; others may be names ("van" of Văn Hiến)."""
_GAPS: Final = frozenset({"thuộc", "ở", "của", "tại", "cũ", "thuoc", "o", "cua", "tai", "cu"})
"""Words that may stand between two parts ("na son thuộc điện biên")."""


def cuts(g: Gazetteer, said: str) -> list[Cut]:
    """All ways to cut ``said``, those that explain most words first; none of a text too long to be a place."""
    if not said or len(said) > MAX_CHARS:
        return []
    found: dict[Cut, None] = {}
    telex = any(t.telex for t in analyse(said).tokens)
    for as_typed in (True, False) if telex else (True,):
        words = Words(g, said, as_typed)
        if not 0 < len(words.tokens) <= MAX_WORDS:
            return []
        found.update((c, None) for c in [*words.small_to_large(), *words.large_to_small()])
    return sorted(found, key=lambda c: (-c.explained, c.doubt))


class Words:
    """The words of a place, with the names that any run of them may be."""

    def __init__(self, g: Gazetteer, said: str, as_typed: bool = True) -> None:
        """``as_typed``: letters that may be left over from Telex are the name's own ("Ea Kar", "Pi Toong")."""
        self.g = g
        message = analyse(said)
        self.original = said
        self.tokens: list[Token] = []
        self.wall: list[bool] = []
        """Whether a comma or the like stands before the word: no name goes across."""
        wall = False
        for at, token in enumerate(message.tokens):
            if token.kind == MARK:
                short = at > 0 and message.tokens[at - 1].lower in SHORT
                wall = wall or not (token.text == "-" or (token.text in ".:" and short))
            else:
                self.tokens.append(token)
                self.wall.append(wall)
                wall = False
        self.marked = has_marks(said)
        self.texts = [said[t.start : t.end] if as_typed else t.text for t in self.tokens]
        self.keys = [fold_key(text) for text in self.texts]
        self.levels = self._levels()
        self.first = self._first()

    def _levels(self) -> dict[int, list[tuple[int, str, str, bool]]]:
        """By the word after them, the level words: (begin, level, written out, exact)."""
        out: dict[int, list[tuple[int, str, str, bool]]] = {}
        for k in range(len(self.tokens) - 1):
            for end, level, exact, phrase in LEVELS.all_at(self.tokens, k):
                if end >= len(self.tokens) or any(self.wall[k + 1 : end + 1]):
                    continue
                if exact or phrase in SHORT or not self.marked:
                    out.setdefault(end, []).append((k, level, _FULL_LEVEL.get(phrase, phrase), exact))
        return out

    def _first(self) -> int:
        """The first word after those that only lead up to a place; words that also begin names stay."""
        begins = everyday_names().first_words
        a, n = 0, len(self.tokens)
        while a < n - 1 and self._leads(a) and self.tokens[a].spoken in LEAD and self.marked:
            if self.tokens[a].spoken in begins and not self._leads(a + 1):
                break
            a += 1
        return a

    def _leads(self, i: int) -> bool:
        token = self.tokens[i]
        if token.text[:1].isupper():
            return False
        return token.spoken in LEAD or (not self.marked and token.lower in _PLAIN_LEADS)

    # -- names ------------------------------------------------------------------------------------------------

    def _name(self, i: int, j: int) -> str:
        return " ".join(self.texts[i:j])

    def _agrees(self, i: int, j: int, name: str) -> bool:
        said = self._name(i, j)
        tier = agreement(said, name)
        if tier is None or tier > Tier.UNMARKED:
            return False
        even = len(tidy(said).split()) == len(tidy(name).split())
        return even or j - i == 1 or "'" in name or any(len(t.text) == 1 for t in self.tokens[i:j])

    def _is(self, kind: str, i: int, j: int) -> bool:
        g = self.g
        key = "".join(self.keys[i:j])
        if kind == "province":
            return key in g.keys["province"] or key in g.keys["old_province"]
        if kind == "district":
            return any(self._agrees(i, j, g.districts[d][0]) for d in g.keys["district"].get(key, ()))
        return any(self._agrees(i, j, g.communes[c].name) for c in g.keys["commune"].get(key, ())) or any(
            self._agrees(i, j, g.old_name(o)) for o in g.keys["old"].get(key, ())
        )

    def _runs(self, kind: str, *, end: int | None = None, begin: int | None = None) -> Iterator[Part]:
        """Names of a kind that end (or begin) at a word, with the level word before them; longest first."""
        n = len(self.tokens)
        for length in range(min(_NAME_WORDS, n), 0, -1):
            i, j = (end - length, end) if end is not None else (begin or 0, (begin or 0) + length)
            if i < self.first or j > n or any(self.wall[i + 1 : j]) or not self._is(kind, i, j):
                continue
            yield from self._levelled(kind, i, j)

    _ALLOWED: Final = {"commune": ("commune",), "district": ("district", "city"), "province": ("province", "city")}

    def _levelled(self, kind: str, i: int, j: int) -> Iterator[Part]:
        """The name with its level word, and without where that word may be another name's."""
        before = self.levels.get(i, [])
        own = [b for b in before if b[1] in self._ALLOWED[kind]]
        if own:
            yield Part(own[0][0], i, j, own[0][2])
        if j - i == 1 and self.tokens[i].kind == NUMBER:
            return  # "12" is a ward only as "phường 12"
        pending = min((b[0] for b in before), default=-1)
        yield Part(i, i, j, "", pending, any(b[1] == "detail" for b in before))

    # -- ways to cut ------------------------------------------------------------------------------------------

    def _ends(self) -> Iterator[int]:
        """Where the place may end: before polite words, and words that may be polite or the end of a name."""
        n = len(self.tokens)
        for e in range(n, max(n - _TAIL_WORDS, self.first) - 1, -1):
            if e == self.first:
                return
            yield e
            last = self.tokens[e - 1]
            if not (is_filler(last) or place_stop(last)) or any(self._runs("province", end=e)):
                return

    def _before(self, kind: str, right: int) -> list[Part]:
        found = list(self._runs(kind, end=right))
        if right - 1 > self.first and self.tokens[right - 1].lower in _GAPS:
            found += self._runs(kind, end=right - 1)
        return found

    def small_to_large(self) -> Iterator[Cut]:
        """Detail, commune, district, province."""
        for e in self._ends():
            provinces: list[Part | None] = list(self._runs("province", end=e))
            longest = max((e - p.first for p in provinces if p), default=0)
            announced = any(p.pending >= 0 for p in provinces if p)
            if not provinces or announced or any(e - c.first > longest for c in self._runs("commune", end=e)):
                provinces.append(None)  # a text that ends with a province means it, unless a longer name does
            for province in provinces:
                right = province.start if province else e
                for district in [*self._before("district", right), None]:
                    left = district.start if district else right
                    for commune in [*self._before("commune", left), None]:
                        if fit(commune, district, province):
                            yield self._cut(commune, district, province, (self.first, left))

    def large_to_small(self) -> Iterator[Cut]:
        """Province, district, commune, detail."""
        for start in {self.first, *(end for end, ls in self.levels.items() if any(k == self.first for k, *_ in ls))}:
            for province in self._runs("province", begin=start):
                if province.start != self.first:
                    continue
                for district in [*self._after("district", province.end), None]:
                    right = district.end if district else province.end
                    for commune in self._after("commune", right):
                        rest = (commune.end, len(self.tokens))
                        announced = any(k == commune.end for ls in self.levels.values() for k, lv, *_ in ls
                                        if lv == "detail")  # fmt: skip
                        if announced or rest[0] == rest[1]:
                            yield self._cut(commune, district, province, rest, behind=True)

    def _after(self, kind: str, left: int) -> list[Part]:
        starts = {left, *(end for end, ls in self.levels.items() if any(k == left for k, *_ in ls))}
        return [p for s in sorted(starts) if s < len(self.tokens) for p in self._runs(kind, begin=s) if p.start == left]

    def _cut(
        self, commune: Part | None, district: Part | None, province: Part | None, rest: tuple[int, int],
        behind: bool = False,
    ) -> Cut:  # fmt: skip
        a, b = rest if behind or commune is None else (rest[0], commune.start)
        if not behind:
            a = self._skip_lead(a, b)
        loose, doubt = (False, False) if commune is None or behind else self._set_apart(commune, a, b)
        if commune and commune.hamlet:
            b, doubt = commune.end, True  # the name is the hamlet's; perhaps the commune's too
        elif commune and not commune.level and province is None and district is None:
            doubt = doubt or loose or self._like_hamlet(commune)
        return Cut(
            commune=self._said(commune),
            district=self._said(district),
            province=self._name(province.first, province.end) if province else None,
            detail=self._detail(a, b),
            explained=sum(p.end - p.start for p in (commune, district, province) if p),
            commune_key="".join(self.keys[commune.first : commune.end]) if commune else "",
            commune_level=bool(commune and commune.level),
            district_level=bool(district and district.level),
            district_name=self._title(district.first, district.end) if district else None,
            doubt=doubt,
            loose=loose,
            spans=tuple((p.first, p.end) if p else None for p in (commune, district)),  # type: ignore[arg-type]
        )

    def _said(self, part: Part | None) -> str | None:
        if part is None:
            return None
        name = self._name(part.first, part.end)
        return f"{part.level} {name}" if part.level else name

    def _skip_lead(self, a: int, b: int) -> int:
        while a < b and all(self._leads(k) for k in range(a, b)):
            a += 1
        return a

    def _set_apart(self, commune: Part, a: int, b: int) -> tuple[bool, bool]:
        """(loose, doubt) of the words ``a`` to ``b`` before a commune."""
        if a >= b or commune.level or self.wall[commune.start]:
            return False, False
        at = max([a, *(k for k in range(a + 1, b) if self.wall[k])])
        details = [(k, end) for end, ls in self.levels.items() for k, lv, *_ in ls if lv == "detail" and at <= k < b]
        short = commune.end - commune.first == 1
        if details:
            return False, short or max(end for _, end in details) >= b
        strange = any(place_stop(t) == 2 and not t.text[:1].isupper() for t in self.tokens[at:b])
        return True, short or b - at < 2 or strange

    def _like_hamlet(self, commune: Part) -> bool:
        """ "bản bo" and no more: a hamlet, or xã Bản Bo."""
        return any(k == commune.first and lv == "detail" for ls in self.levels.values() for k, lv, *_ in ls)

    def _detail(self, a: int, b: int) -> str | None:
        """The words as written, small names in title case, level words small."""
        if a >= b:
            return None
        return self._title(a, b) or None

    def _title(self, a: int, b: int) -> str:
        low = {w for end, ls in self.levels.items() for k, lv, *_ in ls if lv == "detail" for w in range(k, end)}
        out, at = [], self.tokens[a].start
        for k in range(a, b):
            token = self.tokens[k]
            written = self.original[token.start : token.end]
            keep = k in low or token.kind == NUMBER or (token.glued and self.tokens[k - 1].kind == NUMBER)
            out += [self.original[at : token.start], written if keep or not written else title_word(written)]
            at = token.end
        return " ".join("".join(out).split()).strip(" ,;.-")

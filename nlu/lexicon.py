"""Commands as closed lists of phrases, and the words that people use for the fields of a procedure.

A phrase matches a whole message (politeness around it aside). How well it matches is kept, because ``dung`` may be
``đúng``, ``dừng`` or a name: the caller decides by what is being asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from nlu.intents import COMMAND_INTENTS
from nlu.text import EXACT, MARK, Phrases, Token, analyse, fits, fold, place_tone
from nlu.volunteer import Volunteered

LOOSE_MATCH: Final = 1
NEAR_MATCH: Final = 0
EXACT_MATCH: Final = 2

_POLITE_WORDS: Final = """
dạ vâng thưa ạ à ơi ừ ờ nhé nha nhá nhe hen nghen cán bộ anh chị em cháu con bác cô chú ông bà tôi tui mình ta
máy ad cho giúp giùm dùm hộ với đi luôn cái xin hãy làm ơn vui lòng muốn nào này đã ok
"""
_POLITE: Final = frozenset(place_tone(w) for w in _POLITE_WORDS.split())
"""Words that may stand around a command without changing it."""

_MOST_POLITE: Final = 6
"""Polite words looked past at either end of a message."""

_NEAR_LETTERS: Final = 7
"""A slip is forgiven only in phrases of at least this many letters: short ones are all one slip apart."""

_CORRECT_BEFORE: Final = (
    "sửa", "sửa lại", "đổi", "đổi lại", "thay", "thay đổi", "chỉnh", "chỉnh lại", "chữa lại", "cải chính", "nhập lại",
    "khai lại", "nói lại", "ghi lại", "sai", "nhầm", "lộn", "khai nhầm", "khai sai", "khai lộn", "nói nhầm", "nói sai",
    "nói lộn", "ghi nhầm", "ghi sai", "viết sai", "gõ sai", "gõ nhầm", "viết nhầm", "sửa giúp", "sửa giùm", "sửa cho",
)  # fmt: skip
_CORRECT_AFTER: Final = (
    "sai", "nhầm", "lộn", "sai rồi", "nhầm rồi", "bị sai", "bị nhầm", "ghi sai", "ghi nhầm", "viết sai", "không đúng",
    "chưa đúng", "không phải", "sửa lại", "cần sửa", "chưa chính xác", "không chính xác", "thiếu", "gõ sai",
)  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """A command whose phrase is the whole message: ``match`` is EXACT_MATCH, LOOSE_MATCH (diacritics left out) or
    NEAR_MATCH (one slip of the finger); ``words`` the length of the phrase."""

    command: str
    match: int
    words: int


@dataclass(frozen=True)
class Phrasing:
    """The phrases of one command: ``phrases`` with or without diacritics, ``needs_diacritics`` only as written
    (without diacritics they would be a name or an answer), ``contains`` also inside a longer message."""

    phrases: tuple[str, ...] = ()
    needs_diacritics: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()

    def all(self) -> Iterable[tuple[str, bool]]:
        """Every phrase that may be a whole message, with whether its diacritics are required."""
        yield from ((p, False) for p in self.phrases)
        yield from ((p, True) for p in self.needs_diacritics)


class Lexicon:
    """The phrases of ``data/nlu/commands.yml`` and the ``called`` words of all procedures."""

    def __init__(
        self,
        commands: Mapping[str, Phrasing],
        called: Iterable[tuple[str, str]] = (),
        procedures: Iterable[str] = (),
        volunteered: Volunteered | None = None,
        kinds: Mapping[str, str] | None = None,
    ) -> None:
        """``commands``: name → phrases; ``called``: pairs of a word or phrase and the field id it names; ``kinds``:
        field id → kind."""
        self.kinds = dict(kinds or {})
        self.procedures = frozenset(procedures)
        self.volunteered = volunteered or Volunteered(())
        self._whole: dict[tuple[str, ...], list[tuple[tuple[str, ...], str, bool]]] = defaultdict(list)
        self._slips: dict[str, set[tuple[str, str, int]]] = defaultdict(set)
        inside: list[tuple[str, tuple[str, bool]]] = []
        for name, phrasing in commands.items():
            for phrase, strict in phrasing.all():
                words = _words(analyse(phrase).tokens)
                if not words:
                    continue
                self._whole[tuple(fold(w) for w in words)].append((words, name, strict))
                if len(words) >= 2:
                    inside.append((phrase, (name, strict)))
                joined = "".join(fold(w) for w in words)
                if len(joined) >= _NEAR_LETTERS and not strict:
                    for key in _deletes(joined):
                        self._slips[key].add((joined, name, len(words)))
        self._inside = Phrases(inside)
        danger = commands.get("danger", Phrasing())
        self._danger = Phrases(
            [(p, False) for p in (*danger.phrases, *danger.contains)] + [(p, True) for p in danger.needs_diacritics]
        )
        grouped: dict[str, list[str]] = defaultdict(list)
        for word, field in called:
            if field not in grouped[word.lower()]:
                grouped[word.lower()].append(field)
        self._called: Phrases[tuple[str, ...]] = Phrases((w, tuple(fs)) for w, fs in grouped.items())
        self._before: Phrases[bool] = Phrases((p, True) for p in _CORRECT_BEFORE)
        self._after: Phrases[bool] = Phrases((p, True) for p in _CORRECT_AFTER)

    # -- commands ---------------------------------------------------------------------------------------------------

    def whole(self, text: str) -> list[Hit]:
        """The commands that the whole message may be, best match first."""
        tokens = [t for t in analyse(text).tokens if t.kind != MARK]
        best: dict[str, Hit] = {}
        for part in _without_politeness(tokens):
            for hit in self._matches(part):
                known = best.get(hit.command)
                if known is None or hit.match > known.match:
                    best[hit.command] = hit
            if any(h.match == EXACT_MATCH for h in best.values()):
                break
        if not best and tokens:
            for part in _without_politeness(tokens):
                for hit in self._near("".join(fold(t.spoken) for t in part)):
                    best.setdefault(hit.command, hit)
                if best:
                    break
        return sorted(best.values(), key=lambda h: (-h.match, -h.words, h.command))

    def _matches(self, part: Sequence[Token]) -> list[Hit]:
        hits = []
        for words, name, strict in self._whole.get(tuple(fold(t.spoken) for t in part), ()):
            quality = min((fits(t.spoken, w) for t, w in zip(part, words, strict=True)), default=0)
            if not quality and all(fits(t.lower, w) for t, w in zip(part, words, strict=True)):
                quality = EXACT
            if quality == EXACT or (quality and not strict):
                hits.append(Hit(name, EXACT_MATCH if quality == EXACT else LOOSE_MATCH, len(words)))
        return hits

    def _near(self, joined: str) -> list[Hit]:
        if len(joined) < _NEAR_LETTERS - 1:
            return []
        found = {entry for key in _deletes(joined) for entry in self._slips.get(key, ())}
        return [Hit(name, NEAR_MATCH, words) for phrase, name, words in sorted(found) if _one_slip(joined, phrase)]

    def inside(self, text: str) -> frozenset[str]:
        """The commands of which a phrase of two or more words occurs somewhere in the message."""
        found = self._inside.scan(_spoken(text))
        return frozenset(name for _, _, (name, strict), exact, _ in found if exact or not strict)

    def danger(self, text: str) -> bool:
        """Whether a phrase of danger occurs anywhere in the message, with or without diacritics."""
        tokens = _spoken(text)
        return any(
            exact or not strict for i in range(len(tokens)) for _, strict, exact, _ in self._danger.all_at(tokens, i)
        )

    # -- fields -----------------------------------------------------------------------------------------------------

    def fields(self, text: str) -> tuple[str, ...]:
        """The fields that a message names, longest names first come first served."""
        out: dict[str, None] = {}
        for hit in self._called.scan(_spoken(text)):
            out.update(dict.fromkeys(hit[2]))
        return tuple(out)

    def correction(self, text: str) -> tuple[bool, tuple[str, ...]]:
        """Whether the message corrects something by name (``sửa ngày sinh``, ``ngày sinh sai rồi``), and which
        fields it names."""
        tokens = _spoken(text)
        names = self._called.scan(tokens)
        before = [(first, last) for first, last, *_ in self._before.scan(tokens) if not _in_a_name(tokens, first)]
        after = [(first, last) for first, last, *_ in self._after.scan(tokens) if not _in_a_name(tokens, first)]
        fields: dict[str, None] = {}
        for first, last, named, exact, phrase in names:
            if not exact and len(phrase.split()) == 1:
                continue  # "ten" alone may be anything
            led = any(0 <= first - end <= 3 for _, end in before)
            followed = any(0 <= start - last <= 3 for start, _ in after)
            if led or followed:
                fields.update(dict.fromkeys(named))
        return bool(fields), tuple(fields)

    def mentions_correction(self, text: str) -> bool:
        """Whether a word of correcting occurs at all."""
        tokens = _spoken(text)
        return bool(self._before.scan(tokens) or self._after.scan(tokens))

    # -- loading ----------------------------------------------------------------------------------------------------

    @staticmethod
    def load(content: Path) -> Lexicon:
        """Read the lists below the content folder; a file of another shape is a ``ValueError`` that names it."""
        commands = read_commands(content / "nlu" / "commands.yml")
        return Lexicon(commands, *read_called(content), Volunteered.load(content), read_kinds(content))


def read_commands(path: Path) -> dict[str, Phrasing]:
    """Command name → phrases; an absent file gives an empty lexicon, one of another shape a ``ValueError``."""
    if not path.exists():
        return {}
    raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict):
        raise ValueError(f"{path}: expected command names with phrases")
    out: dict[str, Phrasing] = {}
    for name, entry in raw.items():
        keys = {"phrases", "needs_diacritics", "contains"}
        if name not in COMMAND_INTENTS or not isinstance(entry, dict) or not set(entry) <= keys:
            raise ValueError(f"{path}: {name}: not a command with lists of phrases")
        out[name] = Phrasing(**{key: tuple(str(p) for p in entry.get(key) or ()) for key in keys})
    return out


def read_kinds(content: Path) -> dict[str, str]:
    """Field id → kind, of every procedure."""
    return {str(field["id"]): str(field["kind"]) for field in _fields(content) if "kind" in field}


def _fields(content: Path) -> Iterable[dict[str, Any]]:
    for path in sorted(content.glob("procedures/*/procedure.yml")):
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for group in raw.get("groups") or ():
            yield from group.get("fields") or ()


def read_called(content: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Pairs of word and field id from the procedures, labels included, and the ids of the procedures."""
    pairs = [(str(w), str(f["id"])) for f in _fields(content) for w in f.get("called") or ()]
    ids = sorted(path.parent.name for path in content.glob("procedures/*/procedure.yml"))
    return pairs, ids


def _spoken(text: str) -> tuple[Token, ...]:
    return analyse(text).tokens


def _in_a_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is the end of a name: "Hà Thị Sửa", but not "Sửa tên"."""
    return at > 0 and tokens[at].text.istitle() and tokens[at - 1].text.istitle()


def _words(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(t.spoken for t in tokens if t.kind != MARK)


def _without_politeness(tokens: Sequence[Token]) -> Iterable[Sequence[Token]]:
    """The message with more and more of the polite words at its ends left off, the longest remainder first.

    Not simply without all of them: "cán bộ" is polite at the end of a message, and a part of "gặp cán bộ".
    """
    first, last = 0, len(tokens)
    while first < last - 1 and first < _MOST_POLITE and _polite(tokens[first]):
        first += 1
    while last > first + 1 and len(tokens) - last < _MOST_POLITE and _polite(tokens[last - 1]):
        last -= 1
    parts = [(a, b) for a in range(first + 1) for b in range(last, len(tokens) + 1) if a < b]
    for a, b in sorted(parts, key=lambda p: (p[0] - p[1], p[0])):
        yield tokens[a:b]


def _polite(token: Token) -> bool:
    return token.spoken in _POLITE or any(fits(token.spoken, w) for w in _POLITE if len(w) == len(token.spoken))


def _deletes(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _one_slip(a: str, b: str) -> bool:
    """Whether two strings are at most one insertion, deletion, substitution or swap of neighbours apart."""
    if a == b:
        return True
    if len(a) == len(b):
        diff = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        swap = len(diff) == 2 and diff[1] == diff[0] + 1 and a[diff[0]] == b[diff[1]] and a[diff[1]] == b[diff[0]]
        return len(diff) == 1 or swap
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))

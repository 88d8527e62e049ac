"""What ``check-data`` looks for in the answers: each rule is one function from an entry's text to complaints.

Every sentence a citizen reads or hears is short, has no pronoun before it is known, explains office words,
and holds no link and no unverified number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from actions.faq import Entry, Faq
from actions.place_names import plain

MAX_LENGTH: Final = 300
"""Characters of one answer: about 40 seconds of speech."""

PRONOUNS: Final = re.compile(
    r"\b(bác|bạn|quý khách|quý vị|cô(?! đỡ)|(?<!ghi )chú|dì|tôi|tớ)\b|(?<!một )\bmình\b"
    r"|\b(anh|chị)\b(?! (chị|em)\b)(?! ruột)|(?<!trẻ )(?<!chị )(?<!anh )\bem\b(?! ruột)",
    re.IGNORECASE,
)
"""Ways to address the citizen, or for the machine to call itself a person; kinship in a rule passes."""

JARGON: Final = (
    "thường trú",
    "tạm trú",
    "chứng sinh",
    "liên thông",
    "chủ hộ",
    "trích lục",
    "ủy quyền",
    "ghi chú ly hôn",
)
"""Office words that must be explained beside their first use: "tạm trú (ở tạm)", "nơi ở tạm (tạm trú)"."""

FORBIDDEN: Final = {
    "phạt": "never spoken of",
    "công chứng": "chứng thực at the commune is enough",
    "đã nộp": "a declaration here is not a filed dossier",
    "đường link": "no links",
    "hộ tịch viên": "office word",
    "UBND": "write it out",
    "CCCD": "write it out",
    "BHYT": "write it out",
}
QUOTED: Final = re.compile(r"\"[^\"]*\"")
"""Words offered for the citizen to say."""
LINK: Final = re.compile(r"https?:|www\.|\b[\w-]+\.(vn|com|net|org|gov)\b|@", re.IGNORECASE)
PHONE: Final = re.compile(r"\b(0\d[\d .]{6,}\d|1[89]00[ .]?\d{2,}|1022|\d{5,})\b")
MONEY: Final = re.compile(
    r"\b(\d[\d.]*|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|vài|trăm)\s*(nghìn|ngàn|triệu|đồng|đ|k|vnd)\b",
    re.IGNORECASE,
)
PORTAL: Final = re.compile(r"\b[Cc]ổng (?:dịch vụ công|thông tin điện tử)[^.;]*? (?:tỉnh|thành phố) [A-ZĐÂÊÔƠƯ]\w+")
"""The portal of one province is wrong in all the others."""
UNSURE: Final = re.compile(r"\bhỏi\b|cán bộ", re.IGNORECASE)


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.answer:
        yield "answer", entry.answer
    if entry.answer_unknown:
        yield "answer_unknown", entry.answer_unknown


def _glossed(text: str, term: str) -> bool:
    """Whether the first use of an office word stands beside its explanation."""
    found = re.search(rf"\b{term}\b", text, re.IGNORECASE)
    if not found:
        return True
    after, before = text[found.end() :], text[: found.start()]
    explained = re.match(r"[\"”]?( \(|,? (tức )?là )", after) is not None
    return explained or before.rstrip().endswith("(") or before.count("(") > before.count(")")


def check_text(text: str, *, verified: bool, most: int = MAX_LENGTH) -> list[str]:
    """Complaints about one sentence of an answer; ``most``: characters."""
    out = []
    if len(text) > most:
        out.append(f"{len(text)} characters, more than {most}")
    if found := PRONOUNS.search(QUOTED.sub("", text)):
        out.append(f"pronoun {found.group(0)!r}")
    if found := LINK.search(text):
        out.append(f"link or address {found.group(0)!r}")
    if found := PORTAL.search(text):
        out.append(f"portal of one province {found.group(0)!r}")
    if found := PHONE.search(text):
        out.append(f"phone number {found.group(0)!r}: put it into the locality")
    if found := MONEY.search(text):
        out.append(f"amount {found.group(0)!r}: put it into the locality")
    for term in JARGON:
        if not _glossed(text, term):
            out.append(f"{term!r} is not explained")
    lowered = text.lower()
    out += [f"{word!r}: {why}" for word, why in FORBIDDEN.items() if word.lower() in lowered]
    if not verified and not UNSURE.search(text):
        out.append("not verified, but says nothing of whom to ask")
    return out


def _fold(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", plain(text)))


def findings(faq: Faq) -> list[str]:
    """All complaints as "file: id: what", in the order of the entries."""
    out = []
    asked: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    for entry in faq.entries.values():
        where = f"{faq.origin[entry.id]}: {entry.id}"
        if entry.leaflet and entry.leaflet not in faq.leaflets:
            out.append(f"{where}: no leaflet {entry.leaflet!r}")
        for part, text in _texts(entry):
            out += [f"{where}: {part}: {what}" for what in check_text(text, verified=entry.verified)]
        for phrase in entry.ask:  # "how long does it take" is asked of every procedure, but once of each
            asked[entry.procedure, _fold(phrase)].append(entry.id)
    for path_text in (faq.office_line, faq.outdated):
        out += [f"data/faq: {path_text!r}: {what}" for what in check_text(path_text, verified=True)]
    for (procedure, phrase), ids in asked.items():
        common = asked.get((None, phrase), []) if procedure else []
        if len(ids) + len(common) > 1:
            out.append(f"{phrase!r} is asked in {', '.join(ids + common)}")
    return out

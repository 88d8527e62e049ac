"""Cards of one screen for procedures that are not declared here: who, where, what to bring, how long.

``data/leaflets/<id>.yml``. Each line has its source and says whether anybody compared it with the law; which lines
nobody did is told to the citizen, and such a line holds no figure at all (field rules 2.3 and 2.11).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from actions.errors import DataError
from actions.procedures.load import read_yaml
from actions.prompts import Prompts, prompts
from actions.settings import settings

PARTS: Final = ("who", "where", "bring", "time", "note")
MOST_LETTERS: Final = 480
"""Of a card: one screen of a small telephone."""
MOST_SYLLABLES: Final = 120
"""Of a card: 40 seconds at three syllables a second, as slowly as one speaks to somebody who writes along."""


class Line(BaseModel):
    """One statement of a card."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str = Field(min_length=3)
    source: str = Field(min_length=3)
    verified: bool


class Leaflet(BaseModel):
    """One card. ``code``: the national code, where it is known; ``opening``: a sentence that comes first."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    code: str | None
    title: str
    opening: str = ""
    checked_on: date
    who: Line
    where: Line
    bring: Line
    time: Line
    note: Line | None = None

    def lines(self) -> dict[str, Line]:
        """The lines by their part, in the order in which they stand."""
        found = {part: getattr(self, part) for part in PARTS}
        return {part: line for part, line in found.items() if line is not None}


def read(content: Path) -> dict[str, Leaflet]:
    """The cards of a content folder by id. DataError names every place that breaks the schema."""
    out: dict[str, Leaflet] = {}
    for path in sorted((content / "leaflets").glob("*.yml")):
        try:
            leaflet = Leaflet.model_validate(read_yaml(path))
        except ValidationError as error:
            places = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
            raise DataError(f"{path}: {places}") from error
        if leaflet.id != path.stem:
            raise DataError(f"{path}: id {leaflet.id!r} is not the name of the file")
        out[leaflet.id] = leaflet
    return out


@lru_cache(maxsize=1)
def leaflets() -> dict[str, Leaflet]:
    """The cards of this process, read once."""
    return read(settings().content)


def text(leaflet: Leaflet, words: Prompts | None = None) -> str:
    """The card as it is shown and read, with the parts that nobody verified named at the end."""
    known = words or prompts()
    lines = leaflet.lines()
    params = {part: lines[part].text if part in lines else "" for part in PARTS}
    card = known.get("leaflet.card").wording("web", params | {"title": leaflet.title, "opening": leaflet.opening})
    doubtful = [known.get(f"leaflet.part.{part}").text for part, line in lines.items() if not line.verified]
    if doubtful:
        card = f"{card.rstrip()}\n{known.get('leaflet.unsure').wording('web', {'parts': ', '.join(doubtful)})}"
    return card.strip()


def lint(content: Path) -> Iterator[str]:
    """What ``check-data`` says about the cards: length, wording, figures that nobody verified."""
    from actions.faq_lint import check_text

    try:
        found, words = read(content), Prompts(content)
    except DataError as error:
        yield str(error)
        return
    for leaflet in found.values():
        where = f"leaflets/{leaflet.id}"
        card = text(leaflet, words)
        yield from (f"{where}: {what}" for what in check_text(card, verified=True, most=MOST_LETTERS))
        if (syllables := len(card.replace("/", " ").split())) > MOST_SYLLABLES:
            yield f"{where}: {syllables} syllables, more than {MOST_SYLLABLES}"
        for part, line in leaflet.lines().items():
            if not line.verified and any(letter.isdigit() for letter in line.text):
                yield f"{where}: {part}: a figure that nobody verified"

"""What a place as said may be: candidates, the resolution, and the form that is stored."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import yaml

from actions.gazetteer import Commune, OldCommune, Province
from actions.settings import settings

Status = Literal["known", "candidates", "unknown"]
Ask = Literal["commune", "province", "district", "which"]
FEW = 4
"""Above this many candidates the province, or the former district, is asked rather than which one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A commune that may be meant. ``old`` is set where an old name led here; ``near`` where the name only
    resembles what was said (or a part of it contradicts): it must be confirmed."""

    commune: Commune
    old: OldCommune | None = None
    near: bool = False
    current: bool = True
    """The name said is a name of today."""
    main: bool = True
    """False for the lesser parts of a divided old commune."""
    open_district: bool = False
    """Several old communes of this name lead here: which district was meant is not known."""

    @property
    def code(self) -> str:
        return self.commune.code

    @property
    def old_text(self) -> str | None:
        """The old address, "xã Tân Lập, huyện Bắc Quang, tỉnh Hà Giang"; None where no old name was mapped."""
        if self.old is None:
            return None
        return ", ".join([*self._old_parts(self.old), _spoken(self.old.province_level, self.old.province)])

    def _old_parts(self, old: OldCommune) -> list[str]:
        parts = [] if old.whole_district else [_spoken(old.level, old.name)]
        return parts if self.open_district else [*parts, _spoken(old.district_level, old.district)]

    @property
    def title(self) -> str:
        """For a button: "xã Tân Quang, tỉnh Tuyên Quang (trước là xã Tân Lập, huyện Bắc Quang)"."""
        now = f"{spoken_commune(self.commune)}, {spoken_province(self.commune.province)}"
        if self.old is None:
            return words()["option"].format(now=now)
        return words()["option_was"].format(now=now, old=", ".join(self._old_parts(self.old)))


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a place as said may be. ``candidates`` best first (exactly one where ``known``).

    ``ask`` says what would settle it: the commune is missing; the province, where many candidates lie in
    several provinces; the former district, where many old communes share the name; else which of the
    candidates. ``province`` is the province said, by its name of today.
    ``by_home`` where only the conversation's own province chose among several: read it back with care.
    """

    status: Status
    candidates: tuple[Candidate, ...] = ()
    ask: Ask | None = None
    province: Province | None = None
    by_home: bool = False
    place: dict[str, Any] | None = None
    places: tuple[dict[str, Any], ...] = ()
    """The parts by candidate, where the words can be cut in several ways."""

    def place_of(self, index: int) -> dict[str, Any]:
        """The parts as said that go with candidate ``index``."""
        return self.places[index] if self.places else self.place or {}

    def stored(self, index: int = 0) -> dict[str, Any]:
        """The stored form of the place with candidate ``index`` chosen."""
        return stored(self.candidates[index], self.place_of(index))


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """``data/places/words.yml``."""
    loaded: dict[str, str] = yaml.safe_load((settings().content / "places" / "words.yml").read_text("utf-8"))
    return loaded


def _spoken(level: str, name: str) -> str:
    return f"{level[:1].lower()}{level[1:]} {name}"


def spoken_commune(commune: Commune) -> str:
    """ "xã Na Son"."""
    return _spoken(commune.level, commune.name)


def spoken_province(province: Province) -> str:
    """ "tỉnh Điện Biên"."""
    return _spoken(province.level, province.name)


def stored(candidate: Candidate, place: dict[str, Any]) -> dict[str, Any]:
    """What is kept as an answer: today's names and codes, detail and district as said, the old address."""
    district = said_text(place.get("district"))
    out: dict[str, Any] = {
        "commune": candidate.commune.name,
        "province": candidate.commune.province.name,
        "detail": said_text(place.get("detail")),
        "commune_code": candidate.commune.code,
        "province_code": candidate.commune.province.code,
        "old_text": candidate.old_text,
    }
    if district:
        out["district"] = district
    return out


def said_text(value: Any) -> str | None:
    """Trimmed, single-spaced, signs inside kept ("số 5/2"); None where nothing is left."""
    return (" ".join(value.split()).strip(" ,;.") or None) if isinstance(value, str) else None

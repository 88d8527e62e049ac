"""What one commune told us about its office: ``data/localities/<commune_code>.yml``.

Mostly empty, and honest about it: a value without the date on which someone confirmed it is never spoken.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from actions.errors import DataError
from actions.places import commune, spoken_commune
from actions.settings import settings

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
KNOWN_SWITCHES: dict[str, frozenset[str]] = {"marital_for_domestic_marriage": frozenset({"warn", "off"})}
"""Switches a commune may set, with their values: whether to tell a couple that the certificate is no longer
filed to marry in Viet Nam (QĐ 1833/QĐ-BTP, a flagged rule)."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Phone(_Model):
    """A number and what it is for; spoken only once ``verified_on`` says when someone rang it."""

    number: str = Field(pattern=r"^0\d{8,10}$")
    what: str
    verified_on: date | None = None


class Office(_Model):
    """The one-stop desk. Name, address and hours are spoken only with ``verified_on``."""

    name: str | None = None
    address: str | None = None
    hours: str | None = None
    verified_on: date | None = None
    phones: list[Phone] = []


class Zalo(_Model):
    """The commune's official Zalo account; its QR code is printed only with ``verified_on``."""

    oa_id: str = Field(pattern=r"^\d{5,25}$")
    verified_on: date | None = None


class Hotline(_Model):
    """The number on which the machine answers; printed only once ``verified_on`` says when someone rang it."""

    number: str = Field(pattern=r"^(0\d{8,10}|1[89]00\d{4,6})$")
    verified_on: date | None = None


class Fee(_Model):
    """A fee in VND for one copy and the provincial resolution that sets it."""

    amount: int = Field(ge=0)
    source: str = Field(min_length=3)
    verified_on: date


class Helper(_Model):
    """A village helper (tổ công nghệ số cộng đồng), enrolled by an officer."""

    name: str
    villages: list[str]
    languages: list[str] = ["vi"]
    phone: str | None = Field(None, pattern=r"^0\d{8,10}$")
    hours: str | None = None
    until: date | None = None


class MobileSession(_Model):
    """A day on which officers come to a village."""

    date: date
    place: str
    hours: str | None = None
    procedures: list[str] = []


class Window(_Model):
    """A time of day in which a notice may be sent or rung, Asia/Ho_Chi_Minh."""

    start: Clock
    end: Clock

    @model_validator(mode="after")
    def _ordered(self) -> Window:
        if self.start >= self.end:
            raise ValueError("start is not before end")
        return self


class Holiday(_Model):
    """A day off. ``unsure`` until an officer confirmed it: due dates are then told with a doubt."""

    date: date
    name: str
    state: Literal["confirmed", "unsure"] = "unsure"


def _default_windows() -> list[Window]:
    return [Window(start="05:30", end="07:00"), Window(start="18:00", end="20:30")]


class Locality(_Model):
    """A commune as far as this installation knows it. ``commune_code`` is "" where the conversation is bound
    to none."""

    commune_code: str = Field("", pattern=r"^(\d{5})?$")
    office: Office = Office()
    zalo: Zalo | None = None
    hotline: Hotline | None = None
    fees: dict[str, Fee | None] = {}
    helpers: list[Helper] = []
    support_day: str | None = None
    mobile_sessions: list[MobileSession] = []
    switches: dict[str, str] = {}
    notice_windows: list[Window] = Field(default_factory=_default_windows, min_length=1)
    holidays: list[Holiday] = []

    @model_validator(mode="after")
    def _switches_known(self) -> Locality:
        for name, value in self.switches.items():
            if value not in KNOWN_SWITCHES.get(name, frozenset()):
                raise ValueError(f"switch {name}: {value!r} is not one of its values")
        return self

    @property
    def name(self) -> str | None:
        """ "xã Na Son", or None where the code is of no commune of today."""
        found = commune(self.commune_code) if self.commune_code else None
        return spoken_commune(found) if found else None

    @property
    def phone(self) -> str | None:
        """The first verified number of the office."""
        return next((p.number for p in self.office.phones if p.verified_on), None)

    def fee(self, procedure: str | None) -> int | None:
        """The verified fee in VND for one copy, or None."""
        found = self.fees.get(procedure) if procedure else None
        return found.amount if found else None

    def switch(self, name: str) -> str:
        """The value of a switch; "warn" where the commune set none."""
        return self.switches.get(name, "warn")


def spoken_phone(number: str) -> str:
    """ "0215 382 1234" in groups of three from the end, easy to read aloud."""
    tail = number[-6:]
    return re.sub(r"\s+", " ", f"{number[:-6]} {tail[:3]} {tail[3:]}").strip()


def office_params(locality: Locality) -> dict[str, str]:
    """Values for prompts, the verified ones only: any of commune, office_name, office_address, office_hours,
    office_phone. A name missing here must not be spoken."""
    out: dict[str, str] = {}
    if locality.name:
        out["commune"] = locality.name
    office = locality.office
    if office.verified_on:
        for key, value in (("name", office.name), ("address", office.address), ("hours", office.hours)):
            if value:
                out[f"office_{key}"] = value
    if locality.phone:
        out["office_phone"] = spoken_phone(locality.phone)
    return out


def read(path: Path) -> Locality:
    """One locality file. DataError names the file and every place that breaks the schema."""
    try:
        found = Locality.model_validate(yaml.safe_load(path.read_text("utf-8")) or {})
    except yaml.YAMLError as error:
        raise DataError(f"{path}: {error}") from error
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise DataError(f"{path}: {where}") from error
    if found.commune_code != path.stem:
        raise DataError(f"{path}: commune_code {found.commune_code!r} is not the file's name")
    return found


@lru_cache(maxsize=4)
def localities(content: Path) -> dict[str, Locality]:
    """Every locality file by commune code."""
    return {path.stem: read(path) for path in sorted((content / "localities").glob("*.yml"))}


def get(code: str | None) -> Locality:
    """The commune's own data, or an empty locality that knows nothing (also for None or a malformed code)."""
    known = localities(settings().content)
    if code and code in known:
        return known[code]
    return Locality(commune_code=code if code and re.fullmatch(r"\d{5}", code) else "")


def lint(content: Path | None = None) -> list[str]:
    """What ``check-data`` reports: files that break the schema, codes of no commune, stale sessions."""
    root = content or settings().content
    out = []
    for path in sorted((root / "localities").glob("*.yml")):
        try:
            found = read(path)
        except DataError as error:
            out.append(str(error))
            continue
        if found.name is None:
            out.append(f"{path}: {found.commune_code} is the code of no commune of today")
    return out

"""Commands of two words (field rules 3.9): a whole message that is not an answer to what is being asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from actions.procedures.load import read_yaml
from actions.settings import settings
from nlu.text import fold

OPEN: Final = frozenset({"person_name", "text", "place", "document_no", "email"})
"""Kinds whose answers may be any words: there only the understanding of the whole sentence decides."""
_WORDS: Final = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """Folded words with single blanks between them: ``" TẠM  nghỉ. "`` → ``"tam nghi"``."""
    return " ".join(_WORDS.findall(fold(text)))


@lru_cache(maxsize=4)
def _known(content: Path) -> dict[str, str]:
    raw = read_yaml(content / "sms.yml") if (content / "sms.yml").is_file() else {"commands": {}}
    return {plain(phrase): name for name, phrases in raw["commands"].items() for phrase in phrases}


def known() -> dict[str, str]:
    """Folded phrase → name of the command, of ``data/sms.yml``."""
    return _known(settings().content)


def legal(text: str, awaiting: Mapping[str, Any] | None) -> bool:
    """Whether a text may be an answer to what is awaited: any words where the kind is open, else one of the ways to
    say an option."""
    if not awaiting:
        return False
    if awaiting.get("kind") in OPEN:
        return True
    said = plain(text)
    return any(said in map(plain, (o["title"], *o.get("say", ()))) for o in awaiting.get("options") or ())


def command_of(text: str, awaiting: Mapping[str, Any] | None) -> str | None:
    """The command that a message is, or None."""
    name = known().get(plain(text))
    return None if name is None or legal(text, awaiting) else name

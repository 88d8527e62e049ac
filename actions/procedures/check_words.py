"""What ``check-data`` says about sentences beyond single words: every language, what is heard, what is sent as SMS, the
titles that stand in lists, answers that point to somebody else's portal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from actions.errors import DataError
from actions.faq_lint import PORTAL, PRONOUNS, QUOTED
from actions.procedures.load import folders
from actions.procedures.schema import Procedure
from actions.prompts import Prompt, Prompts

MOST_HEARD: Final = 300
"""Letters of a sentence that is read aloud as it stands."""
ON_SCREENS_ONLY: Final = ("web.", "terminal.")
"""Labels of a page and of the terminal: never spoken, and ``you`` and ``me`` there are the page's."""

_SAID_BY_CITIZENS: Final = re.compile(r"^address\.|(^|[._])options\.|_say$")
_DOMAIN: Final = re.compile(r"(?<![@\w.-])[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info)\b", re.IGNORECASE)


def languages(content: Path, known: Prompts, base: str = "vi") -> Iterator[str]:
    """Every language must say everything that the first one says (``known``)."""
    names = {path.name.partition(".")[0] for path in content.glob("prompts/*.yml")}
    names |= {path.name.partition(".")[0] for path in content.glob("procedures/*/prompts/*.yml")}
    yield from (
        f"procedures/{folder.name}/prompts: {base}.yml is missing"
        for folder in folders(content)
        if not list((folder / "prompts").glob(f"{base}*.yml"))
    )
    wanted = {prompt.id for prompt in known.all()}
    for lang in sorted(names - {base}):
        try:
            there = {prompt.id for prompt in Prompts(content, lang).all()}
        except DataError as error:
            yield str(error)
            continue
        yield from (f"prompts: {lang}: {prompt_id} is missing" for prompt_id in sorted(wanted - there))


def spoken(prompt: Prompt) -> Iterator[str]:
    """A prompt as it is heard, as it is sent by SMS, and whom it addresses."""
    if prompt.id.startswith(ON_SCREENS_ONLY) or _SAID_BY_CITIZENS.search(prompt.id):
        return
    if prompt.voice is None and len(prompt.text) > MOST_HEARD:
        yield f"text has {len(prompt.text)} letters and is read aloud as it stands: {MOST_HEARD} at most, or a voice"
    if prompt.sms is not None and not prompt.sms.isascii():
        yield "sms has letters with diacritics, which take more than twice the room"
    for text in filter(None, (prompt.text, prompt.sms, prompt.voice)):
        if found := PRONOUNS.search(QUOTED.sub("", text)):
            yield f"addresses the citizen as {found.group(0)!r} before age and sex are known"
        yield from elsewhere(text)


def elsewhere(text: str) -> Iterator[str]:
    """Addresses on the net, and a province's own portal: wrong in all the others."""
    if found := _DOMAIN.search(text):
        yield f"holds the address {found.group(0)!r}"
    if found := PORTAL.search(text):
        yield f"names the portal of one province: {found.group(0)!r}"


def titles(procedure: Procedure, rules: dict[str, list[str]]) -> Iterator[str]:
    """Titles, options, papers, limits and fees are read by citizens too. ``rules``: those of ``data/wording.yml``."""
    from actions.procedures.check import problems

    for name, text in _titles(procedure):
        yield from (f"{name}: {text!r} {problem}" for problem in (*problems(text, rules), *elsewhere(text)))


def _titles(procedure: Procedure) -> Iterator[tuple[str, str]]:
    yield from (("title", procedure.title), ("short_title", procedure.short_title))
    for group in procedure.groups:
        yield f"group {group.id}", group.title
        for spec in group.fields:
            yield f"field {spec.id}", spec.label
            yield from ((f"field {spec.id}, option {option.id}", option.title) for option in spec.options)
    yield from ((f"review {chunk.id}", chunk.title) for chunk in procedure.review)
    yield from ((f"document {paper.id}", paper.title) for paper in procedure.documents)
    yield from ((f"limit {limit.id}", limit.text) for limit in procedure.limits)
    yield from ((f"fee {fee.id}", fee.text) for fee in procedure.fees)

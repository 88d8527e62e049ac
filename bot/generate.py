"""Domain, rules and training examples for Rasa, made from ``data/``.

Nothing here is written by hand twice: an intent exists when it is one of :data:`nlu.intents.INTENTS`, or when a
file under ``data/nlu/intents`` or a procedure's ``start.yml`` names it, and each gets exactly one rule.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from nlu.intents import FALLBACK, INTENTS
from nlu.local import PLACEHOLDERS, BadLocalData, filled, learnt, placeholders
from nlu.stories import read_stories, told
from nlu.styles import nfc

ROOT: Final = Path(__file__).resolve().parent.parent
BUILD: Final = ROOT / ".motcua" / "build"
ACTION: Final = "action_turn"
ENTITY: Final = "understanding"


class BadTrainingData(Exception):
    """A file of training examples that cannot be used; the message names the file and says why."""


@dataclass(frozen=True)
class Example:
    """One sentence and its label."""

    text: str
    intent: str


def example_files(content: Path) -> list[Path]:
    """The files that hold training examples, in a fixed order."""
    return [*sorted(content.glob("nlu/intents/*.yml")), *sorted(content.glob("procedures/*/start.yml"))]


def read_examples(content: Path) -> list[Example]:
    """All examples under the ``data`` folder, in NFC, each sentence once.

    Raises :class:`BadTrainingData` for a file of another shape, or a sentence given to two intents.
    """
    seen: dict[str, Example] = {}
    for path in example_files(content):
        for example in _read_file(path):
            key = example.text.casefold()
            known = seen.get(key)
            if known and known.intent != example.intent:
                raise BadTrainingData(f"{path}: “{example.text}” is already an example of {known.intent}")
            seen.setdefault(key, example)
    return list(seen.values())


def _read_file(path: Path) -> Iterator[Example]:
    raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or not isinstance(raw.get("intent"), str):
        raise BadTrainingData(f"{path}: expected a mapping with intent and examples")
    examples = raw.get("examples")
    if not isinstance(examples, list) or not all(isinstance(e, str) and e.strip() for e in examples):
        raise BadTrainingData(f"{path}: examples must be a list of sentences")
    for text in examples:
        yield Example(nfc(" ".join(text.split())), raw["intent"])


def told_examples(content: Path, examples: list[Example]) -> list[Example]:
    """Stories around some of the examples; :class:`BadTrainingData` for a file of stories that cannot be used."""
    try:
        stories = read_stories(content)
    except (ValueError, yaml.YAMLError) as error:
        raise BadTrainingData(str(error)) from error
    return [Example(text, intent) for text, intent in told(((e.text, e.intent) for e in examples), stories)]


def local_examples(content: Path, known: list[Example], waiting: bool) -> tuple[list[Example], list[str]]:
    """This installation's own sentences, and a remark on each that is left out: an upgrade may have given it, or taken
    away its label, which must not stop a start. ``waiting``: those in no model yet as well. :class:`BadTrainingData`
    for a file that cannot be used."""
    out: list[Example] = []
    remarks: list[str] = []
    labels, taken = set(intents(known)), {example.text.casefold(): example.intent for example in known}
    try:
        said = learnt(content, waiting)
        fills = placeholders(content) if said or (content / PLACEHOLDERS).exists() else {}
    except BadLocalData as error:
        raise BadTrainingData(str(error)) from error
    for sentence, intent in said.items():
        if intent not in labels:
            remarks.append(f"left out, there is no {intent} any more: {sentence}")
            continue
        for text in map(nfc, filled(sentence, fills)):
            if taken.setdefault(text.casefold(), intent) != intent:
                remarks.append(f"left out, it is an example of {taken[text.casefold()]}: {sentence}")
            else:
                out.append(Example(text, intent))
    return out, remarks


def intents(examples: list[Example]) -> list[str]:
    """Every intent of the domain, sorted; the fallback is Rasa's own and not among them."""
    return sorted(INTENTS | {e.intent for e in examples})


def domain(names: list[str]) -> dict[str, Any]:
    """Rasa's domain: one action, one entity, no slots, no forms, no responses."""
    return {
        "version": "3.1",
        "intents": [{name: {"use_entities": []}} for name in names],
        "entities": [ENTITY],
        "actions": [{ACTION: {"send_domain": False}}],
        "session_config": {"session_expiration_time": 0, "carry_over_slots_to_new_session": False},
    }


def rules(names: list[str]) -> dict[str, Any]:
    """One context-free rule for each intent and for the fallback."""
    return {
        "version": "3.1",
        "rules": [
            {"rule": f"turn {name}", "steps": [{"intent": name}, {"action": ACTION}]} for name in [*names, FALLBACK]
        ],
    }


def training_data(examples: list[Example]) -> dict[str, Any]:
    """The examples in Rasa's JSON form; their styles are made by the classifier that needs them."""
    return {"rasa_nlu_data": {"common_examples": [{"text": e.text, "intent": e.intent} for e in examples]}}


@dataclass(frozen=True)
class Generated:
    """Where the generated files are, and how much they hold."""

    domain: Path
    rules: Path
    nlu: Path
    intents: int
    examples: int
    own: int
    remarks: tuple[str, ...]


def generate(content: Path = ROOT / "data", build: Path = BUILD, waiting: bool = False) -> Generated:
    """Write domain, rules and examples below ``build``; ``waiting``: with this installation's newest sentences."""
    build.mkdir(parents=True, exist_ok=True)
    examples = read_examples(content)
    if not examples:
        raise BadTrainingData(f"{content}: no examples under nlu/intents or procedures/*/start.yml")
    names = intents(examples)
    own, remarks = local_examples(content, examples, waiting)
    data = training_data([*examples, *own, *told_examples(content, examples)])
    made = Generated(
        domain=build / "domain.yml",
        rules=build / "rules.yml",
        nlu=build / "nlu.json",
        intents=len(names),
        examples=len(examples),
        own=len(own),
        remarks=tuple(remarks),
    )
    made.domain.write_text(yaml.safe_dump(domain(names), allow_unicode=True, sort_keys=False), encoding="utf-8")
    made.rules.write_text(yaml.safe_dump(rules(names), allow_unicode=True, sort_keys=False), encoding="utf-8")
    made.nlu.write_text(json.dumps(data, ensure_ascii=False, indent=0), encoding="utf-8")
    return made

"""``./motcua check-data``: everything under ``data/`` that a civil servant may have broken, with its place.

Checks references, reachability, wording (length, pronouns, jargon, hurtful names, links, numbers that look like a
phone or a fee) and sources. Prints one finding a line and exits with 1 if there is any.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from actions import duplicates, faq, leaflets, locality
from actions.errors import DataError
from actions.printing import lint as printing
from actions.procedures import check_sms
from actions.procedures.check_facts import facts, shared_examples
from actions.procedures.check_words import languages, spoken, titles
from actions.procedures.expressions import Expr, fields_of
from actions.procedures.functions import DERIVATIONS, OFFERS
from actions.procedures.load import folders, load, read_yaml
from actions.procedures.reach import unreachable
from actions.procedures.schema import FieldSpec, Procedure
from actions.prompts import Prompts, placeholders
from actions.settings import settings
from actions.sharing import layout as sharing

MOST_TEXT, MOST_SMS, MOST_VOICE = 420, 160, 300
LADDER = ("ask", "short", "example", "help")

# What a sentence may be given; anything else in braces would never be filled.
_FIELD_PARAMS = frozenset({"label", "number", "subject", "who", "you", "commune", "province"})


def main(argv: list[str] | None = None) -> int:
    """Entry point. Exit code 0: nothing found."""
    parser = argparse.ArgumentParser(prog="motcua check-data", description="Check everything under data/.")
    parser.add_argument("--content", type=Path, default=settings().content)
    findings = list(dict.fromkeys(check(parser.parse_args(argv).content)))
    for finding in findings:
        print(finding)
    print(f"check-data: {len(findings)} findings" if findings else "check-data: all good")
    return 1 if findings else 0


def check(content: Path) -> Iterator[str]:
    """Every finding under a data folder, one sentence each."""
    try:
        known, rules = Prompts(content), read_yaml(content / "wording.yml")
    except DataError as error:
        yield str(error)
        return
    for folder in folders(content):
        try:
            procedure = load(folder)
        except DataError as error:
            yield str(error)
            continue
        yield from _procedure(procedure, known)
        for more in (unreachable(procedure), facts(procedure), titles(procedure, rules)):
            yield from (f"procedures/{procedure.id}: {finding}" for finding in more)
        yield from check_sms.questions(procedure, known)
        yield from _start(folder)
        yield from sharing.lint(folder, procedure)
        yield from duplicates.lint(folder, procedure)
    yield from shared_examples(content)
    yield from languages(content, known)
    yield from _wording(known, rules)
    yield from check_sms.conversation(known)
    yield from check_sms.unasked(content, known)
    yield from faq.lint(content)
    yield from leaflets.lint(content)
    yield from locality.lint(content)
    yield from printing.lint(content, rules)


def _procedure(procedure: Procedure, known: Prompts) -> Iterator[str]:
    where = f"procedures/{procedure.id}"
    specs = {f.id: f for g in procedure.groups for f in g.fields}
    if len(specs) != sum(len(g.fields) for g in procedure.groups):
        yield f"{where}: two fields share an id"
    for name, expr in _expressions(procedure):
        for field_id in fields_of(expr):
            if field_id not in specs:
                yield f"{where}: {name}: no field {field_id!r}"
        yield from _options(where, name, expr, specs)
    for spec in specs.values():
        yield from _field(where, procedure, spec, specs, known)
    yield from _references(where, procedure, specs, known)
    sent: set[str] = set()
    for leg in procedure.legs:
        sources = [f.source_field for f in leg.fields]
        sources += [f.detail.source_field for f in leg.fields if f.detail]
        sources += [f.source_field.partition(".")[2] for items in leg.repeats.values() for f in items]
        for source in sources:
            if source not in specs:
                yield f"{where}/legs: {leg.system}: no field {source!r}"
        sent.update(sources)
    for field_id in sorted({s.id for s in specs.values() if not s.internal} - sent - set(procedure.steers)):
        yield f"{where}/legs: no system is sent {field_id!r}, and it is not among those that only steer"


_TELEPHONE = re.compile(r"(?<![\d/])(1[89]00\d{3,4}|0\d{9,10})(?!\d)")
_MONEY = re.compile(r"\d\s*(đồng|đ|nghìn|ngàn)\b")


def _expressions(procedure: Procedure) -> Iterator[tuple[str, Expr | None]]:
    for group in procedure.groups:
        yield f"group {group.id}", group.when
        for spec in group.fields:
            yield f"field {spec.id}", spec.when
            for way in spec.derive:
                yield f"field {spec.id}, derive", way.when
            for rule in spec.checks:
                yield f"field {spec.id}, check {rule.id}", rule.rule
            for option in spec.options:
                yield f"field {spec.id}, option {option.id}", option.when
    for notice in procedure.notices:
        yield f"notice {notice.id}", notice.when
    for ending in procedure.endings:
        yield f"ending {ending.id}", ending.when
    for paper in procedure.documents:
        yield f"document {paper.id}", paper.when
    for leg in procedure.legs:
        yield f"leg {leg.system}", leg.when
    if procedure.again:
        yield "again", procedure.again.when


def _options(where: str, name: str, expr: Expr | None, specs: dict[str, FieldSpec]) -> Iterator[str]:
    """A comparison with an option that does not exist would never be true."""
    if expr is None:
        return
    (operator, operand), *_ = expr.items()
    if operator in ("all", "any"):
        for part in operand:
            yield from _options(where, name, part, specs)
    elif operator == "not":
        yield from _options(where, name, operand, specs)
    elif operator in ("eq", "in") and operand[0] in specs and specs[operand[0]].options:
        ids = {option.id for option in specs[operand[0]].options}
        for wanted in [operand[1]] if operator == "eq" else operand[1]:
            if wanted not in ids:
                yield f"{where}: {name}: {operand[0]} has no option {wanted!r}"


def _field(
    where: str, procedure: Procedure, spec: FieldSpec, specs: dict[str, FieldSpec], known: Prompts
) -> Iterator[str]:
    for way in spec.derive:
        for source in [way.copy_of] if way.copy_of else list(way.call[1:]):
            if source not in specs:
                yield f"{where}: field {spec.id}: derives from {source!r}, which does not exist"
        if way.call and way.call[0] not in DERIVATIONS:
            yield f"{where}: field {spec.id}: unknown function {way.call[0]!r}"
    if spec.offer and spec.offer[0] not in OFFERS:
        yield f"{where}: field {spec.id}: unknown function {spec.offer[0]!r}"
    for source in (*spec.offer[1:], *filter(None, [spec.corrected_at])):
        if source not in specs:
            yield f"{where}: field {spec.id}: no field {source!r}"
    if spec.internal and not spec.asked:
        return
    for step in LADDER:  # a field that is not asked can still be corrected
        prompt_id = f"{procedure.id}.{spec.id}.{step}"
        if not known.has(prompt_id) and (step == "ask" or not known.has(f"kind.{spec.kind}.{step}")):
            yield f"{where}/prompts: {prompt_id} is missing"
        elif known.has(prompt_id):
            unknown = placeholders(known.get(prompt_id).text) - _FIELD_PARAMS
            if unknown:
                yield f"{where}/prompts: {prompt_id}: unknown {sorted(unknown)}"
    if spec.kind == "choice" and spec.asked and len(spec.options) > 7:
        yield f"{where}: field {spec.id}: more than 7 options"
    for rule in spec.checks:
        if not known.has(f"{procedure.id}.{rule.message}"):
            yield f"{where}/prompts: {procedure.id}.{rule.message} is missing"
        if not rule.source:
            yield f"{where}: field {spec.id}: check {rule.id} has no source"


def _references(where: str, procedure: Procedure, specs: dict[str, FieldSpec], known: Prompts) -> Iterator[str]:
    for name in (procedure.authority_field, procedure.subject_name_field, procedure.requester_birth_field):
        if name not in specs:
            yield f"{where}: no field {name!r}"
    groups = {group.id for group in procedure.groups}
    read = {group for chunk in procedure.review for group in chunk.groups}
    for group in sorted(groups - read):
        yield f"{where}: group {group} is never read back"
    for group in sorted(read - groups):
        yield f"{where}: review: no group {group!r}"
    for paper in procedure.documents:
        for name in sorted(placeholders(paper.title) - specs.keys()):
            yield f"{where}: document {paper.id}: no field {name!r}"
    again = procedure.again
    for group in again.fresh if again else ():
        if group not in groups:
            yield f"{where}: again: no group {group!r}"
    for name in procedure.steers:
        if name not in specs:
            yield f"{where}: steers: no field {name!r}"
    said = [again.prompt] if again else []
    said += [n.prompt for n in procedure.notices] + [e.prompt for e in procedure.endings] + ["intro"]
    for prompt in said:
        if not known.has(f"{procedure.id}.{prompt}"):
            yield f"{where}/prompts: {procedure.id}.{prompt} is missing"
    if not procedure.limits:
        yield f"{where}: no time limit"


def _start(folder: Path) -> Iterator[str]:
    path = folder / "start.yml"
    if not path.exists():
        yield f"{path}: is missing: nobody could start the procedure"
        return
    raw = read_yaml(path)
    if not isinstance(raw, dict) or raw.get("intent") != f"start_{folder.name}" or len(raw.get("examples", ())) < 20:
        yield f"{path}: needs intent: start_{folder.name} and at least 20 examples"


def _wording(known: Prompts, rules: dict[str, list[str]]) -> Iterator[str]:
    """How we speak (field rules, 3): length, pronouns, jargon, names that hurt, links and numbers."""
    for prompt in known.all():
        if prompt.id.startswith(("address.", "options.")) or prompt.id.endswith("_say"):
            continue
        yield from (f"prompts: {prompt.id}: {problem}" for problem in spoken(prompt))
        for variant, text, most in (
            ("text", prompt.text, MOST_TEXT), ("sms", prompt.sms, MOST_SMS), ("voice", prompt.voice, MOST_VOICE),
        ):  # fmt: skip
            if text is None:
                continue
            if len(text) > most:
                yield f"prompts: {prompt.id}: {variant} has {len(text)} letters, {most} at most"
            yield from (f"prompts: {prompt.id}: {problem}" for problem in problems(text, rules))


def problems(text: str, rules: dict[str, list[str]]) -> Iterator[str]:
    """What is wrong with a sentence for citizens."""
    folded = " " + re.sub(r"[^\w]+", " ", text.casefold()) + " "
    for phrase in rules["allowed"]:
        folded = folded.replace(f" {phrase} ", " ")
    for word in rules["pronouns"]:
        if f" {word} " in folded:
            yield f"addresses the citizen as {word!r} before age and sex are known"
    for word in rules["never"]:
        if f" {word} " in folded:
            yield f"says {word!r}"
    for word in rules["jargon"]:
        if f" {word} " in folded and "(" not in text:
            yield f"uses {word!r} without explaining it in brackets"
    if re.search(r"https?:|www\.|\.gov\.vn|\.vn/", text):
        yield "holds a link"
    if "ví dụ" in text.casefold():
        return  # an example's digits are nobody's number
    if _TELEPHONE.search(re.sub(r"[ .](?=\d)", "", text)):
        yield "holds a number that looks like a telephone number"
    if _MONEY.search(text):
        yield "holds an amount of money"


if __name__ == "__main__":
    sys.exit(main())

"""What ``check-data`` says about SMS: the room that each question takes with its numbered options, and what is said
before anybody asked (field rules 3.10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from actions.procedures.load import read_yaml
from actions.procedures.schema import FieldSpec, Procedure
from actions.prompts import Prompt, Prompts, fill
from actions.segments import segments, worded

MOST_SEGMENTS: Final = 2
LADDER: Final = ("ask", "short", "example")
TYPICAL: Final = {
    "label": "Ngày cấp căn cước của người cần giấy", "number": "(nơi 2)", "subject": "của người cần giấy",
    "who": "Người cần giấy", "you": "bác", "commune": "xã Mường Luân", "province": "tỉnh Điện Biên",
    "wanted": "Giấy xác nhận tình trạng hôn nhân",
}  # fmt: skip
"""What stands in the places of a question; long ones, as they come."""
CONVERSATION: Final = {
    "interview.consent": "options.consent", "review.truth": "options.truth", "interview.cancel": "options.cancel",
    "interview.restart": "options.restart", "interview.switch": "options.switch", "erase.confirm": "options.erase",
    "danger.calm": "options.danger",
}  # fmt: skip
"""Questions of the conversation itself, and where their options are."""
_FIXED: Final = {"yes_no": ("yes", "no"), "sex": ("male", "female")}
_LIKE_FRAUD: Final = re.compile(
    r"https?:|www\.|\.vn\b|\botp\b|\bmã\b|\bma\b|tiền|\btien\b|lệ phí|\ble phi\b|chuyển khoản|tài khoản|\d{3,}",
    re.IGNORECASE,
)


def questions(procedure: Procedure, known: Prompts) -> Iterator[str]:
    """Every question of a procedure, in all its wordings: how many SMS each would take beyond two."""
    for group in procedure.groups:
        for spec in group.fields:
            if not spec.asked or spec.internal:
                continue
            for step in LADDER:
                names = (f"{procedure.id}.{spec.id}.{step}", f"kind.{spec.kind}.{step}")
                found = next((known.get(name) for name in names if known.has(name)), None)
                if found is not None:
                    yield from _too_long(found, TYPICAL | {"label": spec.label}, _titles(spec, known))


def conversation(known: Prompts) -> Iterator[str]:
    """The same for the questions that belong to no procedure."""
    for prompt_id, under in CONVERSATION.items():
        if known.has(prompt_id):
            inside = (one for one in known.all() if one.id.rpartition(".")[0] == under)
            titles = [one.text for one in inside if not one.id.endswith("_say")]
            yield from _too_long(known.get(prompt_id), dict(TYPICAL), titles)


def _titles(spec: FieldSpec, known: Prompts) -> list[str]:
    if spec.kind in _FIXED:
        return [known.get(f"options.{name}").text for name in _FIXED[spec.kind]]
    return [option.title for option in spec.options]


def _too_long(prompt: Prompt, values: dict[str, str], titles: Iterable[str]) -> Iterator[str]:
    template = prompt.sms or prompt.text
    try:
        text = fill(template, values)
    except KeyError as error:
        yield f"prompts: {prompt.id}: nothing typical is known for {error}"
        return
    lines = [text, *(f"{number}. {title}" for number, title in enumerate(titles, 1))]
    taken = segments(worded("\n".join(lines)))
    if taken > MOST_SEGMENTS:
        yield f"prompts: {prompt.id}: takes {taken} SMS with its options, {MOST_SEGMENTS} at most"


def unasked(content: Path, known: Prompts) -> Iterator[str]:
    """What is said before anybody asked must not look like fraud, and has to be listed; by their names, sentences that
    end in ``_told`` are such."""
    path = content / "sms.yml"
    listed = read_yaml(path).get("unasked", []) if path.is_file() else []
    for prompt_id in sorted({one.id for one in known.all() if one.id.endswith("_told")} - set(listed)):
        yield f"sms.yml: unasked: {prompt_id} is missing"
    for prompt_id in listed:
        if not known.has(prompt_id):
            yield f"sms.yml: unasked: there is no prompt {prompt_id!r}"
            continue
        text = known.get(prompt_id).sms or known.get(prompt_id).text
        if found := _LIKE_FRAUD.search(text):
            yield f"prompts: {prompt_id}: is sent unasked and says {found.group(0)!r}"

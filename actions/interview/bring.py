"""Where to go and what to bring: from the procedure's documents and the locality, nothing invented."""

from __future__ import annotations

import re
from typing import Any

from actions.interview.answers import Answers
from actions.interview.display import show_answer
from actions.interview.turn import Turn
from actions.locality import office_params
from actions.procedures.expressions import holds
from actions.prompts import placeholders


def papers(turn: Turn, answers: Answers) -> list[str]:
    """The papers this declaration needs, each with whether it is shown or handed in."""
    return [
        turn.text(f"bring.{paper.how}", title=titled(turn, answers, paper.title))
        for paper in answers.procedure.documents
        if paper.how != "none" and paper.in_force(answers.today) and holds(paper.when, answers)
    ]


def titled(turn: Turn, answers: Answers, title: str) -> str:
    """A title with the answers that it names: who has to sign."""
    fields = placeholders(title)
    return title.format(**{name: show_answer(turn, answers, answers.place(name)) for name in fields})


def general_papers(turn: Turn, procedure_id: str, conditional: bool | None = None) -> list[str]:
    """The papers of a procedure before anything is known of the case. ``conditional``: only those that some people
    need (True), or only those that everybody does (False)."""
    from actions.procedures.load import procedures

    return [
        turn.text(f"bring.{paper.how}", title=re.sub(r" *\({[a-z_]+}\)", "", paper.title))
        for paper in procedures()[procedure_id].documents
        if paper.how != "none" and paper.in_force(turn.today) and conditional in (None, paper.when is not None)
    ]


def where(turn: Turn) -> dict[str, Any]:
    """The office with hours and phone as far as somebody checked them; the rest is said to be unknown."""
    known = office_params(turn.locality)
    lines = [turn.text("interview.where")]
    if known.get("commune"):
        lines = [turn.text("interview.where_commune", commune=known["commune"])]
    for part in ("office_address", "office_hours", "office_phone"):
        key = part.removeprefix("office_")
        lines.append(turn.text(f"where.{key}", value=known[part]) if known.get(part) else "")
    if not known.get("office_hours") or not known.get("office_phone"):
        lines.append(turn.text("where.unknown"))
    return {"where": "; ".join(line for line in lines if line)}

"""``./motcua value [KIND] [TEXT] [--jsonl]``: what a reader makes of a text, as JSON.

With ``--jsonl`` each line of standard input is ``{"kind", "text", "context"?}``; other keys are kept; a line that
cannot be read gives an object with ``error``. Context keys: ``today``, ``dob`` (ISO dates), ``options`` (titles, or
objects ``{id, title, say}``), ``question``, ``person``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final, TextIO

from nlu.types import KINDS, Context, Option
from nlu.values import read
from nlu.values.place import shown

_HANOI: Final = timezone(timedelta(hours=7))


def context_from(raw: object, today: date) -> Context:
    """Context of a JSON object; ValueError says what is wrong with it."""
    if raw is None:
        return Context(today)
    if not isinstance(raw, dict):
        raise ValueError("context must be an object")
    return Context(
        today=_date(raw.get("today"), "today") or today,
        options=_options(raw.get("options")),
        dob=_date(raw.get("dob"), "dob"),
        person=_text(raw.get("person"), "person"),
        question=_text(raw.get("question"), "question"),
    )


def _date(value: object, name: str) -> date | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a date like 2026-11-22")
    try:
        return date.fromisoformat(value[:10])
    except ValueError as problem:
        raise ValueError(f"{name} must be a date like 2026-11-22") from problem


def _text(value: object, name: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} must be text")
    return value


def _options(value: object) -> tuple[Option, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ValueError("options must be a list")
    out = []
    for index, item in enumerate(value):
        if isinstance(item, str):
            out.append(Option(str(index), item))
        elif isinstance(item, dict) and isinstance(item.get("title"), str):
            say = item.get("say") or []
            if not isinstance(say, list):
                raise ValueError("say must be a list")
            out.append(Option(str(item.get("id", index)), item["title"], tuple(str(s) for s in say)))
        else:
            raise ValueError("an option is a title or an object with a title")
    return tuple(out)


def answer(kind: str, text: str, context: Context) -> dict[str, Any]:
    """``{"kind", "text", "value", "candidates"}`` and ``hint`` when there is one."""
    reading = read(kind, text, context)
    out: dict[str, Any] = {
        "kind": kind,
        "text": text,
        "value": None if reading is None else shown(reading.value) if kind == "place" else reading.value,
        "candidates": [] if reading is None else list(reading.candidates),
    }
    if reading is not None and reading.hint:
        out["hint"] = reading.hint
    return out


def answer_line(line: str, today: date) -> dict[str, Any]:
    """One line of JSON → one answer; never raises on what the line holds."""
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as problem:
        return {"error": f"not JSON: {problem}"}
    if not isinstance(raw, dict):
        return {"error": "not an object"}
    kind, text = raw.get("kind"), raw.get("text")
    if kind not in KINDS:
        return {**raw, "error": f"no such kind: {kind}"}
    if not isinstance(text, str):
        return {**raw, "error": "text must be text"}
    try:
        context = context_from(raw.get("context"), today)
    except ValueError as problem:
        return {**raw, "error": str(problem)}
    return {**raw, **answer(kind, text, context)}


def _print(out: dict[str, Any], stream: TextIO) -> None:
    line = json.dumps(out, ensure_ascii=False)
    # a lone surrogate from "\\ud800" has no bytes: escape it rather than fail
    stream.write((line if line.isprintable() else line.encode("utf-8", "backslashreplace").decode("utf-8")) + "\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Entry of the command; 0, or 2 for wrong arguments."""
    parser = argparse.ArgumentParser(prog="motcua value", description="Read a text as a value of one kind.")
    parser.add_argument("kind", nargs="?", help=", ".join(KINDS))
    parser.add_argument("text", nargs="*", help="the text; standard input when left out")
    parser.add_argument("--jsonl", action="store_true", help="one object per line of standard input")
    parser.add_argument("--today", help="today's date, ISO (default: today in Viet Nam)")
    parser.add_argument("--context", help='JSON object: {"today", "options", "dob", "question", "person"}')
    args = parser.parse_args(argv)
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace")
    try:
        today = _date(args.today, "today") or datetime.now(_HANOI).date()
        context = context_from(json.loads(args.context) if args.context else None, today)
    except ValueError as problem:
        parser.error(str(problem))
    if args.jsonl:
        for line in sys.stdin:
            if line.strip():
                out = answer_line(line, today)
                if args.kind and out.get("error", "").startswith("no such kind: None"):
                    out = answer_line(json.dumps({**json.loads(line), "kind": args.kind}), today)
                _print(out, sys.stdout)
        return 0
    if args.kind not in KINDS:
        parser.error(f"kind must be one of: {', '.join(KINDS)}")
    if args.text:
        _print(answer(args.kind, " ".join(args.text), context), sys.stdout)
        return 0
    for line in sys.stdin:
        _print(answer(args.kind, line.rstrip("\n"), context), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())

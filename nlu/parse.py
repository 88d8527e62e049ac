"""``./motcua parse``: what a message means, for people and for programs.

One text, or with ``--jsonl`` one JSON object for each line of standard input: ``text`` and optionally ``context``
(``awaiting``, ``question``, ``today``, ``options``, ``dob``, ``person``); other keys are passed through. Runs in the
Rasa environment.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from nlu.types import Fact, Understanding
from nlu.values.place import shown as shown_place

if TYPE_CHECKING:
    from nlu.rasa.light import LightPipeline, Ranked

ROOT: Final = Path(__file__).resolve().parent.parent
MODEL: Final = ROOT / ".motcua" / "models" / "mot-cua.tar.gz"
CHUNK: Final = 1 << 16
"""Bytes read at a time: about 500 messages, understood as one batch."""
RANKING_SHOWN: Final = 3


class BadLine(Exception):
    """A line that cannot be read; the message says why."""


def main(argv: list[str] | None = None) -> int:
    """Command line; 2 when there is no usable model or no text."""
    parser = argparse.ArgumentParser(prog="motcua parse", description=__doc__)
    parser.add_argument("text", nargs="*", help="the message; its words may be given unquoted")
    parser.add_argument("--jsonl", action="store_true", help="read objects from standard input, one a line")
    parser.add_argument("--model", type=Path, default=Path(os.environ.get("MOTCUA_MODEL") or MODEL))
    options = parser.parse_args(argv)
    text = " ".join(options.text)
    if not options.jsonl and not text.strip():
        print("motcua parse: give a text, or --jsonl with lines on standard input", file=sys.stderr)
        return 2
    from nlu.rasa.light import LightPipeline

    try:
        pipeline = LightPipeline(options.model)
    except (OSError, ValueError) as error:
        print(f"motcua parse: no usable model at {options.model} ({error}); run ./motcua train", file=sys.stderr)
        return 2
    if options.jsonl:
        return run_lines(pipeline, sys.stdin.buffer, sys.stdout.buffer)
    (result,) = parse_objects(pipeline, [{"text": text}])
    sys.stdout.buffer.write(encode(result) + b"\n")
    return 0


def run_lines(pipeline: LightPipeline, source: BinaryIO, target: BinaryIO) -> int:
    """Answer every line with one line, in order, as soon as what has arrived is understood."""
    for lines in batches(source):
        objects = [read_line(line) for line in lines]
        try:
            target.write(b"".join(encode(o) + b"\n" for o in parse_objects(pipeline, objects)))
            target.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), target.fileno())
            return 0
    return 0


def batches(source: BinaryIO) -> Iterator[list[bytes]]:
    """Whole lines as they arrive: all of those in one read, never waiting for more than there is."""
    rest = b""
    while chunk := os.read(source.fileno(), CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        if lines:
            yield lines
    if rest.strip():
        yield [rest]


def read_line(line: bytes) -> dict[str, Any]:
    """The object of a line; where it is none, an object whose ``error`` says so."""
    if not line.strip():
        return {"error": "empty line"}
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {"error": "not a line of JSON"}
    return value if isinstance(value, dict) else {"error": "not a JSON object"}


def parse_objects(pipeline: LightPipeline, objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each object with what its text means added; with ``error`` where there is no text."""
    ready: list[tuple[int, str, Mapping[str, Any]]] = []
    results: list[dict[str, Any]] = [dict(o) for o in objects]
    for i, given in enumerate(objects):
        if "error" in given and "text" not in given:
            continue
        try:
            ready.append((i, text_of(given), metadata_of(given)))
        except BadLine as error:
            results[i]["error"] = str(error)
    understood = pipeline.run([text for _, text, _ in ready], [metadata for _, _, metadata in ready])
    for (i, _, _), (meaning, ranking) in zip(ready, understood, strict=True):
        results[i].update(describe(meaning, ranking))
    return results


def text_of(given: Mapping[str, Any]) -> str:
    """The text of an object; :class:`BadLine` when it has none."""
    text = given.get("text")
    if not isinstance(text, str):
        raise BadLine("no text")
    if not text.strip():
        raise BadLine("empty text")
    return text


def metadata_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the gateway would send with the text, from ``context``; its parts may stand in ``awaiting`` or beside it."""
    context = given.get("context")
    if context is None:
        return {}
    if not isinstance(context, Mapping):
        raise BadLine("context is not an object")
    awaiting = context.get("awaiting")
    if awaiting is not None and not isinstance(awaiting, Mapping):
        raise BadLine("awaiting is not an object")
    merged = dict(awaiting or {})
    for key in ("question", "options", "dob", "person"):
        if context.get(key) is not None:
            merged.setdefault(key, context[key])
    return {"awaiting": merged if awaiting is not None else None, "today": context.get("today")}


def describe(meaning: Understanding, ranking: Ranked) -> dict[str, Any]:
    """The understanding as ``parse`` shows it; ``facts`` holds the awaited answer too."""
    shown = meaning.to_dict()
    return {
        "intent": meaning.intent,
        "confidence": shown["confidence"],
        "facts": [_shown(f.to_dict()) for f in all_facts(meaning)],
        "awaited": shown["awaited"] and _shown(shown["awaited"]),
        "commands": shown["commands"],
        "question": shown["question"],
        "procedures": shown["procedures"],
        "ranking": [{"name": name, "confidence": round(score, 3)} for name, score in ranking[:RANKING_SHOWN]],
    }


def _shown(fact: dict[str, Any]) -> dict[str, Any]:
    return {**fact, "value": shown_place(fact["value"])} if fact["kind"] == "place" else fact


def all_facts(meaning: Understanding) -> list[Fact]:
    """The facts, with the awaited one in place of what it overlaps."""
    awaited = meaning.awaited
    if awaited is None or (awaited.value is None and not awaited.candidates):
        return list(meaning.facts)
    others = [
        f
        for f in meaning.facts
        if f.end <= awaited.start or f.start >= awaited.end or (f.kind == "choice" and f.kind != awaited.kind)
    ]
    return sorted([awaited, *others], key=lambda f: f.start)


def encode(result: Mapping[str, Any]) -> bytes:
    """One line of JSON; text that no UTF-8 can hold is escaped."""
    try:
        return json.dumps(result, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(result).encode("ascii")


if __name__ == "__main__":
    sys.exit(main())

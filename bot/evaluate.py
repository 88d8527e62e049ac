"""``python -m bot.evaluate``: how well two models understand the evaluation set, and this installation's sentences.

Writes ``{"before": measured | null, "after": measured}`` as JSON; ``measured`` is ``{"styles": {style: counts}, "own":
counts}`` with ``counts`` ``{"n", "right", "wrong"}``; ``wrong``: acted on, and wrongly; what is neither is asked again.
``before`` is null, and ``why`` says why, where the old model cannot be loaded by today's code. The style ``all`` is the
whole set. The set of ``set1.jsonl`` alone: the other one is kept for the end.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from bot.generate import ROOT
from nlu.intents import FALLBACK
from nlu.local import filled, learnt, placeholders
from nlu.parse import metadata_of
from nlu.rasa.light import LightPipeline

SET: Final = "nlu/eval/set1.jsonl"
ALL: Final = "all"
DAY: Final = "2026-11-22"
"""What "today" is in a message of the set that does not say so: two measurements must not differ by the calendar."""

Counts = dict[str, int]


def measured(pipeline: LightPipeline, lines: list[dict[str, Any]], own: dict[str, str]) -> dict[str, Any]:
    """What a model makes of the set (``lines``) and of ``own`` (sentence: intent)."""
    metadata = [{"today": DAY, **{k: v for k, v in metadata_of(line).items() if v is not None}} for line in lines]
    found = [meaning.intent for meaning, _ in pipeline.run([line["text"] for line in lines], metadata)]
    styles: dict[str, list[tuple[str, str]]] = {ALL: []}
    for line, intent in zip(lines, found, strict=True):
        for style in (ALL, line["style"]):
            styles.setdefault(style, []).append((line["intent"], intent))
    said = [meaning.intent for meaning, _ in pipeline.run(list(own))] if own else []
    return {
        "styles": {style: counts(pairs) for style, pairs in styles.items()},
        "own": counts(zip(own.values(), said, strict=True)),
    }


def counts(pairs: Iterable[tuple[str, str]]) -> Counts:
    """Of pairs of a label and what was understood."""
    kinds = Counter("right" if label == got else "asked" if got == FALLBACK else "wrong" for label, got in pairs)
    return {"n": sum(kinds.values()), "right": kinds["right"], "wrong": kinds["wrong"]}


def compare(before: Path | None, after: Path, content: Path) -> dict[str, Any]:
    """Both models on the same messages; raises OSError or ValueError when the new one is no model."""
    lines = [json.loads(line) for line in (content / SET).read_text(encoding="utf-8").splitlines()]
    fills = placeholders(content)
    own = {filled(text, fills)[0]: intent for text, intent in learnt(content, waiting=True).items()}
    out: dict[str, Any] = {"before": None, "after": measured(LightPipeline(after, content), lines, own)}
    try:
        out["before"] = None if before is None else measured(LightPipeline(before, content), lines, own)
    except (OSError, ValueError, KeyError) as error:  # made by other code: there is nothing to compare with
        out["why"] = type(error).__name__
    return out


def main(argv: list[str] | None = None) -> int:
    """Command line; 0 when the new model was measured."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluate", description=__doc__)
    parser.add_argument("--before", type=Path, help="the present model, if there is one")
    parser.add_argument("--after", type=Path, required=True, help="the new model")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the content")
    parser.add_argument("--out", type=Path, required=True, help="file for the figures")
    options = parser.parse_args(argv)
    report = compare(options.before, options.after, options.data)
    options.out.write_text(json.dumps(report), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

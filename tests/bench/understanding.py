"""``./motcua bench understanding``: how well messages and answers are understood; writes ``docs/understanding.md``.

Intents by the trained model on the evaluation sets of ``data/nlu/eval/``, values by the readers on those of
``data/nlu/eval/values/``. ``--frozen`` opens the set that is kept for the end. How to read it:
``docs/how-to/measure.md``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.figures import percentile
from tests.bench.judged import Judged, items, judge, kinds
from tests.stack import BOT_PYTHON, ROOT

SETS: Final = {"set1": "set1.jsonl", "set2": "set2.jsonl"}
FROZEN: Final = "set2"
FALLBACK: Final = "nlu_fallback"
REPORT: Final = ROOT / "docs" / "understanding.md"
ACTED_ON: Final = 0.90
"""Share of the messages within our scope that must be acted on, at the threshold where mistakes are counted."""


@dataclass(frozen=True)
class Message:
    """A message of a set: its label, its style, and what it was understood as."""

    id: str
    style: str
    label: str
    intent: str
    confidence: float
    milliseconds: float
    in_context: bool

    @property
    def right(self) -> bool:
        return self.intent == self.label

    @property
    def acted_on(self) -> bool:
        return self.intent != FALLBACK


def understood(path: Path) -> list[Message]:
    """The set, understood message by message in the Rasa environment. CalledProcessError when that fails."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    command = [str(BOT_PYTHON), "-m", "tests.bench.understood", str(path)]
    out = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout
    found = {row["id"]: row for row in map(json.loads, out.splitlines())}
    return [
        Message(
            line["id"], line["style"], line["intent"], found[line["id"]]["intent"], found[line["id"]]["confidence"],
            found[line["id"]]["milliseconds"], "context" in line,
        )
        for line in lines
    ]  # fmt: skip


def scores(messages: list[Message]) -> dict[str, float]:
    """``accuracy``, ``wrong`` (acted on, and wrongly), ``asked`` (not acted on), ``macro_f1`` over the labels."""
    n = len(messages)
    labels = {m.label for m in messages}
    f1 = []
    for label in labels:
        hit = sum(m.right for m in messages if m.label == label)
        said = sum(m.intent == label for m in messages)
        f1.append(2 * hit / (said + sum(m.label == label for m in messages)))
    return {
        "n": n,
        "accuracy": sum(m.right for m in messages) / n,
        "wrong": sum(m.acted_on and not m.right for m in messages) / n,
        "asked": sum(not m.acted_on for m in messages) / n,
        "macro_f1": sum(f1) / len(f1),
    }


def wrong_when_acting(messages: list[Message]) -> dict[str, float]:
    """The confidence at which ``ACTED_ON`` of the messages within our scope are acted on, and the share of all of
    them that is then misunderstood."""
    scope = [m for m in messages if m.label != "out_of_scope"]
    sure = sorted((m for m in scope if m.acted_on), key=lambda m: -m.confidence)
    wanted = int(ACTED_ON * len(scope)) + 1
    taken = sure[:wanted]
    return {
        "acted_on": len(taken) / len(scope),
        "threshold": taken[-1].confidence if taken else 0.0,
        "wrong": sum(not m.right for m in taken) / len(scope),
    }


def confusion(messages: Iterable[Message], most: int = 20) -> list[tuple[str, str, int]]:
    """Label, what it was taken for, how often; most frequent first."""
    pairs = Counter((m.label, m.intent) for m in messages if not m.right)
    return [(label, taken, count) for (label, taken), count in pairs.most_common(most)]


def by_style(messages: list[Message]) -> dict[str, dict[str, float]]:
    """``scores`` of each style, of replies to a question, and of all."""
    groups: defaultdict[str, list[Message]] = defaultdict(list)
    for m in messages:
        groups[m.style].append(m)
        groups["(replies to a question)" if m.in_context else "(nothing asked)"].append(m)
    return {"all": scores(messages)} | {name: scores(groups[name]) for name in sorted(groups)}


def value_scores(judged: list[Judged]) -> dict[str, float]:
    """``right``, ``wrong``, ``asked`` as shares, milliseconds at the middle and at most."""
    n = len(judged)
    counts = Counter(j.verdict for j in judged)
    spent = [j.milliseconds for j in judged]
    return {
        "n": n, "right": counts["right"] / n, "wrong": counts["wrong"] / n, "asked": counts["asked"] / n,
        "p50_ms": percentile(spent, 50), "max_ms": max(spent),
    }  # fmt: skip


def measure(frozen: bool) -> dict[str, Any]:
    """Everything, as ``--json`` prints it."""
    report: dict[str, Any] = {"intents": {}, "values": {}}
    for name, file in SETS.items():
        if name == FROZEN and not frozen:
            continue
        messages = understood(ROOT / "data" / "nlu" / "eval" / file)
        spent = [m.milliseconds for m in messages]
        report["intents"][name] = {
            "styles": by_style(messages),
            "acting": wrong_when_acting(messages),
            "confusion": confusion(messages),
            "p50_ms": percentile(spent, 50),
            "p95_ms": percentile(spent, 95),
        }
    for kind in kinds():
        judged = [judge(item) for item in items(kind)]
        report["values"][kind] = {
            "seen": value_scores([j for j in judged if not j.item.unseen]),
            "unseen": value_scores([j for j in judged if j.item.unseen]),
        }
    report["bars"] = bars(report)
    return report


def bars(report: dict[str, Any]) -> list[dict[str, Any]]:
    """What is to be reached, by the last set that was opened and the unseen answers."""
    name, intents = list(report["intents"].items())[-1]
    styles = {style: s for style, s in intents["styles"].items() if not style.startswith("(") and style != "all"}
    worst = min(styles, key=lambda style: styles[style]["accuracy"])
    values = report["values"]
    least = min(values, key=lambda kind: values[kind]["unseen"]["right"])
    most = max(values, key=lambda kind: values[kind]["unseen"]["wrong"])
    wanted = [
        (f"intents right, {name}", intents["styles"]["all"]["accuracy"], "≥", 0.95),
        (f"intents right in the worst style ({worst})", styles[worst]["accuracy"], "≥", 0.90),
        ("wrong where 90 % are acted on", intents["acting"]["wrong"], "≤", 0.02),
        ("acted on", intents["acting"]["acted_on"], "≥", ACTED_ON),
        (f"values right, worst kind ({least})", values[least]["unseen"]["right"], "≥", 0.97),
        (f"values wrong, worst kind ({most})", values[most]["unseen"]["wrong"], "≤", 0.01),
        ("parse, p50 ms", intents["p50_ms"], "≤", 5.0),
        ("reader, p50 ms, slowest kind", max(v["unseen"]["p50_ms"] for v in values.values()), "≤", 1.0),
    ]
    return [
        {"what": what, "value": round(value, 4), "bar": f"{sign} {bar:g}", "reached": (value >= bar) == (sign == "≥")}
        for what, value, sign, bar in wanted
    ]


def table(report: dict[str, Any]) -> str:
    """The report as Markdown."""
    lines = ["# How well people are understood", "", "Written by `./motcua bench understanding`; how to read it:"]
    lines += [
        "[measure](how-to/measure.md#bench-understanding).",
        "",
        "| | value | bar | reached |",
        "|---|---|---|---|",
    ]
    for bar in report["bars"]:
        lines.append(f"| {bar['what']} | {bar['value']:g} | {bar['bar']} | {'yes' if bar['reached'] else '**no**'} |")
    for name, intents in report["intents"].items():
        acting = intents["acting"]
        lines += ["", f"## Intents, {name}", "", "| style | n | right | wrong | asked again | macro-F1 |"]
        lines.append("|---|---|---|---|---|---|")
        lines += [
            f"| {style} | {s['n']} | {s['accuracy']:.1%} | {s['wrong']:.1%} | {s['asked']:.1%} | {s['macro_f1']:.3f} |"
            for style, s in intents["styles"].items()
        ]
        lines += [
            "",
            f"Where {acting['acted_on']:.1%} of what is within scope is acted on (confidence of "
            f"{acting['threshold']:.2f} or more), {acting['wrong']:.1%} is acted on wrongly. One message takes "
            f"{intents['p50_ms']:.1f} ms (p95 {intents['p95_ms']:.1f}).",
            "",
            "Most frequent confusions: "
            + "; ".join(f"{label} → {taken} ({count})" for label, taken, count in intents["confusion"])
            + ".",
        ]
    lines += ["", "## Values", "", "Every second answer is unseen: nobody looks at its faults.", ""]
    lines += ["| kind | n | right | wrong | asked again | p50 ms | on the seen half: right | wrong |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    for kind, halves in report["values"].items():
        u, s = halves["unseen"], halves["seen"]
        lines.append(
            f"| {kind} | {u['n']} | {u['right']:.1%} | {u['wrong']:.1%} | {u['asked']:.1%} | {u['p50_ms']:.2f} "
            f"| {s['right']:.1%} | {s['wrong']:.1%} |"
        )
    return "\n".join(lines) + "\n"


def main(argv: list[str]) -> int:
    """Entry point. 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="motcua bench understanding", description=__doc__)
    parser.add_argument("--json", action="store_true", help="as JSON, without writing the report")
    parser.add_argument("--frozen", action="store_true", help="with the set that is kept for the end")
    args = parser.parse_args(argv)
    report = measure(args.frozen)
    if args.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        REPORT.write_text(table(report), encoding="utf-8")
        print(table(report))
    return 1 if any(not bar["reached"] for bar in report["bars"]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Train with the sentences labelled here, measure before and after, and keep the better model."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

from cli.boot.artefacts import model_wanted, newest_model, stamp_model, train_into
from cli.boot.layout import Layout
from cli.boot.run import run
from cli.boot.say import Problem, say
from cli.boot.stamps import tree_digest

WAITING = "nlu/local/waiting"
SET = "nlu/eval/set1.jsonl"
MOST_LOST = 1.0
"""Percentage points that the new model may lose in right, or gain in wrong, on the whole set."""

Counts = Dict[str, int]


def waiting(layout: Layout) -> bool:
    """Whether sentences were labelled here that no model has yet."""
    return any((layout.content / WAITING).glob("*.yml"))


def measurable(layout: Layout) -> bool:
    """Whether this version and this content can measure a model."""
    return (layout.root / "bot" / "evaluate.py").is_file() and (layout.content / SET).is_file()


def learn(layout: Layout, sources: List[str], anyway: bool) -> bool:
    """Train, measure, and put the new model in place of the old one; False when the old one is kept.

    Raises Problem when training or measuring fails, or the labelled sentences changed meanwhile; then nothing changed.
    """
    stamp, given = model_wanted(layout, sources), tree_digest(layout.content, [WAITING])
    with candidate(layout) as folder:
        train_into(layout, ["--models", str(folder), "--waiting"])
        new = next(iter(folder.glob("*.tar.gz")), None)
        if new is None:
            raise Problem("Training ended without a model; see {}.".format(layout.log / "train.log"))
        figures = measure(layout, newest_model(layout), new, folder / "figures.json")
        print("\n".join(table(figures)))
        sys.stdout.flush()
        lost = losses(figures)
        if lost and not anyway:
            say("The old model is kept: {}.".format(" and ".join(lost)))
            say("Look at the labels in {}, or run ./motcua train --anyway.".format(layout.content / WAITING))
            return False
        if tree_digest(layout.content, [WAITING]) != given:
            raise Problem("Sentences were labelled while it trained; the old model is kept: run ./motcua train again.")
        edited = model_wanted(layout, sources) != stamp  # then the new model is stale, not wrong
        settle(layout)
        stamp = stamp if edited else model_wanted(layout, sources)
        layout.models.mkdir(parents=True, exist_ok=True)
        model = layout.models / new.name
        new.replace(model)
        stamp_model(layout, model, stamp)
    return True


@contextlib.contextmanager
def candidate(layout: Layout) -> Iterator[Path]:
    """A folder for a model that nobody uses yet; gone afterwards."""
    layout.home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="candidate-", dir=str(layout.home)))
    try:
        yield folder
    finally:
        shutil.rmtree(str(folder))


def measure(layout: Layout, old: Optional[Path], new: Path, out: Path) -> Dict[str, Any]:
    """The figures of `bot.evaluate` for both models. Raises Problem when it fails."""
    before = ["--before", str(old)] if old else []
    run(
        [str(layout.python("bot")), "-m", "bot.evaluate", *before, "--after", str(new), "--data", str(layout.content),
         "--out", str(out)],
        "Measuring before and after",
        layout.log / "evaluate.log",
        cwd=layout.root,
    )  # fmt: skip
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert isinstance(figures, dict)
    return figures


def settle(layout: Layout) -> None:
    """The sentences that waited are now in the model."""
    done = subprocess.run(
        [str(layout.python("bot")), "-m", "nlu.local", str(layout.content)], cwd=layout.root, capture_output=True
    )
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Problem("The labelled sentences could not be kept: {}.".format("".join(last)))


def percent(counts: Counts, what: str) -> float:
    """A share of the messages, in percent; 0 of none."""
    return 100.0 * counts[what] / counts["n"] if counts["n"] else 0.0


def losses(figures: Dict[str, Any]) -> List[str]:
    """Why the new model is not to replace the old one: empty when it may, or when there was none to compare with."""
    if not figures["before"]:
        return []
    old, new = figures["before"]["styles"]["all"], figures["after"]["styles"]["all"]
    out = []
    for what, sign in (("right", -1), ("wrong", 1)):
        moved = sign * (percent(new, what) - percent(old, what))
        if moved > MOST_LOST:
            verb = "falls" if sign < 0 else "rises"
            out.append("{} {} by {:.1f} points, more than {:g}".format(what, verb, moved, MOST_LOST))
    return out


def table(figures: Dict[str, Any]) -> List[str]:
    """The figures as lines: for each style right and wrong before and after, and how far they moved."""
    old, new = figures["before"], figures["after"]
    rows = [(name, old["styles"].get(name) if old else None, new["styles"][name]) for name in new["styles"]]
    rows.sort(key=lambda row: (row[0] != "all", row[0]))
    lines = ["{:<18}{:>5}   {:^24}   {:^24}".format("style", "n", "right, %", "wrong, %")]
    if new["own"]["n"]:
        rows.append(("labelled here", old["own"] if old else None, new["own"]))
    for name, was, now in rows:
        lines.append("{:<18}{:>5}   {}   {}".format(name, now["n"], moved(was, now, "right"), moved(was, now, "wrong")))
    if not old:
        why = " ({})".format(figures["why"]) if figures.get("why") else ""
        lines.append("There was no model that today's code could measure before{}.".format(why))
    if new["own"]["n"]:
        lines.append("“labelled here”: the model was trained with these very sentences, so this only shows that they")
        lines.append("arrived. Whether other people are understood better shows in the styles above.")
    return lines


def moved(was: Optional[Counts], now: Counts, what: str) -> str:
    """One figure before and after."""
    if was is None:
        return "{:>24.1f}".format(percent(now, what))
    change = percent(now, what) - percent(was, what)
    return "{:>6.1f} → {:>6.1f} ({:+5.1f})".format(percent(was, what), percent(now, what), change)

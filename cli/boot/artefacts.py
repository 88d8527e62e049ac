"""What is made from the sources after the environments: the index of communes, and the Rasa model."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import List, Optional

from cli.boot.layout import Layout
from cli.boot.run import run
from cli.boot.say import Problem, say
from cli.boot.stamps import Stamp, file_digest, read_stamp, sources_digest, tree_digest, write_stamp

PLACES = ("actions/gazetteer*.py", "actions/place*.py", "data/places")
PLACES_PIN = "vietnamadminunits=="
READ_SOURCES = "import json; from bot.sources import SOURCES; print(json.dumps([str(s) for s in SOURCES]))"
PINS = ("requirements/bot.txt",)


def places_stamp(layout: Layout) -> Path:
    """Beside the index."""
    return layout.places.with_name(layout.places.name + ".stamp")


def places_wanted(layout: Layout) -> Stamp:
    """What today's index would be made from: our own files and the pinned package."""
    pins = layout.requirements("web").read_text(encoding="utf-8").splitlines()
    return {
        "sources": tree_digest(layout.root, PLACES),
        "package": " ".join(line for line in pins if line.startswith(PLACES_PIN)),
    }


def places_known(layout: Layout) -> bool:
    """Whether this version has an index to build at all."""
    return (layout.root / "actions" / "gazetteer.py").is_file()


def places_fresh(layout: Layout) -> bool:
    """Whether the index of communes is the one of today's sources."""
    return layout.places.is_file() and read_stamp(places_stamp(layout)) == places_wanted(layout)


def ensure_places(layout: Layout) -> None:
    """Build the index of communes if its sources changed. Raises Problem when the build fails."""
    if not places_known(layout) or places_fresh(layout):
        return
    wanted = places_wanted(layout)
    layout.places.parent.mkdir(parents=True, exist_ok=True)
    run(
        [str(layout.python("web")), "-m", "actions.gazetteer", "build", "--out", str(layout.places)],
        "Indexing the communes",
        layout.log / "places.log",
        cwd=layout.root,
    )
    write_stamp(places_stamp(layout), wanted)


def model_stamp(layout: Layout) -> Path:
    """Beside the model."""
    return layout.models / "stamp.json"


def model_sources(layout: Layout) -> Optional[List[str]]:
    """The patterns of what a model is made from, as `bot/sources.py` lists them; None without that file."""
    if not (layout.root / "bot" / "sources.py").is_file() or not (layout.root / "bot" / "train.py").is_file():
        return None
    done = subprocess.run(
        [str(layout.python("bot")), "-c", READ_SOURCES],
        cwd=layout.root,
        capture_output=True,
    )
    if done.returncode:
        last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"])[-1]
        raise Problem("The list of training sources, bot/sources.py, cannot be read: {}.".format(last))
    return [str(s) for s in json.loads(done.stdout.decode())]


def newest_model(layout: Layout) -> Optional[Path]:
    """The model file last written, or None."""
    models = sorted(layout.models.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)
    return models[-1] if models else None


def model_wanted(layout: Layout, sources: List[str]) -> Stamp:
    """What a model of today's sources is stamped with; the pins count as a source."""
    every = sources + [p for p in PINS if p not in sources]
    return {"sources": sources_digest(layout.root, layout.content, every)}


def model_fresh(layout: Layout, sources: List[str]) -> bool:
    """Whether the newest model is whole and was trained from today's sources (by content, not time)."""
    stamp = read_stamp(model_stamp(layout))
    model = newest_model(layout)
    return (
        model is not None
        and stamp.get("sources") == model_wanted(layout, sources)["sources"]
        and stamp.get("model") == model.name
        and stamp.get("sha256") == file_digest(model)
    )


def ensure_model(layout: Layout, force: bool = False) -> None:
    """Train if the sources changed, or when forced. Raises Problem when training fails.

    The sources are read before training, so that a file edited meanwhile makes the model stale, not wrong.
    """
    sources = model_sources(layout)
    if sources is None:
        say("  This version has nothing to train.")
        return
    if not force and model_fresh(layout, sources):
        return
    stamp = model_wanted(layout, sources)
    layout.models.mkdir(parents=True, exist_ok=True)
    train_into(layout, [])
    model = newest_model(layout)
    if model is None:
        raise Problem("Training ended without a model in {}; see {}.".format(layout.models, layout.log / "train.log"))
    stamp_model(layout, model, stamp)


def train_into(layout: Layout, more: List[str]) -> None:
    """Train, with `more` arguments for `bot.train`; its output goes to the log. Raises Problem when it fails."""
    run(
        [str(layout.python("bot")), "-m", "bot.train", "--data", str(layout.content), *more],
        "Training the understanding (about a minute)",
        layout.log / "train.log",
        cwd=layout.root,
        env=dict(os.environ, PYTHONUNBUFFERED="1"),
    )


def stamp_model(layout: Layout, model: Path, stamp: Stamp) -> None:
    """Make `model` the only one, trained from what `stamp` says."""
    for old in layout.models.glob("*.tar.gz"):
        if old != model:
            old.unlink()
    write_stamp(model_stamp(layout), dict(stamp, model=model.name, sha256=file_digest(model)))

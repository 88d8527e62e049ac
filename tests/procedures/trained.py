"""A model for another folder of content, trained once for all the test runs that have the same inputs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from bot.sources import SOURCES
from bot.train import MODEL_NAME
from cli.boot.stamps import sources_digest
from tests.stack import BOT_PYTHON, ROOT, Stack

KEPT: Final = ROOT / ".motcua" / "tests" / "models"
"""Where the tests keep what they trained; the product never looks there."""
PATIENCE: Final = 540
"""Seconds that a training may take on a busy machine."""
TRAIN: Final = (
    "import sys; from pathlib import Path; from bot.train import train; "
    "train(*map(Path, sys.argv[1:4]))"
)  # fmt: skip


class OtherContent(Stack):
    """The product with another folder of content and the model that was trained from it."""

    models: Path

    def command(self, name: str) -> list[str]:
        """As ``./motcua up`` starts a process; Rasa with our model."""
        told = super().command(name)
        return [*told, "--model-dir", str(self.models)] if name == "rasa" else told


def digest(content: Path) -> str:
    """One SHA-256 over all that a model is made from, with ``content`` in the place of ``data/``."""
    return sources_digest(ROOT, content, SOURCES)


def models_of(content: Path, cache: Path) -> Path:
    """The folder below ``cache`` with the model of ``content``; trained where it is not there yet. Other models of
    the cache are removed: their inputs are gone. AssertionError with Rasa's last words when the training fails."""
    wanted = cache / digest(content)[:16]
    if (wanted / f"{MODEL_NAME}.tar.gz").is_file():
        return wanted
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.iterdir():
        shutil.rmtree(old)
    draft = cache / f"{wanted.name}.{os.getpid()}"
    arguments = [str(content), str(draft / "build"), str(draft)]
    done = subprocess.run(
        [str(BOT_PYTHON), "-c", TRAIN, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env={**os.environ, "MOTCUA_CONTENT": str(content)}, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"the training failed:\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}"
    draft.rename(wanted)
    return wanted

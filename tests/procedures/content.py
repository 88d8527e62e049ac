"""A folder of content with a procedure that the product does not ship, and a process that reads it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from actions import faq, prompts
from actions.procedures import load
from actions.settings import ROOT, settings

HERE = Path(__file__).resolve().parent
ADDED = "death_registration"


def content_with(folder: Path) -> Path:
    """``data/`` as it is, and one more procedure: nothing but files put beside the others."""
    content = folder / "content"
    shutil.copytree(ROOT / "data", content)
    shutil.copytree(HERE / ADDED, content / "procedures" / ADDED)
    return content


@contextmanager
def read_from(content: Path) -> Iterator[None]:
    """This process reads its content there, as one started with ``MOTCUA_CONTENT`` does; afterwards its own again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTCUA_CONTENT", str(content))
        forget()
        try:
            yield
        finally:
            patch.undo()
            forget()


def forget() -> None:
    """Everything that is read once per process is read anew."""
    settings.cache_clear()
    prompts.prompts.cache_clear()
    faq.faq.cache_clear()
    load._procedures = None

"""What the documents point at is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from cli.boot.commands import COMMANDS
from cli.boot.layout import ROOT

LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"`\./motcua ([a-z-]+)")
PAGES = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_and_commands_of_a_page_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    missing = [link for link in LINK.findall(text) if "://" not in link and not (page.parent / link).exists()]
    assert not missing
    assert set(NAMED.findall(text)) <= {command.name for command in COMMANDS} | {"help"}


def test_there_are_pages() -> None:
    assert len(PAGES) > 10

"""Freshness by content: a stamp records what a thing was made from, and is written last."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Dict, Iterable, List, Set

Stamp = Dict[str, str]
IGNORED = ("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache")


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content; "absent" where there is none."""
    if not path.is_file():
        return "absent"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def expand(root: Path, globs: Iterable[str]) -> List[Path]:
    """The files that the patterns mean, each once and sorted. A folder means everything below it."""
    found: Set[Path] = set()
    for pattern in globs:
        for path in root.glob(pattern.rstrip("/")):
            below = path.rglob("*") if path.is_dir() else [path]
            found.update(p for p in below if p.is_file() and not any(part in IGNORED for part in p.parts))
    return sorted(found)


def tree_digest(root: Path, globs: Iterable[str]) -> str:
    """One SHA-256 over names and contents: the same for the same files, whatever their times."""
    total = hashlib.sha256()
    for path in expand(root, globs):
        total.update("{}\0{}\n".format(path.relative_to(root).as_posix(), file_digest(path)).encode())
    return total.hexdigest()


def sources_digest(root: Path, content: Path, globs: Iterable[str]) -> str:
    """As ``tree_digest``, where ``content`` stands in the place of the folder ``data``."""
    own = list(globs)
    if content == root / "data":
        return tree_digest(root, own)
    theirs = [pattern[len("data/") :] for pattern in own if pattern.startswith("data/")]
    ours = tree_digest(root, [pattern for pattern in own if not pattern.startswith("data/")])
    return hashlib.sha256((ours + tree_digest(content, theirs)).encode()).hexdigest()


def read_stamp(path: Path) -> Stamp:
    """What is stamped; empty when the stamp is missing or unreadable, so that the thing is made again."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}


def write_stamp(path: Path, stamp: Stamp) -> None:
    """Write a stamp so that a crash leaves the old one or the new one."""
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(stamp, stream, indent=1, sort_keys=True)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)

"""Find a Python for each environment: the system's own, on PATH, in pyenv's versions/, or fetched by uv."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List, Mapping, Optional, Tuple

Version = Tuple[int, int]
SYSTEM = Path("/usr/bin/python3")
PROBE = (
    "import sys, json, ssl, sqlite3, zlib, ctypes, venv;"
    "print(json.dumps([sys.version_info[0], sys.version_info[1], sys.base_prefix]))"
)


@dataclass(frozen=True)
class Need:
    """Which Pythons an environment can be made from, the best tried first, and which one uv should fetch."""

    env: str
    versions: Tuple[Version, ...]
    fetch: str
    why: str


NEEDS = {
    "bot": Need("bot", ((3, 10),), "3.10", "Rasa 3.6 runs on Python 3.10 only"),
    "web": Need(
        "web",
        ((3, 13), (3, 14), (3, 12), (3, 11)),
        "3.13",
        "everything but Rasa runs on Python 3.11 or newer",
    ),
}


def candidates(version: Version, environ: Mapping[str, str]) -> Iterator[Path]:
    """Programs that may be this Python, by name and place; whether they run is not checked yet."""
    name = "python{}.{}".format(*version)
    for place in filter(None, environ.get("PATH", "").split(os.pathsep)):
        for program in (name, "python3", "python"):
            path = Path(place) / program
            if path.is_file() and os.access(path, os.X_OK):
                yield path
    roots = [environ.get("PYENV_ROOT", "")]
    if environ.get("HOME"):
        roots.append(environ["HOME"] + "/.pyenv")
    for place in dict.fromkeys(r for r in roots if r):
        folders = Path(place, "versions").glob("{}.{}*".format(*version))
        for folder in sorted(folders, key=lambda p: numbers(p.name), reverse=True):
            path = folder / "bin" / name
            if path.is_file() and os.access(path, os.X_OK):
                yield path


def numbers(name: str) -> List[int]:
    """The numbers in a version's name, for ordering."""
    return [int(n) for n in re.findall(r"\d+", name)]


def version_of(path: Path) -> Optional[Tuple[Version, str]]:
    """(major, minor) and prefix of an interpreter, or None when it does not run or lacks a module we need."""
    try:
        done = subprocess.run(
            [str(path), "-I", "-c", PROBE],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=True,
        )
        major, minor, prefix = json.loads(done.stdout.decode())
    except (OSError, subprocess.SubprocessError, ValueError):
        return None  # a pyenv shim without a version behind it, a broken build, a program of another sort
    return (int(major), int(minor)), str(prefix)


def find(need: Need, environ: Mapping[str, str], system: Path = SYSTEM) -> Optional[Path]:
    """The first interpreter on this machine that suits, or None.

    The system's own comes first: it is kept up to date with the system, and a distribution builds it with the help of
    profiles, which makes it half as fast again as one built by pyenv.
    """
    own = version_of(system) if system.is_file() else None
    if own and own[0] in need.versions:
        return Path(own[1], "bin", "python{}.{}".format(*own[0]))
    seen = set()
    for version in need.versions:
        for path in candidates(version, environ):
            if (version, path) in seen:
                continue
            seen.add((version, path))
            found = version_of(path)
            if found and found[0] == version:
                # A shim depends on the folder it is called from; the program behind it does not.
                real = Path(found[1], "bin", "python{}.{}".format(*version))
                return real if real.is_file() else Path(shutil.which(str(path)) or path)
    return None

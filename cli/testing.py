"""`./motcua test`: every check; with ARGS, pytest alone with them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.boot.layout import Layout
from cli.boot.say import say

# Plain-Python understanding, which both environments must read alike, and Rasa's own parts.
BOTH = ("tests/nlu", "tests/bot")


@dataclass(frozen=True)
class Result:
    """Counts of one check; a tool that is not pytest counts as one test."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float


def checks(layout: Layout) -> list[tuple[str, list[str]]]:
    """Name and command of each check, cheap ones first."""
    web, bot = str(layout.python("web")), str(layout.python("bot"))
    found = [
        ("ruff check", [web, "-m", "ruff", "check", "."]),
        ("ruff format", [web, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [web, "-m", "mypy"]),
        ("mypy, Rasa's side", [web, "-m", "mypy", "--python-version", "3.10", "-p", "nlu", "-p", "bot"]),
    ]
    if (layout.root / "actions" / "procedures" / "check.py").is_file():
        found.append(("check-data", [web, "-m", "cli", "check-data"]))
    both = [path for path in BOTH if list((layout.root / path).rglob("test_*.py"))]
    if both:
        found.append(("pytest, Rasa's side", [bot, "-m", "pytest", *both]))
    found.append(("pytest", [web, "-m", "pytest"]))
    return found


def run_check(layout: Layout, name: str, argv: list[str]) -> Result:
    """Run one check to its end, its output shown as it comes."""
    say(f"\n=== {name}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        pytest = "pytest" in argv
        code = execute(layout, [*argv, f"--junitxml={report}"] if pytest else argv)
        passed, failed, skipped = counts(report) if pytest else (int(code == 0), int(code != 0), 0)
    if code and not failed:  # pytest ended without failing a test: no test found, a crash, a wrong option
        failed = 1
    return Result(name, passed, failed, skipped, time.monotonic() - started)


def execute(layout: Layout, argv: Sequence[str]) -> int:
    """Exit code of a program run in the project's folder."""
    sys.stdout.flush()
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "RASA_TELEMETRY_ENABLED": "false"}
    return subprocess.run(argv, cwd=layout.root, env=env, check=False).returncode


def counts(report: Path) -> tuple[int, int, int]:
    """(passed, failed, skipped) of a JUnit report; nothing passed when pytest did not write one."""
    if not report.exists():
        return 0, 0, 0
    passed = failed = skipped = 0
    for suite in ET.parse(report).getroot().iter("testsuite"):
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        idle = int(suite.get("skipped", 0))
        passed += int(suite.get("tests", 0)) - bad - idle
        failed += bad
        skipped += idle
    return max(passed, 0), failed, skipped


def main(argv: list[str]) -> int:
    """0 when everything passed."""
    layout = Layout()
    if argv:
        return execute(layout, [str(layout.python("web")), "-m", "pytest", *argv])
    results = [run_check(layout, name, command) for name, command in checks(layout)]
    print("\n=== all checks")
    for result in results:
        skips = f", {result.skipped} skipped" if result.skipped else ""
        print(f"  {result.name}: {result.passed} passed, {result.failed} failed{skips} ({result.seconds:.0f} s)")
    failed = sum(r.failed for r in results)
    skipped = sum(r.skipped for r in results)
    line = f"{sum(r.passed for r in results)} passed, {failed} failed"
    print(line + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0

"""Children are started together, restarted when they die, and never outlive the supervisor."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.boot.layout import ROOT
from cli.supervisor import LOG_LIMIT, Child, GaveUp, Supervisor
from tests.cli.helpers import alive, pids, wait_for

SERVES = "put('ready'); time.sleep(600)"
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN); put('ready'); time.sleep(600)"
PARENT = (
    "grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "put(f'pid-{grandchild.pid}'); put('ready'); time.sleep(600)"
)
FAST = {"first_delay": 0.05, "longest_delay": 0.2, "give_up": 3, "probe_every": 0.02, "grace": 2.0}

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a supervisor over the given stand-ins; whatever is left is killed after the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(policy: dict[str, float] | None = None, **children: str) -> subprocess.Popen[str]:
        spec = {"folder": str(tmp_path), "policy": {**FAST, **(policy or {})}, "children": children}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.supervise", json.dumps(spec)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "READY\n"


def everybody(folder: Path, *names: str) -> set[int]:
    return set().union(*(pids(folder, name) for name in names))


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything_and_leaves_no_process(start: Start, tmp_path: Path, sign: signal.Signals) -> None:
    process = start(one=SERVES, two=PARENT, three=STUBBORN)
    until_ready(process)
    all_of_them = everybody(tmp_path, "one", "two", "three")
    assert len(all_of_them) == 4 and all(alive(pid) for pid in all_of_them)
    process.send_signal(sign)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "STOPPED\n"), err
    assert not [pid for pid in all_of_them if alive(pid)]


def test_a_second_ctrl_c_does_not_wait(start: Start, tmp_path: Path) -> None:
    process = start({"grace": 60.0}, stubborn=STUBBORN)
    until_ready(process)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert time.monotonic() - began < 20
    assert not [pid for pid in pids(tmp_path, "stubborn") if alive(pid)]


def test_sigkill_of_the_supervisor_leaves_no_process(start: Start, tmp_path: Path) -> None:
    process = start(one=SERVES, two=STUBBORN)
    until_ready(process)
    children = everybody(tmp_path, "one", "two")
    process.kill()
    process.wait()
    wait_for(lambda: not [pid for pid in children if alive(pid)], "the children's end")


def test_a_child_that_dies_is_started_again_and_the_others_are_left_alone(start: Start, tmp_path: Path) -> None:
    process = start(one=SERVES, two=SERVES)
    until_ready(process)
    (first,) = pids(tmp_path, "one")
    (other,) = pids(tmp_path, "two")
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: len(pids(tmp_path, "one")) == 2, "the restart")
    assert alive(other) and pids(tmp_path, "two") == {other}
    process.terminate()
    _, err = process.communicate(timeout=30)
    assert "one ended (killed by SIGKILL); starting it again" in err
    assert process.returncode == 0


def test_what_a_dead_child_left_running_is_ended_before_the_restart(start: Start, tmp_path: Path) -> None:
    process = start(one=PARENT)
    until_ready(process)
    family = pids(tmp_path, "one")
    (child,) = [pid for pid in family if os.getsid(pid) == pid]
    os.kill(child, signal.SIGKILL)
    wait_for(lambda: not [pid for pid in family if alive(pid)], "the grandchild's end")
    process.terminate()
    process.communicate(timeout=30)


def test_a_child_that_keeps_dying_stops_everything_with_the_reason(start: Start, tmp_path: Path) -> None:
    process = start(good=SERVES, bad="print('no database here'); sys.exit(7)")
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1 and out == ""
    reason = err[err.index("motcua:") :]
    assert "bad keeps ending (exit code 7, 3 times within" in reason
    assert "no database here" in reason
    assert len(pids(tmp_path, "bad")) == 3
    assert not [pid for pid in everybody(tmp_path, "good", "bad") if alive(pid)]


def test_a_child_that_never_answers_stops_everything_with_the_reason(start: Start, tmp_path: Path) -> None:
    process = start({"start_limit": 1.0}, good=SERVES, mute="print('loading', flush=True); time.sleep(600)")
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1 and out == ""
    assert "mute did not answer within 1 s" in err and "loading" in err
    assert not [pid for pid in everybody(tmp_path, "good", "mute") if alive(pid)]


def test_progress_is_told_while_waiting(start: Start) -> None:
    process = start({"say_every": 0.05}, quick=SERVES, slow="time.sleep(1); put('ready'); time.sleep(600)")
    until_ready(process)
    process.terminate()
    _, err = process.communicate(timeout=30)
    assert "quick is ready (" in err and "waiting for slow" in err and "slow is ready (" in err


def test_a_signal_while_starting_stops_everything(start: Start, tmp_path: Path) -> None:
    process = start(slow="time.sleep(600)")
    wait_for(lambda: pids(tmp_path, "slow"), "the child's start")
    process.terminate()
    assert process.communicate(timeout=30)[0] == "STOPPED\n"
    assert not [pid for pid in pids(tmp_path, "slow") if alive(pid)]


def test_a_program_that_is_not_there_stops_everything_with_the_reason(tmp_path: Path) -> None:
    async def never() -> bool:
        return False

    child = Child("ghost", ["/nowhere/python"], {}, tmp_path / "log" / "ghost.log", never)
    with pytest.raises(GaveUp, match=r"ghost cannot be started \(.*No such file"):
        asyncio.run(Supervisor([child]).run())


def test_a_long_log_is_set_aside_once(start: Start, tmp_path: Path) -> None:
    with (tmp_path / "one.log").open("wb") as log:
        log.truncate(LOG_LIMIT + 1)
    process = start(one="print('begun', flush=True); " + SERVES)
    until_ready(process)
    assert (tmp_path / "one.log").read_text() == "begun\n"
    assert (tmp_path / "one.log.1").stat().st_size == LOG_LIMIT + 1

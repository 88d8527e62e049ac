"""The launcher on machines of different sorts."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from cli.boot.commands import COMMANDS, available, needed
from cli.boot.layout import ROOT, Layout
from tests.cli.helpers import alive, wait_for
from tests.cli.project import offline, small_project


def motcua(layout: Layout, *args: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [layout.root / "motcua", *args],
        capture_output=True,
        text=True,
        env=env or offline(layout),
        timeout=120,
    )


@pytest.fixture
def project(tmp_path: Path) -> Layout:
    return small_project(tmp_path)


def test_help_needs_nothing_and_sets_nothing_up(project: Layout) -> None:
    for args in ((), ("help",), ("--help",), ("-h",)):
        done = motcua(project, *args)
        assert done.returncode == 0 and "  up [--port 8080] [--data DIR]" in done.stdout
    assert not (project.home / "web").exists()


def test_help_lists_only_what_this_version_has(project: Layout) -> None:
    assert "\n  poster" not in motcua(project).stdout
    (project.root / "actions" / "printing").mkdir(parents=True)
    (project.root / "actions" / "printing" / "poster.py").write_text("")
    assert "\n  poster LOCALITY" in motcua(project).stdout


def test_a_command_of_a_later_version_is_one_sentence(project: Layout) -> None:
    done = motcua(project, "poster", "na-son")
    assert (done.returncode, done.stderr) == (2, "motcua: poster is not available in this version.\n")


def test_an_unknown_command_is_one_sentence(project: Layout) -> None:
    done = motcua(project, "start")
    assert done.returncode == 2
    assert done.stderr == "motcua: there is no command 'start'; ./motcua help lists them.\n"


def test_a_machine_without_python_is_one_sentence(project: Layout) -> None:
    tools = project.root / "tools"
    tools.mkdir()
    for tool in ("bash", "env", "readlink", "dirname"):
        found = shutil.which(tool)
        assert found
        (tools / tool).symlink_to(found)
    done = motcua(project, "help", env={"PATH": str(tools), "HOME": str(project.root)})
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and "apt-get install python3 python3-venv" in done.stderr


@pytest.mark.parametrize("version", ["3.8", "3.9", "3.10", "3.11", "3.13"])
def test_the_set_up_runs_on_any_python3(project: Layout, version: str) -> None:
    roots = [Path(os.environ.get("PYENV_ROOT", "/nowhere")), Path.home() / ".pyenv"]
    found = [p for root in roots for p in root.glob(f"versions/{version}.*/bin/python{version}")]
    if not found:
        pytest.skip(f"no Python {version} on this machine")
    done = subprocess.run(
        [found[0], project.root / "cli" / "bootstrap.py", "doctor", "--data", str(project.root)],
        capture_output=True,
        text=True,
        env={**offline(project), "PYTHONWARNINGS": "error"},
    )
    assert f"python3 {version} with venv" in done.stdout, done.stderr
    assert done.stderr == ""


def test_it_can_be_called_from_anywhere_and_through_a_link(project: Layout) -> None:
    link = project.root / "link"
    link.symlink_to(project.root / "motcua")
    done = subprocess.run([link, "help"], capture_output=True, text=True, cwd="/")
    assert done.returncode == 0 and "Usage" in done.stdout


def test_a_taken_port_is_said_before_the_set_up(project: Layout) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = motcua(project, "up", "--port", str(other.getsockname()[1]))
    assert done.returncode == 1 and "is taken by another program" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (project.home / "web").exists()


@pytest.fixture
def endless(project: Layout) -> Layout:
    """A project whose index of communes never gets ready."""
    (project.root / "actions").mkdir()
    (project.root / "actions" / "__init__.py").write_text("")
    (project.root / "actions" / "gazetteer.py").write_text(
        "import os, pathlib, time\n"
        "pathlib.Path('running').write_text(str(os.getpid())); os.rename('running', 'pid'); time.sleep(600)\n"
    )
    done = motcua(project, "train")  # makes the bot environment; there is nothing to train
    assert done.returncode == 0, done.stderr
    return project


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_stopping_the_set_up_leaves_no_process(endless: Layout, sign: signal.Signals) -> None:
    process = subprocess.Popen(
        [endless.root / "motcua", "setup"], stderr=subprocess.PIPE, text=True, env=offline(endless)
    )
    file = endless.root / "pid"
    wait_for(file.exists, "the start of the step")
    step = int(file.read_text())
    process.send_signal(sign)
    _, err = process.communicate(timeout=30)
    wait_for(lambda: not alive(step), "the end of the step")
    assert process.returncode == (130 if sign != signal.SIGKILL else -9)
    assert ("run the same command again to go on" in err) == (sign != signal.SIGKILL)


def test_a_second_set_up_waits_for_the_first(endless: Layout) -> None:
    first = subprocess.Popen([endless.root / "motcua", "setup"], stderr=subprocess.DEVNULL, env=offline(endless))
    wait_for((endless.root / "pid").exists, "the start of the step")
    second = subprocess.Popen(
        [endless.root / "motcua", "setup"], stderr=subprocess.PIPE, text=True, env=offline(endless)
    )
    assert second.stderr is not None
    assert "waiting for it to end" in second.stderr.readline()
    (endless.root / "actions" / "gazetteer.py").write_text(
        "import pathlib, sys; pathlib.Path(sys.argv[-1]).write_text('{}')"
    )
    first.kill()
    first.wait()
    assert "Everything is set up" in second.communicate(timeout=60)[1]
    assert second.returncode == 0


def test_to_explain_itself_a_command_needs_no_training() -> None:
    command = next(c for c in COMMANDS if c.name == "chat")
    assert needed(command, ["--help"]) == ("web",)
    assert needed(command, []) == command.needs


def test_every_command_names_a_module_of_ours() -> None:
    layout = Layout()
    for command in COMMANDS:
        top = command.module.split(".")[0]
        assert top in {"actions", "channels", "cli", "nlu", "tests", "voice"}
    assert {"up", "setup", "test", "train", "doctor"} <= {c.name for c in available(layout)}


def test_requirement_files_name_no_address() -> None:
    for path in (ROOT / "requirements").iterdir():
        text = path.read_text()
        assert "://" not in text and "--index" not in text and "--find-links" not in text, path

"""The environments are exact copies of their requirement files, made again when half made or out of date."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cli.boot.ensure import ensure, missing
from cli.boot.envs import ensure_env, env_fresh, env_stamp
from cli.boot.layout import Layout
from cli.boot.run import explain
from cli.boot.say import Problem
from tests.cli.project import offline, small_project, unreachable, wheel


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    monkeypatch.setattr("cli.boot.envs.SPACE", {"web": 1, "bot": 1})
    layout = small_project(tmp_path)
    for name, value in offline(layout).items():
        monkeypatch.setenv(name, value)
    return layout


def version(layout: Layout, module: str, env: str = "web") -> str:
    """Version of a package in an environment; empty when it cannot be imported."""
    code = f"import {module}; print({module}.VERSION)"
    done = subprocess.run([layout.python(env), "-c", code], capture_output=True, text=True, cwd=layout.home)
    return done.stdout.strip()


def test_an_environment_is_made_once(project: Layout) -> None:
    assert missing(project, ("web", "bot")) == ["web", "bot"]
    ensure(project, ("web", "bot"))
    assert (version(project, "trifle"), version(project, "trifle", "bot")) == ("1.0", "1.0")
    assert missing(project, ("web", "bot")) == []
    made = env_stamp(project, "web").stat().st_mtime_ns
    ensure(project, ("web", "bot"))
    assert env_stamp(project, "web").stat().st_mtime_ns == made


def test_each_environment_has_its_own_python(project: Layout) -> None:
    ensure(project, ("web", "bot"))
    say = "import sys; print(sys.version_info[:2] == (3, 10), sys.version_info >= (3, 11))"
    answers = [
        subprocess.run([project.python(e), "-c", say], capture_output=True, text=True).stdout for e in ("bot", "web")
    ]
    assert answers == ["True False\n", "False True\n"]


def test_a_half_made_environment_is_made_again(project: Layout) -> None:
    ensure_env(project, "web")
    env_stamp(project, "web").unlink()  # as after a kill: the stamp is written last
    (module,) = project.home.glob("web/lib/*/site-packages/trifle.py")
    module.unlink()
    (project.home / "web" / "rubbish").write_text("")
    ensure_env(project, "web")
    assert version(project, "trifle") == "1.0"
    assert not (project.home / "web" / "rubbish").exists()


def test_a_changed_pin_is_installed_and_nothing_else_stays(project: Layout) -> None:
    ensure_env(project, "web")
    wheels = project.root / "wheels"
    project.requirements("web").write_text(wheel(wheels, "widget", "2.0"))
    assert not env_fresh(project, "web")
    ensure_env(project, "web")
    assert (version(project, "widget"), version(project, "trifle")) == ("2.0", "")


def test_test_tools_come_when_asked_for_and_stay(project: Layout) -> None:
    ensure_env(project, "web")
    assert version(project, "gadget") == "" and not env_fresh(project, "web", dev=True)
    ensure_env(project, "web", dev=True)
    assert version(project, "gadget") == "1.0" and env_fresh(project, "web") and env_fresh(project, "web", dev=True)
    project.requirements("web").write_text(wheel(project.root / "wheels", "widget", "2.0"))
    ensure_env(project, "web")
    assert version(project, "gadget") == "1.0" and env_fresh(project, "web", dev=True)


def test_a_moved_project_gets_new_environments(project: Layout, tmp_path_factory: pytest.TempPathFactory) -> None:
    ensure_env(project, "web")
    there = tmp_path_factory.mktemp("moved") / "project"
    shutil.copytree(project.root, there, symlinks=True)
    assert not env_fresh(Layout(root=there, home=there / ".motcua"), "web")


def test_an_environment_whose_python_is_gone_is_made_again(project: Layout) -> None:
    ensure_env(project, "web")
    link = project.python("web")
    link.unlink()
    link.symlink_to("/nowhere/python3.12")
    assert not env_fresh(project, "web")
    ensure_env(project, "web")
    assert version(project, "trifle") == "1.0"


def test_a_package_with_another_hash_is_refused(project: Layout) -> None:
    good = project.requirements("web").read_text()
    project.requirements("web").write_text(good[:-9] + "00000000\n")
    with pytest.raises(Problem, match="Installing packages"):
        ensure_env(project, "web")
    assert not env_fresh(project, "web")
    project.requirements("web").write_text(good)
    ensure_env(project, "web")
    assert version(project, "trifle") == "1.0"


def test_the_registry_down_is_one_sentence(project: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_NO_INDEX", "UV_FIND_LINKS", "UV_OFFLINE"):
        monkeypatch.delenv(name)
    for name, value in unreachable().items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Problem) as caught:
        ensure_env(project, "web")
    text = str(caught.value)
    assert "package registry could not be reached" in text and len(text.splitlines()) == 1


def test_the_registry_down_before_uv_is_there_is_one_sentence(project: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(project.home)
    for name, value in unreachable().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    with pytest.raises(Problem) as caught:
        ensure_env(project, "web")
    text = str(caught.value)
    assert "Installing the installer" in text and "package registry could not be reached" in text
    assert len(text.splitlines()) == 1


def test_too_little_room_is_said_before_anything_is_made(project: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.boot.envs.SPACE", {"web": 10**9, "bot": 1})
    with pytest.raises(Problem, match=r"MB free and the web environment needs about 1000000000 MB"):
        ensure(project, ("web",))
    assert not (project.home / "web").exists()


def test_a_disk_that_fills_up_meanwhile_is_one_sentence(tmp_path: Path) -> None:
    log = tmp_path / "web-pip.log"
    log.write_text("error: Failed to install: x.whl\n  Caused by: No space left on device (os error 28)\n")
    text = str(explain("Installing packages", 2, log))
    assert text.startswith("The disk that holds") and len(text.splitlines()) == 1

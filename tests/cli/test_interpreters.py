"""Pythons are found on PATH and in pyenv's versions/, and only those that work."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli.boot.interpreters import NEEDS, find, version_of
from cli.boot.layout import Layout
from cli.boot.say import Problem
from cli.boot.uv import interpreter

NONE = Path("/nowhere/python3")
RUNNING = f"{sys.version_info[0]}.{sys.version_info[1]}"


def program(path: Path, version: tuple[int, int] | None) -> Path:
    """A stand-in for an interpreter that says it is `version`, or that fails as a pyenv shim does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix = path.parent.parent
    text = f"#!/bin/sh\necho '[{version[0]}, {version[1]}, \"{prefix}\"]'\n" if version else "#!/bin/sh\nexit 127\n"
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_pyenv_versions_are_searched_newest_first(tmp_path: Path) -> None:
    for release in ("3.10.9", "3.10.13", "3.9.1"):
        program(tmp_path / "versions" / release / "bin" / "python3.10", (3, 10))
    environ = {"PATH": "", "PYENV_ROOT": str(tmp_path)}
    assert find(NEEDS["bot"], environ, NONE) == tmp_path / "versions/3.10.13/bin/python3.10"


def test_the_home_folder_has_pyenv_too(tmp_path: Path) -> None:
    wanted = program(tmp_path / ".pyenv/versions/3.13.0/bin/python3.13", (3, 13))
    assert find(NEEDS["web"], {"PATH": "", "HOME": str(tmp_path)}, NONE) == wanted


def test_the_systems_own_comes_first_where_it_fits(tmp_path: Path) -> None:
    own = program(tmp_path / "usr/bin/python3", (3, 11))
    program(tmp_path / "usr/bin/python3.11", (3, 11))
    other = program(tmp_path / "bin/python3.13", (3, 13))
    environ = {"PATH": str(other.parent)}
    assert find(NEEDS["web"], environ, own) == tmp_path / "usr/bin/python3.11"
    program(own, (3, 9))
    assert find(NEEDS["web"], environ, own) == other


def test_path_comes_first(tmp_path: Path) -> None:
    program(tmp_path / "versions/3.10.1/bin/python3.10", (3, 10))
    wanted = program(tmp_path / "usr/bin/python3.10", (3, 10))
    environ = {"PATH": str(tmp_path / "usr/bin"), "PYENV_ROOT": str(tmp_path)}
    assert find(NEEDS["bot"], environ, NONE) == wanted


def test_a_shim_with_nothing_behind_it_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "shims/python3.10", None)
    wanted = program(tmp_path / "versions/3.10.1/bin/python3.10", (3, 10))
    environ = {"PATH": str(tmp_path / "shims"), "PYENV_ROOT": str(tmp_path)}
    assert find(NEEDS["bot"], environ, NONE) == wanted


def test_a_program_of_another_version_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "bin/python3", (3, 9))
    assert find(NEEDS["bot"], {"PATH": str(tmp_path / "bin")}, NONE) is None
    assert find(NEEDS["web"], {"PATH": str(tmp_path / "bin")}, NONE) is None


def test_a_python3_of_a_fitting_version_is_taken(tmp_path: Path) -> None:
    wanted = program(tmp_path / "bin/python3", (3, 12))
    assert find(NEEDS["web"], {"PATH": str(tmp_path / "bin")}, NONE) == wanted


def test_the_tested_version_is_preferred(tmp_path: Path) -> None:
    program(tmp_path / "bin/python3.14", (3, 14))
    program(tmp_path / "bin/python3.12", (3, 12))
    wanted = program(tmp_path / "bin/python3.13", (3, 13))
    assert find(NEEDS["web"], {"PATH": str(tmp_path / "bin")}, NONE) == wanted


def test_a_real_interpreter_is_recognised() -> None:
    found = version_of(Path(sys.executable))
    assert found is not None and found[0] == sys.version_info[:2] and found[1] == sys.base_prefix


def test_no_interpreter_and_no_way_to_fetch_one_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    layout = Layout(root=tmp_path, home=tmp_path / ".motcua")
    uv = program(layout.uv, None)  # fails as uv does without a network
    assert uv.exists()
    with pytest.raises(Problem, match=r"No usable Python 3\.10 .* none could be fetched .*Rasa 3\.6.*install it"):
        interpreter(layout, "bot")


def test_a_fetched_interpreter_is_used_and_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    layout = Layout(root=tmp_path, home=tmp_path / ".motcua")
    layout.uv.parent.mkdir(parents=True)
    layout.uv.write_text(
        '#!/bin/sh\nmkdir -p "$UV_PYTHON_INSTALL_DIR/cpython-3.10/bin"\n'
        'cp /bin/true "$UV_PYTHON_INSTALL_DIR/cpython-3.10/bin/python3.10"\n'
        'echo once >>"$UV_PYTHON_INSTALL_DIR/calls"\n'
    )
    layout.uv.chmod(0o755)
    wanted = layout.home / "python/cpython-3.10/bin/python3.10"
    assert interpreter(layout, "bot") == wanted
    assert interpreter(layout, "bot") == wanted
    assert (layout.home / "python/calls").read_text() == "once\n"

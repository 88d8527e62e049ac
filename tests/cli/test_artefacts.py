"""The model and the index of communes are made again when, and only when, their sources changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cli.boot.artefacts import ensure_model, ensure_places, model_fresh, model_sources, places_fresh
from cli.boot.layout import Layout
from cli.boot.say import Problem
from cli.boot.stamps import expand, read_stamp, write_stamp

TRAIN = """
import pathlib, sys
home = pathlib.Path(".motcua")
(home / "calls").open("a").write("trained\\n")
(home / "given").write_text(" ".join(sys.argv[1:]))
if pathlib.Path("data/nlu/bad.yml").exists():
    raise SystemExit("data/nlu/bad.yml: no intent")
(home / "models" / "model.tar.gz").write_bytes(pathlib.Path("data/nlu/greet.yml").read_bytes())
"""
GAZETTEER = """
import pathlib, sys
pathlib.Path(".motcua/calls").open("a").write("indexed\\n")
pathlib.Path(sys.argv[sys.argv.index("--out") + 1]).write_text("{}")
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A small project whose training writes one line each time it runs."""
    monkeypatch.delenv("MOTCUA_PLACES", raising=False)
    files = {
        "bot/__init__.py": "",
        "bot/sources.py": 'SOURCES = ("bot/*.py", "data/nlu", "config.yml")\n',
        "bot/train.py": TRAIN,
        "config.yml": "language: vi\n",
        "data/nlu/greet.yml": "examples: [xin chào]\n",
        "data/places/overrides.yml": "{}\n",
        "actions/__init__.py": "",
        "actions/gazetteer.py": GAZETTEER,
        "requirements/bot.txt": "rasa==3.6.21\n",
        "requirements/web.txt": "fastapi==1\nvietnamadminunits==1.0.0 \\\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    layout = Layout(root=tmp_path, home=tmp_path / ".motcua")
    for env in ("bot", "web"):
        layout.python(env).parent.mkdir(parents=True)
        layout.python(env).symlink_to(sys.executable)
    return layout


def calls(layout: Layout) -> int:
    path = layout.home / "calls"
    return len(path.read_text().splitlines()) if path.exists() else 0


def fresh(layout: Layout) -> bool:
    return model_fresh(layout, model_sources(layout) or [])


def test_unchanged_sources_are_not_trained_again(project: Layout) -> None:
    ensure_model(project)
    ensure_model(project)
    assert calls(project) == 1 and fresh(project)


def test_a_new_time_is_no_change(project: Layout) -> None:
    ensure_model(project)
    os.utime(project.root / "data/nlu/greet.yml")
    os.utime(project.root / "config.yml", (1, 1))
    ensure_model(project)
    assert calls(project) == 1


@pytest.mark.parametrize(
    "change", ["data/nlu/greet.yml", "data/nlu/new.yml", "config.yml", "bot/train.py", "requirements/bot.txt"]
)
def test_any_change_of_a_source_trains_again(project: Layout, change: str) -> None:
    ensure_model(project)
    with (project.root / change).open("a") as stream:
        stream.write("# more\n")
    assert not fresh(project)
    ensure_model(project)
    assert calls(project) == 2 and fresh(project)


def test_another_folder_of_content_is_trained_from(
    project: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_model(project)
    content = tmp_path / "ours"
    (content / "nlu").mkdir(parents=True)
    (content / "nlu" / "greet.yml").write_text("examples: [kính chào]\n")
    monkeypatch.setenv("MOTCUA_CONTENT", str(content))
    assert not fresh(project)
    ensure_model(project)
    assert (project.home / "given").read_text().split() == ["--data", str(content)] and fresh(project)
    (content / "nlu" / "greet.yml").write_text("examples: [chào]\n")
    assert not fresh(project)
    ensure_model(project)
    (project.root / "data/nlu/greet.yml").write_text("examples: [dạ chào]\n")
    assert fresh(project), "what is not read does not count"
    (project.root / "config.yml").write_text("language: vi # same\n")
    assert not fresh(project), "the code counts, whatever the content"
    monkeypatch.delenv("MOTCUA_CONTENT")
    ensure_model(project)
    assert calls(project) == 4


def test_a_removed_source_trains_again(project: Layout) -> None:
    (project.root / "data/nlu/bye.yml").write_text("examples: [tạm biệt]\n")
    ensure_model(project)
    (project.root / "data/nlu/bye.yml").unlink()
    ensure_model(project)
    assert calls(project) == 2


def test_compiled_files_are_no_sources(project: Layout) -> None:
    ensure_model(project)
    (project.root / "bot/__pycache__").mkdir(exist_ok=True)
    (project.root / "bot/__pycache__/train.cpython-310.py").write_text("x")
    (project.root / "data/nlu/__pycache__").mkdir()
    (project.root / "data/nlu/__pycache__/x.pyc").write_text("x")
    assert fresh(project)


def test_a_damaged_or_missing_model_is_trained_again(project: Layout) -> None:
    ensure_model(project)
    model = project.models / "model.tar.gz"
    model.write_bytes(model.read_bytes()[:-3])
    ensure_model(project)
    model.unlink()
    ensure_model(project)
    assert calls(project) == 3 and fresh(project)


def test_a_training_that_fails_says_why_and_leaves_the_model_stale(project: Layout) -> None:
    ensure_model(project)
    (project.root / "data/nlu/bad.yml").write_text("x")
    with pytest.raises(Problem, match=r"Training .* failed \(exit code 1\).*\n.*bad\.yml: no intent"):
        ensure_model(project)
    assert not fresh(project)
    (project.root / "data/nlu/bad.yml").unlink()
    assert fresh(project)  # the old model is the right one again


def test_train_can_be_forced(project: Layout) -> None:
    ensure_model(project)
    ensure_model(project, force=True)
    assert calls(project) == 2


def test_a_version_without_training_is_no_error(project: Layout) -> None:
    (project.root / "bot/sources.py").unlink()
    assert model_sources(project) is None
    ensure_model(project)
    assert calls(project) == 0


def test_sources_that_cannot_be_read_are_one_sentence(project: Layout) -> None:
    (project.root / "bot/sources.py").write_text("SOURCES = (\n")
    with pytest.raises(Problem, match=r"bot/sources\.py, cannot be read: SyntaxError"):
        ensure_model(project)


def test_the_index_follows_its_sources_and_its_package(project: Layout) -> None:
    ensure_places(project)
    ensure_places(project)
    assert calls(project) == 1 and places_fresh(project)
    (project.root / "data/places/overrides.yml").write_text("a: b\n")
    ensure_places(project)
    pins = project.requirements("web")
    pins.write_text(pins.read_text().replace("fastapi==1", "fastapi==2"))
    ensure_places(project)
    assert calls(project) == 2
    pins.write_text(pins.read_text().replace("vietnamadminunits==1.0.0", "vietnamadminunits==1.0.1"))
    ensure_places(project)
    assert calls(project) == 3


def test_a_stamp_that_is_no_stamp_is_as_none(tmp_path: Path) -> None:
    path = tmp_path / "stamp.json"
    assert read_stamp(path) == {}
    for text in ("", "[]", '{"a"', "null"):
        path.write_text(text)
        assert read_stamp(path) == {}
    write_stamp(path, {"a": "b"})
    assert read_stamp(path) == {"a": "b"}


def test_a_folder_means_everything_below_it(tmp_path: Path) -> None:
    for name in ("a/b/c.yml", "a/d.yml", "e.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    names = [p.relative_to(tmp_path).as_posix() for p in expand(tmp_path, ["a", "a/*.yml", "nothing/*"])]
    assert names == ["a/b/c.yml", "a/d.yml"]

"""``./motcua train`` with labelled sentences: measured before and after, and a worse model is not taken."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from cli.boot.artefacts import ensure_model, model_fresh, model_sources, newest_model
from cli.boot.layout import ROOT, Layout
from cli.boot.learn import losses, table
from cli.boot.say import Problem
from cli.boot.train import main

TRAIN = """
import pathlib, sys
folder = pathlib.Path(sys.argv[sys.argv.index("--models") + 1] if "--models" in sys.argv else ".motcua/models")
(folder / "model.tar.gz").write_text(" ".join(sys.argv[1:]))
if pathlib.Path("meanwhile").exists():
    pathlib.Path("data/nlu/local/waiting/thanks.yml").write_text("intent: thanks\\nexamples: [quý hóa quá]\\n")
"""
EVALUATE = """
import pathlib, sys
pathlib.Path(sys.argv[sys.argv.index("--out") + 1]).write_text(pathlib.Path("figures.json").read_text())
"""


def figures(before: tuple[int, int] | None, after: tuple[int, int]) -> dict[str, object]:
    """Right and wrong of 100 messages."""

    def of(counts: tuple[int, int]) -> dict[str, object]:
        right, wrong = counts
        return {
            "styles": {"telex": {"n": 2, "right": 1, "wrong": 0}, "all": {"n": 100, "right": right, "wrong": wrong}},
            "own": {"n": 4, "right": 3, "wrong": 1},
        }

    return {"before": None if before is None else of(before), "after": of(after)}


@pytest.fixture
def project(tmp_path: Path) -> Layout:
    """A project with a model, one sentence that waits, and a training that takes no time."""
    files = {
        "bot/__init__.py": "", "bot/sources.py": 'SOURCES = ("bot/*.py", "data/nlu/local/*.yml")\n',
        "bot/train.py": TRAIN, "bot/evaluate.py": EVALUATE, "nlu/__init__.py": "",
        "nlu/local.py": (ROOT / "nlu/local.py").read_text(encoding="utf-8"), "requirements/bot.txt": "rasa==3.6.21\n",
        "data/nlu/eval/set1.jsonl": "",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    layout = Layout(root=tmp_path, home=tmp_path / ".motcua")
    layout.python("bot").parent.mkdir(parents=True)
    # A link to the interpreter would lose its environment, in which YAML is.
    layout.python("bot").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    layout.python("bot").chmod(0o755)
    ensure_model(layout)
    waiting = tmp_path / "data/nlu/local/waiting"
    waiting.mkdir(parents=True)
    (waiting / "ask_fee.yml").write_text("intent: ask_fee\nexamples: [tốn mấy đồng]\n", encoding="utf-8")
    return layout


def measured(project: Layout, before: tuple[int, int] | None, after: tuple[int, int]) -> None:
    (project.root / "figures.json").write_text(json.dumps(figures(before, after)))


def trained_with_what_waited(project: Layout) -> bool:
    model = newest_model(project)
    return model is not None and "--waiting" in model.read_text()


def waits(project: Layout) -> bool:
    return (project.root / "data/nlu/local/waiting/ask_fee.yml").exists()


def test_what_waits_does_not_make_a_start_train(project: Layout) -> None:
    assert model_fresh(project, model_sources(project) or [])


@pytest.mark.parametrize("after", [(91, 4), (89, 4), (90, 5), (80, 0)])
def test_a_model_is_judged_by_right_and_wrong_of_the_whole_set(
    project: Layout, after: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    measured(project, (90, 4), after)
    taken = after != (80, 0)
    assert main([], project) == (0 if taken else 1)
    assert trained_with_what_waited(project) == taken and waits(project) != taken
    assert (project.root / "data/nlu/local/ask_fee.yml").exists() == taken
    assert model_fresh(project, model_sources(project) or []), "nothing is trained at the next start"
    said = capsys.readouterr()
    assert "labelled here" in said.out
    assert ("right falls by 10.0 points, more than 1" in said.err) != taken
    assert not list(project.home.glob("candidate-*"))


def test_a_worse_model_is_taken_when_it_is_wanted(project: Layout) -> None:
    measured(project, (90, 4), (80, 14))
    assert main(["--anyway"], project) == 0
    assert trained_with_what_waited(project) and not waits(project)


def test_nothing_to_compare_with_is_said_and_is_no_reason_to_refuse(
    project: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(project.models)
    measured(project, None, (50, 20))
    assert main([], project) == 0 and trained_with_what_waited(project)
    assert "no model that today's code could measure before" in capsys.readouterr().out


def test_labels_given_while_it_trains_are_not_lost(project: Layout) -> None:
    measured(project, (90, 4), (90, 4))
    (project.root / "meanwhile").touch()
    with pytest.raises(Problem, match="labelled while it trained"):
        main([], project)
    assert not trained_with_what_waited(project) and waits(project)


def test_a_point_is_still_allowed_and_more_wrong_is_told_too() -> None:
    assert losses(figures((90, 4), (89, 5))) == []
    assert losses(figures((90, 4), (88, 6))) == [
        "right falls by 2.0 points, more than 1",
        "wrong rises by 2.0 points, more than 1",
    ]
    lines = table(figures((90, 4), (91, 4)))
    assert lines[1].startswith("all") and "90.0 →   91.0 ( +1.0)" in lines[1] and lines[2].startswith("telex")

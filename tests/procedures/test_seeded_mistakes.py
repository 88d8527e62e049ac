"""Mistakes that somebody could make in a procedure's files: each is put into a sound folder, and each is found."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from actions.procedures.check import check, main
from tests.procedures.content import ADDED, HERE, content_with

PROCEDURE, PROMPTS, START = "procedure.yml", "prompts/vi.yml", "start.yml"
FORM, SHEET = "forms/declaration.yml", "sheet.yml"
ASK = "Mất ngày nào? Theo ngày dương lịch."
MISTAKES = yaml.safe_load((HERE / "mistakes.yml").read_text("utf-8"))


@dataclass
class Folder:
    """A folder of content. ``sound``: what is found in it before anything is broken."""

    path: Path
    sound: set[str] = field(default_factory=set)

    def found(self) -> set[str]:
        """Every finding, without where the folder lies."""
        return {finding.replace(str(self.path), "") for finding in check(self.path)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    made = Folder(content_with(tmp_path_factory.mktemp("seeded")))
    for path in (made.path / "procedures").iterdir():  # only this one is read again and again
        if path.name != ADDED:
            shutil.rmtree(path)
    for kept in ("faq/common.yml", "nlu/intents/other_procedure.yml"):
        for path in (made.path / kept).parent.glob("*.yml"):
            if path.name != Path(kept).name:
                path.unlink()
    made.sound = made.found()
    assert not [finding for finding in made.sound if ADDED in finding]
    return made


@pytest.fixture
def broken(folder: Folder) -> Iterator[Folder]:
    """The folder, mended again afterwards."""
    own = folder.path / "procedures" / ADDED
    kept = folder.path.parent / "kept"
    shutil.copytree(own, kept)
    yield folder
    shutil.rmtree(own)
    kept.rename(own)
    for stray in (folder.path / "prompts").glob("hmn*"):
        stray.unlink()


def seed(content: Folder, name: str, old: str, new: str) -> None:
    path = content.path / "procedures" / ADDED / name
    text = path.read_text("utf-8")
    assert old in text, f"{name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"{m['file']}: {m['found']}" for m in MISTAKES])
def test_a_mistake_is_found(broken: Folder, mistake: dict[str, str]) -> None:
    seed(broken, mistake["file"], mistake["old"], mistake["new"])
    found = broken.found() - broken.sound
    assert any(mistake["found"] in one and ADDED in one for one in found), sorted(found)


def test_an_option_that_may_be_reached_is_no_mistake(broken: Folder) -> None:
    seed(broken, PROCEDURE, "title: Chưa có giấy gì,", "title: Chưa có giấy gì, when: {not: {exists: death_where}},")
    assert broken.found() - broken.sound == set()


def test_what_can_never_be_chosen_is_found(broken: Folder) -> None:
    seed(broken, PROCEDURE, "title: Chưa có giấy gì,", "title: Chưa có giấy gì, when: {eq: [paper_no, x]},")
    seed(broken, PROCEDURE, "when: {in: [death_paper, [notice, other]]}", "when: {eq: [death_paper, none]}")
    assert broken.found() - broken.sound == set(), "a circle is believed: one of the two comes first"
    seed(broken, PROCEDURE, "{eq: [paper_no, x]}", "{all: [{exists: paper_no}, {not: {exists: paper_no}}]}")
    found = broken.found() - broken.sound
    assert f"procedures/{ADDED}: field death_paper: option none can never be chosen" in found


@pytest.mark.parametrize(("name", "finding"), [
    (PROMPTS, "prompts: vi.yml is missing"),
    (START, "nobody could start the procedure"),
    (FORM, "no form, so that nothing can be printed"),
    (SHEET, "sheet.yml"),
])  # fmt: skip
def test_a_missing_file_is_found(broken: Folder, name: str, finding: str) -> None:
    (broken.path / "procedures" / ADDED / name).unlink()
    assert any(finding in one and ADDED in one for one in broken.found() - broken.sound)


def test_a_language_that_says_less_is_found(broken: Folder) -> None:
    own = broken.path / "procedures" / ADDED / "prompts"
    text = (own / "vi.yml").read_text("utf-8")
    (own / "hmn.yml").write_text(text.replace(f"  ask: {ASK}\n", ""), "utf-8")
    for path in broken.path.glob("prompts/vi*.yml"):
        shutil.copy(path, path.with_name(path.name.replace("vi", "hmn", 1)))
    assert broken.found() - broken.sound == {f"prompts: hmn: {ADDED}.death_date.ask is missing"}


def test_the_command_names_each_finding_once_and_fails(broken: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    seed(broken, PROMPTS, ASK, "Người nhà của bạn mất ngày nào?")
    assert main(["--content", str(broken.path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(set(lines)) and any(f"{ADDED}.death_date.ask: addresses" in line for line in lines)
    assert lines[-1] == f"check-data: {len(lines) - 1} findings"

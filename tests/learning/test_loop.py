"""The loop through the real product: a citizen is misunderstood, it is listed without a trace of who said it, labelled,
trained, and then understood."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from actions.learning.listing import code_of
from actions.settings import ROOT
from cli.boot.artefacts import model_sources, newest_model
from cli.boot.layout import Layout
from cli.boot.learn import learn, waiting
from nlu.local import LOCAL, sentences
from tests.family.phone import Phone
from tests.scenarios.play import NOW
from tests.stack import NAMES, Stack, running

# The training is a small one, yet on a busy machine it takes its time.
pytestmark = [pytest.mark.stack, pytest.mark.timeout(900)]

SAID = "cái giấy để nhà nước biết mình ở một mình không lấy ai, em là {} số {}"
NAMED, NUMBER = "Quàng Văn Thương", "0912345678"
FEW = 30
"""Sentences of each label that the model of this test is trained from."""


@dataclass
class Learning(Stack):
    """The product with a folder of content of its own; ``models``: where Rasa looks, its own place if None."""

    models: Path | None = field(default=None)

    def command(self, name: str) -> list[str]:
        told = super().command(name)
        return [*told, "--model-dir", str(self.models)] if name == "rasa" and self.models else told

    def misunderstood(self, *arguments: str) -> str:
        """The command, as an officer runs it."""
        command = [sys.executable, "-m", "cli", "misunderstood", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learning]:
    folder = tmp_path_factory.mktemp("learning")
    content = folder / "content"
    shutil.copytree(ROOT / "data", content, ignore=shutil.ignore_patterns("local"))
    made = Learning(folder, content=content, env={"MOTCUA_NOW": NOW.isoformat(), "MOTCUA_FLOOD_PER_MINUTE": "1000"})
    with running(made, *NAMES):
        yield made


def small(content: Path) -> None:
    """Leaves few sentences of each label: a model of these is trained in seconds."""
    for path in (*content.glob("nlu/intents/*.yml"), *content.glob("procedures/*/start.yml")):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        body = {"intent": raw["intent"], "examples": raw["examples"][:FEW]}
        path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")


def test_what_was_misunderstood_is_labelled_and_then_understood(
    stack: Learning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stack.content is not None
    text = SAID.format(NAMED, NUMBER)
    phone = Phone(stack, "dan").say(text)
    assert not phone.declarations(), phone.text
    danger = Phone(stack, "hai").say("chồng em đánh em").say(text.replace("cái giấy", "cái tờ ấy"))
    erased = Phone(stack, "ba").say("tờ kia nó cứ thế nào với nhau ấy nhỉ")

    (item,) = [i for i in json.loads(stack.misunderstood("--json"))["items"] if i["sentence"].startswith("cái giấy")]
    assert "‹tên›" in item["sentence"] and "‹số›" in item["sentence"] and item["why"] == "not_understood"
    listed = stack.misunderstood() + json.dumps(item, ensure_ascii=False)
    for trace in (*NAMED.split(), NUMBER, phone.name, danger.name, erased.name, "cái tờ ấy"):
        assert trace not in listed, listed

    table = tmp_path / "cau.csv"
    stack.misunderstood("--csv", str(table))
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    (at,) = [i for i, line in enumerate(lines) if line.startswith(code_of(item["sentence"]))]
    lines[at] += "start_marital_status"
    table.write_text("\n".join(lines), encoding="utf-8")
    assert "Đã nhận 1 câu mới" in stack.misunderstood("--take", str(table))
    assert item["sentence"] not in stack.misunderstood(), "what was labelled is not listed again"

    small(stack.content)
    monkeypatch.setenv("MOTCUA_CONTENT", str(stack.content))
    layout = Layout(home=tmp_path / "home")
    (layout.home).mkdir()
    (layout.home / "bot").symlink_to(ROOT / ".motcua" / "bot")
    assert waiting(layout) and learn(layout, model_sources(layout) or [], anyway=False)
    assert "labelled here" in capsys.readouterr().out and newest_model(layout) is not None
    assert not waiting(layout) and list(sentences(stack.content / LOCAL).values()) == ["start_marital_status"]

    stack.models = layout.models
    stack.restart("rasa")
    again = Phone(stack, "bon").say(SAID.format("Lường Thị Xuyến", "0987654321"))
    again.tap("Đồng ý")
    assert [row.procedure_id for row in again.declarations()] == ["marital_status"], again.everything

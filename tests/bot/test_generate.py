"""Domain and rules: no intent without a rule, or Rasa answers 200 and forgets the message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from bot.generate import ACTION, ENTITY, ROOT, BadTrainingData, generate, read_examples
from bot.sources import SOURCES
from nlu.intents import COMMAND_INTENTS, FALLBACK, INTENTS, QUESTION_INTENTS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    found = generate(build=tmp_path_factory.mktemp("build"))
    return {
        "domain": yaml.safe_load(found.domain.read_text(encoding="utf-8")),
        "rules": yaml.safe_load(found.rules.read_text(encoding="utf-8")),
        "nlu": json.loads(found.nlu.read_text(encoding="utf-8")),
    }


def names_of(made: dict[str, object]) -> set[str]:
    return {name for entry in made["domain"]["intents"] for name in entry}  # type: ignore[index]


def test_every_intent_and_the_fallback_have_exactly_one_rule(made: dict[str, object]) -> None:
    steps = [rule["steps"] for rule in made["rules"]["rules"]]  # type: ignore[index]
    assert all([list(s) for s in rule] == [["intent"], ["action"]] for rule in steps)
    assert sorted(rule[0]["intent"] for rule in steps) == sorted(names_of(made) | {FALLBACK})
    assert {rule[1]["action"] for rule in steps} == {ACTION}


def test_the_domain_holds_every_intent_that_the_decision_can_give(made: dict[str, object]) -> None:
    given = set(COMMAND_INTENTS.values()) | QUESTION_INTENTS | INTENTS
    assert given <= names_of(made)
    trained = {row["intent"] for row in made["nlu"]["rasa_nlu_data"]["common_examples"]}  # type: ignore[index]
    assert trained <= names_of(made)


def test_the_domain_has_no_slots_forms_or_sentences(made: dict[str, object]) -> None:
    domain = made["domain"]
    assert not {"slots", "forms", "responses"} & set(domain)  # type: ignore[call-overload]
    assert domain["session_config"]["session_expiration_time"] == 0  # type: ignore[index]
    assert domain["actions"] == [{ACTION: {"send_domain": False}}]  # type: ignore[index]
    assert domain["entities"] == [ENTITY]  # type: ignore[index]


def test_our_component_is_the_last_and_the_fallback_stands_before_it() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    names = [component["name"] for component in config["pipeline"]]
    assert names[-1] == "nlu.rasa.understander.Understander"
    assert names[-2] == "FallbackClassifier"
    assert [policy["name"] for policy in config["policies"]] == ["RulePolicy"]


@pytest.mark.parametrize(
    "content",
    [
        "- just a list",
        "intent: ask_fee",
        "intent: ask_fee\nexamples: một câu",
        'intent: ask_fee\nexamples: ["  "]',
        "intent: 3\nexamples: [a]",
    ],
)
def test_a_file_of_another_shape_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "nlu" / "intents" / "broken.yml"
    file.parent.mkdir(parents=True)
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadTrainingData, match=r"broken\.yml"):
        read_examples(tmp_path)


def test_one_sentence_under_two_intents_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "nlu" / "intents"
    folder.mkdir(parents=True)
    (folder / "a.yml").write_text("intent: affirm\nexamples: [Vâng ạ]", encoding="utf-8")
    (folder / "b.yml").write_text("intent: thanks\nexamples: [vâng  ạ]", encoding="utf-8")
    with pytest.raises(BadTrainingData, match="affirm"):
        read_examples(tmp_path)


def test_every_source_that_training_reads_is_listed() -> None:
    listed = {path for pattern in SOURCES for path in ROOT.glob(pattern)}
    assert {ROOT / "config.yml", ROOT / "nlu" / "styles.py", ROOT / "nlu" / "rasa" / "model.py"} <= listed
    assert set((ROOT / "data" / "nlu" / "intents").glob("*.yml")) <= listed
    assert set((ROOT / "data" / "procedures").glob("*/start.yml")) <= listed

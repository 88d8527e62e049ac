"""The stock Rasa project that the bench compares with: written out, trained once, started.

``tests/bench/stock/`` holds what a person would have written (pipeline, sentences, validation); the form, whose slots
are all alike, is written from its length. A model is kept under ``.motcua/bench/`` by a hash of all its sources.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from tests.stack import BOT_PYTHON, HOST, ROOT

SOURCES: Final = Path(__file__).parent / "stock"
KEPT: Final = ROOT / ".motcua" / "bench"
FORM: Final = "ho_so_form"
DONE: Final = "Đã ghi đủ."


class NoStock(Exception):
    """The stock project cannot be trained; the message says where its log is."""


@dataclass(frozen=True)
class Project:
    """A stock project with a form of ``slots`` questions."""

    slots: int

    @property
    def folder(self) -> Path:
        """Where it is written, trained and started."""
        return KEPT / f"stock-{self.slots}-{self.fingerprint()}"

    @property
    def model(self) -> Path:
        return self.folder / "models" / "stock.tar.gz"

    def fingerprint(self) -> str:
        """Twelve hex digits that change with any source or with Rasa's version."""
        digest = hashlib.sha256((ROOT / "requirements" / "bot.txt").read_bytes())
        for name, content in sorted(self.files().items()):
            digest.update(name.encode() + b"\0" + content)
        return digest.hexdigest()[:12]

    def files(self) -> dict[str, bytes]:
        """Every file of the project, by its path."""
        intents = yaml.safe_load((SOURCES / "intents.yml").read_text(encoding="utf-8"))
        made = {
            "domain.yml": domain(self.slots, list(intents)),
            "data/nlu.yml": nlu(intents),
            "data/rules.yml": rules(list(intents)),
            "credentials.yml": {"rest": None},
        }
        return {name: (SOURCES / name).read_bytes() for name in ("config.yml", "actions.py")} | {
            name: yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode()
            for name, content in made.items()
        }

    def write(self) -> None:
        """Writes them."""
        for name, content in self.files().items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def train(self) -> None:
        """Makes the model if it is not there; some two minutes. Raises NoStock."""
        if self.model.is_file():
            return
        self.write()
        print(f"training the stock project, {self.slots} slots (once; about two minutes)", file=sys.stderr, flush=True)
        log = self.folder / "train.log"
        with log.open("wb") as out:
            done = subprocess.run(
                [str(BOT_PYTHON), "-m", "rasa", "train", "--fixed-model-name", "stock", "--out", "models"],
                cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False,
            )  # fmt: skip
        if done.returncode or not self.model.is_file():
            raise NoStock(f"the stock project could not be trained; see {log}")

    def rasa(self, port: int, actions_port: int) -> list[str]:
        """How its Rasa is started (REST channel, tracker in memory)."""
        endpoints = self.folder / f"endpoints-{port}.yml"
        address = f"http://{HOST}:{actions_port}/webhook"
        endpoints.write_text(yaml.safe_dump({"action_endpoint": {"url": address}}), encoding="utf-8")
        return [
            str(BOT_PYTHON), "-m", "rasa", "run", "--model", str(self.model), "--endpoints", str(endpoints),
            "--credentials", "credentials.yml", "--interface", HOST, "--port", str(port),
        ]  # fmt: skip

    def actions(self, port: int) -> list[str]:
        """How its action server is started."""
        return [str(BOT_PYTHON), "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]


def environment() -> dict[str, str]:
    """What Rasa is told: not to report home, not to chat."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "LOG_LEVEL": "WARNING",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "RASA_CACHE_DIRECTORY": str(KEPT / "cache"),
    }


def slot(number: int) -> str:
    """Name of the form's n-th question, from 1."""
    return f"s{number:03}"


def question(number: int) -> str:
    """The sentence that asks it."""
    return f"Câu {number}: xin trả lời."


def domain(slots: int, intents: list[str]) -> dict[str, Any]:
    """The domain: every slot is filled from the text while it is the one asked."""
    names = [slot(n) for n in range(1, slots + 1)]
    replies = {f"utter_ask_{slot(n)}": [{"text": question(n)}] for n in range(1, slots + 1)}
    replies |= {f"utter_{intent}": [{"text": f"({intent})"}] for intent in intents}
    return {
        "version": "3.1",
        "intents": intents,
        "slots": {
            name: {
                "type": "text",
                "influence_conversation": False,
                "mappings": [{"type": "from_text", "conditions": [{"active_loop": FORM, "requested_slot": name}]}],
            }
            for name in names
        },
        "forms": {FORM: {"required_slots": names}},
        "actions": [f"validate_{FORM}"],
        "responses": {**replies, "utter_done": [{"text": DONE}]},
        "session_config": {"session_expiration_time": 0, "carry_over_slots_to_new_session": True},
    }


def nlu(intents: dict[str, list[str]]) -> dict[str, Any]:
    """The training sentences as Rasa reads them."""
    return {
        "version": "3.1",
        "nlu": [
            {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
            for intent, texts in intents.items()
        ],
    }


def rules(intents: list[str]) -> dict[str, Any]:
    """Start the form, end it, and one answer for each other intent."""
    begin = [{"intent": "start"}, {"action": FORM}, {"active_loop": FORM}]
    end = [
        {"action": FORM}, {"active_loop": None}, {"slot_was_set": [{"requested_slot": None}]},
        {"action": "utter_done"},
    ]  # fmt: skip
    made: list[dict[str, Any]] = [
        {"rule": "start", "steps": begin},
        {"rule": "end", "condition": [{"active_loop": FORM}], "steps": end},
    ]
    made += [
        {"rule": intent, "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]}
        for intent in intents
        if intent not in ("start", "inform")
    ]
    return {"version": "3.1", "rules": made}

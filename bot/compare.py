"""``python -m bot.compare``: our classifier, Rasa's logistic regression and DIET on the same sentences.

Each is trained on the same rows and asked the same evaluation set (``data/nlu/eval``); what is printed goes into
``docs/decisions/0002-classifier.md``. Takes from a quarter of an hour to an hour, and is no part of the tests.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from bot.generate import ROOT, read_examples
from bot.train import quiet_environment
from nlu.styles import styled

EVAL: Final = ROOT / "data" / "nlu" / "eval" / "set1.jsonl"
NAMES: Final = ("ours", "rasa-lr", "diet")
Rank = Callable[[Sequence[str]], list[list[tuple[str, float]]]]


def rows_of(styles: Sequence[str], every: int) -> list[tuple[str, str]]:
    """Every n-th training sentence in these styles, no sentence under two intents."""
    rows: dict[str, tuple[str, str]] = {}
    for style in styles:
        for example in read_examples(ROOT / "data")[::every]:
            text = styled(example.text, style)
            rows.setdefault(text.casefold(), (text, example.intent))
    return list(rows.values())


def train_ours(rows: list[tuple[str, str]], folder: Path, epochs: int) -> Rank:
    """Our classifier on exactly these rows (its own styles switched off)."""
    from nlu.rasa.model import IntentModel

    return IntentModel.train(rows, styles=False).rank


def train_rasa(classifier: dict[str, Any]) -> Callable[[list[tuple[str, str]], Path, int], Rank]:
    """A pipeline of Rasa's own featurizers and one of its classifiers, behind our tokenizer."""

    def train(rows: list[tuple[str, str]], folder: Path, epochs: int) -> Rank:
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
        from rasa.engine.loader import load_predict_graph_runner
        from rasa.engine.runner.dask import DaskGraphRunner
        from rasa.engine.storage.local_model_storage import LocalModelStorage
        from rasa.model_training import train_nlu

        pipeline = [
            {"name": "nlu.rasa.tokenizer.FoldingTokenizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {**classifier, **({"epochs": epochs} if classifier["name"] == "DIETClassifier" else {})},
        ]
        config = {"recipe": "default.v1", "assistant_id": "compare", "language": "vi", "pipeline": pipeline}
        (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        data = {"rasa_nlu_data": {"common_examples": [{"text": t, "intent": i} for t, i in rows]}}
        (folder / "nlu.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        archive = train_nlu(str(folder / "config.yml"), str(folder / "nlu.json"), str(folder / "models"))
        storage = folder / "storage"
        storage.mkdir()
        metadata, runner = load_predict_graph_runner(storage, Path(str(archive)), LocalModelStorage, DaskGraphRunner)

        def rank(texts: Sequence[str]) -> list[list[tuple[str, float]]]:
            messages = [UserMessage(text=text) for text in texts]
            inputs = {PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: None}
            found = runner.run(inputs=inputs, targets=[metadata.nlu_target])[metadata.nlu_target]
            return [[(r["name"], r["confidence"]) for r in m.get("intent_ranking")] for m in found]

        return rank

    return train


TRAINERS: Final = {
    "ours": train_ours,
    "rasa-lr": train_rasa({"name": "LogisticRegressionClassifier", "max_iter": 200}),
    "diet": train_rasa(
        {"name": "DIETClassifier", "entity_recognition": False, "constrain_similarities": True, "random_seed": 42}
    ),
}


def measure(name: str, styles: Sequence[str], epochs: int, every: int) -> dict[str, Any]:
    """Train one classifier and ask it the evaluation set, one message at a time."""
    lines = [json.loads(line) for line in EVAL.read_text(encoding="utf-8").splitlines()]
    rows = rows_of(styles, every)
    with tempfile.TemporaryDirectory(prefix="motcua-compare-") as folder:
        started, used = time.monotonic(), time.process_time()
        rank = TRAINERS[name](rows, Path(folder), epochs)
        trained, trained_cpu = time.monotonic() - started, time.process_time() - used
        rank(["xin chào"])
        answers, spent = [], []
        for line in lines:
            begun = time.perf_counter()
            answers.append(rank([line["text"]])[0])
            spent.append(1000 * (time.perf_counter() - begun))
    spent.sort()
    return {
        "name": name,
        "rows": len(rows),
        "epochs": epochs if name == "diet" else None,
        "train_seconds": round(trained, 1),
        "train_cpu_seconds": round(trained_cpu, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "ms_p50": round(spent[len(spent) // 2], 2),
        "ms_p95": round(spent[int(len(spent) * 0.95)], 2),
        "styles": by_style(lines, answers),
        "thresholds": by_threshold(lines, answers),
    }


def by_style(lines: list[dict[str, Any]], answers: list[list[tuple[str, float]]]) -> dict[str, Any]:
    """Style → number, accuracy, share wrong with a probability of 0.5 or more."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line, ranking in zip(lines, answers, strict=True):
        right = ranking[0][0] == line["intent"]
        for key in (line["style"], "all", "in context" if line.get("context") else "no context"):
            counts[key][0] += 1
            counts[key][1] += right
            counts[key][2] += not right and ranking[0][1] >= 0.5
    return {k: {"n": n, "right": round(r / n, 3), "wrong_sure": round(w / n, 3)} for k, (n, r, w) in counts.items()}


def by_threshold(lines: list[dict[str, Any]], answers: list[list[tuple[str, float]]]) -> list[dict[str, float]]:
    """For thresholds of the fallback: share answered, share wrong of all, precision of what is answered."""
    table = []
    for least in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7):
        taken = [(a[0][0] == line["intent"]) for line, a in zip(lines, answers, strict=True) if a[0][1] >= least]
        table.append(
            {
                "threshold": least,
                "answered": round(len(taken) / len(lines), 3),
                "wrong": round(taken.count(False) / len(lines), 3),
                "precision": round(taken.count(True) / max(len(taken), 1), 3),
            }
        )
    return table


def main(argv: list[str] | None = None) -> int:
    """Measure all, each in a process of its own, and print one JSON object a line."""
    parser = argparse.ArgumentParser(prog="python -m bot.compare", description=__doc__)
    parser.add_argument("--only", choices=NAMES)
    parser.add_argument("--styles", default="nfc,stripped", help="training styles, separated by commas")
    parser.add_argument("--epochs", type=int, default=30, help="of DIET")
    parser.add_argument("--every", type=int, default=1, help="train on every n-th sentence only")
    options = parser.parse_args(argv)
    os.environ.update(quiet_environment())
    if options.only:
        found = measure(options.only, options.styles.split(","), options.epochs, options.every)
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for name in NAMES:
        command = [sys.executable, "-m", "bot.compare", "--only", name, "--styles", options.styles]
        subprocess.run([*command, "--epochs", str(options.epochs), "--every", str(options.every)], check=True, cwd=ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())

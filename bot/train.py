"""``python -m bot.train``: generate the training files and train the model."""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bot.generate import ROOT, BadTrainingData, generate

MODELS: Final = ROOT / ".motcua" / "models"
MODEL_NAME: Final = "mot-cua"


def say(sentence: str, started: float) -> None:
    """One line of progress, with the seconds since the start."""
    print(f"[{time.monotonic() - started:5.1f} s] {sentence}", flush=True)


def train(
    content: Path = ROOT / "data",
    build: Path = ROOT / ".motcua" / "build",
    models: Path = MODELS,
    config: Path = ROOT / "config.yml",
    waiting: bool = False,
) -> Path:
    """Train a model from the files under ``content``; gives the model's file. ``waiting``: with the sentences that this
    installation labelled and that are in no model yet.

    Rasa keeps no training cache here: its fingerprints do not see our readers' or styles' code.
    Raises :class:`bot.generate.BadTrainingData`, or whatever Rasa raises for a pipeline it cannot train.
    """
    started = time.monotonic()
    made = generate(content, build, waiting)
    for remark in made.remarks:
        say(remark, started)
    own = f", {made.own} of this installation's own" if made.own else ""
    say(f"{made.examples} examples{own}, {made.intents} intents, a rule for each", started)
    with tempfile.TemporaryDirectory(prefix="motcua-train-") as cache:
        os.environ.update(quiet_environment(), RASA_CACHE_DIRECTORY=cache, RASA_MAX_CACHE_SIZE="0")
        from bot.logs import configure

        configure()
        say("loading Rasa", started)
        from rasa.model_training import train as rasa_train

        say("training", started)
        models.mkdir(parents=True, exist_ok=True)
        result = rasa_train(
            domain=str(made.domain),
            config=str(config),
            training_files=[str(made.rules), str(made.nlu)],
            output=str(models),
            force_training=True,
            fixed_model_name=f"{MODEL_NAME}.new",
        )
    if result.model is None:
        raise BadTrainingData("Rasa made no model; its messages are above")
    model = models / f"{MODEL_NAME}.tar.gz"
    os.replace(result.model, model)  # a server starting now sees the old model or the new one, never half of one
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"model ready: {model} ({model.stat().st_size / 1e6:.1f} MB), peak memory {peak:.0f} MB", started)
    return model


def quiet_environment() -> dict[str, str]:
    """Environment that stops Rasa from reporting home and TensorFlow from talking."""
    return {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "LOG_LEVEL": "WARNING",
        "TQDM_DISABLE": "1",
    }


def main(argv: list[str] | None = None) -> int:
    """Command line; 0 when a model was made."""
    parser = argparse.ArgumentParser(prog="python -m bot.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the content")
    parser.add_argument("--models", type=Path, default=MODELS, help="folder the model is put in")
    parser.add_argument("--config", type=Path, default=ROOT / "config.yml", help="the pipeline")
    parser.add_argument("--waiting", action="store_true", help="with the sentences labelled here that no model has yet")
    options = parser.parse_args(argv)
    try:
        train(content=options.data, models=options.models, config=options.config, waiting=options.waiting)
    except BadTrainingData as error:
        print(f"training data: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

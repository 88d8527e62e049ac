"""What a trained model depends on; the launcher trains again when any of these files changed."""

from __future__ import annotations

from typing import Final

SOURCES: Final = (
    "config.yml",
    "bot/generate.py",
    "bot/train.py",
    "bot/sources.py",
    "nlu/intents.py",
    "nlu/local.py",
    "nlu/stories.py",
    "nlu/styles.py",
    "nlu/clauses.py",
    "nlu/text/*.py",
    "nlu/rasa/*.py",
    "data/nlu/intents/*.yml",
    "data/nlu/local/*.yml",
    "data/nlu/placeholders.yml",
    "data/nlu/stories.yml",
    "data/procedures/*/start.yml",
    "requirements/bot.txt",
)
"""Globs below the project folder. The readers, the commands, the FAQ and the procedures' other files are read
when a model is loaded, so a change there needs a restart, not a training. What waits in ``data/nlu/local/waiting`` is
no source: only ``./motcua train`` takes it in, once it was measured."""

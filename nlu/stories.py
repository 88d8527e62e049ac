"""Examples told as a story: a preamble that means nothing of its own, then the point, sometimes a closing.

For training only. People who write a long polite message put one short wish behind what they tell about their house and
their way; the classifier must learn that such words speak for no intent.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from nlu.styles import nfc

FILE: Final = Path("nlu") / "stories.yml"
"""Below the folder of content."""

NEVER_TOLD: Final = frozenset({"greet", "goodbye", "thanks", "affirm", "deny", "insult"})
"""What people say at once: behind a story these words would be its courtesy, not its point."""

SHORTEST: Final = 3
"""Words of an example that can be the point of a story."""

SHARE: Final = 0.3
"""Of the examples that can be told, how many are."""
CLOSED: Final = 0.3
"""Of the stories, how many go on after their point."""


@dataclass(frozen=True)
class Stories:
    """What stands before and behind a point."""

    openings: tuple[str, ...]
    closings: tuple[str, ...]


def read_stories(content: Path) -> Stories:
    """The lists under the folder of content; empty without the file. ``ValueError`` for a file of another shape."""
    path = content / FILE
    if not path.exists():
        return Stories((), ())
    raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or set(raw) != {"openings", "closings"}:
        raise ValueError(f"{path}: expected openings and closings")
    if not all(isinstance(found, list) and found for found in raw.values()):
        raise ValueError(f"{path}: openings and closings must be lists of sentences")
    if not all(isinstance(text, str) and text.strip() for found in raw.values() for text in found):
        raise ValueError(f"{path}: every opening and closing must be a sentence")
    return Stories(*(tuple(nfc(" ".join(text.split())) for text in raw[key]) for key in ("openings", "closings")))


def told(examples: Iterable[tuple[str, str]], stories: Stories, seed: int = 0) -> list[tuple[str, str]]:
    """Stories around some of the pairs of sentence and intent, in their order; always the same for the same input."""
    if not stories.openings:
        return []
    out = []
    for text, intent in examples:
        rng = random.Random(f"{seed}:story:{text}")
        if intent in NEVER_TOLD or len(text.split()) < SHORTEST or rng.random() >= SHARE:
            continue
        story = rng.choice(stories.openings) + rng.choice((", ", " ", ". ", ", ")) + text
        if rng.random() < CLOSED:
            story += rng.choice((", ", " ")) + rng.choice(stories.closings)
        out.append((story, intent))
    return out

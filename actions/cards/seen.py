"""What looking at a photo gave: a card, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from actions.cards.payload import Card

Advice = Literal["dark", "glare", "closer", "whole", "still", "other_side"]
"""What to do better: more light; no lamp mirrored in it; closer; the whole card in the picture; hold still; none of
these, so perhaps the side without the code."""
Why = Advice | Literal["kind", "pixels", "damaged", "several", "other_code"]
"""Why there is no card: what to do better, no photo at all, too large, broken, several cards, another paper's code."""
REASONS: Final = (*get_args(Advice), "kind", "pixels", "damaged", "several", "other_code")


@dataclass(frozen=True)
class Seen:
    """What a photo showed: a card, or why none could be read."""

    card: Card | None = None
    why: Why | None = None

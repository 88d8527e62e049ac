"""What the bot says, before any channel words it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Utterance:
    """A prompt by name with its parameters, the choices it offers and what it waits for.

    ``options``: ``[{"id": payload, "title": text}]``; ``awaiting`` as in the design (section 3, "A turn"), or
    None where the utterance waits for nothing. Rendered per channel, never stored as a bare string.
    """

    prompt_id: str
    params: dict[str, Any] = field(default_factory=dict)
    options: tuple[dict[str, str], ...] = ()
    awaiting: dict[str, Any] | None = None
    lang: str = "vi"

    def to_dict(self) -> dict[str, Any]:
        return {
            "prompt_id": self.prompt_id, "params": self.params, "options": list(self.options),
            "awaiting": self.awaiting, "lang": self.lang,
        }  # fmt: skip

    @staticmethod
    def from_dict(raw: dict[str, Any]) -> Utterance:
        return Utterance(
            raw["prompt_id"], dict(raw.get("params") or {}), tuple(raw.get("options") or ()),
            raw.get("awaiting"), raw.get("lang") or "vi",
        )  # fmt: skip

"""The sentences of the product: ``data/prompts/<lang>.yml`` and ``data/procedures/<id>/prompts/<lang>.yml``.

A file nests freely; a leaf is a sentence, or a mapping with ``text`` and variants: ``sms``, ``voice``, and
``you`` (used once it is known how to address the citizen). The id of a leaf is its path joined with dots,
under the procedure's id for a procedure's own file: ``marital_status.purpose.ask``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from actions.errors import DataError
from actions.procedures.load import read_yaml
from actions.settings import settings

VARIANTS = frozenset({"text", "sms", "voice", "you"})
_PLACEHOLDER = re.compile(r"( ?)\{([a-z_]+)\}")


@dataclass(frozen=True)
class Prompt:
    """One sentence in its variants."""

    id: str
    text: str
    sms: str | None = None
    voice: str | None = None
    you: str | None = None

    def wording(self, channel: str, params: dict[str, Any]) -> str:
        """The sentence for a channel, its ``{name}`` places filled.

        A missing parameter raises KeyError: a citizen never sees a brace.
        """
        template = self.you if self.you and params.get("you") else self.text
        if channel == "sms" and self.sms:
            template = self.sms
        elif channel == "voice" and self.voice:
            template = self.voice
        return fill(template, params)


def fill(template: str, params: dict[str, Any]) -> str:
    """Put the parameters into their places; nothing else is computed. An empty one takes the blank before it along,
    and a sentence that begins with a parameter begins with a capital."""

    def put(match: re.Match[str]) -> str:
        value = str(params[match.group(2)])
        return match.group(1) + value if value else ""

    text = _PLACEHOLDER.sub(put, template).lstrip(" ")
    return text[:1].upper() + text[1:] if _PLACEHOLDER.match(template) else text


def placeholders(template: str) -> set[str]:
    """The names a sentence needs."""
    return {name for _, name in _PLACEHOLDER.findall(template)}


class Prompts:
    """All prompts of one language."""

    def __init__(self, content: Path, lang: str = "vi") -> None:
        self._prompts: dict[str, Prompt] = {}
        for path in sorted((content / "prompts").glob(f"{lang}*.yml")):
            self._add(path, "", read_yaml(path))
        for path in sorted(content.glob(f"procedures/*/prompts/{lang}*.yml")):
            self._add(path, path.parent.parent.name, read_yaml(path))

    def _add(self, path: Path, prefix: str, node: Any) -> None:
        if isinstance(node, str):
            node = {"text": node}
        if not isinstance(node, dict):
            raise DataError(f"{path}: {prefix}: a sentence or a mapping was expected")
        if isinstance(node.get("text"), str):
            if unknown := node.keys() - VARIANTS:
                raise DataError(f"{path}: {prefix}: unknown {sorted(unknown)}")
            if prefix in self._prompts:
                raise DataError(f"{path}: {prefix} stands twice")
            self._prompts[prefix] = Prompt(prefix, **{key: str(value).strip() for key, value in node.items()})
            return
        for key, value in node.items():
            self._add(path, f"{prefix}.{key}" if prefix else str(key), value)

    def get(self, prompt_id: str) -> Prompt:
        """The prompt of that id; DataError where there is none."""
        try:
            return self._prompts[prompt_id]
        except KeyError:
            raise DataError(f"no prompt {prompt_id!r}") from None

    def has(self, prompt_id: str) -> bool:
        """Whether there is such a prompt."""
        return prompt_id in self._prompts

    def all(self) -> list[Prompt]:
        """Every prompt (for checks)."""
        return list(self._prompts.values())


@lru_cache(maxsize=8)
def prompts(lang: str = "vi") -> Prompts:
    """The prompts of a language, read once."""
    return Prompts(settings().content, lang)

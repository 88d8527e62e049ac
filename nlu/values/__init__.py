"""Readers: one module a kind. A value, or candidates to choose between, or nothing; never a guess."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Final

from nlu.text import analyse
from nlu.types import KINDS, Context, Reading

_MODULES: Final[dict[str, ModuleType]] = {}


def _module(kind: str) -> ModuleType:
    module = _MODULES.get(kind)
    if module is None:
        if kind not in KINDS:
            raise ValueError(f"no such kind: {kind}")
        module = importlib.import_module(f"nlu.values.{kind}")
        _MODULES[kind] = module
    return module


def read(kind: str, text: str, context: Context) -> Reading | None:
    """The whole message as an answer of this kind; None when nothing of the kind is in it.

    Politeness and small talk around the answer are allowed; ``coverage`` says how much of the message the reading
    explains. Raises ValueError for a kind that is not in ``nlu.types.KINDS``.
    """
    result: Reading | None = _module(kind).read(analyse(text), context)
    return result


def find(kind: str, text: str, context: Context) -> list[Reading]:
    """Every occurrence of this kind inside a longer message, from left to right."""
    result: list[Reading] = _module(kind).find(analyse(text), context)
    return result

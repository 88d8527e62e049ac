"""Turns an utterance into what one channel can show: a text, and buttons where the channel has any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from actions.errors import DataError
from actions.log import Log
from actions.prompts import prompts
from actions.utterance import Utterance

log = Log("render")

LAST_RESORT: Final = "error.ours"


@dataclass(frozen=True)
class Shape:
    """What a channel can show: how many buttons (else numbered lines), and how long a title may be."""

    buttons: int
    title: int


SHAPES: Final = {"web": Shape(100, 200), "zalo": Shape(5, 100), "sms": Shape(0, 160)}


def render(said: dict[str, Any], channel: str) -> dict[str, Any]:
    """``{"text", "buttons": [{"title", "payload"}]}`` of a stored utterance, for a channel.

    A prompt that the data lacks, or that lacks a parameter, is logged as our error and replaced by the
    apology ``error.ours``: the citizen never gets silence, a brace or a prompt's id.
    """
    utterance = Utterance.from_dict(said)
    text = wording(utterance, channel)
    if not numbers(utterance.options, channel):
        buttons = [{"title": str(o["title"]), "payload": str(o["id"])} for o in utterance.options]
        return {"text": text, "buttons": buttons}
    lines = [f"{number}. {option['title']}" for number, option in enumerate(utterance.options, 1)]
    return {"text": "\n".join([text, *lines]), "buttons": []}


def numbers(options: Sequence[dict[str, Any]], channel: str) -> bool:
    """Whether a channel shows these options as numbered lines, since they do not fit on its buttons."""
    shape = SHAPES.get(channel, SHAPES["web"])
    return len(options) > shape.buttons or any(len(str(o["title"])) > shape.title for o in options)


def wording(utterance: Utterance, channel: str) -> str:
    """The sentence of an utterance on a channel."""
    known = prompts(utterance.lang)
    try:
        return known.get(utterance.prompt_id).wording(channel, utterance.params)
    except (DataError, KeyError) as error:
        log.error("prompt cannot be worded", error=error, prompt=utterance.prompt_id)
        return known.get(LAST_RESORT).wording(channel, {})

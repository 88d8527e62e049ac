"""Functions of Rasa 3.6 that are replaced, why, and by what. Each has a test against the original.

Measured gains are in ``docs/decisions/0003-rasa-patches.md``.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, Final
from weakref import WeakKeyDictionary

import aiohttp
import rasa
from aiohttp.client_exceptions import ContentTypeError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.endpoints import ClientResponseError, EndpointConfig, concat_url

from nlu.intents import FALLBACK
from nlu.types import Understanding

logger = logging.getLogger(__name__)

ACTION_TIMEOUT: Final = 30.0
"""Seconds the action server may take; the gateway tries the same message again after that."""
IDLE_CONNECTION: Final = 4.0
"""Seconds an idle connection is kept: less than the five after which uvicorn closes its end."""


@dataclass(frozen=True)
class Patch:
    """One replaced function: ``owner.attribute``, what stands there instead, and why."""

    owner: type
    attribute: str
    replacement: Any
    why: str
    original: Any

    def apply(self) -> None:
        """Put the replacement in place."""
        setattr(self.owner, self.attribute, self.replacement)

    def undo(self) -> None:
        """Put the original back."""
        setattr(self.owner, self.attribute, self.original)


PATCHES: Final[dict[str, Patch]] = {}


def _replaces(owner: type, attribute: str, why: str) -> Callable[[Any], Any]:
    def register(function: Any) -> Any:
        PATCHES[f"{owner.__name__}.{attribute}"] = Patch(owner, attribute, function, why, owner.__dict__[attribute])
        return function

    return register


def apply() -> None:
    """Put every replacement in place; doing it twice changes nothing."""
    for patch in PATCHES.values():
        patch.apply()


# -- the call of the action --------------------------------------------------------------------------------------------

_SCHEMA: Final = RemoteAction.action_response_format_spec()
_VALIDATOR: Final = validator_for(_SCHEMA)(_SCHEMA)
_LISTEN: Final = {"events": [{"event": "followup", "name": "action_listen"}], "responses": []}
_VALIDATOR.validate(_LISTEN)


@_replaces(RemoteAction, "_validate_action_result", "compiles the JSON schema anew on every call")
def validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """Check the action server's answer with a validator made once; the one it always gives is known to be valid."""
    if result != _LISTEN:
        _VALIDATOR.validate(result)
    return True


@_replaces(RemoteAction, "_action_call_format", "sends the whole tracker, all events and the domain")
def action_call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """The call's body: who, and the message with its intent, entities and metadata; nothing else is used."""
    message = tracker.latest_message
    data: dict[str, Any] = {}
    if message is not None:
        data = {
            "text": message.text,
            "intent": message.intent,
            "entities": message.entities,
            "intent_ranking": message.parse_data.get("intent_ranking", []),
            "message_id": message.message_id,
            "metadata": message.metadata,
        }
    return {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        "tracker": {"sender_id": tracker.sender_id, "latest_message": data},
        "version": rasa.__version__,
    }


_sessions: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession]] = WeakKeyDictionary()


def _session() -> aiohttp.ClientSession:
    loop = asyncio.get_running_loop()
    session = _sessions.get(loop)
    if session is None or session.closed:
        connector = aiohttp.TCPConnector(limit=64, keepalive_timeout=IDLE_CONNECTION)
        session = _sessions[loop] = aiohttp.ClientSession(connector=connector)
    return session


async def close_session() -> None:
    """Close this loop's connections to the action server."""
    session = _sessions.pop(asyncio.get_running_loop(), None)
    if session is not None:
        await session.close()


@_replaces(EndpointConfig, "request", "opens a session and a connection for every call")
async def request(
    self: EndpointConfig,
    method: str = "post",
    subpath: str | None = None,
    content_type: str | None = "application/json",
    compress: bool = False,
    **kwargs: Any,
) -> Any:
    """The same call over a kept connection, at most :data:`ACTION_TIMEOUT` long.

    A connection that the other side has closed meanwhile is tried once more, anew: the action server knows a
    message it has already done.
    """
    headers = {"Content-Type": content_type} if content_type else {}
    headers.update(kwargs.pop("headers", None) or {})
    headers.update(self.headers or {})
    limit = min(float(kwargs.pop("timeout", None) or ACTION_TIMEOUT), ACTION_TIMEOUT)
    auth = aiohttp.BasicAuth(self.basic_auth["username"], self.basic_auth["password"]) if self.basic_auth else None
    params = self.combine_parameters(kwargs)
    url = concat_url(self.url, subpath)
    for last in (False, True):
        try:
            async with _session().request(
                method, url, headers=headers, params=params, compress=compress, auth=auth,
                timeout=aiohttp.ClientTimeout(total=limit), **kwargs,
            ) as response:  # fmt: skip
                if response.status >= 400:
                    raise ClientResponseError(response.status, response.reason, await response.content.read())
                try:
                    return await response.json()
                except ContentTypeError:
                    return None
        except aiohttp.ServerDisconnectedError:
            if last:
                raise
    raise AssertionError("unreachable")


# -- the message -------------------------------------------------------------------------------------------------------


@_replaces(RegexMessageHandler, "process", "lets any sender name an intent, or restart, by a leading slash")
def take_slashes_literally(
    self: RegexMessageHandler, messages: list[Message], domain: Domain | None = None
) -> list[Message]:
    """Messages as they are: to a citizen ``/restart`` is only text."""
    return messages


_parse_with_graph: Final = MessageProcessor._parse_message_with_graph


@_replaces(MessageProcessor, "_parse_message_with_graph", "an exception in any component loses the message")
def parse_message_with_graph(
    self: MessageProcessor, message: UserMessage, tracker: DialogueStateTracker, only_output_properties: bool = True
) -> dict[str, Any]:
    """The original; where it fails, the fallback intent, so that the action still runs and can ask again."""
    try:
        parsed: dict[str, Any] = _parse_with_graph(self, message, tracker, only_output_properties)
    except Exception as error:
        logger.error("the pipeline failed on a message", exc_info=error)
        entity = {"entity": "understanding", "value": Understanding(FALLBACK).to_dict()}
        return {
            "text": message.text or "",
            "intent": {"name": FALLBACK, "confidence": 0.0},
            "entities": [entity],
            "intent_ranking": [],
        }
    return parsed


# -- the graph ---------------------------------------------------------------------------------------------------------

_Plan = tuple[tuple[str, tuple[str, ...]], ...]
_plans: Final[WeakKeyDictionary[DaskGraphRunner, dict[tuple[str, ...], _Plan]]] = WeakKeyDictionary()


def _plan(runner: DaskGraphRunner, targets: tuple[str, ...]) -> _Plan:
    """The nodes that the targets depend on, each behind those whose results it takes."""
    plans = _plans.setdefault(runner, {})
    if targets not in plans:
        nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
        needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
        order = TopologicalSorter(needs).static_order()
        plans[targets] = tuple((name, needs[name]) for name in order if name in needs)
    return plans[targets]


@_replaces(DaskGraphRunner, "run", "plans the same graph anew for each message, and words a log line that nobody sees")
def run_graph(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """Runs the nodes of the targets one after the other; what each gave, by its name."""
    wanted = tuple(targets or self._graph_schema.target_names)
    plan = _plan(self, wanted)
    names = {name for name, _ in plan}
    for name, value in (inputs or {}).items():
        if isinstance(value, str) and value in names:
            raise GraphRunError(f"The input value of '{name}' is the name of a node.")
    done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        for name, needs in plan:
            if name not in done:
                done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(done[target] for target in wanted)


# -- the rules ---------------------------------------------------------------------------------------------------------

MOST_STATES: Final = 5000
"""So many different short histories are remembered; two user turns of forty intents make fewer."""

_find_keys: Final = RulePolicy._get_possible_keys
_found_keys: Final[WeakKeyDictionary[RulePolicy, dict[tuple[int, str], frozenset[str]]]] = WeakKeyDictionary()


@_replaces(RulePolicy, "_get_possible_keys", "tries every rule on every state, twice for each message")
def get_possible_keys(self: RulePolicy, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
    """The original's answer, remembered for a history of the same intents and actions. What was said is left out of
    that history where no rule asks for words; with rules that do, nothing is remembered."""
    if any('"text"' in key for key in lookup):
        return set(_find_keys(self, lookup, states))
    bare = [{of: {k: v for k, v in part.items() if k != "text"} for of, part in state.items()} for state in states]
    history = id(lookup), json.dumps(bare, sort_keys=True)
    known = _found_keys.setdefault(self, {})
    if history not in known:
        if len(known) >= MOST_STATES:
            known.clear()
        known[history] = frozenset(_find_keys(self, lookup, states))
    return set(known[history])

"""Every replaced function against its original."""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import aiohttp
import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.exceptions import GraphRunError
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot import patches
from bot.patches import PATCHES


def test_each_patch_replaces_what_stands_there_and_can_be_taken_back() -> None:
    assert set(PATCHES) == {
        "RemoteAction._validate_action_result",
        "RemoteAction._action_call_format",
        "EndpointConfig.request",
        "RegexMessageHandler.process",
        "MessageProcessor._parse_message_with_graph",
        "DaskGraphRunner.run",
        "RulePolicy._get_possible_keys",
    }
    for patch in PATCHES.values():
        before = patch.owner.__dict__[patch.attribute]
        patch.apply()
        assert patch.owner.__dict__[patch.attribute] is patch.replacement
        patch.undo()
        assert patch.owner.__dict__[patch.attribute] is patch.original
        setattr(patch.owner, patch.attribute, before)


# -- the action's answer -------------------------------------------------------------------------------------------


def random_json(rng: random.Random, depth: int = 3) -> Any:
    if depth == 0 or rng.random() < 0.3:
        return rng.choice([None, True, 0, 1.5, "", "text", "slot", "followup", "action_listen", [], {}])
    if rng.random() < 0.5:
        return [random_json(rng, depth - 1) for _ in range(rng.randrange(3))]
    keys = ["events", "responses", "event", "name", "value", "text", "timestamp", "parse_data"]
    return {rng.choice(keys): random_json(rng, depth - 1) for _ in range(rng.randrange(4))}


def verdict(check: Any, result: Any) -> bool:
    try:
        return bool(check(RemoteAction("action_turn", None), result))
    except ValidationError:
        return False


def test_the_compiled_schema_judges_as_the_original() -> None:
    rng = random.Random(4)
    real = [
        {"events": [], "responses": []},
        {"events": [{"event": "followup", "name": "action_listen"}], "responses": []},
        {"events": [{"event": "followup", "name": "action_listen"}], "responses": [{"text": "a"}]},
        {"events": [{"event": "slot", "name": "a", "value": {"b": [1]}, "timestamp": None}]},
        {"events": [{"event": "no such event"}]},
        {"events": {}},
        {"responses": ["text"]},
        {},
    ]
    patch = PATCHES["RemoteAction._validate_action_result"]
    judged = [
        (verdict(patch.original, r), verdict(patch.replacement, r))
        for r in real + [random_json(rng) for _ in range(300)]
    ]
    assert all(a == b for a, b in judged)
    assert {a for a, _ in judged} == {True, False}


# -- the call's body -----------------------------------------------------------------------------------------------


def test_the_small_body_is_a_part_of_the_original(agent: Any) -> None:
    patch = PATCHES["RemoteAction._action_call_format"]
    action = RemoteAction("action_turn", EndpointConfig("http://127.0.0.1:9/webhook"))
    for sender, events in conversations(agent, count=40):
        tracker = DialogueStateTracker.from_events(sender, events, agent.domain.slots)
        small, full = patch.replacement(action, tracker, agent.domain), patch.original(action, tracker, agent.domain)
        assert small["sender_id"] == full["sender_id"] == sender
        assert small["next_action"] == full["next_action"] and small["version"] == full["version"]
        theirs = {
            **full["tracker"]["latest_message"],
            "intent_ranking": full["tracker"]["latest_message"].get("intent_ranking", []),
        }
        for key, value in small["tracker"]["latest_message"].items():
            assert theirs[key] == value, key
        assert len(json.dumps(small)) < 3000 + 2 * len(json.dumps(theirs))


def conversations(agent: Any, count: int) -> Iterator[tuple[str, list[Event]]]:
    """Random histories of user turns and actions, as the processor writes them."""
    rng = random.Random(7)
    intents = [*agent.domain.intents, "nlu_fallback"]
    for number in range(count):
        events: list[Event] = [
            ActionExecuted("action_session_start"),
            SessionStarted(),
            ActionExecuted("action_listen"),
        ]
        for turn in range(rng.randrange(1, 5)):
            intent = rng.choice(intents)
            entities = [{"entity": "understanding", "value": {"intent": intent, "facts": [turn]}}]
            parsed = {
                "intent": {"name": intent},
                "entities": entities,
                "intent_ranking": [{"name": intent, "confidence": 1.0}],
            }
            metadata = {"inbox_id": str(turn), "awaiting": rng.choice([None, {"kind": "date"}])}
            events.append(UserUttered(f"câu {turn}", parsed["intent"], entities, parsed, metadata=metadata))
            if rng.random() < 0.8:
                events.append(ActionExecuted("action_turn"))
                if rng.random() < 0.8:
                    events.append(ActionExecuted("action_listen"))
        yield f"c{number}", events


# -- the request ---------------------------------------------------------------------------------------------------


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections: ClassVar[set[int]] = set()

    def do_POST(self) -> None:
        type(self).connections.add(self.client_address[1])
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = int(self.path.rsplit("/", 1)[-1].split("?")[0])
        kind = "text/plain" if status == 201 else "application/json"
        answer = json.dumps(
            {
                "path": self.path,
                "body": json.loads(body),
                "type": self.headers["Content-Type"],
                "x": self.headers["X-A"],
            }
        )
        sent = answer.encode()
        head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(sent)}\r\n\r\n"
        self.wfile.write(head.encode() + sent)

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def echo() -> Iterator[str]:
    Echo.connections = set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


async def outcome(request: Any, endpoint: EndpointConfig, subpath: str, body: Any) -> Any:
    try:
        return await request(endpoint, subpath=subpath, json=body, timeout=5, method="post")
    except ClientResponseError as error:
        return ("refused", error.status, error.text)
    except aiohttp.ClientConnectionError:
        return "no connection"


def test_the_kept_connection_answers_as_the_original(echo: str, loop: asyncio.AbstractEventLoop) -> None:
    patch = PATCHES["EndpointConfig.request"]
    endpoint = EndpointConfig(echo, params={"p": "1"}, headers={"X-A": "b"}, token="t")
    for status in (200, 201, 202, 400, 404, 500):
        body = {"text": "Giàng A Páo", "n": [1, None]}
        theirs = loop.run_until_complete(outcome(patch.original, endpoint, str(status), body))
        ours = loop.run_until_complete(outcome(patch.replacement, endpoint, str(status), body))
        assert ours == theirs, status
    nowhere = EndpointConfig("http://127.0.0.1:9")
    for request in (patch.original, patch.replacement):
        assert loop.run_until_complete(outcome(request, nowhere, "200", {})) == "no connection"


def test_the_kept_connection_is_one(echo: str, loop: asyncio.AbstractEventLoop) -> None:
    endpoint = EndpointConfig(echo)
    loop.run_until_complete(patches.close_session())
    for _ in range(5):
        loop.run_until_complete(outcome(PATCHES["EndpointConfig.request"].replacement, endpoint, "200", {}))
    assert len(Echo.connections) == 1


def test_a_connection_closed_meanwhile_is_tried_once_more(loop: asyncio.AbstractEventLoop) -> None:
    calls: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append(await reader.readuntil(b"}"))
        if len(calls) > 1:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
            await writer.drain()
        writer.close()

    async def run() -> Any:
        await patches.close_session()
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            return await PATCHES["EndpointConfig.request"].replacement(EndpointConfig(url), json={"a": 1})
        finally:
            server.close()
            await server.wait_closed()

    assert loop.run_until_complete(run()) == {}
    assert len(calls) == 2


# -- the message ---------------------------------------------------------------------------------------------------


def test_messages_without_a_slash_pass_as_with_the_original(agent: Any) -> None:
    patch = PATCHES["RegexMessageHandler.process"]
    handler = RegexMessageHandler()
    for text in ("xin chào", "7/5/1990", "a/b", " /x", "", "Giàng A Páo"):
        given = [Message(data={"text": text, "intent": {"name": "inform"}})]
        assert patch.replacement(handler, given, agent.domain) == patch.original(handler, given, agent.domain)
    slash = [Message(data={"text": "/restart"})]
    assert patch.replacement(handler, slash, agent.domain)[0].get("intent") is None
    assert patch.original(handler, slash, agent.domain)[0].get("intent")["name"] == "restart"


def test_parsing_equals_the_original_where_nothing_fails(agent: Any) -> None:
    patch = PATCHES["MessageProcessor._parse_message_with_graph"]
    tracker = DialogueStateTracker.from_events("x", [])
    for text in ("giấy này hết bao nhiêu tiền", "7/5/1990", "Giàng A Páo", "thôi", "😀"):
        message = UserMessage(text, metadata={"awaiting": {"kind": "date", "field": "d"}, "today": "2026-11-22"})
        ours = patch.replacement(agent.processor, message, tracker)
        assert ours == patch.original(agent.processor, message, tracker)
        assert set(ours) >= {"text", "intent", "entities", "intent_ranking"}


# -- the graph -----------------------------------------------------------------------------------------------------


def test_the_planned_graph_gives_what_the_original_gives(agent: Any) -> None:
    patch = PATCHES["DaskGraphRunner.run"]
    runner, processor = agent.processor.graph_runner, agent.processor
    tracker = DialogueStateTracker.from_events("x", [], agent.domain.slots)
    for text in ("giấy này hết bao nhiêu tiền", "7/5/1990", "Giàng A Páo", "", "😀"):
        inputs = {
            PLACEHOLDER_MESSAGE: [UserMessage(text, metadata={"today": "2026-11-22"})],
            PLACEHOLDER_TRACKER: tracker,
        }
        target = processor.model_metadata.nlu_target
        theirs, ours = (run(runner, inputs, [target]) for run in (patch.original, patch.replacement))
        assert list(theirs) == list(ours) == [target]
        assert [m.as_dict() for m in theirs[target]] == [m.as_dict() for m in ours[target]]
        core = processor.model_metadata.core_target
        theirs, ours = (run(runner, inputs, [core]) for run in (patch.original, patch.replacement))
        assert vars(theirs[core]) == vars(ours[core])


@pytest.mark.parametrize("name", ["original", "replacement"])
def test_the_graph_fails_as_the_original_does(agent: Any, name: str) -> None:
    run = getattr(PATCHES["DaskGraphRunner.run"], name)
    runner, target = agent.processor.graph_runner, agent.processor.model_metadata.nlu_target
    with pytest.raises(GraphRunError):  # a node's input is not there
        run(runner, {}, [target])
    with pytest.raises(GraphRunError):
        run(runner, {PLACEHOLDER_MESSAGE: [], "more": target}, [target])


# -- the rules -----------------------------------------------------------------------------------------------------


def test_the_remembered_rules_are_those_of_the_original(agent: Any) -> None:
    patch = PATCHES["RulePolicy._get_possible_keys"]
    nodes = agent.processor.graph_runner._instantiated_nodes.values()
    (policy,) = [node._component for node in nodes if isinstance(node._component, RulePolicy)]
    rng = random.Random(6)
    intents = [*agent.domain.intents, "no_such"]
    actions = ["action_listen", "action_turn", "action_session_start", "..."]
    rules, found = policy.lookup["rules"], 0
    for _ in range(600):
        states: list[dict[str, Any]] = []
        for _ in range(rng.randrange(4)):
            said = rng.choice([{"intent": rng.choice(intents), "entities": ("understanding",)}, {"text": "Giàng"}, {}])
            before = rng.choice([{}, {"prev_action": {"action_name": rng.choice(actions)}}])
            states.append({"user": said, **before} if said else before)
        theirs = patch.original(policy, rules, states)
        for _ in range(2):  # the second one is remembered, whatever the caller did with the first
            ours = patch.replacement(policy, rules, states)
            assert ours == theirs
            ours.clear()
        found += bool(theirs)
    assert found > 50


def test_rules_that_ask_for_words_are_not_remembered(agent: Any) -> None:
    patch = PATCHES["RulePolicy._get_possible_keys"]
    nodes = agent.processor.graph_runner._instantiated_nodes.values()
    (policy,) = [node._component for node in nodes if isinstance(node._component, RulePolicy)]
    rule = [{"prev_action": {"action_name": "action_listen"}, "user": {"text": "alô"}}]
    rules = {json.dumps(rule): "action_turn"}
    for text in ("alô", "thôi", "alô"):
        states = [{"prev_action": {"action_name": "action_listen"}, "user": {"text": text}}]
        assert patch.replacement(policy, rules, states) == patch.original(policy, rules, states)
        assert bool(patch.replacement(policy, rules, states)) == (text == "alô")

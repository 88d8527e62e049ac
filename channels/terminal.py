"""``./motcua chat``: a conversation in the terminal, over ``/api/chat`` like any other client."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import httpx

from actions.ids import new_id
from actions.prompts import prompts
from actions.settings import settings
from channels.identity import CHANNELS
from channels.numbered import choosable, chosen

PATIENCE_SECONDS: Final = 120.0


def main(argv: list[str] | None = None) -> int:
    """Talks until end of input. 1 when no gateway answers, with what to do about it."""
    parser = argparse.ArgumentParser(prog="motcua chat", description="Talk to Một Cửa in the terminal.")
    parser.add_argument("--channel", choices=CHANNELS, default="web", help="show answers as this channel would")
    parser.add_argument("--url", default=f"http://{settings().host}:{settings().port}", help="the gateway")
    parser.add_argument("--sender", default=f"terminal-{new_id()[-8:]}", help="go on with this conversation")
    given = parser.parse_args(argv)
    with httpx.Client(base_url=given.url, trust_env=False, timeout=30.0) as client:
        if not answers(client):
            print(word("no_server", url=given.url), file=sys.stderr)
            return 1
        talk = Talk(client, given.sender, given.channel, lambda text: print(text, flush=True))
        print(word("welcome"))
        print(word("resume", sender=given.sender))
        listener = threading.Thread(target=talk.listen, daemon=True)
        listener.start()
        read_lines(talk)
    return 0


class Says(Protocol):
    """Whatever takes the lines of a terminal."""

    def say(self, line: str) -> None: ...


def read_lines(talk: Says) -> None:
    """One message a line, until the input ends or is broken off."""
    interactive = sys.stdin.isatty()
    while True:
        try:
            line = input(word("you") + " " if interactive else "")
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if not interactive:
            print(word("you"), line)
        talk.say(line)


def word(key: str, **params: str) -> str:
    """A sentence of the terminal's own."""
    return prompts().get(f"terminal.{key}").wording("web", params)


def answers(client: httpx.Client) -> bool:
    """Whether a gateway is there."""
    try:
        return client.get("/healthz").status_code == 200
    except httpx.HTTPError:
        return False


@dataclass
class Talk:
    """One conversation: sends, shows, and shows once what comes both as an answer and as an event."""

    client: httpx.Client
    sender: str
    channel: str
    show: Callable[[str], None]
    asking: dict[str, Any] | None = None
    buttons: list[dict[str, str]] = field(default_factory=list)
    _shown: set[str] = field(default_factory=set)
    _sending: threading.Lock = field(default_factory=threading.Lock)
    _begun: threading.Event = field(default_factory=threading.Event)

    def say(self, line: str) -> None:
        """Sends a line, or the button whose number it is, and shows the replies."""
        payload = self.button(line)
        message = {"choice": payload} if payload else {"text": line}
        with self._sending:
            body = self._send({"sender": self.sender, "message_id": new_id(), **message})
            if body is not None:
                self._take(body)
        self._begun.set()

    def button(self, line: str) -> str | None:
        """The payload of the button that a line names: ``2``, or ``#2`` where a number may be an answer."""
        if not self.buttons:
            return None
        ids = [{"id": button["payload"]} for button in self.buttons]
        if line.strip().startswith("#"):
            return chosen(line.strip()[1:], "choice", ids)
        kind = (self.asking or {}).get("kind") or "choice"
        return chosen(line, kind, ids)

    def _send(self, message: dict[str, str]) -> dict[str, Any] | None:
        """Sends until there is an answer: the same message id makes repeating harmless."""
        told, end = False, time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = self.client.post("/api/chat", params={"channel": self.channel}, json=message)
            except httpx.HTTPError:
                notice, again = word("line_lost"), True
                time.sleep(1.0)
            else:
                body: dict[str, Any] = answer.json()
                if answer.status_code == 200:
                    return body
                again = answer.status_code == 202
                notice = word("waiting" if again else "refused", **({} if again else {"reason": reason(body)}))
            if not again or time.monotonic() > end:
                self.show(notice)
                return None
            if not told:
                told = True
                self.show(notice)

    def _take(self, body: dict[str, Any]) -> None:
        self.asking = body.get("asking")
        fresh = [reply for reply in body["replies"] if reply["id"] not in self._shown]
        if fresh:
            self.buttons = []
        for reply in fresh:
            self._shown.add(reply["id"])
            self._reply(reply)

    def _reply(self, reply: dict[str, Any]) -> None:
        self.show(f"{word('name')}: {reply['text']}")
        kind = (self.asking or {}).get("kind")
        mark = "" if kind is None or choosable(kind) else "#"
        for button in reply["buttons"]:
            self.buttons.append(button)
            self.show(f"   [{mark}{len(self.buttons)}] {button['title']}")

    def listen(self) -> None:
        """Shows what comes later: a receipt, an officer, a notice. Connects again whenever the line breaks."""
        self._begun.wait()
        last = ""
        while True:
            try:
                last = self._events(last)
            except httpx.HTTPError:
                time.sleep(2.0)
            except RuntimeError:
                if self.client.is_closed:
                    return  # the talk is over
                raise

    def _events(self, last: str) -> str:
        params = {"sender": self.sender, "channel": self.channel}
        headers = {"Last-Event-ID": last} if last else {}
        with self.client.stream("GET", "/api/chat/events", params=params, headers=headers, timeout=60) as answer:
            answer.raise_for_status()
            for line in answer.iter_lines():
                if line.startswith("id: "):
                    last = line[4:]
                elif line.startswith("data: "):
                    with self._sending:  # what we are just sending shows its own replies
                        if last not in self._shown:
                            self.show(word("late"))
                            self._take(json.loads(line[6:]))
        return last


def reason(problem: dict[str, Any]) -> str:
    """Why something was refused, in the citizen's words if there are any."""
    return str(problem.get("citizen") or problem.get("detail") or "")


if __name__ == "__main__":
    sys.exit(main())

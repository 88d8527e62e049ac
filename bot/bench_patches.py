"""``python -m bot.bench_patches``: what each patch of Rasa saves a turn; the figures of ADR 0003.

Runs the same conversation through Rasa in this process, with an action server that answers at once, first with all
patches, then with each one taken back, then with none and Rasa's own tracker store.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from bot import launch, patches
from bot.generate import ROOT

TEXTS: Final = ("giấy này hết bao nhiêu tiền", "7/5/1990", "Giàng A Páo", "không biết", "quay lại", "xã Na Son")
ANSWER: Final = json.dumps({"events": [], "responses": []}).encode()


class _Action(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(ANSWER)}\r\n\r\n"
        self.wfile.write(head.encode() + ANSWER)

    def log_message(self, *args: Any) -> None:
        """Nothing."""


async def turns(agent: Any, sender: str, count: int) -> float:
    """Median milliseconds of processor time of the last 20 of ``count`` turns of one conversation."""
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

    spent = []
    for number in range(count):
        text = TEXTS[number % len(TEXTS)]
        metadata = {"inbox_id": str(number), "awaiting": {"kind": "date", "field": "d", "options": []}}
        begun = time.process_time()
        await agent.handle_message(UserMessage(text, CollectingOutputChannel(), sender, metadata=metadata))
        spent.append(1000 * (time.process_time() - begun))
    return sorted(spent[-20:])[10]


async def run(model: Path, url: str, count: int) -> None:
    """Print a line for each variant."""
    from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore

    patches.apply()
    app = SimpleNamespace(ctx=SimpleNamespace())
    await launch.load(app, model, url)
    agent = app.ctx.agent
    await turns(agent, "warm", 20)
    rounds: dict[str, list[float]] = {}
    for attempt in range(3):  # interleaved, so that other programs disturb all variants alike
        rounds.setdefault("all patches", []).append(await turns(agent, f"all{attempt}", count))
        for name, patch in patches.PATCHES.items():
            patch.undo()
            rounds.setdefault(f"without {name}", []).append(await turns(agent, f"{name}{attempt}", count))
            patch.apply()
    ours = agent.tracker_store
    stock = FailSafeTrackerStore(InMemoryTrackerStore(agent.domain))
    agent.tracker_store = agent.processor.tracker_store = stock
    rounds["all patches, Rasa's tracker store"] = [await turns(agent, "stock store", count)]
    for patch in patches.PATCHES.values():
        patch.undo()
    rounds["no patches, Rasa's tracker store"] = [await turns(agent, "stock", count)]
    agent.tracker_store = agent.processor.tracker_store = ours
    patches.apply()
    await patches.close_session()
    for name, medians in rounds.items():
        print(f"{min(medians):8.1f} ms  {name}")


def main(argv: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench_patches", description=__doc__)
    parser.add_argument("--turns", type=int, default=45, help="turns of each conversation")
    options = parser.parse_args(argv)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Action)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    asyncio.run(run(launch.find_model(ROOT / ".motcua" / "models"), url, options.turns))
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m bot.launch``: Rasa's server with our patches, store and logging, on loopback only."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import socket
import sys
import time
from pathlib import Path
from typing import Any, Final

from bot.logs import configure
from bot.train import MODEL_NAME, quiet_environment

logger = logging.getLogger("bot.launch")  # __name__ is __main__ here

HOST: Final = "127.0.0.1"
MAX_BODY: Final = 256 * 1024
"""Bytes of a request; the gateway lets at most 4 kB of text through, metadata holds the options on screen."""
WARM_UP: Final = "cho tôi xin giấy xác nhận"


class CannotStart(Exception):
    """The server cannot start; the message is one sentence for the person who started it."""


def find_model(folder: Path) -> Path:
    """The model to load: ours if it is there, else the newest in the folder."""
    own = folder / f"{MODEL_NAME}.tar.gz"
    if own.is_file():
        return own
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise CannotStart(f"no trained model in {folder}; train one with python -m bot.train")
    return models[-1]


def bind(port: int) -> socket.socket:
    """A socket on loopback, not yet listening: nobody connects before the model is loaded."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
    except OSError as error:
        sock.close()
        raise CannotStart(f"port {port} on {HOST} is taken by another program") from error
    return sock


async def load(app: Any, model: Path, actions_url: str) -> None:
    """Load the model and let it understand one sentence; without both the server must not listen."""
    from rasa.core.agent import load_agent
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    from bot.tracker_store import LastTurns

    started = time.monotonic()
    endpoints = AvailableEndpoints(action=EndpointConfig(url=f"{actions_url.rstrip('/')}/webhook"))
    endpoints.tracker_store = LastTurns()
    agent = await load_agent(model_path=str(model), endpoints=endpoints, loop=asyncio.get_running_loop())
    configure()  # loading puts some libraries' own handlers back
    if not agent.is_ready() or not await understands(agent):
        raise CannotStart(f"the model {model.name} does not load here; train it again with python -m bot.train")
    app.ctx.agent = agent
    app.ctx.model = model.name
    logger.info("model loaded", extra={"model": model.name, "seconds": round(time.monotonic() - started, 1)})


async def understands(agent: Any) -> bool:
    """Whether the whole pipeline runs and its last component speaks."""
    from rasa.core.channels.channel import UserMessage

    parsed = await agent.processor.parse_message(UserMessage(text=WARM_UP))
    return any(e.get("entity") == "understanding" for e in parsed["entities"]) and bool(parsed["intent_ranking"])


def build(model: Path, actions_url: str, port: int) -> Any:
    """The server: the REST channel, ``GET /ready``, nothing else."""
    from rasa.core.run import configure_app
    from sanic.response import json

    from bot import patches
    from bot.channel import GuardedRest

    patches.apply()
    app = configure_app([GuardedRest()], enable_api=False, port=port)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.ACCESS_LOG = False
    app.ctx.agent = None

    @app.get("/ready")
    async def ready(request: Any) -> Any:
        """200 when a model is loaded and has understood a sentence, else 503."""
        if app.ctx.agent is None or not app.ctx.agent.is_ready():
            return json({"status": "loading"}, status=503)
        return json({"status": "ready", "model": app.ctx.model})

    async def before(app: Any, loop: Any) -> None:
        await load(app, model, actions_url)

    async def after(app: Any, loop: Any) -> None:
        await patches.close_session()

    app.register_listener(before, "before_server_start")
    app.register_listener(after, "after_server_stop")
    return app


def main(argv: list[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT; 2 with one sentence when it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m bot.launch", description=__doc__)
    parser.add_argument("--port", type=int, default=5005, help="port on loopback")
    parser.add_argument("--actions-url", default="http://127.0.0.1:5055", help="where the action server answers")
    parser.add_argument("--model-dir", type=Path, default=Path(".motcua/models"), help="folder of the trained model")
    options = parser.parse_args(argv)
    os.environ.update(quiet_environment())
    configure()
    try:
        model = find_model(options.model_dir)
        sock = bind(options.port)
        logger.info("loading Rasa", extra={"port": options.port})
        app = build(model, options.actions_url, options.port)
        configure()
        logger.info("starting", extra={"port": options.port})
        app.run(sock=sock, access_log=False, debug=False)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What a running gateway consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from fastapi import Request

from actions.settings import Settings
from channels.deliveries import Deliveries
from channels.hub import Hub
from channels.metrics import Metrics
from channels.news import Listener
from channels.peers import Gate
from channels.runner import Runner
from channels.store import Store


@dataclass(frozen=True)
class Gateway:
    """The parts of one gateway process, made at its start and shared by all its routes."""

    settings: Settings
    store: Store
    runner: Runner
    deliveries: Deliveries
    hub: Hub
    news: Listener
    metrics: Metrics
    rasa: Gate
    actions: Gate


def gateway(request: Request) -> Gateway:
    """The gateway that serves a request."""
    return cast(Gateway, request.app.state.gateway)

"""Our Rasa with timers: ``python -m tests.bench.traced_rasa`` takes what ``bot.launch`` takes. Python 3.10."""

from __future__ import annotations

import sys

from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor

from bot import launch
from tests.bench.tracing import time_calls


def main() -> int:
    """Exit code of the launcher."""
    time_calls(MessageProcessor, "parse_message", "nlu")
    time_calls(MessageProcessor, "predict_next_with_tracker_if_should", "rules")
    time_calls(RemoteAction, "run", "action call")
    time_calls(MessageProcessor, "handle_message", "rasa turn")
    return launch.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

"""Counts for ``/metrics``, in Prometheus' text format. No label holds anything about a citizen."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
HELP: Final = {
    "motcua_messages_total": ("counter", "Messages kept, by channel and kind."),
    "motcua_turns_total": ("counter", "Turns by outcome."),
    "motcua_retries_total": ("counter", "Failed tries of a turn, by reason."),
    "motcua_receipts_total": ("counter", "Receipts sent because an answer took long."),
    "motcua_replies_total": ("counter", "Replies handed to a channel."),
    "motcua_slowed_total": ("counter", "Messages slowed down because a sender sent too many."),
    "motcua_refused_total": ("counter", "Requests refused, by status."),
    "motcua_letters_total": ("counter", "Tries to send a letter, by channel and outcome."),
    "motcua_parts_total": ("counter", "Messages that letters were counted as by the provider, by channel."),
    "motcua_zalo_events_total": ("counter", "Events of Zalo's webhook, by what became of them."),
    "motcua_zalo_token_seconds": ("gauge", "Seconds until the token for sending by Zalo ends."),
    "motcua_zalo_token_fault": ("gauge", "1 while a person has to connect the Zalo account again."),
    "motcua_sms_in_total": ("counter", "SMS that came in, by way and outcome."),
    "motcua_sms_reports_total": ("counter", "Reports about SMS that went out, by way and outcome."),
    "motcua_sms_machines_total": ("counter", "SMS that look like a machine's, by verdict."),
    "motcua_outbox_waiting": ("gauge", "Utterances that wait to be sent."),
    "motcua_inbox_waiting": ("gauge", "Messages kept and not yet worked off."),
    "motcua_inbox_dead": ("gauge", "Messages given up."),
    "motcua_turn_seconds": ("histogram", "From keeping a message to its result."),
}

_Key = tuple[str, tuple[tuple[str, str], ...]]


class Metrics:
    """The counts of one process."""

    def __init__(self) -> None:
        self._values: Counter[_Key] = Counter()
        self._gauges: dict[_Key, float] = {}
        self._seconds: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * (len(BUCKETS) + 2))

    def count(self, name: str, by: int = 1, **labels: str) -> None:
        self._values[(name, tuple(sorted(labels.items())))] += by

    def gauge(self, name: str, value: float) -> None:
        self._gauges[(name, ())] = value

    def observe(self, name: str, seconds: float) -> None:
        counts = self._seconds[name]
        for index, limit in enumerate(BUCKETS):
            if seconds <= limit:
                counts[index] += 1
        counts[-2] += 1
        counts[-1] += seconds

    def text(self) -> str:
        """All of it, as Prometheus reads it."""
        lines: list[str] = []
        for name, (kind, about) in HELP.items():
            lines += [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]
            if kind == "histogram":
                lines += self._histogram(name)
            for store in (self._values, self._gauges):
                lines += [_line(key, value) for key, value in store.items() if key[0] == name]
        return "\n".join(lines) + "\n"

    def _histogram(self, name: str) -> list[str]:
        counts = self._seconds[name]
        lines = [f'{name}_bucket{{le="{limit}"}} {counts[i]:g}' for i, limit in enumerate(BUCKETS)]
        return [
            *lines, f'{name}_bucket{{le="+Inf"}} {counts[-2]:g}', f"{name}_sum {counts[-1]:g}",
            f"{name}_count {counts[-2]:g}",
        ]  # fmt: skip


def _line(key: _Key, value: float) -> str:
    labels = ",".join(f'{name}="{text}"' for name, text in key[1])
    return f"{key[0]}{{{labels}}} {value:g}" if labels else f"{key[0]} {value:g}"

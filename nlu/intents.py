"""The labels a message may get. The domain, the rules and the classifier's training data use exactly these."""

from __future__ import annotations

from typing import Final

FALLBACK: Final = "nlu_fallback"
OUT_OF_SCOPE: Final = "out_of_scope"
INFORM: Final = "inform"
START_PREFIX: Final = "start_"

COMMAND_INTENTS: Final[dict[str, str]] = {
    "affirm": "affirm",
    "deny": "deny",
    "dont_know": "dont_know",
    "go_back": "go_back",
    "correct": "correct_field",
    "repeat": "repeat",
    "explain": "ask_explain_field",
    "pause": "pause_resume",
    "resume": "pause_resume",
    "cancel": "cancel",
    "human": "request_human",
    "summarize": "summarize",
    "start_over": "start_over",
    "erase": "erase_data",
    "greet": "greet",
    "goodbye": "goodbye",
    "thanks": "thanks",
    "complain": "complain",
    "status": "ask_status",
    "identity": "ask_identity",
    "danger": "danger",
    "insult": "insult",
}
"""Command name → the intent that carries it."""

INTENT_COMMANDS: Final[dict[str, str]] = {
    intent: name for name, intent in COMMAND_INTENTS.items() if name not in ("pause", "resume")
}
"""Intent → command; ``pause_resume`` is two commands and needs the lexicon to tell which."""

QUESTION_INTENTS: Final = frozenset(
    {
        "ask_documents", "ask_fee", "ask_duration", "ask_where", "ask_eligibility", "ask_privacy", "ask_payment",
        "no_device_help", "other_procedure", "ask_procedure",
    }
)  # fmt: skip
"""Intents answered from the FAQ."""

INTENTS: Final = frozenset(
    {*COMMAND_INTENTS.values(), *QUESTION_INTENTS, INFORM, OUT_OF_SCOPE} | {"start_marital_status", "start_birth_3in1"}
)
"""Every label known beforehand; procedures found in the data add their ``start_<id>``."""


def procedure_of(intent: str) -> str | None:
    """The procedure that an intent starts, if it starts one."""
    return intent[len(START_PREFIX) :] if intent.startswith(START_PREFIX) else None

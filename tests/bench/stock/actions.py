"""The stock project's custom action: checks each answer of the form, as rasa-sdk's own guide does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa_sdk.forms import FormValidationAction

MOST_SLOTS = 200


def _check(slot: str) -> Callable[..., dict[str, Any]]:
    def validate(self: Any, value: Any, dispatcher: Any, tracker: Any, domain: Any) -> dict[str, Any]:
        """The answer without spaces around it; asked again (None) when nothing is left."""
        return {slot: str(value).strip() or None}

    return validate


class ValidateForm(FormValidationAction):  # type: ignore[misc, unused-ignore]
    """``validate_<slot>`` for every slot that a form of this bench may have."""

    def name(self) -> str:
        """The name that Rasa calls after each answer of the form."""
        return "validate_ho_so_form"


for number in range(1, MOST_SLOTS + 1):
    setattr(ValidateForm, f"validate_s{number:03}", _check(f"s{number:03}"))

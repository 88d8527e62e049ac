"""One small tree of errors: ours or theirs, worth another try or not, with the sentence for each side.

The sentences are prompt ids (``data/prompts``), never text.
"""

from __future__ import annotations


class MotcuaError(Exception):
    """Base of all errors that the product raises on purpose. ``status`` is the HTTP status it maps to."""

    retryable = False
    status = 500
    citizen_prompt = "error.ours"
    officer_prompt = "error.officer.ours"


class BadInput(MotcuaError):
    """The caller sent something that can never work (wrong type, too big, unknown)."""

    status = 422
    citizen_prompt = "error.bad_input"


class TooLarge(BadInput):
    """A text over 4 kB or a file over 20 MB."""

    status = 413
    citizen_prompt = "error.too_large"


class NotFound(BadInput):
    """Nothing is known under what was asked for (a dossier's code, a procedure, a commune)."""

    status = 404
    citizen_prompt = "error.not_found"


class Altered(MotcuaError):
    """A frozen version does not match its hash: somebody changed it in the database. A person has to look."""


class Unavailable(MotcuaError):
    """A part of ours (Rasa, the action server, the database) does not answer now: worth another try."""

    retryable = True
    status = 503
    citizen_prompt = "error.wait"


class DataError(MotcuaError):
    """Something under ``data/`` breaks its schema; names the file and the place in it."""

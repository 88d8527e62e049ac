"""The decision with everything it looks things up in, loaded once; Rasa-free."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from nlu.decide import decide
from nlu.evidence import Clause, Ranking
from nlu.intents import FALLBACK
from nlu.lexicon import Lexicon
from nlu.rasa.faq_index import FaqIndex, read_entries
from nlu.types import KINDS, Understanding

logger = logging.getLogger(__name__)

_ANY: Final = "em Lò Thị Mai sinh 5/6/1990 ở xã Na Son, giấy này hết bao nhiêu tiền"
VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
CONTENT: Final = Path(os.environ.get("MOTCUA_CONTENT") or Path(__file__).resolve().parents[2] / "data")


class Judge:
    """Phrases of commands, names of fields, and the FAQ, as they are in ``data/`` now (not at training)."""

    def __init__(self, content: Path = CONTENT) -> None:
        self.lexicon = Lexicon.load(content)
        self.faq = FaqIndex(read_entries(content))
        self._warm_up()

    def _warm_up(self) -> None:
        """The first message is answered as fast as any: tables are read now, and what stays for good is left out of
        the collections of garbage to come, which would halt a message in the middle for 50 ms."""
        for kind in KINDS:
            self.understand(_ANY, [("inform", 1.0)], metadata={"awaiting": {"kind": kind, "field": ""}})
        gc.collect()
        gc.freeze()

    def understand(
        self, text: str, ranking: Ranking, clauses: Sequence[Clause] = (), metadata: object = None
    ) -> Understanding:
        """What the message means; the fallback, with a log line that holds no text, if anything fails.

        ``metadata`` as the gateway sends it; anything that is no mapping counts as empty.
        """
        given = metadata if isinstance(metadata, Mapping) else {}
        awaiting = given.get("awaiting")
        try:
            return decide(
                text,
                ranking,
                awaiting if isinstance(awaiting, Mapping) else None,
                today_of(given),
                self.lexicon,
                self.faq,
                clauses,
            )
        except Exception as error:  # whatever it is, the message must reach the action server
            logger.error("a message could not be understood", exc_info=error)
            return Understanding(FALLBACK, 0.0, likely=tuple(r for r in ranking if r[0] != FALLBACK)[:3])


def today_of(metadata: Mapping[str, Any]) -> date:
    """The day the message was sent, as the gateway says; else today's in Viet Nam."""
    raw = metadata.get("today")
    if isinstance(raw, str):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            logger.warning("the day in the metadata is no date")
    return datetime.now(VIETNAM).date()

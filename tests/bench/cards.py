"""How many photos of cards are read, by what happened to the photo: ``./motcua bench cards [--json]``.

Invented people on drawn cards, fixed seed. Exit code 1 when fewer than the bar are read at 260 pixels, or when any
photo gave a wrong text.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

from actions.cards import decode
from tests.bench.figures import percentile
from tests.cards.made import CODE_SIDE, shots

BAR: Final = 0.90
"""Share of the photos that must be read where the code is ``CODE_SIDE`` pixels wide."""
SIDES: Final = (CODE_SIDE, 200, 150)


@dataclass
class Tally:
    """Photos of one degradation: how many, how many gave their card's text, how many any other text."""

    photos: int = 0
    read: int = 0
    wrong: int = 0


@dataclass
class Result:
    """One size of code. ``milliseconds`` of looking at each photo, without starting the process for it."""

    side: int
    tallies: dict[str, Tally] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def photos(self) -> int:
        return sum(one.photos for one in self.tallies.values())

    @property
    def read(self) -> int:
        return sum(one.read for one in self.tallies.values())

    @property
    def wrong(self) -> int:
        return sum(one.wrong for one in self.tallies.values())


def measure(side: int = CODE_SIDE, each: int | None = None) -> Result:
    """Looks at every degradation of every card, or of the first ``each`` cards."""
    result = Result(side)
    for shot in shots(side, each):
        began = perf_counter()
        texts = decode.codes(decode.load(io.BytesIO(shot.jpeg))).texts
        result.milliseconds.append((perf_counter() - began) * 1000)
        tally = result.tallies.setdefault(shot.degradation, Tally())
        tally.photos += 1
        tally.read += shot.payload in texts
        tally.wrong += any(text != shot.payload for text in texts)
    return result


def table(results: list[Result]) -> str:
    """Photos read of photos taken, one degradation a line, one column a size."""
    lines = [f"{'code, pixels':<14}" + "".join(f"{one.side:>10}" for one in results)]
    for name in results[0].tallies:
        cells = (one.tallies[name] for one in results)
        lines.append(f"{name:<14}" + "".join(f"{f'{c.read}/{c.photos}':>10}" for c in cells))
    lines.append(f"{'all':<14}" + "".join(f"{one.read / one.photos:>10.1%}" for one in results))
    lines.append(f"{'wrong text':<14}" + "".join(f"{one.wrong:>10}" for one in results))
    for percent in (50, 95):
        cells_ms = (percentile(one.milliseconds, percent) for one in results)
        lines.append(f"{f'p{percent}, ms':<14}" + "".join(f"{ms:>10.0f}" for ms in cells_ms))
    return "\n".join(lines)


def reached(results: list[Result]) -> bool:
    """Enough read at the size of the bar, and nothing wrong at any."""
    enough = all(one.read >= BAR * one.photos for one in results if one.side == CODE_SIDE)
    return enough and not any(one.wrong for one in results)


def main(argv: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="motcua bench cards", description=__doc__)
    parser.add_argument("--json", action="store_true", help="as JSON")
    args = parser.parse_args(argv)
    results = [measure(side) for side in SIDES]
    if args.json:
        out = [
            {
                "side": one.side, "photos": one.photos, "read": one.read, "wrong": one.wrong,
                "p50_ms": round(percentile(one.milliseconds, 50), 1),
                "p95_ms": round(percentile(one.milliseconds, 95), 1),
                "degradations": {name: [t.read, t.photos] for name, t in one.tallies.items()},
            }
            for one in results
        ]  # fmt: skip
        print(json.dumps(out, ensure_ascii=False))
    else:
        print(table(results))
    return 0 if reached(results) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

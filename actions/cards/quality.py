"""Why a photo of a card could not be read, as far as its light, its edges and its sharpness tell."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageFilter, ImageStat

from actions.cards.seen import Advice

SIDE: Final = 640
"""Pixels of the longer side at which all of it is measured, so that one measure fits every telephone."""
DARK: Final = 45.0
"""Mean grey (0–255) of the brighter half below which it is too dark."""
GLARE: Final = 0.02
"""Share of the picture that is burnt out (over 251) in one place."""
BLURRED: Final = 55.0
"""Variance of the second difference (``sharpness``) below which nothing is sharp."""
FAR: Final = 0.42
"""Share of the frame's longer side that what is in it takes up, below which it is too far."""
SMALL_CODE: Final = 0.14
"""The same of a code that was seen and not read."""
EDGE: Final = 60
"""Grey steps that make an edge."""
CUT: Final = 0.05
"""Share of a frame side's pixels on edges above which something runs out of the picture there."""

COARSE: Final = 160
"""Pixels of the longer side at which edges are looked for."""

_SECOND: Final = (
    ImageFilter.Kernel((3, 3), (0, 0, 0, 1, -2, 1, 0, 0, 0), scale=1, offset=128),
    ImageFilter.Kernel((3, 3), (0, 1, 0, 0, -2, 0, 0, 1, 0), scale=1, offset=128),
)


def advise(grey: Image.Image, code_side: float | None = None) -> Advice:
    """The one thing to do better, the surest first. ``code_side``: the shorter side in pixels of ``grey`` of a code
    that was seen but not read."""
    longer = max(grey.size)
    small = grey.copy()
    small.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    if brightness(small) < DARK:
        return "dark"
    if burnt(small) > GLARE:
        return "glare"
    if sharpness(small) < BLURRED:
        return "still"
    if runs_out(small):
        return "whole"
    if extent(small) < FAR or (code_side is not None and code_side / longer < SMALL_CODE):
        return "closer"
    return "other_side" if code_side is None else "still"


def brightness(grey: Image.Image) -> float:
    """Mean grey of the brighter half: a dark table round a bright card does not count."""
    histogram = grey.histogram()
    left = wanted = sum(histogram) // 2
    total = 0
    for level in range(255, -1, -1):
        taken = min(left, histogram[level])
        total, left = total + taken * level, left - taken
        if not left:
            break
    return total / max(wanted, 1)


def burnt(grey: Image.Image) -> float:
    """Share of the picture in spots of pure white. White paper is not: some grain is left in it."""
    spots = grey.filter(ImageFilter.MinFilter(9)).histogram()
    return sum(spots[252:]) / max(sum(spots), 1)


def sharpness(grey: Image.Image) -> float:
    """Variance of the second difference on the busiest of sixteen tiles (the card, not the table it lies on), in the
    direction that has less of it: a hand that moved blurs only one."""
    best = 0.0
    across, down = (grey.filter(kernel).crop((1, 1, grey.width - 1, grey.height - 1)) for kernel in _SECOND)
    w, h = across.width // 4, across.height // 4
    if not w or not h:
        return 0.0
    for x in range(4):
        for y in range(4):
            box = (x * w, y * h, (x + 1) * w, (y + 1) * h)
            best = max(best, min(ImageStat.Stat(one.crop(box)).var[0] for one in (across, down)))
    return best


def extent(grey: Image.Image) -> float:
    """Share of the frame that the box round everything with edges takes up, of its longer direction."""
    edges = _edges(grey)
    box = edges.getbbox()
    return 0.0 if box is None else max((box[2] - box[0]) / edges.width, (box[3] - box[1]) / edges.height)


def runs_out(grey: Image.Image) -> bool:
    """Whether edges run over a side of the frame: the card goes on outside."""
    edges = _edges(grey)
    w, h = edges.size
    sides = [(0, 0, 3, h), (w - 3, 0, w, h), (0, 0, w, 3), (0, h - 3, w, h)]
    return any(ImageStat.Stat(edges.crop(box)).mean[0] / 255 > CUT for box in sides)


def _edges(grey: Image.Image) -> Image.Image:
    """White where grey changes, at a scale where grain is gone; without the frame's own rim, which filters copy."""
    coarse = grey.copy()
    coarse.thumbnail((COARSE, COARSE), Image.Resampling.BOX)
    lines = (
        coarse.filter(ImageFilter.MedianFilter(3))
        .filter(ImageFilter.FIND_EDGES)
        .point(lambda value: 255 if value > EDGE else 0)
    )
    return lines.crop((1, 1, lines.width - 1, lines.height - 1))

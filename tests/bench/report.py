"""What the bench prints: the bars, and the tables for people."""

from __future__ import annotations

from typing import Any, Final

SAID: Final = {True: "yes", False: "NO", None: "—"}


def bars(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Each bar: what it is about, its limit, what was measured and whether it is reached (None: not in this run)."""
    short, far = report["turns_1_to_20"], report["one_citizen"]
    return [
        _at_most("p50, turns 1–20, one citizen ÷ stock", 0.35, short["1"]["p50_ratio"]["median"]),
        _at_most("p50 at turn 90 ÷ stock", 0.08, far["90"].get("p50_ratio")),
        _at_most("our p50 at turn 200 ÷ at turn 5", 1.1, report["growth"]["ratio"]),
        _at_least("turns a second, 32 citizens ÷ stock", 4.0, short["32"]["throughput_ratio"]["median"]),
    ]


def _at_most(about: str, limit: float, value: float | None) -> dict[str, Any]:
    return {"about": about, "at_most": limit, "measured": value, "reached": None if value is None else value <= limit}


def _at_least(about: str, limit: float, value: float) -> dict[str, Any]:
    return {"about": about, "at_least": limit, "measured": value, "reached": value >= limit}


def table(report: dict[str, Any]) -> str:
    """The report as text."""
    return "\n\n".join(
        "\n".join(lines) for lines in (_machine(report), _short(report), _far(report), _stages(report), _bars(report))
    )


def _machine(report: dict[str, Any]) -> list[str]:
    here = report["machine"]
    before, after = (" ".join(f"{n:.1f}" for n in here[key]) for key in ("load_before", "load_after"))
    return [f"{here['processor']}, {here['processors']} processors; load before {before}, after {after}"]


def _short(report: dict[str, Any]) -> list[str]:
    lines = [f"{'turns 1–20':<14}{'ours p50':>10}{'p95':>8}{'a second':>10}{'stock p50':>12}{'p95':>8}{'a second':>10}"
             f"{'p50 ÷':>8}{'(rounds)':>14}{'a second ÷':>12}"]  # fmt: skip
    for citizens, row in report["turns_1_to_20"].items():
        ours, stock, ratio, gain = (row[k] for k in ("ours", "stock", "p50_ratio", "throughput_ratio"))
        lines.append(
            f"{citizens + ' citizens':<14}{ours['p50_ms']:>10.1f}{ours['p95_ms']:>8.1f}{ours['per_second']:>10.1f}"
            f"{stock['p50_ms']:>12.1f}{stock['p95_ms']:>8.1f}{stock['per_second']:>10.1f}"
            f"{ratio['median']:>8.3f}{ratio['least']:>8.2f}–{ratio['most']:.2f} {gain['median']:>11.2f}"
        )
    spent = ", ".join(f"{n} {ms:.1f}" for n, ms in report["turns_1_to_20"]["1"]["processor_ms_a_turn"].items())
    return [*lines, f"processor ms a turn, one citizen: {spent}"]


def _far(report: dict[str, Any]) -> list[str]:
    lines = [f"{'one citizen':<14}{'ours p50':>10}{'p95':>8}{'stock p50':>12}{'p95':>8}{'p50 ÷':>8}"]
    for point, row in report["one_citizen"].items():
        text = f"{'turn ' + point:<14}{row['ours']['p50_ms']:>10.1f}{row['ours']['p95_ms']:>8.1f}"
        if "stock" in row:
            text += f"{row['stock']['p50_ms']:>12.1f}{row['stock']['p95_ms']:>8.1f}{row['p50_ratio']:>8.3f}"
        lines.append(text)
    grown = report["growth"]
    lines.append(
        f"side by side: turn 200 {grown['turn_200']['p50_ms']:.1f} ms, turn 5 {grown['turn_5']['p50_ms']:.1f} ms"
    )
    return lines


def _stages(report: dict[str, Any]) -> list[str]:
    return ["where our turn's milliseconds go (one citizen, median; with timers in it)"] + [
        f"  {name:<46}{ms:>7.2f}" for name, ms in report["stages_ms"].items()
    ]


def _bars(report: dict[str, Any]) -> list[str]:
    lines = []
    for bar in report["bars"]:
        limit = f"at most {bar['at_most']}" if "at_most" in bar else f"at least {bar['at_least']}"
        value = "not measured" if bar["measured"] is None else f"{bar['measured']:.3f}"
        lines.append(f"{SAID[bar['reached']]:<4}{bar['about']}: {value} ({limit})")
    return lines

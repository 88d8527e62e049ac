"""The bench's own logic: figures, order of rounds, checks of answers, stages. What it measures is not tested."""

from __future__ import annotations

import asyncio
import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.bench import cli, report, sides, stages, tracing, turn, wire
from tests.bench.figures import Duel, Round, order, percentile, spread, window
from tests.bench.sides import Said, WrongAnswer
from tests.bench.stock_project import DONE, FORM, Project, domain, nlu, question, rules


def test_percentile_is_a_value_that_occurred() -> None:
    values = [5.0, 1.0, 3.0, 2.0, 4.0]
    assert [percentile(values, p) for p in (1, 20, 50, 95, 100)] == [1, 1, 3, 5, 5]
    assert percentile([7.0], 50) == 7


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], 0), ([1.0], 101)])
def test_percentile_of_nothing_is_refused(values: list[float], percent: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, percent)


def test_sides_take_turns_at_going_first() -> None:
    assert order(["a", "b"], 3) == [["a", "b"], ["b", "a"], ["a", "b"]]


def test_ratios_are_taken_round_by_round() -> None:
    # A machine that gets twice as slow in the second round changes neither ratio.
    duel = Duel(
        ours=[Round([1.0, 1.0, 3.0], 1.0), Round([2.0, 2.0, 6.0], 2.0)],
        stock=[Round([4.0, 4.0, 9.0], 3.0), Round([8.0, 8.0, 18.0], 6.0)],
    )
    assert duel.ratios() == [0.25, 0.25]
    assert duel.gains() == [3.0, 3.0]
    summary: Any = duel.summary()
    assert summary["p50_ratio"] == {"median": 0.25, "least": 0.25, "most": 0.25}
    assert summary["ours"] == {"turns": 6, "p50_ms": 2.0, "p95_ms": 6.0, "per_second": 2.0}


def test_rounds_without_a_partner_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Duel(ours=[Round([1.0], 1.0)], stock=[]).ratios()


def test_spread() -> None:
    assert spread([3.0, 1.0, 2.0]) == {"median": 2.0, "least": 1.0, "most": 3.0}


@pytest.mark.parametrize(("point", "turns"), [(5, [4, 8]), (45, [43, 47]), (90, [88, 92]), (200, [196, 200])])
def test_windows_hold_each_kind_of_turn_once(point: int, turns: list[int]) -> None:
    found = window(point, 200)
    assert [found[0], found[-1]] == turns
    said = list(islice(sides.endless(), 200))
    kinds = {one.text for one in sides.script()["again"]}
    assert {said[n - 1].text for n in found} == kinds and len(found) == sum(
        len([s for s in sides.script()["again"] if s.text == text]) for text in kinds
    )


def test_interview_of_the_script_has_twenty_turns() -> None:
    said = sides.script()
    assert len(said["interview"]) == 20
    assert len(said["opening"]) == 3 and len(said["again"]) == 5  # what the windows rely on


OURS = {"replies": [{"text": "Ngày sinh là ngày nào?"}], "asking": {"field": "birth"}}


def test_right_answer_of_ours_passes() -> None:
    sides.check_ours(Said("a", "birth"), 200, OURS)
    sides.check_ours(Said("a", None), 200, {**OURS, "asking": None})


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (202, {"pending": True}),
        (500, {"title": "x"}),
        (200, {**OURS, "replies": []}),
        (200, {**OURS, "replies": [{"text": ""}]}),
        (200, {**OURS, "asking": {"field": "other"}}),
        (200, {**OURS, "asking": None}),
    ],
)
def test_wrong_or_empty_answer_of_ours_ends_the_bench(status: int, answer: Any) -> None:
    with pytest.raises(WrongAnswer, match="ours"):
        sides.check_ours(Said("a", "birth"), status, answer)


def test_right_answers_of_stock_pass() -> None:
    sides.check_stock(1, 2, Said("a", None), 200, [{"text": question(1)}])
    sides.check_stock(3, 2, Said("a", None), 200, [{"text": DONE}])


@pytest.mark.parametrize(
    ("status", "answer"),
    [(200, []), (200, [{"text": question(2)}]), (200, [{"text": question(1)}] * 2), (500, {}), (200, [{"image": "x"}])],
)
def test_wrong_or_empty_answer_of_stock_ends_the_bench(status: int, answer: Any) -> None:
    with pytest.raises(WrongAnswer, match="stock"):
        sides.check_stock(1, 2, Said("a", None), status, answer)


def test_stock_form_asks_every_slot_from_the_text_alone() -> None:
    made = domain(45, ["start", "inform"])
    assert made["forms"][FORM]["required_slots"] == [f"s{n:03}" for n in range(1, 46)]
    assert made["slots"]["s045"]["mappings"] == [
        {"type": "from_text", "conditions": [{"active_loop": FORM, "requested_slot": "s045"}]}
    ]
    assert made["responses"]["utter_ask_s007"] == [{"text": question(7)}]
    assert nlu({"start": ["a", "b"]})["nlu"] == [{"intent": "start", "examples": "- a\n- b\n"}]
    assert [rule["rule"] for rule in rules(["start", "inform", "greet"])["rules"]] == ["start", "end", "greet"]


def test_stock_model_is_made_anew_when_its_sources_change(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Project(45)
    assert here.fingerprint() == Project(45).fingerprint() != Project(200).fingerprint()
    before = here.fingerprint()
    files = here.files() | {"config.yml": b"other"}
    monkeypatch.setattr(Project, "files", lambda self: files)
    assert here.fingerprint() != before


def test_answer_heads_are_read() -> None:
    status, fields = wire.head(b"HTTP/1.1 202 Accepted\r\nContent-Length: 16\r\nX-A: b:c\r\n\r\n")
    assert status == 202 and fields == {"content-length": "16", "x-a": "b:c"}


@pytest.mark.parametrize("raw", [b"", b"SSH-2.0\r\n\r\n", b"HTTP/1.1 x\r\n\r\n", b"HTTP/1.1 200 OK\r\nno\r\n\r\n"])
def test_other_answers_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"HTTP|colon|literal"):
        wire.head(raw)


def test_line_keeps_its_connection_and_tells_when_it_breaks() -> None:
    seen: list[tuple[bytes, bytes]] = []
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        for answer in (b'{"n": 1}', b'{"n": 2}', None):
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(wire.head(b"HTTP/1.1 200\r\n" + head.partition(b"\r\n")[2])[1]["content-length"])
            seen.append((head.partition(b"\r\n")[0], await reader.readexactly(length)))
            if answer is not None:
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(answer), answer))
        writer.close()

    async def run() -> list[Any]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            line = wire.Line(server.sockets[0].getsockname()[1], "/x")
            answers = [await line.post({"text": "ạ"}) for _ in range(2)]
            with pytest.raises(wire.Broken):
                await line.post({"text": "ạ"})
            line.close()
        return answers

    assert asyncio.run(run()) == [(200, {"n": 1}), (200, {"n": 2})]
    assert connections == 1
    assert seen == [(b"POST /x HTTP/1.1", '{"text": "ạ"}'.encode())] * 3


def test_overlapping_spans_count_once() -> None:
    assert stages.covered([(0, 2), (1, 3), (5, 6)]) == 4
    assert stages.covered([]) == 0
    assert stages.without([(0, 4)], [(1, 2), (3, 9)]) == [(0, 1), (2, 3)]
    assert stages.without([(0, 1)], [(0, 1)]) == []


def test_spans_are_put_to_the_turn_they_fell_in() -> None:
    turns = [("turn", 10.0, 10.030), ("turn", 11.0, 11.010)]
    spans = [
        ("gateway sql", 9.0, 9.5),  # before any turn
        ("gateway sql", 10.000, 10.004),
        ("rasa call", 10.005, 10.025),
        ("gateway sql", 10.024, 10.027),  # 1 ms of it beside Rasa
        ("gateway sql", 10.5, 10.6),  # between two turns
        ("nlu", 11.001, 11.004),
    ]
    first, second = stages.by_turn(spans, turns)
    assert first == pytest.approx({"turn": 30, "gateway sql": 6, "rasa call": 20})
    assert second == pytest.approx({"turn": 10, "gateway sql": 0, "nlu": 3})


def test_stages_add_up_to_the_turn() -> None:
    turns = [("turn", 0.0, 0.1)]
    inner = ["gateway sql", "rasa call", "nlu", "rules", "action call", "run turn", "take turn", "interview", "commit"]
    at = {"gateway sql": 0.0, "rasa call": 0.01, "nlu": 0.012, "rules": 0.02, "action call": 0.025}
    lasts = dict(zip(inner, (0.005, 0.08, 0.006, 0.003, 0.05, 0.04, 0.02, 0.01, 0.004), strict=True))
    spans = [(name, at.get(name, 0.03), at.get(name, 0.03) + lasts[name]) for name in inner]
    found = stages.stages(spans, turns)
    parts = [
        ms for name, ms in found.items() if name not in ("all together", "(action: SQL statements, part of the above)")
    ]
    assert sum(parts) == pytest.approx(found["all together"]) == pytest.approx(100)


def test_timers_note_plain_and_async_functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Worker:
        def plain(self, n: int) -> int:
            return n + 1

        async def later(self) -> None:
            raise KeyError

    monkeypatch.setenv(tracing.FILE, str(tmp_path / "spans"))
    tracing._file.cache_clear()
    tracing.time_calls(Worker, "plain", "one")
    tracing.time_calls(Worker, "later", "two")
    assert Worker().plain(1) == 2
    with pytest.raises(KeyError):
        asyncio.run(Worker().later())
    tracing._file.cache_clear()
    spans = [json.loads(line) for line in (tmp_path / "spans").read_text().splitlines()]
    assert [name for name, _, _ in spans] == ["one", "two"] and all(begin <= end for _, begin, end in spans)


def test_growth_of_the_long_conversation_is_read_at_its_points() -> None:
    walked = {
        "ours": [{n: float(n) for n in range(1, 201)}],
        "stock": [{n: 10.0 * n for n in range(1, 93)}],
    }
    found = turn.at_points(walked)
    assert found["90"]["p50_ratio"] == pytest.approx(0.1)
    assert found["45"]["ours"] == {"turns": 5, "p50_ms": 45.0, "p95_ms": 47.0}
    assert "stock" not in found["200"] and "p50_ratio" not in found["200"]


def _report(ratio: float, far: float | None, growth: float, gain: float) -> dict[str, Any]:
    both = {"p50_ms": 1.0, "p95_ms": 2.0, "per_second": 3.0, "turns": 1}
    row = {
        "ours": both, "stock": both, "p50_ratio": spread([ratio]), "throughput_ratio": spread([gain]),
        "processor_ms_a_turn": {"rasa": 1.0},
    }  # fmt: skip
    ninety: dict[str, Any] = {"ours": both} if far is None else {"ours": both, "stock": both, "p50_ratio": far}
    made: dict[str, Any] = {
        "machine": {"processor": "x", "processors": 2, "load_before": [0.0] * 3, "load_after": [0.0] * 3},
        "turns_1_to_20": {"1": row, "32": row},
        "one_citizen": {"90": ninety},
        "growth": {"turn_200": both, "turn_5": both, "ratio": growth},
        "stages_ms": {"Rasa: NLU": 1.0},
    }
    return made | {"bars": report.bars(made)}


def test_bars_are_reached_or_not() -> None:
    assert all(bar["reached"] for bar in _report(0.35, 0.08, 1.1, 4.0)["bars"])
    assert not any(bar["reached"] for bar in _report(0.36, 0.081, 1.11, 3.9)["bars"])


def test_a_bar_that_was_not_measured_says_so() -> None:
    made = _report(0.3, None, 1.0, 4.0)
    assert "not measured" in report.table(made)
    assert [bar["measured"] for bar in made["bars"]] == [0.3, None, 1.0, 4.0]
    assert [bar["reached"] for bar in made["bars"]] == [True, None, True, True]


def test_command_names_its_benches(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert cli.main(["--help"]) == 0
    assert "turn" in capsys.readouterr().out
    assert cli.main(["speed"]) == 2
    assert "speed" in capsys.readouterr().err

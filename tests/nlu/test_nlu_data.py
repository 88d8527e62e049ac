"""The sentences, commands and evaluation sets under ``data/nlu``: complete, consistent, not mixed up.

``python -m tests.nlu.test_nlu_data`` prints how near each evaluation message is to its nearest training sentence.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from nlu.intents import COMMAND_INTENTS, INTENTS

ROOT = Path(__file__).resolve().parents[2]
NLU = ROOT / "data" / "nlu"
COMMANDS = NLU / "commands.yml"
EVAL = NLU / "eval"

LEAST = 80
LEAST_BY_INTENT = {"inform": 300, "start_marital_status": 150, "danger": 120}

STYLES = frozenset(
    {
        "standard", "stripped", "partial", "teencode", "telex", "dialect", "second_language", "long_polite",
        "two_word", "recognised_speech", "nfd",
    }
)  # fmt: skip

LONE_WORDS = frozenset(
    {
        "ok", "oke", "okie", "okay", "yes", "back", "cancel", "reset", "restart", "alo", "alô", "hello", "hi", "bye",
        "goodbye", "thanks", "thank", "tks", "đcm", "vcl", "dkm",
    }
)  # fmt: skip
"""Words that may be a command on their own without diacritics: borrowed ones and bare consonants, nobody's name."""

SURNAMES_AND_ANSWERS = frozenset(
    {
        "vo dung", "vo van", "phan anh", "chao may", "chao anh", "lam lai", "lam tiep", "do dien", "do ngu", "do khung",
        "vi du", "la sao", "la gi", "tu dau", "to cao", "ban roi", "dang ban", "luc khac", "a lo", "da ta", "huy",
        "dung", "sua", "lai", "gap", "thoi", "dung lai", "chao", "khong", "co", "chua", "sai", "lon", "nham",
    }
)  # fmt: skip
"""What these commands become without diacritics may be a name (Võ Dũng, Phan Anh, Chảo Mẩy, Lâm Lài) or an answer
("bán rồi", "từ đâu"): such a spelling alone is never a command."""

POLITE_EDGES = frozenset({"dạ", "ạ", "thưa", "ơi", "nghen", "nha", "hỉ", "hen"})


class Sentence(NamedTuple):
    """One training sentence and where it stands."""

    intent: str
    text: str
    file: Path


def plain(text: str) -> str:
    """Lower case, NFC, without punctuation, single spaces."""
    return " ".join(re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFC", text).lower()).split())


def bare(text: str) -> str:
    """``plain`` without any diacritics: ``đúng rồi`` → ``dung roi``."""
    apart = unicodedata.normalize("NFD", plain(text)).replace("đ", "d")
    return "".join(c for c in apart if not unicodedata.combining(c))


def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def intent_files() -> list[Path]:
    return sorted((NLU / "intents").glob("*.yml")) + sorted((ROOT / "data" / "procedures").glob("*/start.yml"))


@cache
def sentences() -> list[Sentence]:
    """All training sentences, in file order."""
    out: list[Sentence] = []
    for path in intent_files():
        raw = read_yaml(path)
        out += [Sentence(raw["intent"], text, path) for text in raw["examples"]]
    return out


def eval_files() -> list[Path]:
    return sorted(EVAL.glob("*.jsonl"))


@cache
def eval_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@cache
def command_entries() -> list[tuple[str, str, str]]:
    """(command, phrase, list it stands in)."""
    out = []
    for name, entry in read_yaml(COMMANDS).items():
        out += [(name, phrase, key) for key in ("phrases", "needs_diacritics") for phrase in entry.get(key, ())]
    return out


# -- training sentences ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", intent_files(), ids=lambda p: str(p.relative_to(ROOT / "data")))
def test_file_has_the_agreed_shape(path: Path) -> None:
    raw = read_yaml(path)
    assert set(raw) == {"intent", "examples"}
    expected = f"start_{path.parent.name}" if path.name == "start.yml" else path.stem
    assert raw["intent"] == expected
    for text in raw["examples"]:
        assert isinstance(text, str), f"{text!r} wants quotes"
        assert text == text.strip() and plain(text), repr(text)
        assert text == unicodedata.normalize("NFC", text), f"not NFC: {text!r}"
        assert len(text) <= 400, text


def test_every_label_has_sentences_and_every_file_a_label() -> None:
    assert {s.intent for s in sentences()} == INTENTS


def test_enough_sentences_for_every_label() -> None:
    counts = Counter(s.intent for s in sentences())
    short = {i: counts[i] for i in INTENTS if counts[i] < LEAST_BY_INTENT.get(i, LEAST)}
    assert not short


def test_no_sentence_stands_under_two_labels_even_without_diacritics() -> None:
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for s in sentences():
        labels[bare(s.text)].add(s.intent)
    assert {text: found for text, found in labels.items() if len(found) > 1} == {}


def test_no_sentence_stands_twice() -> None:
    counts = Counter((s.intent, plain(s.text)) for s in sentences())
    assert [key for key, n in counts.items() if n > 1] == []


def test_most_sentences_carry_their_diacritics() -> None:
    """The trainer takes diacritics away; it cannot put them back."""
    per: defaultdict[str, list[bool]] = defaultdict(list)
    for s in sentences():
        per[s.intent].append(bare(s.text) != plain(s.text))
    assert {i: sum(have) / len(have) for i, have in per.items() if sum(have) / len(have) < 0.75} == {}


def test_every_label_has_short_and_long_messages() -> None:
    """Two-word messages everywhere; stories with the point at the end wherever people tell them."""
    words: defaultdict[str, list[int]] = defaultdict(list)
    for s in sentences():
        words[s.intent].append(len(plain(s.text).split()))
    assert {i for i, lengths in words.items() if min(lengths) > 3} == set()
    tellers = {i for i in words if i.startswith(("ask_", "start_")) or i in {"danger", "complain", "inform"}}
    tellers -= {"ask_identity"}
    assert {i for i in tellers if max(words[i]) < 20} == set()


# -- commands -------------------------------------------------------------------------------------------------------


def test_commands_are_the_agreed_ones() -> None:
    raw = read_yaml(COMMANDS)
    assert set(raw) == set(COMMAND_INTENTS)
    for name, entry in raw.items():
        allowed = {"phrases", "needs_diacritics"} | ({"contains"} if name == "danger" else set())
        assert set(entry) <= allowed and entry["phrases"], name
        for key, phrases in entry.items():
            for phrase in phrases:
                assert isinstance(phrase, str), f"{name}.{key}: {phrase!r} wants quotes"
                assert phrase == unicodedata.normalize("NFC", phrase) == phrase.strip(), phrase


def test_no_phrase_belongs_to_two_commands() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, phrase, _ in command_entries():
        owners[plain(phrase)].add(name)
    assert {p: names for p, names in owners.items() if len(names) > 1} == {}


def test_without_diacritics_no_phrase_becomes_another_command() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, phrase, key in command_entries():
        if key == "phrases":
            owners[bare(phrase)].add(name)
    assert {p: names for p, names in owners.items() if len(names) > 1} == {}
    for name, phrase, key in command_entries():
        if key == "needs_diacritics":
            assert owners.get(bare(phrase), {name}) <= {name}, f"{phrase}: bare form belongs to {owners[bare(phrase)]}"


def test_no_bare_command_is_a_likely_name_or_answer() -> None:
    loose = {bare(phrase): phrase for _, phrase, key in command_entries() if key == "phrases"}
    assert sorted(loose.keys() & SURNAMES_AND_ANSWERS) == []
    alone = {phrase for _, phrase, key in command_entries() if key == "phrases" and len(phrase.split()) == 1}
    assert alone <= LONE_WORDS, f"one word, diacritics optional: {sorted(alone - LONE_WORDS)}"


def test_a_phrase_that_needs_diacritics_has_some() -> None:
    assert [p for _, p, key in command_entries() if key == "needs_diacritics" and bare(p) == plain(p)] == []


def test_bare_command_is_no_sentence_of_an_answer() -> None:
    """An answer of the training files is never a command, with or without diacritics."""
    answers = {bare(s.text) for s in sentences() if s.intent == "inform"}
    assert sorted({bare(p) for _, p, key in command_entries() if key == "phrases"} & answers) == []


def test_a_command_phrase_agrees_with_the_labels_of_the_training_files() -> None:
    label = {plain(s.text): s.intent for s in sentences()}
    wrong = {
        p: (name, label[plain(p)])
        for name, p, _ in command_entries()
        if plain(p) in label and label[plain(p)] != COMMAND_INTENTS[name]
    }
    assert wrong == {}


def test_politeness_is_left_to_the_matcher() -> None:
    wrong = [
        p
        for _, p, _ in command_entries()
        if len(p.split()) > 2 and (p.split()[0] in POLITE_EDGES or p.split()[-1] in POLITE_EDGES)
    ]
    assert wrong == []


def test_two_word_commands_of_the_sms_leaflet_are_there() -> None:
    loose = {bare(phrase): name for name, phrase, key in command_entries() if key == "phrases"}
    wanted = {
        "tam nghi": "pause", "tiep tuc": "resume", "xem lai": "summarize", "sua lai": "correct", "gap can bo": "human",
        "xoa het": "erase", "quay lai": "go_back", "nhac lai": "repeat", "khong biet": "dont_know",
    }  # fmt: skip
    assert {bare_form: loose.get(bare_form) for bare_form in wanted} == wanted


def test_danger_inside_a_message_needs_several_words() -> None:
    danger = read_yaml(COMMANDS)["danger"]
    lone = [p for p in danger["contains"] + danger["needs_diacritics"] if len(p.split()) < 2]
    assert lone == []
    assert set(danger["phrases"]) <= set(danger["contains"])


def test_danger_phrases_occur_in_nobody_elses_sentences() -> None:
    """Inside a longer message they are taken at their word, so no other label may hold one."""
    danger = read_yaml(COMMANDS)["danger"]
    loose = [f" {bare(p)} " for p in danger["contains"]]
    strict = [f" {plain(p)} " for p in danger["needs_diacritics"]]
    others = [(s.intent, s.text) for s in sentences() if s.intent != "danger"]
    others += [(r["intent"], r["text"]) for path in eval_files() for r in eval_lines(path) if r["intent"] != "danger"]
    held = [
        (intent, text)
        for intent, text in others
        if any(p in f" {bare(text)} " for p in loose) or any(p in f" {plain(text)} " for p in strict)
    ]
    assert held == []


# -- evaluation sets ------------------------------------------------------------------------------------------------


def test_there_is_an_evaluation_set() -> None:
    assert EVAL / "set1.jsonl" in eval_files()


@pytest.mark.parametrize("path", eval_files(), ids=lambda p: p.name)
def test_evaluation_set_is_the_one_that_was_hashed(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest in (EVAL / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", eval_files(), ids=lambda p: p.name)
def test_evaluation_lines_have_the_agreed_shape(path: Path) -> None:
    lines = eval_lines(path)
    assert len({line["id"] for line in lines}) == len(lines) >= 500
    assert sum("context" in line for line in lines) >= 120
    for line in lines:
        assert set(line) - {"context"} == {"id", "text", "intent", "style"}
        assert line["intent"] in INTENTS and line["style"] in STYLES, line["id"]
        assert unicodedata.is_normalized("NFD" if line["style"] == "nfd" else "NFC", line["text"]), line["id"]
        if line["style"] == "stripped":
            assert bare(line["text"]) == plain(line["text"]), line["id"]
        if "context" in line:
            awaiting = line["context"]["awaiting"]
            assert {"field", "kind"} <= set(awaiting) and line["context"]["question"], line["id"]
            assert awaiting["kind"] != "choice" or awaiting["options"], line["id"]


@pytest.mark.parametrize("path", eval_files(), ids=lambda p: p.name)
def test_evaluation_covers_every_label_and_style(path: Path) -> None:
    lines = eval_lines(path)
    styles, labels = Counter(x["style"] for x in lines), Counter(x["intent"] for x in lines)
    assert {s: styles[s] for s in STYLES if styles[s] < 35} == {}
    assert {i: labels[i] for i in INTENTS if labels[i] < 11} == {}


def test_no_evaluation_message_is_a_training_sentence() -> None:
    """Two people who never saw each other's sentences both write "dạ đúng rồi": only what is longer must differ."""
    known = {plain(s.text) for s in sentences()}
    for path in eval_files():
        same = [r for r in eval_lines(path) if plain(r["text"]) in known]
        assert [r["id"] for r in same if len(plain(r["text"]).split()) > 4] == []
        assert len(same) <= 0.05 * len(eval_lines(path)), path.name


def test_evaluation_messages_are_worded_anew() -> None:
    """At most one in twenty has a training sentence made of nearly the same words."""
    for path in eval_files():
        near = nearest(eval_lines(path), sentences())
        assert sum(share >= 0.8 for share, _, _ in near) / len(near) <= 0.05


def nearest(lines: Iterable[dict[str, Any]], known: Iterable[Sentence]) -> list[tuple[float, dict[str, Any], Sentence]]:
    """For each line the training sentence that shares most words with it: Jaccard of word sets without diacritics."""
    pool = [(frozenset(bare(s.text).split()), s) for s in known]
    out = []
    for line in lines:
        words = frozenset(bare(line["text"]).split())
        share, best = max(((len(words & w) / len(words | w), s) for w, s in pool), key=lambda found: found[0])
        out.append((share, line, best))
    return out


def report() -> None:
    """Print the overlap of each evaluation set with the training sentences."""
    known = sentences()
    print(f"training: {len(known)} sentences, {len({s.intent for s in known})} labels")
    for path in eval_files():
        near = nearest(eval_lines(path), known)
        shares = sorted(share for share, _, _ in near)
        same = sum(line["intent"] == s.intent for _, line, s in near) / len(near)
        print(f"{path.name}: {len(near)} messages, word overlap with the nearest training sentence (Jaccard):")
        print(f"  median {shares[len(shares) // 2]:.2f}, mean {sum(shares) / len(shares):.2f}")
        for edge in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
            print(f"  ≥ {edge:.1f}: {sum(s >= edge for s in shares) / len(shares):6.1%}")
        print(f"  the nearest sentence has the right label: {same:.1%}")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    report()
